"""Counts of moves between states in, the chance of reaching the goal, and what it would be without one, out.

S states, of which the first is where journeys start, and two ends: the goal and lost. Where a journey goes
next is taken to depend on where it is only, and who meets a state for no one special. A chain so describes,
it does not prove: it stands beside an effect and never in its place.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from footpath.errors import UsageError
from footpath.model.estimate import Estimate
from footpath.stats.intervals import student

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
START = 0
METHOD = "absorbing chain, jackknife by groups of persons"


def goal_chance(moves: Ints) -> float:
    """The chance of reaching the goal from the start, by counts of moves [S, S + 2].

    Rows are where a move begins, the first one the start; columns are where it ends: the states, the goal
    and lost. Where nothing leads on, or only round in circles, is lost. e₀ᵀ (I − Q)⁻¹ r: Kemeny and Snell
    (1960), Finite Markov Chains, chapter 3.

    >>> goal_chance(np.array([[0, 4, 6, 0], [0, 0, 1, 3]]))
    0.7
    """
    states = len(moves)
    alive = _leads_to_goal(moves > 0)
    if not alive[START]:
        return 0.0
    some = np.flatnonzero(alive)
    shares = moves[some] / moves[some].sum(axis=1, keepdims=True)
    chances = np.linalg.solve(np.eye(len(some)) - shares[:, some], shares[:, states])
    return float(np.clip(chances[0], 0.0, 1.0))


def without(moves: Ints, state: int, origin: int | None = None) -> float:
    """The chance of the goal when no move [S, S + 2] leads to `state` any more, or none from `origin`.

    The moves that led there take another way on: they are shared out among the other exits of where they
    came from, in proportion. Where there is no other, they are lost.

    >>> without(np.array([[0, 4, 6, 0], [0, 0, 1, 3]]), state=1)
    1.0
    """
    if state == START:
        raise UsageError("A chain can't do without its start, state 0. Bar one of the states after it.")
    barred = moves.copy()
    barred[slice(None) if origin is None else origin, state] = 0
    return goal_chance(barred)


def jackknife(groups: Ints, state: int, people: int, origin: int | None = None) -> Estimate | None:
    """How many more of the journeys counted would reach the goal without `state`, or None of one group.

    Counts of moves [G, S, S + 2] are of G groups of persons, n of them in all. The interval comes from
    leaving out one group after the other: Quenouille (1956), Notes on bias in estimation, Biometrika 43;
    Shao and Tu (1995), The Jackknife and Bootstrap, chapter 2. Groups should be of like size, 20 or more.
    """
    groups = groups[groups.any(axis=(1, 2))]
    g = len(groups)
    if g < 2:
        return None
    total = groups.sum(axis=0)
    journeys = int(total[START].sum() - total[:, START].sum())
    value = journeys * _change(total, state, origin)
    left_out = journeys * np.array([_change(total - each, state, origin) for each in groups])
    error = sqrt((g - 1) / g * float(((left_out - left_out.mean()) ** 2).sum()))
    margin = float(student(np.array(g - 1.0))) * error
    return Estimate(value, value - margin, value + margin, people, "journeys", METHOD)


def _change(moves: Ints, state: int, origin: int | None) -> float:
    return without(moves, state, origin) - goal_chance(moves)


def _leads_to_goal(ways: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which states [S] some way leads from to the goal."""
    states = len(ways)
    alive = ways[:, states]
    for _ in range(states):
        more = alive | (ways[:, :states] & alive).any(axis=1)
        if (more == alive).all():
            break
        alive = more
    return alive
