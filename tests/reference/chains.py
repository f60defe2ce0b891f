"""The chance of the goal by letting the journeys walk, step by step, until none is under way."""

import numpy as np


def goal_chance(moves: np.ndarray) -> float:
    states = len(moves)
    here = np.eye(states)[0]
    reached = 0.0
    for _ in range(200_000):
        there = np.zeros(states)
        for state in range(states):
            if total := moves[state].sum():
                there += here[state] * moves[state, :states] / total
                reached += here[state] * moves[state, states] / total
        if np.abs(there).sum() < 1e-14 or np.abs(there - here).max() < 1e-16:
            break
        here = there
    return reached
