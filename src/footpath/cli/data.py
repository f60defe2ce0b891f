"""Files in and out: import, imports, status, sql, export."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footpath.cli import options, printing
from footpath.cli.opening import opened
from footpath.errors import FootpathError, UsageError
from footpath.model.reasons import in_words

if TYPE_CHECKING:
    from footpath.project.views import Status


def import_(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE…", help="Files of events, .gz or not.")
    ] = None,
    project: options.ProjectFolder = Path(),
    format: options.Format = None,
    source: options.SourceName = None,
    columns: options.Columns = None,
    timezone: options.Timezone = None,
    time_format: options.TimeFormat = None,
    null: options.Null = None,
    set: options.Set = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and count, keep nothing.")] = False,
    undo: Annotated[str | None, typer.Option("--undo", metavar="ID", help="Take one import back.")] = None,
    as_json: options.Json = False,
) -> None:
    """Take files into the project. Running it again changes nothing."""
    if undo:
        _undo(project, undo, as_json=as_json)
        return
    paths, more = options.files_and_columns(files or [])
    if not paths:
        raise UsageError("no file to import", hint="footpath import FILE…, or footpath import --undo ID")
    chosen = options.import_options(
        format=format,
        source=source,
        columns=[*(columns or []), *more],
        timezone=timezone,
        time_format=time_format,
        null=null,
        set=set,
    )
    into = opened(project)
    try:
        with printing.progress("Importing") as progress:
            receipt = into.load(*paths, options=chosen, dry_run=dry_run, progress=progress)
    except FootpathError:
        if into.receipt.received:
            printing.note(f"Of the files before it: {next(printing.receipt(into.receipt))}")
        raise
    if as_json:
        printing.json(receipt.as_json())
        return
    for line in printing.receipt(receipt):
        printing.say(line)
    if (lost := sum(receipt.unmatched.values())) > printing.MANY * receipt.kept:
        said = f"{lost:,} of {receipt.kept:,} new events are"
        printing.say(printing.unmatched(said, receipt.unmatched))
    if dry_run:
        printing.say("A dry run: nothing was kept.")
    elif any(each.others for each in receipt.alone):
        printing.say(f"  to take this one back first: footpath import --undo {into.imports[-1].id}")


def _undo(project: Path, import_id: str, *, as_json: bool) -> None:
    gone = opened(project).undo(import_id)
    if as_json:
        printing.json({"import": import_id, "removed": gone})
    else:
        printing.say(f"Took back import {import_id}: {printing.several(gone, 'event')} removed.")


def imports(project: options.ProjectFolder = Path(), *, as_json: options.Json = False) -> None:
    """List what was imported, newest last."""
    found = opened(project).imports
    if as_json:
        printing.json({"imports": found})
        return
    names = ["id", "when", "source", "format", "files", "received", "kept", "duplicates", "dropped", "undone"]
    rows = [
        (
            each.id,
            each.started,
            each.source,
            each.format,
            ", ".join(each.files),
            each.received,
            each.kept,
            each.duplicates,
            sum(each.dropped.values()),
            each.undone_at,
        )
        for each in found
    ]
    printing.table(names, rows, numbers=["received", "kept", "duplicates", "dropped"])


def status(project: options.ProjectFolder = Path(), *, as_json: options.Json = False) -> None:
    """Say what is there: sources, freshness, drops, what matches and who is joined."""
    into = opened(project)
    found = into.status()
    if as_json:
        printing.json(found)
        return
    if not found.sources:
        printing.say("Nothing is imported yet: footpath import FILE…")
        return
    printing.table(
        ["source", "events", "newest", "people", "also elsewhere"],
        [(s.name, s.events, s.newest, s.people, s.people_elsewhere) for s in found.sources],
        numbers=["events", "people", "also elsewhere"],
    )
    printing.say()
    printing.say(
        f"{printing.persons(found.people)} from {printing.several(found.actors, 'identifier')}; "
        f"{found.joined_share:.0%} have more than one."
    )
    if len(found.sources) > 1:
        printing.say(_across(found))
    lost = into.unmatched() if found.unmatched_share > printing.MANY else {}
    printing.say(
        printing.unmatched(f"{found.unmatched_share:.1%} of events are", lost)
        if lost
        else f"{found.unmatched_share:.1%} of events match no touchpoint."
    )
    for title, counts in (("dropped", found.dropped), ("set aside", found.guards)):
        for reason, n in sorted(counts.items()):
            printing.say(f"  {title}: {n:,} {reason}: {in_words(reason)}")
    for title, names in (
        ("Not measured", found.not_measured),
        ("Phases without evidence", found.phases_without_evidence),
    ):
        if names:
            printing.say(f"{title}: {', '.join(names)}.")
    journeys = ", ".join(found.journeys) or "none yet (footpath suggest)"
    revision = f"revision {found.revision}" if found.revision else "only suggested so far (footpath suggest)"
    printing.say(f"Definitions: {revision}; journeys: {journeys}.")


def _across(found: Status) -> str:
    """How sources hang together: whom several have seen, and which share nobody with any other."""
    alone = [each.name for each in found.sources if each.people and not each.people_elsewhere]
    said = f"{printing.persons(found.people_in_several)} in more than one source."
    return f"{said} Joined to no other source: {', '.join(alone)}." if alone else said


def sql(
    statement: Annotated[
        str, typer.Argument(metavar="QUERY", help="A SELECT over events, journeys, people and responses.")
    ],
    project: options.ProjectFolder = Path(),
    *,
    as_json: options.Json = False,
) -> None:
    """Ask in SQL (DuckDB), read-only."""
    answer = opened(project).query(statement)
    rows = answer.to_pylist()
    if as_json:
        printing.json({"columns": answer.schema.names, "rows": rows})
        return
    printing.table(answer.schema.names, [list(row.values()) for row in rows])


class Exported(StrEnum):
    """What can go out again."""

    definitions = "definitions"
    xes = "xes"
    parquet = "parquet"
    responses = "responses"


def export(
    what: Annotated[Exported, typer.Argument(help="definitions, xes, parquet or responses.")],
    output: Annotated[
        Path | None, typer.Option("-o", help="The file; for definitions, standard output.")
    ] = None,
    project: options.ProjectFolder = Path(),
) -> None:
    """Write definitions, events or answers out again."""
    if output is None and what is not Exported.definitions:
        raise UsageError(f"{what} needs a file", hint=f"footpath export {what} -o FILE")
    if output is None:
        printing.say(opened(project).definitions_text.rstrip())
        return
    opened(project).export(what.value, output)
    printing.note(f"Wrote {output}.")
