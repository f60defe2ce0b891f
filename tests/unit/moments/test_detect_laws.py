"""What holds for every detector, on random journeys."""

from dataclasses import replace
from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels import meetings as kernel
from footpath.moments.candidate import Candidate
from footpath.moments.detect import (
    ChannelSwitches,
    Detours,
    Hesitations,
    Loops,
    Rage,
    RepeatContacts,
    Waits,
)
from footpath.moments.detect.durations import MINUTE, SECOND
from footpath.moments.detect.leaving import DeadEnds, Stops, labels
from laws.strategies import NAMES, journeys, persons
from reference import meetings as twin
from reference.drawn import build

UNTIL = 45  # minutes: when the journeys are looked at
DETECTORS = [
    Loops(least=1),
    Waits(least=1, go_on=0.0, to_one=0.0, shortest=0),
    RepeatContacts(least=1, within=12 * MINUTE, same=2 * MINUTE),
    ChannelSwitches(least=1, within=8 * MINUTE),
    Rage(least=1, gap=2 * MINUTE),
    Hesitations(least=1, share=0.2, shortest=5 * SECOND),
    Detours(least=1, most=0.3),
]
each_detector = pytest.mark.parametrize("detector", DETECTORS, ids=lambda each: type(each).__name__)


@each_detector
@settings(max_examples=8, deadline=None)
@given(journeys(), st.integers(2, 5))
def test_any_split_by_persons_gives_the_same_candidates(detector, whole, n):
    seen = fine(detector, whole)
    parts = [detector.partial(part) for part in seen.buckets(n)] or [detector.partial(seen)]
    assert detector.finish(reduce(detector.merge, parts)) == found(detector, seen)


@each_detector
@settings(max_examples=8, deadline=None)
@given(journeys(), st.integers(2, 5))
def test_any_split_by_persons_gives_the_same_times_of_risk(detector, whole, n):
    seen = fine(detector, whole)
    for candidate in found(detector, seen):
        parts = [rows(detector, part, candidate) for part in seen.buckets(n)]
        assert [row for part in parts for row in part] == rows(detector, seen, candidate)


@each_detector
@settings(max_examples=8, deadline=None)
@given(journeys())
def test_a_journey_meets_it_once_and_has_no_row_after_that(detector, whole):
    seen = fine(detector, whole)
    for candidate in found(detector, seen):
        risk = detector.risk(seen, candidate)
        assert np.all(seen.first[risk.journey] < risk.position)
        assert np.all(risk.position <= seen.last[risk.journey])
        order = list(zip(risk.journey.tolist(), risk.position.tolist(), strict=True))
        assert order == sorted(set(order))
        again = risk.journey[:-1] == risk.journey[1:]
        assert not np.any(risk.met[:-1] & again)
        assert not np.isin(risk.strays, risk.journey).any()


@each_detector
@settings(max_examples=8, deadline=None)
@given(journeys(), st.integers(2, 3))
def test_a_candidate_is_met_by_at_least_so_many_persons(detector, whole, least):
    seen, asked = fine(detector, whole), replace(detector, least=least)
    enough = found(asked, seen)
    for candidate in found(detector, seen):
        risk = detector.risk(seen, candidate)
        met = np.concatenate((risk.journey[risk.met], risk.strays))
        assert (len(np.unique(seen.person[met])) >= least) == (candidate in enough)


@each_detector
@settings(max_examples=8, deadline=None)
@given(journeys())
def test_what_can_never_be_a_moment_is_no_candidate(detector, whole):
    seen = fine(detector, whole)
    left_out = replace(detector, never=frozenset("A"))
    assert found(left_out, seen) == tuple(each for each in found(detector, seen) if each.touchpoint != "A")


PATTERNS = [
    (Loops(), Candidate("loop", "A", after=("B", "C")), twin.comes_back("A", "BC")),
    (Loops(), Candidate("loop", "A", "A", after=("A",)), twin.repeats("A")),
    (Detours(), Candidate("detour", "B", "A", after=("A",)), twin.goes_on("A", "B")),
    (
        ChannelSwitches(within=8 * MINUTE),
        Candidate("channel_switch", "B", "A", after=("A",)),
        twin.switches("A", "B", 8),
    ),
    (
        RepeatContacts(within=12 * MINUTE, same=2 * MINUTE),
        Candidate("repeat_contact", "A", after=("A", "B")),
        twin.contacts_again("A", "AB", 12, 2),
    ),
    (Rage(gap=3 * MINUTE), Candidate("rage", "A", after=("A",)), twin.bursts("A", 3)),
    (
        Hesitations(session=9 * MINUTE),
        Candidate("hesitation", "A", threshold=2 * MINUTE, after=("A",)),
        twin.hesitates("A", 2, 9),
    ),
    (Waits(), Candidate("wait", "A", threshold=4 * MINUTE, after=("A",)), twin.waits("A", 4, UNTIL)),
]


@pytest.mark.parametrize(
    ("detector", "candidate", "predicates"), PATTERNS, ids=lambda each: type(each).__name__
)
@settings(max_examples=25, deadline=None)
@given(persons())
def test_times_of_risk_are_those_that_anyone_would_find(detector, candidate, predicates, drawn):
    seen = replace(build(drawn, NAMES), as_of=UNTIL * MINUTE)
    expected = [
        (i, int(seen.first[i]) + position, met)
        for i, each in enumerate(drawn)
        for position, met in twin.rows(
            each.steps[each.first : each.last], each.outcome == "reached", *predicates
        )
    ]
    risk = detector.risk(seen, candidate)
    columns = (risk.journey.tolist(), risk.position.tolist(), risk.met.tolist())
    assert list(zip(*columns, strict=True)) == expected


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=8), st.lists(st.integers(0, 3), min_size=5, max_size=5))
def test_getting_on_is_coming_to_another_place_of_the_same_rank_or_higher(codes, rank):
    ends = np.array([0]), np.array([len(codes)])
    fast = kernel.gets_on(*ends, np.array(codes, np.int32), np.array(rank, np.int64))
    assert fast.tolist() == twin.gets_on(codes, dict(enumerate(rank)))


@settings(max_examples=8, deadline=None)
@given(journeys(), st.integers(2, 5))
def test_any_split_by_persons_gives_the_same_places_of_leaving(whole, n):
    def split(analysis):
        parts = [analysis.partial(part) for part in whole.buckets(n)] or [analysis.partial(whole)]
        return analysis.finish(reduce(analysis.merge, parts))

    stopped = split(Stops())
    assert stopped == at_once(Stops(), whole)
    assert split(DeadEnds(stopped.ranks)) == at_once(DeadEnds(stopped.ranks), whole)
    assert labels(split) == {}


def at_once(analysis, whole):
    return analysis.finish(analysis.partial(whole))


def fine(detector, whole):
    """The same, seen later; and where clicks are asked for, with times that tell parts of a second."""
    late = replace(whole, as_of=UNTIL * MINUTE)
    known = late.time > 0
    return replace(late, time=late.time + known) if isinstance(detector, Rage) else late


def found(detector, seen):
    return tuple(detector.finish(detector.partial(seen)))


def rows(detector, seen, candidate):
    """Person, place of the step in the person's own journeys, and whether it is met."""
    risk = detector.risk(seen, candidate)
    begin = seen.step[0] if len(seen.step) else 0  # a part begins later in the steps
    columns = (seen.person[risk.journey].tolist(), (risk.position + begin).tolist(), risk.met.tolist())
    return list(zip(*columns, strict=True))
