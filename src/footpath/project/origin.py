"""Files and what was said about them in, the options of a command that looks at the same events out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from footpath.collect.reading import ImportOptions


def origin(files: Sequence[str | Path], options: ImportOptions) -> str:
    """What to type after a command.

    >>> origin(["my log.csv"], ImportOptions(columns={"time": "when"}, null=("?",)))
    "--file 'my log.csv' --columns time=when --null '?'"
    """
    return shlex.join(word for pair in _said(files, options) for word in pair)


def _said(files: Sequence[str | Path], options: ImportOptions) -> Iterator[tuple[str, str]]:
    yield from (("--file", str(file)) for file in files)
    yield from (("--columns", f"{field}={column}") for field, column in options.columns.items())
    yield from (("--set", f"{name}={value}") for name, value in options.set.items())
    yield from (("--null", text) for text in options.null)
    for name in ("format", "source", "timezone", "time_format"):
        if value := getattr(options, name):
            yield f"--{name.replace('_', '-')}", value
