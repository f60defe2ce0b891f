"""Distinct paths, the way anyone would count them."""

from collections import Counter
from itertools import groupby


def variants(cases: list[list[str]], *, collapse: bool) -> Counter:
    """Journeys by path."""
    return Counter(tuple(name for name, _ in groupby(case)) if collapse else tuple(case) for case in cases)
