"""Measuring and wrapping: text and a width in, lines that fit out.

Characters of the embedded font have its exact advance widths (it has no kerning); others are taken as
one em wide, which no fallback font in use exceeds; marks that combine take no room.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from math import ceil

ASCENT = 0.8
DESCENT = 0.22
LEADING = 1.25
BREAK_AFTER = "-/_–—·,;:.&"
WEIGHTS = (400, 600)


@lru_cache(maxsize=1)
def _widths() -> dict[int, dict[str, int]]:
    text = files("footpath.draw").joinpath("fonts/widths.json").read_text("ascii")
    return {int(weight): widths for weight, widths in json.loads(text).items()}


@lru_cache(maxsize=8192)
def _advance(character: str, weight: int) -> int:
    known = _widths()[weight].get(character)
    if known is not None:
        return known
    return 0 if unicodedata.category(character) in {"Mn", "Me", "Cf"} else 1000


@lru_cache(maxsize=16384)
def measure(text: str, size: float, weight: int = 400) -> float:
    """Width of one line of text in pixels."""
    return sum(_advance(character, weight) for character in text) * size / 1000


def clean(text: str) -> str:
    """The text on one line, without control characters and without the marks that override direction."""
    kept = (
        " " if character.isspace() and character != "\u00a0" else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return " ".join(word for word in "".join(kept).split(" ") if word)


def right_to_left(text: str) -> bool:
    """Whether the first character that has a direction reads from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False


def covered(text: str) -> bool:
    """Whether the embedded font has every character."""
    return all(character in _widths()[400] for character in text)


def wrap(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """Lines no wider than `width`, broken between words, else after a mark, else anywhere.

    >>> wrap("Compares plans", 60, 12)
    ['Compares', 'plans']
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(clean(text), width, size, weight):
        if line and measure((line + piece).rstrip(), size, weight) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, width: float, size: float, weight: int) -> Iterator[str]:
    for word in _words(text):
        if measure(word.rstrip(), size, weight) <= width:
            yield word
        else:
            yield from _broken(word, width, size, weight)


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if word and _wide(character) and not _closes(character):
            yield word
            word = ""
        word += character
        if character == " " or _wide(character):
            yield word
            word = ""
    if word:
        yield word


def _broken(word: str, width: float, size: float, weight: int) -> Iterator[str]:
    # Pieces of about equal length, so that no single letter is left for the last line.
    whole = measure(word, size, weight)
    limit = min(width, whole / ceil(whole / width) + size)
    start = ""
    for character in word:
        if (
            start
            and measure(start + character, size, weight) > limit
            and not unicodedata.combining(character)
        ):
            cut = max((start.rfind(mark) for mark in BREAK_AFTER), default=-1) + 1
            cut = cut if cut > len(start) // 3 else len(start)
            yield start[:cut]
            start = start[cut:]
        start += character
    yield start


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}


def _closes(character: str) -> bool:
    return unicodedata.category(character) in {"Pe", "Pf", "Po"}


def longest_word(text: str, size: float, weight: int = 400) -> float:
    """Width of the widest piece that wrapping would rather not break."""
    return max((measure(word.rstrip(), size, weight) for word in _words(clean(text))), default=0.0)
