"""The options that several commands share, said once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from footpath.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from footpath.collect.reading import ImportOptions
    from footpath.engine.choice import Spark

ProjectFolder = Annotated[
    Path,
    typer.Option(
        "-p", "--project", envvar="FOOTPATH_PROJECT", help="The project's folder.", show_default=True
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Segment = Annotated[str | None, typer.Option("--segment", help="Only persons of this segment.")]
Since = Annotated[
    str | None,
    typer.Option("--since", help="Only journeys that start at or after this time; a day begins at 0:00 UTC."),
]
Until = Annotated[
    str | None,
    typer.Option("--until", help="Nothing after this time is looked at; a day is included whole, in UTC."),
]
Engine = Annotated[str, typer.Option("--engine", help="Where it is worked out: local, or spark.")]
Master = Annotated[
    str | None, typer.Option("--master", help="The Spark cluster: spark://HOST:PORT, yarn, local[4].")
]
Conf = Annotated[
    list[str] | None, typer.Option("--conf", help="KEY=VALUE of Spark's own settings, repeatable.")
]
Format = Annotated[str | None, typer.Option("--format", help="The files' format; recognised where possible.")]
SourceName = Annotated[str | None, typer.Option("--source", help="The source's name; else the file's name.")]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        help="FIELD=COLUMN, repeatable or comma-separated: time, event, person, actor.KIND, case …",
    ),
]
Timezone = Annotated[
    str | None, typer.Option("--timezone", help="The zone of times without one: Europe/Amsterdam.")
]
TimeFormat = Annotated[
    str | None, typer.Option("--time-format", help="How times are written: %d/%m/%Y %H:%M.")
]
Null = Annotated[
    list[str] | None, typer.Option("--null", help="A text that stands for nothing, repeatable: '?'.")
]
Set = Annotated[list[str] | None, typer.Option("--set", help="KEY=VALUE for every row, repeatable.")]


def import_options(
    *,
    format: str | None,
    source: str | None,
    columns: Sequence[str] | None,
    timezone: str | None,
    time_format: str | None,
    null: Sequence[str] | None,
    set: Sequence[str] | None,
) -> ImportOptions:
    """What was said about files, as one value."""
    from footpath.collect.reading import ImportOptions

    said = [part for text in columns or () for part in _pairs(text)]
    return ImportOptions(
        format=format,
        source=source,
        columns=_mapped(_pair(text, "--columns FIELD=COLUMN") for text in said),
        timezone=timezone,
        time_format=time_format,
        null=tuple(null or ()),
        set=dict(_pair(text, "--set KEY=VALUE") for text in set or ()),
    )


def engine(name: str, master: str | None, conf: Sequence[str] | None) -> Spark | None:
    """What was said about where analyses run, as one value; None is this machine."""
    from footpath.engine.choice import chosen

    return chosen(name, master, dict(_pair(text, "--conf KEY=VALUE") for text in conf or ()))


def _mapped(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for field, column in pairs:
        # Questions are many: naming further ones adds to those before.
        more = field == "answer" and field in columns
        columns[field] = f"{columns[field]},{column}" if more else column
    return columns


def files_and_columns(words: Iterable[str]) -> tuple[list[Path], list[str]]:
    """Words that name files, and words such as `time=when` that went on after --columns."""
    files: list[str] = []
    columns: list[str] = []
    for word in words:
        field, equals, _ = word.partition("=")
        is_column = equals and not Path(word).exists() and "/" not in field
        (columns if is_column else files).append(word)
    return [Path(word) for word in files], columns


def _pairs(text: str) -> list[str]:
    """A comma begins a new pair only where an equals sign follows, so that columns may hold commas."""
    pairs: list[str] = []
    for part in text.split(","):
        if "=" in part or not pairs:
            pairs.append(part.strip())
        else:
            pairs[-1] += f",{part}"
    return pairs


def _pair(text: str, form: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f'"{text}" is not of the form {form}')
    return name.strip(), value
