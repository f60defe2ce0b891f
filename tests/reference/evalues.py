"""e-values by adding up likelihoods, and e-BH as it is told: look for the largest k."""

import numpy as np


def e_value(estimate: float, error: float, scale: float) -> float:
    """The likelihood of the estimate under each effect there may be, against that under none."""
    effects = np.linspace(-12 * scale, 12 * scale, 40_001)
    prior = np.exp(-((effects / scale) ** 2) / 2)
    ratio = np.exp((estimate**2 - (estimate - effects) ** 2) / (2 * error**2))
    return float((prior * ratio).sum() / prior.sum())


def rejected(e: list[float], alpha: float) -> set[int]:
    """The k items of the largest e-values, for the largest k whose k-th is at least m / (k α)."""
    order = sorted(range(len(e)), key=lambda i: -e[i])
    good = [k for k in range(1, len(e) + 1) if e[order[k - 1]] >= len(e) / (k * alpha)]
    return set(order[: max(good, default=0)])
