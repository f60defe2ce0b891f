"""Journeys and detectors in; what hurts, what delights, and what nobody can tell, out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from footpath.model.analysis import Run
from footpath.model.moment import KINDS, Kind, Polarity
from footpath.moments.background import Background
from footpath.moments.candidate import Candidate, Detector
from footpath.moments.learning import Learnt, learn
from footpath.moments.measuring import MOST_ROWS, Measuring
from footpath.moments.things import Thing, things, widest
from footpath.stats.evalues import cautious_error, e_bh, e_value
from footpath.stats.intervals import Z
from footpath.stats.ranks import Ranks, ranked

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]  # candidates measured, candidates
FALSE = 0.05  # of what is ever shown, the share that may be nothing
FITS = 5  # cross-fits of what is shown; one tells whether it is
AT_FIRST = 30_000  # rows of each sample for that; what is shown is learnt again from more
WAY = 0.75  # of the journeys that reach the goal: where so many pass is the way, and no delight
HARDLY = 0.25  # of the chance with it: where so little is left without it, it is the way too
HELPFUL: frozenset[Kind] = frozenset({"touchpoint", "emotion", "theme"})  # all others are ways to suffer
THREADS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A thing, and `q`: the share of what is nothing among all that is as clear as it is."""

    thing: Thing
    q: float | None = None
    rank: int | None = None  # its place in the ranks of its side

    @property
    def candidate(self) -> Candidate:
        """The pattern."""
        return self.thing.candidate

    @property
    def learnt(self) -> Learnt:
        """What it does to people."""
        return self.thing.learnt

    @property
    def polarity(self) -> Polarity:
        """Whether it costs goals or wins them; a pain where that is not known."""
        effect = self.learnt.effect
        return "delight" if effect is not None and effect.value > 0 else "pain"


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """What one look at all candidates finds: pains and delights, best first, and what is undecided."""

    pains: tuple[Found, ...]
    delights: tuple[Found, ...]
    undecided: tuple[Found, ...]
    looked_at: int
    ranks: dict[Polarity, Ranks]


def _silent(done: int, total: int) -> None:
    pass


def candidates(run: Run, detectors: Iterable[Detector[Any]]) -> dict[Candidate, Detector[Any]]:
    """All that detectors find, each with the one that found it."""
    return {each: tool for tool in detectors for each in run(tool)}


def scan(
    run: Run,
    candidates: Mapping[Candidate, Detector[Any]],
    background: Background,
    labels: Mapping[str, Kind],
    *,
    most: int = MOST_ROWS,
    threads: int = THREADS,
    progress: Progress = _silent,
) -> Scan:
    """All candidates, each with the detector that found it, measured; `labels` are touchpoints that end."""

    def measure(one: Candidate) -> Thing:
        met = run(Measuring(one, candidates[one], background, min(most, AT_FIRST)))
        return Thing(one, met.slim(), learn(met))

    def again(found: Found) -> Found:
        close = closely(run, found.thing.measured, candidates, background, most=most)
        return replace(found, thing=replace(found.thing, met=close.met, learnt=close.learnt))

    with threadpool_limits(1), ThreadPoolExecutor(threads) as pool:
        measured = []
        for each in pool.map(measure, candidates):
            measured.append(each)
            progress(len(measured), len(candidates))
        found = things(measured)
        way = ways(measured)
        shown, undecided = _decided(found, way)
        closer = list(pool.map(again, shown))
    # What stood out may be refused, or help where it seemed to hurt, once more are looked at
    full = [each for each in closer if holds(each.learnt) and matters(each.thing, way)]
    undecided += [replace(each, q=None) for each in closer if each.thing.refused]
    labelled = [_labelled(each, labels) for each in full]
    sides: dict[Polarity, list[Found]] = {
        "pain": [each for each in labelled if each.polarity == "pain"],
        "delight": [each for each in labelled if each.polarity == "delight"],
    }
    ranks = {side: rank(each) for side, each in sides.items() if each}
    pains, delights = (_ordered(sides[side], ranks.get(side)) for side in sides)
    return Scan(pains, delights, tuple(undecided), len(found), ranks)


def closely(
    run: Run,
    one: Candidate,
    candidates: Mapping[Candidate, Detector[Any]],
    background: Background,
    *,
    most: int = MOST_ROWS,
) -> Thing:
    """One of the candidates, measured as closely as what is shown."""
    met = run(Measuring(one, candidates[one], background, most))
    return Thing(one, met, learn(met, seeds=FITS))


def ways(measured: Iterable[Thing]) -> frozenset[str]:
    """The touchpoints of the way to the goal itself: to get on is no delight, however few do."""
    plain = [each for each in measured if each.candidate.kind == "touchpoint"]
    passed = [(each.candidate.touchpoint, each.met.counts) for each in plain]
    return frozenset(name for name, counts in passed if counts.reached_by >= WAY * counts.reached)


def _decided(found: Sequence[Thing], ways: Collection[str]) -> tuple[list[Found], list[Found]]:
    """What stands out beyond chance among all that was looked at, and what might but nobody can tell."""
    q = e_bh(np.array([evidence(each.learnt) for each in found]))
    looked = dict(zip([each.candidate for each in found], q.tolist(), strict=True))
    counts = [each for each in found if matters(each, ways)]
    clear = [each for each in counts if looked[each.candidate] <= FALSE]
    shown = [Found(each, looked[each.candidate]) for each in widest(clear)]
    return shown, [Found(each) for each in counts if each.refused]


def evidence(learnt: Learnt) -> float:
    """The e-value of there being an effect beyond what may draw people there; 0 where it can't be told."""
    effect = learnt.effect
    if effect is None or learnt.refused is not None:
        return 0.0
    rate = np.clip(np.array([effect.counterfactual]), 0.0, 1.0)
    error = cautious_error(np.array([effect.error]), rate, np.array([learnt.persons]))
    return float(e_value(np.array([max(abs(effect.value) - learnt.drawn, 0.0)]), error)[0])


def holds(learnt: Learnt) -> bool:
    """Whether an effect can be told, and is beyond its own interval."""
    effect = learnt.effect
    if effect is None or learnt.refused is not None:
        return False
    return abs(effect.value) > Z * effect.error + learnt.drawn


def matters(thing: Thing, ways: Collection[str]) -> bool:
    """Whether it would be a moment, were it clear: what helps has to be a thing of its own, off the way."""
    effect = thing.learnt.effect
    if effect is not None and effect.value <= 0:
        return True
    kinds = {thing.candidate.kind, *(each.kind for each in thing.also)}
    if kinds.isdisjoint(HELPFUL) or thing.candidate.touchpoint in ways:
        return False
    return effect is None or effect.counterfactual >= HARDLY * (effect.counterfactual + effect.value)


def _labelled(found: Found, labels: Mapping[str, Kind]) -> Found:
    """What it is, by the kind that tells most of what it does."""
    thing = found.thing
    known = (thing.candidate, *thing.also)
    if found.polarity == "delight":
        return _as(found, next(each for each in known if each.kind in HELPFUL))
    label = labels.get(thing.candidate.touchpoint)
    if label is None or all(each.kind != "touchpoint" for each in known):
        return found
    kind = min(label, thing.candidate.kind, key=KINDS.index)
    return _as(found, replace(thing.candidate, kind=kind))


def _as(found: Found, candidate: Candidate) -> Found:
    thing = found.thing
    return replace(found, thing=replace(thing, candidate=candidate, by=thing.measured))


def rank(found: Sequence[Found]) -> Ranks:
    """The ranks of things of one side by the goals that they cost, or win."""
    return ranked(*losses(found))


def losses(found: Sequence[Found]) -> tuple[Floats, Floats, Floats]:
    """The goals [m] that things cost, or win, their errors [m], and the journeys [m] that met each."""
    effects = [each.learnt.effect for each in found if each.learnt.effect is not None]
    journeys = np.array([each.learnt.counts.journeys for each in found], np.float64)
    lost = np.abs([each.value for each in effects]) * journeys
    return lost, np.array([each.error for each in effects]) * journeys, journeys


def _ordered(found: Sequence[Found], ranks: Ranks | None) -> tuple[Found, ...]:
    if ranks is None:
        return ()
    order = np.argsort(ranks.expected_rank, kind="stable")
    return tuple(replace(found[at], rank=int(at)) for at in order)
