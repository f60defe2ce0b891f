"""Raking to the shares of margins, as Deming and Stephan did by hand; and steps before a time, by looking."""

from itertools import pairwise
from math import log


def rake(
    weights: list[float], margins: list[list[str]], shares: list[dict[str, float]], rounds: int = 60
) -> list[float]:
    """Each margin in turn is given its shares, until none moves."""
    total = sum(weights)
    weights = [each / total for each in weights]
    for _ in range(rounds):
        for cells, share in zip(margins, shares, strict=True):
            held = {name: sum(w for w, c in zip(weights, cells, strict=True) if c == name) for name in share}
            weights = [w * share[c] / held[c] for w, c in zip(weights, cells, strict=True)]
    return weights


def before(steps: list[tuple[str, int]], at: int) -> dict[str, float]:
    """What is seen of one person, with (touchpoint, minute) in order, before a minute."""
    seen = [(name, minute) for name, minute in steps if minute < at]
    day = 24 * 60
    waits = [b - a for (_, a), (_, b) in pairwise(seen)]
    found = {f"met: {name}": log(1 + [each for each, _ in seen].count(name)) for name, _ in steps}
    found |= {f"last: {name}": float(bool(seen) and seen[-1][0] == name) for name, _ in steps}
    found["touchpoints"] = log(1 + len(seen))
    found["longest wait"] = log(1 + max(waits, default=0) / day)
    found["days since first seen"] = log(1 + max(at - steps[0][1], 0) / day)
    found["days since last seen"] = log(1 + (at - seen[-1][1]) / day) if seen else 0.0
    return found
