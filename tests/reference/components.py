"""What the kernels of components must say, written so that anyone believes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations


def pairs(rows: Sequence[Sequence[int]]) -> list[tuple[int, int, int]]:
    """Each two different nodes of a row, with the row; sorted."""
    return sorted((a, b, at) for at, row in enumerate(rows) for a, b in combinations(sorted(set(row)), 2))


def join(
    links: Iterable[tuple[int, int]], n: int, values: Sequence[dict[str, int]]
) -> tuple[list[int], list[set[int]]]:
    """Groups as sets; a link is refused (-1) where the two hold different values of one unique kind."""
    groups = [{node} for node in range(n)]
    outcome = []
    for low, high in links:
        a, b = (next(group for group in groups if node in group) for node in (low, high))
        if a is b:
            outcome.append(0)
        elif any(
            values[x].get(kind, value) != value for x in a for y in b for kind, value in values[y].items()
        ):
            outcome.append(-1)
        else:
            groups = [group for group in groups if group not in (a, b)] + [a | b]
            outcome.append(1)
    return outcome, groups


def components(rows: Iterable[Iterable[str]]) -> set[frozenset[str]]:
    """Whatever was ever together is together."""
    groups: list[set[str]] = []
    for row in rows:
        together = set(row)
        for group in [each for each in groups if each & together]:
            groups.remove(group)
            together |= group
        groups += [together] if together else []
    return {frozenset(group) for group in groups}


def support(
    evidence: Iterable[tuple[int, int, int, int, int]], group: int
) -> tuple[int, int, int, int, bool]:
    """How many they stand for, then strength, time and source of the least, and whether sources differ."""
    mine = [piece[1:] for piece in evidence if piece[0] == group]
    weight = sum(piece[-1] for piece in mine)
    return weight, *min(piece[:-1] for piece in mine), len({source for _, _, source, _ in mine}) > 1


def choose(row: Sequence[int], rank: Sequence[int]) -> int:
    """The node of least rank, the least of equals, -1 for none."""
    return min(row, key=lambda node: (rank[node], node), default=-1)
