"""What drivers carry, the way anyone would find it: one regression after the other, in every order."""

from itertools import permutations

import numpy as np


def r2(drivers: np.ndarray, outcome: np.ndarray) -> float:
    """Of least squares with a constant."""
    design = np.column_stack([np.ones(len(outcome)), drivers])
    fitted = design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
    return 1 - ((outcome - fitted) ** 2).sum() / ((outcome - outcome.mean()) ** 2).sum()


def shares(drivers: np.ndarray, outcome: np.ndarray) -> list[float]:
    """What each column adds when it comes in, averaged over all orders in which they can come."""
    k = drivers.shape[1]
    orders = list(permutations(range(k)))
    added = [0.0] * k
    for order in orders:
        for i, column in enumerate(order):
            after = r2(drivers[:, order[: i + 1]], outcome)
            added[column] += after - r2(drivers[:, order[:i]], outcome)
    return [each / len(orders) for each in added]
