"""A journey or a file in, its map out."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footpath.cli import options, printing
from footpath.cli.opening import from_files, opened, reading
from footpath.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from footpath.collect.reading import ImportOptions
    from footpath.engine.choice import Spark
    from footpath.model.map import JourneyMap
    from footpath.project import Project


def map_(
    what: Annotated[
        list[str], typer.Argument(metavar="JOURNEY|FILE", help="A journey, or a file of events.")
    ],
    segment: options.Segment = None,
    since: options.Since = None,
    until: options.Until = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="FILE.json .svg .html .png .csv .md or .mmd")
    ] = None,
    project: options.ProjectFolder = Path(),
    format: options.Format = None,
    source: options.SourceName = None,
    columns: options.Columns = None,
    timezone: options.Timezone = None,
    time_format: options.TimeFormat = None,
    null: options.Null = None,
    set: options.Set = None,
    engine: options.Engine = "local",
    master: options.Master = None,
    conf: options.Conf = None,
    *,
    without_people: Annotated[bool, typer.Option("--without-people", help="Leave pseudonyms out.")] = False,
    without_words: Annotated[bool, typer.Option("--without-words", help="Leave verbatims out.")] = False,
    as_json: options.Json = False,
) -> None:
    """Draw the map of a journey; or of a file of events, with no project at all."""
    words, more = options.files_and_columns(what)
    if output is not None:
        _check_ending(output)
    chosen = options.import_options(
        format=format,
        source=source,
        columns=[*(columns or []), *more],
        timezone=timezone,
        time_format=time_format,
        null=null,
        set=set,
    )
    where = options.engine(engine, master, conf)
    looked_at, journey = from_words(words, project, chosen, where)
    with reading(looked_at):
        found = looked_at.map(journey, segment=segment, since=since, until=until)
    if as_json:
        from footpath.draw.json import trimmed

        printing.json(trimmed(found, people=not without_people, words=not without_words))
    if output is not None:
        _write(found, output, people=not without_people, words=not without_words)
    elif not as_json:
        many = found.coverage.unmatched_share > printing.MANY
        # A cluster counts them, and does not name them
        _summary(found, looked_at.unmatched() if many and where is None else {})


def from_words(
    words: Sequence[Path], project: Path, chosen: ImportOptions, engine: Spark | None = None
) -> tuple[Project, str | None]:
    """What is looked at: files without a project, or a journey of the project."""
    if any(word.is_file() for word in words):
        if engine is not None:
            raise UsageError("a cluster reads the lake of a project, not files", hint="Import them first")
        return from_files(words, chosen), None
    if len(words) != 1:
        raise UsageError(
            "one journey at a time, or files that exist", hint=f"Not found: {', '.join(map(str, words))}"
        )
    if words[0].suffix and not (project / "catalog.db").exists():
        raise InputError("no such file", where=str(words[0]), hint="Check the path")
    return opened(project, engine), str(words[0])


def _check_ending(output: Path) -> None:
    from footpath.draw import FORMATS

    if output.suffix.removeprefix(".") not in FORMATS:
        raise UsageError(
            f'can\'t draw "{output.name}"', hint=f"Endings: {', '.join(f'.{name}' for name in FORMATS)}"
        )


def _write(found: JourneyMap, output: Path, *, people: bool, words: bool) -> None:
    from footpath.draw import render

    drawn = render(found, output.suffix.removeprefix("."), people=people, words=words)
    output.write_bytes(drawn if isinstance(drawn, bytes) else drawn.encode("utf-8"))
    printing.note(f"Wrote {output}.")


def _summary(found: JourneyMap, unmatched: Mapping[str, int]) -> None:
    from footpath.draw.lens import outside
    from footpath.draw.phrases import NO_GOAL

    who = f" · {found.segment}" if found.segment else ""
    printing.say(f"{found.title}{who} · {printing.persons(found.people)}")
    counts = found.journeys
    if found.goal:
        printing.say(
            f"Journeys: {counts.reached:,} reached the goal, {counts.left:,} left, {counts.open:,} are open."
        )
        printing.say(f"Goal: {' or '.join(found.goal)} · rate {printing.estimate(found.goal_rate)}")
        printing.say(f"Time to goal: {printing.estimate(found.time_to_goal)}")
    if found.guesses:
        printing.say(f"Guessed, not confirmed: {', '.join(found.guesses)}")
    if found.lacks_goal:
        printing.say(NO_GOAL)
    if found.coverage.outside_events:
        printing.say(f"{outside(found)}: footpath people --journey {shlex.quote(found.journey)} --outside")
    for warning in found.coverage.warnings:
        printing.say(f"Take care: {warning.rstrip('.')}.")
    if found.coverage.unmatched_share > printing.MANY:
        said = f"{found.coverage.unmatched_share:.1%} of events are"
        printing.say(printing.unmatched(said, unmatched))
    printing.say()
    printing.table(
        ["stage", "phase", "people", "go on", "time to a later stage"],
        [
            (s.name, s.phase, s.people, printing.estimate(s.continue_rate), printing.estimate(s.time))
            for s in found.stages
        ],
        numbers=["people"],
    )
    printing.say()
    printing.say("Draw it: add -o map.html (or .svg .png .csv .md .mmd .json)")
