"""What one journey's rows are worth if the moment is never met later: written out, product by product.

`met` and the others are lists over the rows of one journey, in time order.
"""

from math import prod


def never_later(met: list[bool], chance: list[float], most: float) -> list[float]:
    if any(met):  # only the last row can
        return [0.0] * len(met)
    return [min(1 / prod(1 - each for each in chance[at + 1 :]), most) for at in range(len(met))]


def pseudo_outcomes(
    met: list[bool], chance: list[float], worth: list[float], outcome: float, most: float
) -> list[float]:
    """The next row's worth, and for each later row by how much what followed was beyond what it was worth."""
    then, n = [*worth[1:], outcome], len(met)
    weight = [min(1 / prod(1 - chance[k] for k in range(at + 1, n) if not met[k]), most) for at in range(n)]
    found = []
    for at in range(n):
        surprise = [(then[k] - worth[k]) * weight[at] / weight[k] for k in range(at + 1, n) if not met[k]]
        found.append(worth[at] if met[at] else then[at] + sum(surprise))
    return found
