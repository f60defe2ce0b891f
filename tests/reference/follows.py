"""What follows what, the way anyone would count it."""

from collections import Counter
from itertools import pairwise

from reference.clusters import cluster_sums


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


def next_sums(cases: list[tuple[int, list[int], int, int]], n_ends: int, width: int) -> tuple[dict, dict]:
    """What follows first visits, of cases (person, codes, where the journey ends, how): sums by base and hit.

    A hit is ("move", from × width + to), or ("end", from × n_ends + how) for the last step of the journey.
    """
    items = []
    for person, codes, last, end in cases:
        for code in set(codes):
            at = codes.index(code) + 1
            stops = at in (last, len(codes))
            hit = ("end", code * n_ends + end) if stops else ("move", code * width + codes[at])
            items.append((person, code, hit))
    return cluster_sums(items)
