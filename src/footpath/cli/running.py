"""The demo and the web app: what runs until it is stopped."""

from __future__ import annotations

import json
import shlex
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from footpath.cli import options, printing
from footpath.cli.opening import opened
from footpath.errors import UsageError

if TYPE_CHECKING:
    from footpath.project import Project
    from footpath.sim import Export

Port = Annotated[int, typer.Option("--port", help="0 takes a free one.")]


def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the project is made.")] = Path(
        "demo"
    ),
    people: Annotated[int, typer.Option("--people", help="How many people the company has.")] = 20_000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same company.")] = 1,
    port: Port = 8765,
    *,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Make the project, open nothing.")] = False,
) -> None:
    """Make a simulated company's exports, import them, and open its map."""
    if (folder / "catalog.db").exists():
        printing.say(f"{folder} is there already. Delete it to make it anew.")
    else:
        began = time.monotonic()
        make_demo(folder, people=people, seed=seed)
        printing.say(f"Made in {time.monotonic() - began:.0f} s.")
    if not no_serve:
        serve(folder, port=port)


def make_demo(folder: Path, *, people: int, seed: int) -> None:
    """The exports of each system, imported by the commands a user would type, and the definitions applied."""
    import footpath
    from footpath.sim import simulate

    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty", hint="Name a new folder: footpath demo DIR")
    printing.say(f"Simulating a mobile operator with {people:,} people …")
    company = simulate(people=people, seed=seed)
    exports = company.write(folder / "exports")
    (folder / "exports" / "truth.json").rename(folder / "truth.json")
    project = footpath.create(folder)
    for export in exports:
        _import(project, folder, export)
    (folder / "footpath.toml").write_text(company.definitions, encoding="utf-8")
    project.define(company.definitions, why="the demo's own definitions")
    printing.say("$ footpath apply")
    _found(project, json.loads((folder / "truth.json").read_text(encoding="utf-8")))


def _import(project: Project, folder: Path, export: Export) -> None:
    printing.say(f"$ footpath import {shlex.join([export.file, *words(export)])}")
    chosen = options.import_options(
        format=export.format,
        source=export.source,
        columns=export.columns,
        timezone=export.timezone,
        time_format=export.time_format,
        null=export.null,
        set=export.set,
    )
    with printing.progress(export.file) as progress:
        receipt = project.load(folder / "exports" / export.file, options=chosen, progress=progress)
    printing.say(f"  {next(printing.receipt(receipt))}")


def words(export: Export) -> list[str]:
    """What a person would type after the file's name to import an export."""
    given = [
        ("--source", (export.source,)),
        ("--format", (export.format,)),
        ("--columns", export.columns),
        ("--timezone", (export.timezone,)),
        ("--time-format", (export.time_format,)),
        ("--null", export.null),
        ("--set", export.set),
    ]
    return [part for name, values in given for value in values if value for part in (name, value)]


def _found(project: Project, truth: dict[str, Any]) -> None:
    status = project.status()
    printing.say(
        f"{status.people:,} persons from {status.actors:,} identifiers, "
        f"{status.joined_share:.0%} of them joined from several."
    )
    for name in status.journeys:
        found = project.map(name, now=datetime.now(UTC))
        printing.say(
            f"“{found.title}”: {printing.persons(found.people)}, "
            f"{printing.estimate(found.goal_rate)} reach the goal."
        )
    printing.say(f"{len(truth['moments'])} moments are planted; what each really costs is in truth.json.")


def serve(
    project: options.ProjectFolder = Path(),
    host: Annotated[
        str, typer.Option("--host", help="Any other than this machine needs a token.")
    ] = "127.0.0.1",
    port: Port = 8765,
    *,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
) -> None:
    """Run the web app."""
    from footpath.web.server import run

    run(opened(project), host=host, port=port, browser=not no_browser, say=printing.say)
