"""A number of integers in, room for them out: what was used once is used again.

Memory that a system has just given takes longer to be touched for the first time, page by page, than what is
put there. A map fills hundreds of megabytes with durations, and the next one as many.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
MOST = 1 << 29  # bytes that are held for later
SMALL = 1 << 20  # bytes that are not worth it


class Spare:
    """Blocks of memory that nobody uses any more, up to `most` bytes.

    >>> spare = Spare(most=80)
    >>> room = spare.room(10)
    >>> where = room.ctypes.data
    >>> del room
    >>> spare.room(8).ctypes.data == where
    True
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._free: deque[Ints] = deque()

    def room(self, n: int) -> Ints:
        """An array [n] of any content; its memory is lent until no array looks at it any more."""
        block = self._fitting(n)
        # What is made from it, and any slice of that, holds this array and not the block
        lent: Ints = np.frombuffer(memoryview(block), np.int64, n)
        finalize(lent, self._take_back, block)
        return lent

    def _fitting(self, n: int) -> Ints:
        # Without a lock: what is lent may come back at any moment, here too
        for _ in range(len(self._free)):
            with suppress(IndexError):
                block = self._free.popleft()
                if n <= len(block) <= 2 * n:
                    return block
                self._free.append(block)
        return np.empty(n, np.int64)

    def _take_back(self, block: Ints) -> None:
        self._free.append(block)
        while sum(each.nbytes for each in tuple(self._free)) > self._most:
            self._free.popleft()


SPARE = Spare()


def room(n: int) -> Ints:
    """An array [n] of any content, in memory that may have been used before."""
    return SPARE.room(n) if n * 8 >= SMALL else np.empty(n, np.int64)
