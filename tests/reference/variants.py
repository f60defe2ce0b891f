"""Distinct paths, the way anyone would count them."""

from collections import Counter
from itertools import groupby


def variants(cases: list[list[str]], *, collapse: bool) -> Counter:
    """Journeys by path."""
    return Counter(tuple(name for name, _ in groupby(case)) if collapse else tuple(case) for case in cases)


def distinct(hashes: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Where each stands first, and the place of each among those."""
    first = [at for at, each in enumerate(hashes) if each not in hashes[:at]]
    return first, [[hashes[at] for at in first].index(each) for each in hashes]
