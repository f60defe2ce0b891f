"""A table of a TOML file in, its values as the types that they should have out, and every problem on the way.

Nothing is raised here: a problem is kept, and the value asked for is its default, so that a file tells all
its problems at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from footpath.errors import DefinitionError, suggestion
from footpath.model.duration import parse_duration


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with a file, in the order in which it was found."""

    where: str
    found: list[DefinitionError] = field(default_factory=list)

    def add(self, what: str, *, where: str = "", hint: str | None = None) -> None:
        """One more problem, at a place in the file."""
        self.found.append(DefinitionError(what, where=self.place(where), hint=hint))

    def place(self, where: str) -> str:
        """A place in the file, with the file."""
        return f"{self.where}, {where}" if where else self.where

    def stop(self) -> None:
        """Raises what was found: the problem itself, or a DefinitionError that lists them line by line."""
        if len(self.found) == 1:
            raise self.found[0]
        if self.found:
            lines = "\n".join(f"  {problem}" for problem in self.found)
            raise DefinitionError(f"{len(self.found)} problems\n{lines}", where=self.where)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file, the place where it stands, and the problems of the file."""

    values: Mapping[str, Any]
    place: str
    problems: Problems

    def wrong(self, what: str, hint: str | None = None) -> None:
        """A problem of this table."""
        self.problems.add(what, where=self.place, hint=hint)

    def only(self, keys: Sequence[str]) -> None:
        """Every other key is a problem."""
        for key in self.values:
            if key not in keys:
                self.wrong(f'no key "{key}" here', suggestion(key, keys, "There are"))

    def text(self, key: str, *, required: bool = False) -> str | None:
        """A text that is not empty."""
        value = self.values.get(key)
        if value is None and not required:
            return None
        if value is None:
            self.wrong(f"{key} is missing")
        elif not isinstance(value, str):
            self.wrong(f"{key} must be a text", f"It is {shown(value)}")
        elif not value.strip():
            self.wrong(f"{key} is empty")
        return value if isinstance(value, str) else None

    def one_of(self, key: str, allowed: Sequence[str], *, default: str | None = None) -> str:
        """One of a few texts; the default, else the first, where the key is missing or wrong."""
        text = self.text(key, required=default is None)
        if text is not None and text not in allowed:
            self.wrong(f"{key} must be one of {', '.join(allowed)}", f"It is {shown(text)}")
        return text if text is not None and text in allowed else default or allowed[0]

    def texts(self, key: str) -> tuple[str, ...]:
        """A text or a list of texts."""
        value = self.values.get(key, [])
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(each, str) and each for each in found):
            self.wrong(f"{key} must be a text or a list of texts", f"It is {shown(value)}")
            return ()
        return tuple(found)

    def duration(self, key: str) -> timedelta | None:
        """A duration such as "45d"."""
        text = self.text(key)
        if text is None:
            return None
        try:
            return parse_duration(text, where=self.problems.place(f"{self.place}: {key}"))
        except DefinitionError as problem:
            self.problems.found.append(problem)
            return None

    def flag(self, key: str) -> bool:
        """True or false; false where missing."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.wrong(f"{key} must be true or false", f"It is {shown(value)}")
        return value is True

    def count(self, key: str) -> int | None:
        """A whole number above zero."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.wrong(f"{key} must be a whole number above 0", f"It is {shown(value)}")
            return None
        return value


def tables(document: Mapping[str, Any], kind: str, problems: Problems) -> Iterable[Table]:
    """The tables [[kind]] of a file, each called by its number and its name."""
    found = document.get(kind, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        problems.add(
            f"{kind} must be tables", where=kind, hint=f"Write [[{kind}]], in two brackets, before each"
        )
        return
    for number, values in enumerate(found, start=1):
        name = values.get("kind" if kind == "identifier" else "name")
        label = f' "{name}"' if isinstance(name, str) else ""
        yield Table(values, f"[[{kind}]] {number}{label}", problems)


def shown(value: object) -> str:
    """A value as one would write it in the file, near enough for a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)
