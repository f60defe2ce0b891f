"""Steps of journeys in, the first few persons at each touchpoint and at each move out: one pass each."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
People = NDArray[np.int32]
ROOM = 64  # moves that are held before more room is made


@njit(cache=True, nogil=True)
def visitors(offsets: Ints, touchpoint: People, person: People, n: int, most: int) -> People:
    """The first distinct persons at each of n touchpoints, ascending, [n, most]; −1 where there are no more.

    offsets     [J + 1] where the steps of each journey begin
    touchpoint  [S] 0 … n − 1
    person      [J] never falls
    """
    found, held = np.full((n, most), np.int32(-1)), np.zeros(n, np.int64)
    for journey in range(len(person)):
        for at in range(offsets[journey], offsets[journey + 1]):
            _add(found, held, np.int64(touchpoint[at]), person[journey])
    return found


@njit(cache=True, nogil=True)
def movers(offsets: Ints, touchpoint: People, person: People, n: int, most: int) -> tuple[Ints, People]:
    """The moves that occur [m], from × n + to, and the first persons of each [m, most] as in `visitors`."""
    place = np.full(n * n, np.int32(-1))
    moves, found, held = (
        np.empty(ROOM, np.int64),
        np.full((ROOM, most), np.int32(-1)),
        np.zeros(ROOM, np.int64),
    )
    n_moves = 0
    for journey in range(len(person)):
        for at in range(offsets[journey], offsets[journey + 1] - 1):
            move = np.int64(touchpoint[at]) * n + np.int64(touchpoint[at + 1])
            if place[move] < 0:
                if n_moves == len(moves):
                    moves = np.append(moves, np.empty_like(moves))
                    found = np.concatenate((found, np.full_like(found, np.int32(-1))))
                    held = np.append(held, np.zeros_like(held))
                place[move], moves[n_moves] = n_moves, move
                n_moves += 1
            _add(found, held, np.int64(place[move]), person[journey])
    return moves[:n_moves], found[:n_moves]


@njit(cache=True, nogil=True)
def _add(found: People, held: Ints, row: int, who: int) -> None:
    """Note a person, of whom all journeys come one after the other, unless there is no room."""
    n = held[row]
    if n == found.shape[1] or (n > 0 and found[row, n - 1] == who):
        return
    found[row, n] = who
    held[row] = n + 1
