"""From numbers to persons and back: people, person, identities, forget."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from footpath.cli import options, printing
from footpath.cli.opening import from_files, opened, reading
from footpath.errors import UsageError


def people(
    evidence: Annotated[
        str | None, typer.Option("--evidence", help="The id that a map gives to a number.")
    ] = None,
    journey: Annotated[
        str | None, typer.Option("--journey", help="The journey; else all are searched.")
    ] = None,
    at: Annotated[str | None, typer.Option("--at", help="Persons who met this touchpoint.")] = None,
    segment: options.Segment = None,
    since: options.Since = None,
    until: options.Until = None,
    file: Annotated[
        list[Path] | None, typer.Option("--file", help="A file of events instead of a project.")
    ] = None,
    format: options.Format = None,
    source: options.SourceName = None,
    columns: options.Columns = None,
    timezone: options.Timezone = None,
    time_format: options.TimeFormat = None,
    null: options.Null = None,
    set: options.Set = None,
    project: options.ProjectFolder = Path(),
    engine: options.Engine = "local",
    master: options.Master = None,
    conf: options.Conf = None,
    *,
    outside: Annotated[
        bool, typer.Option("--outside", help="Persons with touchpoints that are in no journey.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """List the persons behind a number, in a project or in files."""
    chosen = options.import_options(
        format=format,
        source=source,
        columns=columns,
        timezone=timezone,
        time_format=time_format,
        null=null,
        set=set,
    )
    where = options.engine(engine, master, conf)
    if outside and (evidence or at):
        raise UsageError("--outside names a number of its own", hint="Leave --evidence and --at out")
    if outside and where is not None:
        raise UsageError("a cluster does not tell who is outside", hint="Leave --engine out")
    if file and where is not None:
        raise UsageError("a cluster reads the lake of a project, not files", hint="Import them first")
    looked_at = from_files(file, chosen) if file else opened(project, where)
    with reading(looked_at):
        lens = {"journey": journey, "segment": segment, "since": since, "until": until}
        found = looked_at.people(evidence, at=at, outside=outside, **lens)
    if as_json:
        printing.json({"people": len(found), "persons": found})
        return
    for each in found:
        printing.say(each)
    printing.note(printing.persons(len(found)))


def person(
    identifier: Annotated[str, typer.Argument(help="email:ann@…, ann@…, or a person's id.")],
    project: options.ProjectFolder = Path(),
    *,
    as_json: options.Json = False,
) -> None:
    """Show one person: why each identifier belongs, and what happened, in order."""
    found = opened(project).person(identifier)
    if as_json:
        printing.json(found)
        return
    printing.say(
        f"{found.person}: {printing.several(len(found.links), 'identifier')}, "
        f"{printing.several(len(found.events), 'event')}"
    )
    printing.say()
    printing.table(["identifier", "why it belongs"], [(link.actor, link.reason) for link in found.links])
    printing.say()
    printing.table(
        ["time", "touchpoint", "event", "channel", "source", "text"],
        [(e.time, e.touchpoint, e.event, e.channel, e.source, e.text) for e in found.events],
    )


def identities(project: options.ProjectFolder = Path(), *, as_json: options.Json = False) -> None:
    """List every identifier with its person and the reason."""
    found = opened(project).identities
    if as_json:
        printing.json(found)
        return
    printing.table(
        ["person", "identifier", "reason", "source"],
        [(link["person"], link["actor"], link["reason"], link["source"]) for link in found["links"]],
    )


def forget(
    identifiers: Annotated[
        list[str], typer.Argument(metavar="IDENTIFIER…", help="email:ann@…, or a person's id.")
    ],
    project: options.ProjectFolder = Path(),
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    as_json: options.Json = False,
) -> None:
    """Erase persons from everything the project keeps, with a receipt."""
    if not yes and not as_json and not typer.confirm(f"Erase {', '.join(identifiers)} for good?"):
        raise UsageError("nothing was erased")
    receipt = opened(project).forget(*identifiers)
    if as_json:
        printing.json(receipt)
        return
    printing.say(
        f"Erased {printing.persons(receipt.people)}: "
        f"{printing.several(receipt.actors, 'identifier')}, {printing.several(receipt.events, 'event')}."
    )
    for place in receipt.mentions:
        printing.say(f"Still mentioned in {place}, which only you can change.")
    printing.say("The files that were imported are not the project's: erase the person there too.")
