"""Counts a day in, since when something happens and until when, out.

The one interval in which a rate is higher than outside, if there is one: not a rate that drifts, has seasons
or weekends, or that more people only show more often. And the days on which a stream of events was silent
although, by its own habits, it should not have been.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from footpath.stats.logistic import chances, fit, standardised

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]

LEAST = 7  # days inside, and outside on each side where there is one
WEEK = 7
LONGEST = 800  # days whose intervals are all looked at; of longer histories weeks are, and then days
ERROR = 0.05
RATIO = 1.5  # of the rate inside to that outside
EDGE = 21  # days on each side of an edge
SHARP = 1.25  # what an edge is surely more than: as steep as no season
SURE = 2.0  # standard errors
STEADY = 10.0  # events that a weekday must deviate by to be half believed
CURVE = 3  # the degree: an interval has a begin, an end and a height
ALIKE = 0.25  # of what is outside may look like inside
EXPECTED = 15.0  # events that silence swallows: by chance once in three million times
NEAR = 8 * WEEK  # days before and after a silence that say what was to be expected


@dataclass(frozen=True, slots=True)
class Span:
    """The days [begin, end) with a higher rate; None where it was always so, or still is."""

    begin: date | None
    end: date | None
    inside: float  # the rate
    outside: float


def span(met: Ints, at_risk: Ints, days: Days) -> Span | None:
    """The interval of days in which a higher share of those at risk met it, or None where none stands out.

    met and at_risk [D] are of successive days [D]. Of all intervals that of the largest likelihood ratio:
    Kulldorff (1997), A spatial scan statistic, Communications in Statistics 26. It counts for as much less as
    weeks vary more than chance would have it, and has to hold among all intervals that were looked at. Its
    edges must be sharper than seasons are, and what is outside must not look the same in places.
    """
    if len(days) < 2 * LEAST or not 0 < met.sum() < at_risk.sum():
        return None
    hits = met.astype(np.float64)
    people = _by_weekday(hits, at_risk.astype(np.float64), _weekday(days))
    begin, end = best(hits, people)
    inside, outside = _rates(hits, at_risk.astype(np.float64), begin, end)
    stands_out = (
        inside >= RATIO * outside
        and significant(hits, people, begin, end)
        and _only_one(hits, people, begin, end)
        and _no_drift(hits, people, begin, end)
        and all(_sharp(hits, people, begin, end, edge) for edge in (begin, end) if 0 < edge < len(days))
    )
    if not stands_out:
        return None
    first, last = begin == 0, end == len(days)
    return Span(None if first else days[begin].item(), None if last else days[end].item(), inside, outside)


def best(hits: Floats, people: Floats) -> tuple[int, int]:
    """The interval [begin, end) of days [D] in which the rate is higher, by the largest likelihood ratio."""
    count = len(hits)
    if count <= LONGEST:
        every = np.arange(count + 1)
        return _best(hits, people, every, every)
    coarse = np.append(np.arange(0, count, WEEK), count)
    begin, end = _best(hits, people, coarse, coarse)
    near = np.arange(-WEEK, WEEK + 1)
    begins, ends = (np.unique(np.clip(each + near, 0, count)) for each in (begin, end))
    return _best(hits, people, begins, ends)


def significant(hits: Floats, people: Floats, begin: int, end: int) -> bool:
    """Whether the best of all intervals is better than chance makes the best of so many.

    By Bonferroni, on a ratio of likelihoods divided by the over-dispersion, which is itself uncertain: as
    the log-likelihood ratio of Student's t.
    """
    count = len(hits)
    ratio = float(_ratio(*_sums(hits, people, np.array([begin]), np.array([end])))[0])
    dispersion, degrees = _dispersion(hits, people, begin, end)
    looked_at = count * count / 2
    return bool(degrees / 2 * np.log1p(2 * ratio / dispersion / degrees) > np.log(looked_at / ERROR))


def silent(counts: Ints, days: Days) -> list[tuple[date, date]]:
    """The spans of days [begin, end) on which nothing came, though at least EXPECTED events should have.

    counts [D] are of successive days [D]. What should have come is a lean week of the NEAR days before and
    after, shared out among weekdays as all weeks are, and less where days vary more than chance would have
    it: a day of mean μ and variance φμ is empty with chance φ^(−μ / (φ − 1)) (negative binomial). Days before
    the first event are not silent.
    """
    weekday = _weekday(days)
    found = []
    for begin, end in _empty(counts):
        if begin > 0 and _missed(counts, weekday, begin, end) >= EXPECTED:
            last = days[end - 1] + np.timedelta64(1, "D")
            found.append((days[begin].item(), last.item()))
    return found


def _weekday(days: Days) -> Ints:
    return days.astype("datetime64[D]").astype(np.int64) % WEEK


def _by_weekday(hits: Floats, people: Floats, weekday: Ints) -> Floats:
    """People [D] as if every weekday had the same rate: against the week around each day."""
    around = np.ones(WEEK)
    near = np.convolve(people, around, "same")
    rate = np.convolve(hits, around, "same") / np.where(near > 0, near, 1)
    expected = np.bincount(weekday, rate * people, WEEK)
    factor = (np.bincount(weekday, hits, WEEK) + STEADY) / (expected + STEADY)
    adjusted = people * factor[weekday]
    return np.asarray(np.maximum(adjusted * people.sum() / adjusted.sum(), hits), np.float64)


def _sums(hits: Floats, people: Floats, begins: Ints, ends: Ints) -> tuple[Floats, Floats, float, float]:
    """Hits and people of the intervals [n], and of all days."""
    before, before_people = (np.append(0.0, np.cumsum(each)) for each in (hits, people))
    inside, inside_people = before[ends] - before[begins], before_people[ends] - before_people[begins]
    return inside, inside_people, float(before[-1]), float(before_people[-1])


def _best(hits: Floats, people: Floats, begins: Ints, ends: Ints) -> tuple[int, int]:
    count = len(hits)
    b, e = (each.ravel() for each in np.meshgrid(begins, ends, indexing="ij"))
    usable = (e - b >= LEAST) & ((b == 0) | (b >= LEAST)) & ((e == count) | (e <= count - LEAST))
    usable &= (b > 0) | (e < count)
    b, e = b[usable], e[usable]
    at = int(_ratio(*_sums(hits, people, b, e)).argmax())
    return int(b[at]), int(e[at])


def _ratio(inside: Floats, people: Floats, total: float, everybody: float) -> Floats:
    """Log-likelihood ratio [n] of a higher rate inside; 0 where it is not higher."""
    outside, others = total - inside, everybody - people
    together = _likelihood(np.array(total), np.array(everybody))
    ratio = _likelihood(inside, people) + _likelihood(outside, others) - together
    return np.where(inside * others > outside * people, ratio, 0.0)


def _likelihood(hits: Floats, people: Floats) -> Floats:
    """Binomial log-likelihood at its own rate."""
    rate = np.clip(hits / np.maximum(people, 1e-12), 1e-12, 1 - 1e-12)
    return np.asarray(hits * np.log(rate) + (people - hits) * np.log1p(-rate), np.float64)


def _rates(hits: Floats, people: Floats, begin: int, end: int) -> tuple[float, float]:
    inside, around, total, everybody = _sums(hits, people, np.array([begin]), np.array([end]))
    return float(inside[0] / max(around[0], 1e-12)), float(
        (total - inside[0]) / max(everybody - around[0], 1e-12)
    )


def _weeks(count: int, begin: int, end: int) -> Ints:
    """Where weeks begin that lie wholly inside or outside of an interval."""
    pieces = [np.arange(a, b, WEEK) for a, b in ((0, begin), (begin, end), (end, count))]
    return np.concatenate(pieces)


def _dispersion(hits: Floats, people: Floats, begin: int, end: int) -> tuple[float, float]:
    """How much more than chance days and weeks vary about the two rates, at least 1, and how sure that is."""
    inside, outside = _rates(hits, people, begin, end)
    day = np.arange(len(hits))
    rate = np.where((day >= begin) & (day < end), inside, outside)
    weeks = _weeks(len(hits), begin, end)
    daily = _pearson(hits, people * rate, people * rate * (1 - rate))
    expected, variance = (
        np.add.reduceat(each, weeks) for each in (people * rate, people * rate * (1 - rate))
    )
    weekly = _pearson(np.add.reduceat(hits, weeks), expected, variance)
    return max(1.0, daily, weekly), float(max(len(weeks) - 2, 1))


def _pearson(hits: Floats, expected: Floats, variance: Floats) -> float:
    some = variance > 1e-9
    return float(((hits - expected)[some] ** 2 / variance[some]).sum() / max(some.sum() - 2, 1))


def _sharp(hits: Floats, people: Floats, begin: int, end: int, edge: int) -> bool:
    """Whether the rate jumps at an edge: for sure by more than any season does in as many days."""
    count = len(hits)
    left = slice(max(edge - EDGE, 0 if edge == begin else begin), edge)
    right = slice(edge, min(edge + EDGE, end if edge == begin else count))
    high, low = (right, left) if edge == begin else (left, right)
    dispersion = _dispersion(hits, people, begin, end)[0]
    more, fewer = float(hits[high].sum()), float(hits[low].sum())
    steep = SHARP * people[high].sum()
    share = steep / max(steep + people[low].sum(), 1e-12)  # of events that a season has on the high side
    if more <= share * (more + fewer):
        return False
    ratio = _likelihood(np.array(more), np.array(more + fewer)) - (
        more * np.log(share) + fewer * np.log1p(-share) if share < 1 else 0.0
    )
    return bool(2 * ratio > SURE**2 * dispersion)


def _no_drift(hits: Floats, people: Floats, begin: int, end: int) -> bool:
    """Whether an interval tells the days apart better than a smooth curve of as many parameters."""
    some = people > 0
    time = np.linspace(-1, 1, len(hits))[some]
    powers = np.polynomial.legendre.legvander(time, CURVE)[:, 1:]
    features = standardised(np.asarray(powers, np.float64))
    rate = hits[some] / people[some]
    fitted = chances(fit(features, rate, 1e-3, weight=people[some]), features)
    smooth = (hits[some] * np.log(fitted) + (people - hits)[some] * np.log1p(-fitted)).sum()
    flat = _likelihood(hits.sum(), people.sum())
    return bool(_ratio(*_sums(hits, people, np.array([begin]), np.array([end])))[0] > smooth - flat)


def _only_one(hits: Floats, people: Floats, begin: int, end: int) -> bool:
    """Whether hardly any of the weeks outside look like those inside."""
    inside, outside = _rates(hits, people, begin, end)
    weeks = _weeks(len(hits), begin, end)
    here, there = np.add.reduceat(hits, weeks), np.add.reduceat(people, weeks)
    apart = (weeks < begin) | (weeks >= end)
    alike = apart & (here > there * np.sqrt(inside * outside))
    return bool(alike.sum() <= ALIKE * apart.sum())


def _empty(counts: Ints) -> list[tuple[int, int]]:
    """The longest runs of days without an event."""
    nothing = np.concatenate([[False], counts == 0, [False]]).astype(np.int8)
    turns = np.diff(nothing)
    return list(zip(np.flatnonzero(turns == 1).tolist(), np.flatnonzero(turns == -1).tolist(), strict=True))


def _missed(counts: Ints, weekday: Ints, begin: int, end: int) -> float:
    """How many events, as sure as those of a regular stream, should have come within [begin, end)."""
    day = np.arange(len(counts))
    other = (day < begin) | (day >= end)
    usual = np.bincount(weekday[other], counts[other], WEEK) / np.maximum(
        np.bincount(weekday[other], minlength=WEEK), 1
    )
    if usual[weekday[begin:end]].sum() < EXPECTED:
        return 0.0
    near = counts[max(begin - NEAR, 0) : begin], counts[end : end + NEAR]
    weeks = [np.convolve(each, np.ones(WEEK), "valid") for each in near if len(each) >= WEEK]
    lean = float(np.quantile(np.concatenate(weeks), 0.25)) if weeks else 0.0
    expected = usual[weekday[other]]
    dispersion = _pearson(counts[other].astype(np.float64), expected, expected)
    regular = np.log(dispersion) / (dispersion - 1) if dispersion > 1.001 else 1.0
    return float(usual[weekday[begin:end]].sum() / usual.sum() * lean * regular)
