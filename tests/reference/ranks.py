"""Rank sets, written as they are told: item against item, until nothing more is told apart."""

import numpy as np


def rank_set(values: np.ndarray, errors: np.ndarray, noise: np.ndarray, j: int) -> tuple[int, int]:
    undecided = [k for k in range(len(values)) if k != j]
    larger = smaller = 0
    while undecided:
        biggest = []
        for draw in noise:
            apart = [abs(draw[k] - draw[j]) / np.hypot(errors[k], errors[j]) for k in undecided]
            biggest.append(max(apart))
        limit = np.quantile(biggest, 0.95)
        told = [k for k in undecided if abs(values[k] - values[j]) / np.hypot(errors[k], errors[j]) > limit]
        if not told:
            break
        larger += sum(values[k] > values[j] for k in told)
        smaller += sum(values[k] < values[j] for k in told)
        undecided = [k for k in undecided if k not in told]
    return 1 + larger, len(values) - smaller
