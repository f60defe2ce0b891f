"""What is given as an answer, and how the question is worded, in; a score and its scale out."""

from __future__ import annotations

import re

NPS = "0..10"
TO = r"\s*(?:-|–|—|to|bis|a|à|al?|t/m|tot)\s*"
ZERO_TO_TEN = re.compile(rf"\b0{TO}10\b", re.I)
SCALE = re.compile(
    rf"\b(?:scale|skala|schaal|échelle|escala|scala)\b\D{{0,20}}\b([01]){TO}(\d{{1,3}})\b", re.I
)
NUMBER = re.compile(r"[-+]?\d+([.]\d+)?$")
LEADING = re.compile(r"(\d+)\b")  # "10 - Extremely likely"
ENDS = re.compile(r"(\d+)\W+(?:not at all|extremely) likely$|(?:not at all|extremely) likely\W+(\d+)$", re.I)
TRAILING = re.compile(r"[-–—(]\s*(\d+)\)?$")  # "Extremely likely - 10"


def scale_in(wording: str) -> str | None:
    """The scale that a question tells itself.

    >>> scale_in("How likely, 0-10?"), scale_in("On a scale of 1 to 7"), scale_in("1-5 times a week?")
    ('0..10', '1..7', None)
    """
    if ZERO_TO_TEN.search(wording):
        return NPS
    told = SCALE.search(wording)
    return f"{told[1]}..{told[2]}" if told and int(told[2]) > int(told[1]) else None


def score_of(given: str, scale: str | None) -> float | None:
    """The number that was given; on a known scale, or at the ends of likelihood, also beside words.

    >>> score_of("9", None), score_of("8 - Likely", "0..10"), score_of("2 - 3 days", None)
    (9.0, 8.0, None)
    """
    if NUMBER.match(given):
        return float(given)
    if end := ENDS.match(given):
        return float(end[1] or end[2])
    labelled = (LEADING.match(given) or TRAILING.search(given)) if scale else None
    return float(labelled[1]) if labelled else None
