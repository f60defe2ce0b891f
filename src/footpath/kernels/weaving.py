"""Two arrays and runs of both in, the runs one after the other out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Int8s = NDArray[np.int8]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]


def lay(
    first: NDArray[Any],
    second: NDArray[Any],
    part: Int8s,
    begins: Int64s,
    ends: Int64s,
    found: NDArray[Any],
) -> None:
    """Puts into `found` what stands between the begin and the end of each run [k], of the first array or
    (part 1) the second.

    All are of one type, without gaps.
    """
    plain = np.dtype(f"u{first.itemsize}")  # a number is copied as any other: little is compiled
    _lay(first.view(plain), second.view(plain), part, begins, ends, found.view(plain))


@njit(cache=True, nogil=True)
def lay_codes(  # type: ignore[no-untyped-def]
    first, second, part: Int8s, begins: Int64s, ends: Int64s, to, found
) -> None:
    """The same of codes, those of the first array as they are in `to`, whose last is what -1 is."""
    at = 0
    for run in range(len(part)):
        for place in range(begins[run], ends[run]):
            found[at] = to[first[place]] if part[run] == 0 else second[place]
            at += 1


@njit(cache=True, nogil=True)
def lay_places(
    first: Int32s,
    second: Int32s,
    part: Int8s,
    begins: Int64s,
    ends: Int64s,
    moved: Int32s,
    found: Int32s,
) -> None:
    """The same of places, each of which has `moved` as far as its run [k]."""
    at = 0
    for run in range(len(part)):
        held = first if part[run] == 0 else second
        for place in range(begins[run], ends[run]):
            found[at] = held[place] + moved[run]
            at += 1


@njit(cache=True, nogil=True)
def _lay(first, second, part, begins, ends, found):  # type: ignore[no-untyped-def]
    at = 0
    for run in range(len(part)):
        begin, many = begins[run], ends[run] - begins[run]
        if part[run] == 0:
            found[at : at + many] = first[begin : begin + many]
        else:
            found[at : at + many] = second[begin : begin + many]
        at += many
