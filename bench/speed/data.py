"""A number of events in; a log of that many, the same on every machine, out.

People walk along a way of touchpoints and now and then jump to a common one; they pause for seconds or for
days. The log is made in blocks of a million events with a seed each, so a larger log begins with the smaller.
Times are whole seconds and rise strictly within a person: the order of events is never a matter of taste.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TOUCHPOINTS = 60
EVENTS_A_PERSON = 20
BLOCK = 1_000_000  # events
SECOND = 1_000_000  # in microseconds
BEGIN = 1_735_689_600 * SECOND  # 2025-01-01
YEAR = 365 * 86_400  # seconds
JUMPS = 0.4  # share of events that do not follow the way


@dataclass(frozen=True, slots=True, eq=False)
class Log:
    """P persons, one after another: events `offsets[p]:offsets[p + 1]` are person p's, in order of time."""

    offsets: NDArray[np.int64]  # [P + 1]
    touchpoint: NDArray[np.uint8]  # [N] below TOUCHPOINTS
    time: NDArray[np.int64]  # [N] microseconds since 1970

    @property
    def person(self) -> NDArray[np.int32]:
        """Whose each event is [N]."""
        return np.repeat(np.arange(len(self.offsets) - 1, dtype=np.int32), np.diff(self.offsets))


def names() -> list[str]:
    """What the touchpoints are called, for tools that want words."""
    return [f"touchpoint {code:02}" for code in range(TOUCHPOINTS)]


def make(events: int, *, block: int = BLOCK) -> Log:
    """A log of so many events of a twentieth as many persons."""
    lengths, touchpoint, time = [], np.empty(events, np.uint8), np.empty(events, np.int64)
    for seed, begin in enumerate(range(0, events, block)):
        end = min(begin + block, events)
        length, touchpoint[begin:end], time[begin:end] = _block(seed, end - begin)
        lengths.append(length)
    return Log(np.concatenate(([0], np.cumsum(np.concatenate(lengths)))), touchpoint, time)


def _block(seed: int, events: int) -> tuple[NDArray[np.int64], NDArray[np.uint8], NDArray[np.int64]]:
    draw = np.random.default_rng(seed)
    people = max(events // EVENTS_A_PERSON, 1)
    busy = draw.lognormal(0, 0.7, people)
    length = 1 + draw.multinomial(events - people, busy / busy.sum())
    first = np.cumsum(length) - length
    return length, _touchpoints(draw, events, first), _times(draw, events, first, length)


def _touchpoints(draw: np.random.Generator, events: int, first: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The next along the way, or a jump: to the commonest twice as often as to the second, and so on."""
    share = 1 / np.arange(1, TOUCHPOINTS + 1)
    jumps = draw.random(events) < JUMPS
    jumps[first] = True
    at = np.arange(events)
    origin = np.maximum.accumulate(np.where(jumps, at, 0))
    target = draw.choice(TOUCHPOINTS, events, p=share / share.sum())
    return ((target[origin] + at - origin) % TOUCHPOINTS).astype(np.uint8)


def _times(
    draw: np.random.Generator, events: int, first: NDArray[np.int64], length: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Each person begins within a year; pauses are an hour in the middle, of heavy tail."""
    pause = 1 + np.minimum(np.exp(draw.normal(8, 2.5, events)), 60 * 86_400).astype(np.int64)
    pause[first] = 0
    since = np.cumsum(pause)
    start = draw.integers(0, YEAR, len(first)) - since[first]
    return BEGIN + (since + np.repeat(start, length)) * SECOND


def keep(log: Log, folder: Path) -> None:
    """As plain arrays, for Footpath and for a pass over the columns."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("touchpoint", "time", "offsets"):
        np.save(folder / f"{name}.npy", getattr(log, name))


def keep_for_peers(log: Log, folder: Path) -> None:
    """As Parquet, a row an event, by person and time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {
        "person": log.person,
        "time": pa.array(log.time, pa.timestamp("us")),
        "touchpoint": log.touchpoint,
    }
    pq.write_table(pa.table(columns), folder / "events.parquet", row_group_size=BLOCK)


def read(folder: Path) -> Log:
    """What was kept, in memory."""
    return Log(*(np.load(folder / f"{name}.npy") for name in ("offsets", "touchpoint", "time")))


def parts(log: Log, n: int) -> Iterator[Log]:
    """The log cut at persons into n of about as many events; views, nothing is copied."""
    cuts = np.searchsorted(log.offsets, np.linspace(0, log.offsets[-1], n + 1))
    for a, b in pairwise(cuts.tolist()):
        low, high = int(log.offsets[a]), int(log.offsets[b])
        yield Log(log.offsets[a : b + 1] - low, log.touchpoint[low:high], log.time[low:high])
