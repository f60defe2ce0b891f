"""What a person said of a table's question columns in, which columns those are out.

They are named as in `Q7*,NETPRO`: names parted by commas, where * stands for any characters and ? for one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from footpath.errors import UnknownColumn

ANSWER = "answer"  # the field that leads to the question columns


def is_question(name: str, asked: str | None) -> bool:
    """Whether a column of this name holds answers.

    >>> [is_question(name, "Q7*,Q1[?]") for name in ("Q7FOOD", "Q1[a]", "NETPRO")]
    [True, True, False]
    """
    return any(_pattern(each).fullmatch(name) for each in _each(asked or ""))


def check(asked: str, names: Collection[str], where: str) -> None:
    """Raises UnknownColumn for a name that fits no column."""
    for each in _each(asked):
        if not any(_pattern(each).fullmatch(name) for name in names):
            raise UnknownColumn(each, names, where=where)


def _each(asked: str) -> Iterable[str]:
    return filter(None, (part.strip() for part in asked.split(",")))


def _pattern(glob: str) -> re.Pattern[str]:
    # Not fnmatch: brackets stand in many names of questions, as in Q1[SQ001].
    escaped = re.escape(glob).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(escaped, re.DOTALL)
