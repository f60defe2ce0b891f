"""Steps by group and moments in; the last step of the group at or before each moment out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from footpath.kernels.order import Keys

UNTIMED = np.iinfo(np.int64).min
Ints = NDArray[np.int64]


class Spans(NamedTuple):
    """The steps that a moment looks at: begin:end [M], positions in the steps."""

    begin: Ints
    end: Ints


@njit(cache=True, nogil=True)
def last_before(
    spans: Spans, steps: Keys, step_record: NDArray[np.int32], moments: Keys, record: NDArray[np.int32]
) -> Ints:
    """Position [M] of the last step of the span at or before the moment, -1 for none.

    Steps [N] of a span are in the order of a timeline. Steps with the moment's own record [M] don't count.
    At the same time counts as before; without a time, source, case and seq decide.
    """
    found = np.full(len(record), -1, np.int64)
    for each in range(len(record)):
        low, high = spans.begin[each], spans.end[each]
        while low < high:
            middle = (low + high) // 2
            if _after(steps, middle, moments, each):
                high = middle
            else:
                low = middle + 1
        while low > spans.begin[each] and step_record[low - 1] == record[each]:
            low -= 1
        if low > spans.begin[each]:
            found[each] = low - 1
    return found


@njit(cache=True, nogil=True)
def any_other(spans: Spans, step_record: NDArray[np.int32], record: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether a span holds a step that is not of the moment's own record [M]."""
    found = np.zeros(len(record), np.bool_)
    for each in range(len(record)):
        for at in range(spans.begin[each], spans.end[each]):
            if step_record[at] != record[each]:
                found[each] = True
                break
    return found


@njit(cache=True, nogil=True)
def _after(steps, at, moments, each):  # type: ignore[no-untyped-def]
    if moments.time[each] != UNTIMED or steps.time[at] != UNTIMED:
        return steps.time[at] > moments.time[each]
    if steps.source[at] != moments.source[each]:
        return steps.source[at] > moments.source[each]
    if steps.case[at] != moments.case[each]:
        return steps.case[at] > moments.case[each]
    return steps.seq[at] > moments.seq[each]
