"""Two definitions in, what changed between them out, a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any, Literal

from footpath.definitions.names import KINDS, name_of
from footpath.model.definition import Definitions, Goal
from footpath.model.duration import format_duration
from footpath.model.survey import SurveyScore


@dataclass(frozen=True, slots=True)
class Change:
    """One change: "+" something new, "-" something gone, "~" something that is now different.

    >>> print(Change("~", 'journey "buy"', "within 45d → 30d"))
    ~ journey "buy": within 45d → 30d
    """

    sign: Literal["+", "-", "~"]
    what: str
    how: str = ""

    def __str__(self) -> str:
        return f"{self.sign} {self.what}" + (f": {self.how}" if self.how else "")


def difference(old: Definitions | None, new: Definitions) -> list[Change]:
    """What makes the old definitions into the new ones; nothing where they are the same.

    The order of tables is a part of them: the first touchpoint that matches wins, and stages are columns.
    """
    return [*_project(old, new), *_tables(old or Definitions(), new)]


def _project(old: Definitions | None, new: Definitions) -> Iterator[Change]:
    if old is None:
        yield Change("+", f'project "{new.name}"')
        return
    for key in ("name", "timezone"):
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield Change("~", "project", f"{key} {_text(before)} → {_text(after)}")


def _tables(old: Definitions, new: Definitions) -> Iterator[Change]:
    for kind, attribute in KINDS.items():
        before = {name_of(each): each for each in getattr(old, attribute)}
        after = {name_of(each): each for each in getattr(new, attribute)}
        yield from _items(kind, before, after)


def _items(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    yield from (Change("-", f'{kind} "{name}"') for name in old if name not in new)
    yield from (Change("+", f'{kind} "{name}"') for name in new if name not in old)
    for name in new:
        if name in old and (how := ", ".join(_fields(old[name], new[name]))):
            yield Change("~", f'{kind} "{name}"', how)
    yield from _moved(kind, [name for name in old if name in new], list(new))


def _fields(old: Any, new: Any) -> Iterator[str]:
    before, after = _values(old), _values(new)
    for key in [*before, *(key for key in after if key not in before)]:
        if before.get(key) != after.get(key):
            yield f"{key} {_text(before.get(key))} → {_text(after.get(key))}"


def _values(item: Any) -> dict[str, Any]:
    return {each.name: getattr(item, each.name) for each in fields(item)}


def _moved(kind: str, kept: list[str], new: list[str]) -> Iterator[Change]:
    """Those of the names kept that stand elsewhere among each other, each with what it follows now."""
    now = [name for name in new if name in kept]
    blocks = SequenceMatcher(None, kept, now, autojunk=False).get_matching_blocks()
    stayed = {name for block in blocks for name in kept[block.a : block.a + block.size]}
    for name in now:
        if name not in stayed:
            at = new.index(name)
            yield Change("~", f'{kind} "{name}"', f'now after "{new[at - 1]}"' if at else "now first")


def _goal(goal: Goal) -> str:
    return f'"{goal.touchpoint}"' + (f" with score {goal.score}" if goal.score else "")


def _score(score: SurveyScore) -> str:
    told = {**_values(score), "scale": list(score.scale)}
    return "{ " + ", ".join(f"{key} = {_text(value)}" for key, value in told.items() if value) + " }"


WORDS: dict[type, Callable[[Any], str]] = {
    timedelta: format_duration,
    Goal: _goal,
    SurveyScore: _score,
    float: lambda value: f"{value:g}",
}


def _text(value: Any) -> str:
    for kind, words in WORDS.items():
        if isinstance(value, kind):
            return words(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_text(each) for each in value)}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_text(each)}' for key, each in value.items())} }}"
    if value is None or value == "":
        return "none"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
