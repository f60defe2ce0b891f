"""What the words mean: init, suggest, apply."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footpath.cli import options, printing
from footpath.cli.opening import opened
from footpath.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import footpath
    from footpath.definitions import Change


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.")]) -> None:
    """Make an empty project with a commented footpath.toml."""
    import footpath

    footpath.create(folder)
    printing.say(f"Made {folder}. Next: footpath import -p {shlex.quote(str(folder))} FILE…")


def suggest(
    output: Annotated[
        Path | None, typer.Option("-o", help="A new file, or a footpath.toml that says nothing yet.")
    ] = None,
    project: options.ProjectFolder = Path(),
) -> None:
    """Propose touchpoints, stages, a journey and segments from what was imported."""
    if output is not None and output.exists() and not _is_blank(output):
        raise UsageError(f"{output} exists", hint="suggest overwrites nothing; choose another name")
    text = opened(project).suggest()
    if output is None:
        printing.say(text.rstrip())
        return
    output.write_text(text, encoding="utf-8")
    where = [] if project == Path() else ["-p", str(project)]
    file = [] if output.resolve() == (project / "footpath.toml").resolve() else [str(output)]
    command = shlex.join(["footpath", "apply", *where, *file])
    printing.say(f"Wrote {output}. Read it, change it, then: {command}")


def apply(
    file: Annotated[
        Path | None, typer.Argument(help="Definitions; else the project's footpath.toml.")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="Why, for the record.")] = "",
    project: options.ProjectFolder = Path(),
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
) -> None:
    """Show what changes in the definitions, and put them into force."""
    into = opened_quietly(project)
    source = file or project / "footpath.toml"
    if not source.exists():
        raise UsageError(f"no file {source}", hint="footpath suggest -o footpath.toml makes a first one")
    before = into.revision
    changes = into.define(_text(source), why=why, where=str(source), show=_show, dry_run=dry_run)
    if dry_run:
        printing.say(f"Nothing was applied; revision {into.revision} is in force.")
        return
    if not changes:
        said = "Nothing changed" if into.revision == before else "Nothing changed but the wording"
        printing.say(f"{said}; revision {into.revision} is in force.")
        return
    printing.say(f"Applied as revision {into.revision}.")


def _show(changes: Iterable[Change]) -> None:
    for change in changes:
        printing.say(str(change))


def _is_blank(file: Path) -> bool:
    """Whether it is still as `init` wrote it."""
    from footpath.definitions import is_blank

    return is_blank(_text(file))


def _text(file: Path) -> str:
    from footpath.errors import DefinitionError

    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DefinitionError("this is not UTF-8 text", where=str(file)) from error


def opened_quietly(project: Path) -> footpath.Project:
    """The project, without a word about definitions that are about to be applied."""
    import footpath

    return footpath.open(project, on_wait=printing.note)
