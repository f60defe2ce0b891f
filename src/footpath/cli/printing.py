"""Answers in, lines on the terminal out: tables for people, one JSON document for programs."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from footpath.collect.receipt import Receipt
    from footpath.model.estimate import Estimate

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
GAP = "  "
MANY = 0.05  # of events: so many at no touchpoint are worth a word
BIDI = frozenset("\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def json(document: Any) -> None:
    """One JSON document on standard output, in UTF-8 whatever the terminal speaks."""
    import msgspec

    text = msgspec.json.format(msgspec.json.encode(document, enc_hook=str), indent=2).decode() + "\n"
    harmless = "".join(each if each == "\n" or not _steers(each) else f"\\u{ord(each):04x}" for each in text)
    sys.stdout.flush()
    sys.stdout.buffer.write(harmless.encode())
    sys.stdout.flush()


def say(text: str = "") -> None:
    """A line for people."""
    out.print(Text(clean(text)))


def note(text: str) -> None:
    """A line beside the answer, on standard error."""
    err.print(Text(clean(text)))


def clean(text: str) -> str:
    """A text from outside as a terminal may show it: what would steer the terminal is spelled out.

    >>> clean("red: \x1b[31m")
    'red: \\\\x1b[31m'
    """
    return "".join(each if each == "\n" or not _steers(each) else _spelled(each) for each in text)


def table(names: Sequence[str], rows: Iterable[Sequence[Any]], *, numbers: Sequence[str] = ()) -> None:
    """Rows under names, a line each however long, so that they can be copied and searched.

    The columns of `numbers` are set right.
    """
    lines = [[_line(name) for name in names], *([_line(_cell(value)) for value in row] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    right = [name in numbers for name in names]
    for style, line in zip(["bold", *[""] * (len(lines) - 1)], lines, strict=True):
        padded = map(_padded, line, widths, right)
        out.print(Text(GAP.join(padded).rstrip(), style=style))


def several(n: int, one: str, many: str | None = None) -> str:
    """A number of things in words.

    >>> several(1, "event"), several(1375, "event"), several(2, "person", "people")
    ('1 event', '1,375 events', '2 people')
    """
    return f"1 {one}" if n == 1 else f"{n:,} {many or one + 's'}"


def persons(n: int) -> str:
    """A number of persons in words."""
    return several(n, "person", "people")


def estimate(value: Estimate | None) -> str:
    """An estimate as people read it.

    >>> from footpath.model.estimate import Estimate
    >>> estimate(Estimate(0.412, 0.401, 0.423, 7310, "share", "wilson"))
    '41.2 % [40.1, 42.3]'
    """
    if value is None:
        return "–"
    if value.unit == "share":
        return f"{value.value * 100:.1f} % [{value.low * 100:.1f}, {value.high * 100:.1f}]"
    if value.unit == "seconds":
        return f"{span(value.value)} [{span(value.low)}, {span(value.high)}]"
    return f"{value.value:g} [{value.low:g}, {value.high:g}]"


def score(value: Estimate | None) -> str:
    """A score or a difference, short: one digit behind the point, two where it is small.

    >>> from footpath.model.estimate import Estimate
    >>> score(Estimate(39.8398, 37.18, 42.41, 2746, "score", "nps, adjusted wald"))
    '39.8 [37.2, 42.4]'
    """
    if value is None or value.unit == "share":
        return estimate(value)
    digits = 1 if max(abs(value.low), abs(value.high)) >= 10 else 2
    return f"{value.value:.{digits}f} [{value.low:.{digits}f}, {value.high:.{digits}f}]"


def receipt(found: Receipt) -> Iterator[str]:
    """What became of the rows of an import: one line that adds up, then the reasons and the doubts."""
    dropped = sum(found.dropped.values())
    yield (
        f"{found.received:,} received = {found.kept:,} kept + {found.duplicates:,} duplicates "
        f"+ {dropped:,} dropped, in {found.seconds:.1f} s"
    )
    yield from doubts(found)
    yield from (f"  {each}" for each in found.alone if not each.others)


def doubts(found: Receipt) -> Iterator[str]:
    """What was dropped and why, what was kept with a doubt, which columns were guessed, and whose persons
    may be the same and are not joined.
    """
    for title, counts in (("dropped", found.dropped), ("kept with a doubt", found.warnings)):
        for reason in sorted(counts):
            yield f"  {title}: {found.explained(reason)}"
    for field, column in found.guessed.items():
        yield f"  took “{column}” for {field}; another: --columns {field}=COLUMN"
    yield from (f"  {each}" for each in found.alone if each.others)


def unmatched(what: str, names: Mapping[str, int]) -> str:
    """That so many events are at no touchpoint, what they are called, and what to do.

    >>> unmatched("8 of 90 new events are", {"Quote": 6, "Call": 2})
    '8 of 90 new events are at no touchpoint (most: “Quote” 6, “Call” 2); add a rule, or see footpath suggest'
    """
    most = ", ".join(f"“{name}” {n:,}" for name, n in islice(names.items(), 3))
    return f"{what} at no touchpoint{f' (most: {most})' if most else ''}; add a rule, or see footpath suggest"


def span(seconds: float) -> str:
    """A duration in its largest fitting unit.

    >>> span(90), span(86_400 * 3)
    ('1.5 min', '3 d')
    """
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if abs(seconds) >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, nothing elsewhere; yields what is to be called with bytes done and in all."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, size: bar.update(task, completed=done, total=size)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, bool | float):
        return str(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list | tuple):
        return ", ".join(map(_cell, value))
    return str(value)


def _line(text: str) -> str:
    return clean(text).replace("\n", " ↵ ")


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if right else text + space


def _steers(character: str) -> bool:
    """Control characters, what reverses the direction of writing, and halves of characters."""
    return unicodedata.category(character) in {"Cc", "Cs"} or character in BIDI


def _spelled(character: str) -> str:
    return character.encode("unicode_escape").decode()
