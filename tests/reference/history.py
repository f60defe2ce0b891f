"""What the steps before a time of risk tell, the way anyone would find out.

A step is (touchpoint, time or None, channel or None).
"""

from itertools import pairwise


def history(steps: list, counted: list[str]) -> tuple[list[int], tuple, tuple]:
    """Visits of what is counted; then last, last but one, last channel, visits to the last; then times."""
    names = [name for name, _, _ in steps]
    times = [time for _, time, _ in steps if time is not None]
    waits = [after - before for before, after in pairwise(times)]
    last, but_one = (names[-1:] or [None])[0], (names[-2:-1] or [None])[0]
    codes = last, but_one, steps[-1][2] if steps else None, names.count(last)
    ends = (times[0], times[-1]) if times else (None, None)
    return [names.count(name) for name in counted], codes, (*ends, max(waits, default=0), (waits or [0])[-1])
