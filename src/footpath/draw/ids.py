"""Names in, ids out that stay the same from one version of a map to the next."""

from __future__ import annotations

import re
from zlib import crc32

LONGEST = 40


def slug(name: str) -> str:
    """Letters, digits and hyphens for `name`; a name that loses something on the way gets a checksum.

    >>> slug("Compares plans"), slug("A/B")
    ('compares-plans', 'a-b-04d72634')
    """
    words = re.findall("[a-z0-9]+", name.lower())
    plain = "-".join(words)
    if plain and len(plain) <= LONGEST and name == " ".join(words).capitalize():
        return plain
    check = f"{crc32(name.encode('utf-8', 'surrogatepass')):08x}"
    return f"{plain[:LONGEST].strip('-')}-{check}".lstrip("-")


def stage(name: str) -> str:
    """Id of a stage's header."""
    return f"stage-{slug(name)}"


def cell(lane: str, stage_name: str) -> str:
    """Id of the cell where a lane meets a stage."""
    return f"cell-{lane}-{slug(stage_name)}"


def touchpoint(name: str) -> str:
    """Id of a touchpoint's marker."""
    return f"touchpoint-{slug(name)}"


def first(name: str) -> str:
    """Id of the first contacts at a touchpoint."""
    return f"first-{slug(name)}"


def left(name: str) -> str:
    """Id of the leavings after a touchpoint."""
    return f"left-{slug(name)}"


def reached(name: str) -> str:
    """Id of the reached goals at a touchpoint."""
    return f"reached-{slug(name)}"


def flow(start: str, to: str) -> str:
    """Id of an edge."""
    return f"flow-{slug(start)}--{slug(to)}"


def path(touchpoints: tuple[str, ...]) -> str:
    """Id of a path."""
    return f"path-{crc32(chr(31).join(touchpoints).encode('utf-8', 'surrogatepass')):08x}"


def moment(identifier: str) -> str:
    """Id of a moment."""
    return f"moment-{slug(identifier)}"


def emotion(touchpoint_name: str) -> str:
    """Id of what people feel at a touchpoint."""
    return f"emotion-{slug(touchpoint_name)}"


def quote(touchpoint_name: str, at: int) -> str:
    """Id of a touchpoint's quote, by its place among them."""
    return f"quote-{slug(touchpoint_name)}-{at}"


def score(touchpoint_name: str, name: str) -> str:
    """Id of a score at a touchpoint."""
    return f"score-{slug(name)}-{slug(touchpoint_name)}"


def theme(touchpoint_name: str, name: str) -> str:
    """Id of a theme at a touchpoint."""
    return f"theme-{slug(name)}-{slug(touchpoint_name)}"


OTHER_MOVES = "other-moves"
OTHER_PATHS = "other-paths"
LENS = "lens"
