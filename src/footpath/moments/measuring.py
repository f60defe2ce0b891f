"""A candidate and journeys in; how many meet it, of how many, on which days, and a sample of them out.

The counts are exact. From the sample, which is bounded, its effect is learnt.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footpath.model.journey import REACHED, Journeys
from footpath.model.timeline import NO_TIME
from footpath.moments.background import Background
from footpath.moments.candidate import Candidate, Detector, Risk
from footpath.moments.plan import DAY
from footpath.moments.samples import Sample, cutoff

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
MOST_ROWS = 100_000
LONGEST = 40_000  # days; of what is dated farther apart, each day by itself


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """How many meet a candidate: all exact, and all add up over persons."""

    at_risk: int  # persons who could meet it
    exposed: int  # persons who met it
    journeys: int  # journeys that met it
    reached: int  # settled journeys that reached the goal
    reached_by: int  # of these, those that met it
    unusual: int  # persons left out of effects
    blind: int  # journeys left out of effects, for nobody can see through them
    sampled_from: Ints  # [2] persons who may be in the sample: who did not meet it, who did
    groups: Ints  # [g, 2] persons at risk and exposed, by segment
    days: Ints  # [D] rising, since 1970
    by_day: Ints  # [D, 2] times of risk and meetings

    def __add__(self, other: Counts) -> Counts:
        days, place = np.unique(np.concatenate([self.days, other.days]), return_inverse=True)
        by_day = np.zeros((len(days), 2), np.int64)
        np.add.at(by_day, place, np.concatenate([self.by_day, other.by_day]))
        return Counts(
            at_risk=self.at_risk + other.at_risk,
            exposed=self.exposed + other.exposed,
            journeys=self.journeys + other.journeys,
            reached=self.reached + other.reached,
            reached_by=self.reached_by + other.reached_by,
            unusual=self.unusual + other.unusual,
            blind=self.blind + other.blind,
            sampled_from=self.sampled_from + other.sampled_from,
            groups=self.groups + other.groups,
            days=days,
            by_day=by_day,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """The state of measuring a candidate: counts of all, and a sample of those who met it and who did not."""

    counts: Counts
    others: Sample
    exposed: Sample
    names: tuple[str, ...] = field(default=())  # of the columns
    ways: Flags = field(default_factory=lambda: np.zeros(0, np.bool_))

    def slim(self) -> Met:
        """Without what was seen before: who met it, and no more."""
        nothing = np.zeros((len(self.exposed), 0), np.float32)
        exposed = replace(self.exposed, columns=nothing)
        return replace(self, others=self.others.take(slice(0)), exposed=exposed)


@dataclass(frozen=True, slots=True, eq=False)
class Measuring:
    """The analysis of one candidate. `most` bounds the rows of the sample, half of them of who met it."""

    candidate: Candidate
    detector: Detector[Any]
    background: Background
    most: int = MOST_ROWS

    def partial(self, journeys: Journeys) -> Met:
        """The journeys of some persons."""
        risk = self.detector.risk(journeys, self.candidate)
        blind = self.background.blind(journeys, self.candidate)
        # By journey first: there are many times as many rows, and of most of them nothing more is asked
        learnt_from = self.background.sampled & ~self.background.unusual
        rows = np.flatnonzero((~blind & learnt_from[journeys.person])[risk.journey])
        person = journeys.person[risk.journey[rows]]
        exposed = _marked(len(journeys.persons), person[risk.met[rows]])
        met_it, sampled_from = exposed[person], []
        parts = []
        for side in (False, True):
            mine = met_it == side
            sampled_from.append(int(np.count_nonzero(_marked(len(exposed), person[mine]))))
            hashes = self.background.hashes[person[mine]]
            below = cutoff(hashes, self.most // 2)
            sample = self._sample(journeys, risk, rows[mine][hashes < below])
            parts.append(replace(sample, below=below))
        counts = self._counts(journeys, risk, blind, np.array(sampled_from))
        told = self.background.pasts(journeys, self.candidate, _rows(risk, np.zeros(0, np.int64)))
        others, met = parts
        return Met(counts, others, met, told.names, told.ways)

    def merge(self, left: Met, right: Met) -> Met:
        """The journeys of both."""
        most = self.most // 2
        others, exposed = left.others.merge(right.others, most), left.exposed.merge(right.exposed, most)
        return Met(left.counts + right.counts, others, exposed, left.names, left.ways)

    def finish(self, state: Met) -> Met:
        """The state itself: what is learnt from it depends on what is asked."""
        return state

    def _sample(self, journeys: Journeys, risk: Risk, rows: Ints) -> Sample:
        """These rows with all that is known at them, in the order that all samples have."""
        journey, position = risk.journey[rows], risk.position[rows]
        person, key = journeys.person[journey], journeys.step[journeys.first[journey]].astype(np.int64)
        hashes = self.background.hashes[person]
        order = np.lexsort((position, key, hashes))
        rows, journey, position = rows[order], journey[order], position[order]
        person, key = person[order], key[order]
        outcomes, observed = self.background.of(key)
        weighed = getattr(self.detector, "weights", None)
        sampled = _rows(risk, rows)
        return Sample(
            hashes[order],
            key,
            journeys.step[np.minimum(position, journeys.last[journey] - 1)].astype(np.int64) * 2
            + (position == journeys.last[journey]),
            risk.met[rows],
            self.background.pasts(journeys, self.candidate, sampled).columns.astype(np.float32),
            outcomes,
            observed,
            self.background.members(person),
            weighed(journeys, sampled, self.candidate) if weighed else np.ones(len(rows)),
        )

    def _counts(self, journeys: Journeys, risk: Risk, blind: Flags, sampled_from: Ints) -> Counts:
        met = _marked(len(journeys), risk.journey[risk.met], risk.strays)
        could = _marked(len(journeys), risk.journey, risk.strays)
        settled = journeys.settled & (journeys.outcome == REACHED)
        present, at_risk, exposed = (
            _marked(len(journeys.persons), journeys.person[which]) for which in (slice(None), could, met)
        )
        groups = [
            (np.count_nonzero(m & at_risk), np.count_nonzero(m & exposed))
            for m in self.background.groups.values()
        ]
        days, by_day = _by_day(journeys, risk)
        return Counts(
            at_risk=int(np.count_nonzero(at_risk)),
            exposed=int(np.count_nonzero(exposed)),
            journeys=int(np.count_nonzero(met)),
            reached=int(np.count_nonzero(settled)),
            reached_by=int(np.count_nonzero(settled & met)),
            unusual=int(np.count_nonzero(self.background.unusual & present)),
            blind=int(np.count_nonzero(blind)),
            sampled_from=sampled_from,
            groups=np.array(groups, np.int64).reshape(-1, 2),
            days=days,
            by_day=by_day,
        )


def _rows(risk: Risk, rows: Ints) -> Risk:
    return Risk(risk.journey[rows], risk.position[rows], risk.met[rows])


def _marked(size: int, *places: NDArray[np.integer]) -> Flags:
    """Which of so many are named, be it often: there are too many to look for those that differ."""
    found = np.zeros(size, np.bool_)
    for each in places:
        found[each] = True
    return found


def _by_day(journeys: Journeys, risk: Risk) -> tuple[Ints, Ints]:
    """Times of risk and meetings of each day on which there are any."""
    time = journeys.time[risk.position - 1]
    known = time != NO_TIME
    day, met = time[known] // DAY, risk.met[known]
    if not len(day):
        return np.zeros(0, np.int64), np.zeros((0, 2), np.int64)
    first, last = int(day.min()), int(day.max())
    if last - first < LONGEST:
        days, place = np.arange(first, last + 1), day - first
    else:
        days, place = np.unique(day, return_inverse=True)
    by_day = np.column_stack([np.bincount(each, minlength=len(days)) for each in (place, place[met])])
    some = by_day[:, 0] > 0
    return days[some], by_day[some]


def persons(journeys: Journeys, detector: Detector[Any], candidate: Candidate) -> Ints:
    """The persons who met it, as indices, ascending."""
    risk = detector.risk(journeys, candidate)
    met = np.union1d(risk.journey[risk.met], risk.strays)
    return np.unique(journeys.person[met]).astype(np.int64)
