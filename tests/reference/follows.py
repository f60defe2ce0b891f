"""What follows what, the way anyone would count it."""

from collections import Counter
from itertools import pairwise


def follows(cases: list[list[str]]) -> Counter:
    """Moves by (from, to)."""
    return Counter(pair for case in cases for pair in pairwise(case))


def nexts(cases: list[list[str]], lasts: list[int], ends: list[str]) -> Counter:
    """Journeys by (touchpoint, what comes after its first visit); a journey itself ends before `last`."""
    found: Counter = Counter()
    for case, last, end in zip(cases, lasts, ends, strict=True):
        for name in set(case):
            place = case.index(name) + 1
            found[name, f"({end})" if place in (last, len(case)) else case[place]] += 1
    return found


def people_by_move(cases: list[tuple[int, list[int]]]) -> dict[tuple[int, int], tuple[int, int, int]]:
    """Distinct persons, journeys and moves by (from, to); a case is a person and where he goes."""
    made = [(pair, person, case) for case, (person, codes) in enumerate(cases) for pair in pairwise(codes)]
    return {
        pair: (
            len({person for each, person, _ in made if each == pair}),
            len({case for each, _, case in made if each == pair}),
            sum(each == pair for each, _, _ in made),
        )
        for pair, _, _ in made
    }
