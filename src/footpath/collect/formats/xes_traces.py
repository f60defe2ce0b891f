"""The XML of an XES log in, its traces out, as they are read.

Attributes become plain values under their keys, nested ones under "key.nested"; a key that is there twice
holds a list. What describes the log as a whole (globals, classifiers, extensions) is passed over.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple
from xml.parsers import expat

from footpath.errors import InputError

BLOCK = 1 << 18
Attributes = dict[str, Any]


class Trace(NamedTuple):
    """The attributes of a trace, and those of each of its events, in the order of the file."""

    attributes: Attributes
    events: list[Attributes]


def _whole(text: str) -> int | str:
    try:
        number = int(text)
    except ValueError:
        return text
    return number if -(2**63) <= number < 2**63 else text


def _real(text: str) -> float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _truth(text: str) -> bool | str:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.strip().lower(), text)


# What an attribute's text is read as; None leaves it as it is.
VALUES: dict[str, Callable[[str], Any] | None] = {
    "string": None,
    "date": None,
    "id": None,
    "int": _whole,
    "float": _real,
    "boolean": _truth,
    "list": None,
    "container": None,
}


class TraceReader:
    """What the parser calls. Finished traces lie in `traces` until somebody takes them."""

    def __init__(self, name: str) -> None:
        self.traces: list[Trace] = []
        self.outside = 0  # events that are in no trace
        self._name = name
        self._values = dict(VALUES)
        self._begun = False
        self._trace: Trace | None = None
        self._target: Attributes | None = None  # where attributes go; nowhere for those of the log
        self._above: list[str] = []  # keys of the attributes that are open
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype

    def read(self, stream: BinaryIO) -> Iterator[None]:
        """Parses block by block, and pauses after each; raises InputError with the line where XML ends."""
        try:
            while block := stream.read(BLOCK):
                self._parser.Parse(block)
                yield
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            what = f"this is not well-formed XML ({expat.ErrorString(error.code)})"
            hint = "Is the file complete? Nothing of it was imported"
            raise InputError(what, where=f"{self._name}, line {error.lineno}", hint=hint) from error
        yield

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in self._values:
            self._open(tag, attributes)
            return
        target = self._target
        if target is None:
            return
        key = attributes.get("key", "")
        above = self._above
        if above:
            key = f"{above[-1]}.{key}"
        above.append(key)
        value: Any = attributes.get("value")
        if value is None:
            return
        if convert := self._values[tag]:
            value = convert(value)
        if key in target:
            value = _together(target[key], value)
        target[key] = value

    def _end(self, tag: str) -> None:
        if tag in self._values:
            if self._above:
                self._above.pop()
        else:
            self._close(tag.rpartition(":")[2])

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if not self._begun:
            self._begin(tag, local)
        elif local == "event":
            self._open_event()
        elif local == "trace":
            self._trace = Trace({}, [])
            self._target = self._trace.attributes
        elif local in VALUES:  # the log's namespace has a prefix
            self._values[tag] = VALUES[local]
            self._start(tag, attributes)

    def _begin(self, tag: str, local: str) -> None:
        if local != "log":
            raise self._error(f"this is not an XES log: it begins with <{tag}>, not with <log>")
        self._begun = True

    def _open_event(self) -> None:
        self._target = {}
        if self._trace is None:
            self.outside += 1
        else:
            self._trace.events.append(self._target)

    def _close(self, local: str) -> None:
        if local == "event":
            self._target = self._trace.attributes if self._trace else None
        elif local == "trace" and self._trace:
            self.traces.append(self._trace)
            self._trace = self._target = None

    def _refuse_doctype(self, *_: object) -> None:
        # Entities could read other files or fill the memory, and no XES tool writes them.
        raise self._error(
            "the log declares a document type, which could hide entities", "Remove the <!DOCTYPE …>"
        )

    def _error(self, what: str, hint: str | None = None) -> InputError:
        return InputError(what, where=f"{self._name}, line {self._parser.CurrentLineNumber}", hint=hint)


def _together(there: Any, value: Any) -> list[Any]:
    return [*there, value] if isinstance(there, list) else [there, value]
