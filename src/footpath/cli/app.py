"""The table of commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from footpath.cli import data, definitions, maps, moments, people, running, voice

app = typer.Typer(
    help="Customer journey maps drawn from what customers actually do and say.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMMANDS: dict[str, Callable[..., None]] = {
    "demo": running.demo,
    "init": definitions.init,
    "import": data.import_,
    "imports": data.imports,
    "suggest": definitions.suggest,
    "apply": definitions.apply,
    "status": data.status,
    "map": maps.map_,
    "scores": voice.scores,
    "drivers": voice.drivers,
    "themes": voice.themes,
    "moments": moments.moments,
    "people": people.people,
    "person": people.person,
    "identities": people.identities,
    "forget": people.forget,
    "sql": data.sql,
    "export": data.export,
    "serve": running.serve,
}
for _name, _command in COMMANDS.items():
    app.command(_name)(_command)


def _print_version(asked: bool) -> None:
    if asked:
        from footpath import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    """Customer journey maps drawn from what customers actually do and say."""
