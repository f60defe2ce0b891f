"""How durations are spread, the way anyone would tell it from the durations themselves."""

from collections import defaultdict
from math import floor, log2


def cell(value: int, bits: int) -> int:
    """Each octave in 2 ** bits parts of one width."""
    if value <= 0:
        return 0
    octave = floor(log2(value))
    return octave * 2**bits + (value - 2**octave) * 2**bits // 2**octave + 1


def cells(items: list[tuple[int, int, int]], bits: int) -> dict[tuple[int, int], list[int]]:
    """By key and cell: n, persons whose lowest it holds, lowest, highest, Σ(2i − 1), Σm.

    An item is a person, a key and a value.
    """
    own = defaultdict(list)
    for person, key, value in sorted(items):
        own[person, key].append(value)
    found = defaultdict(list)
    for (_, key), values in own.items():
        for rank, value in enumerate(values, 1):
            found[key, cell(value, bits)].append((value, rank, len(values)))
    return {place: _row(members) for place, members in found.items()}


def _row(members: list[tuple[int, int, int]]) -> list[int]:
    values, ranks, sizes = zip(*members, strict=True)
    return [
        len(members),
        ranks.count(1),
        min(values),
        max(values),
        sum(2 * rank - 1 for rank in ranks),
        sum(sizes),
    ]
