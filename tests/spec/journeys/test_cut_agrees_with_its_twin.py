"""The kernel cuts as the slow and obvious twin does, whatever the definition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.journeys.cut import cut
from footpath.model.definition import MONTH, Goal, JourneyDefinition
from footpath.model.journey import OUTCOMES, Journeys
from footpath.model.timeline import NO_TIME, Timelines
from reference import cut as twin

NAMES, CASES = ("a", "b", "c", "d"), ("c1", "c2")
HOUR = 3_600_000_000

spans = st.none() | st.integers(0, 8).map(lambda hours: timedelta(hours=hours))
some = st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple)
goals = st.lists(
    st.builds(
        Goal, st.sampled_from(NAMES), st.sampled_from([None, ">= 4", "<= 2", "= 3", "!= 3", "> 4", "< 2"])
    ),
    max_size=2,
).map(tuple)
definitions = st.builds(
    JourneyDefinition,
    st.just("j"),
    st.just("j"),
    start=some,
    goal=goals,
    ends=some,
    within=spans,
    quiet=spans,
    before=spans.map(lambda span: span or MONTH),
    after=spans.map(lambda span: span or MONTH),
)


@st.composite
def timelines_of_one(draw, cases):
    """Steps of (µs or None, touchpoint, case, score) in order."""
    untimed = draw(st.sampled_from([0, 0, 0, 2, 99]))
    steps, now = [], 0
    for at in range(draw(st.integers(0, 10))):
        now += draw(st.integers(0, 5)) * HOUR
        case = draw(st.sampled_from(cases))
        score = draw(st.none() | st.integers(1, 5))
        steps.append((None if at < untimed else now, draw(st.sampled_from(NAMES)), case, score))
    return steps


@dataclass
class Rule:
    definition: JourneyDefinition
    quiet: int

    def __post_init__(self):
        self.start, self.ends = self.definition.start, self.definition.ends
        self.before, self.after, self.within = map(
            _us, (self.definition.before, self.definition.after, self.definition.within)
        )

    def goal(self, touchpoint, score):
        return any(
            goal.touchpoint == touchpoint
            and (
                goal.score is None
                or (score is not None and eval(f"{score} {goal.score}".replace(" = ", " == ")))
            )
            for goal in self.definition.goal
        )


def _us(span):
    return None if span is None else span // timedelta(microseconds=1)


def as_timelines(people, newest):
    steps = [step for person in people for step in person]
    return Timelines(
        persons=pa.array([f"p{i}" for i in range(len(people))], pa.string()),
        offsets=np.cumsum([0, *map(len, people)]).astype(np.int64),
        touchpoint=np.array([NAMES.index(step[1]) for step in steps], np.int16),
        time=np.array([NO_TIME if step[0] is None else step[0] for step in steps], np.int64),
        channel=np.full(len(steps), -1, np.int16),
        case=np.array([-1 if step[2] is None else CASES.index(step[2]) for step in steps], np.int32),
        source=np.zeros(len(steps), np.int16),
        score=np.array([np.nan if step[3] is None else step[3] for step in steps], np.float64),
        row=np.arange(len(steps), dtype=np.int32),
        touchpoints=NAMES,
        channels=(),
        cases=pa.array(CASES),
        sources=("s",),
        first_seen=np.array(
            [person[0][0] if person and person[0][0] is not None else NO_TIME for person in people]
        ),
        first_matched=np.array([bool(person) for person in people]),
        oldest=min((step[0] for step in steps if step[0] is not None), default=NO_TIME),
        newest=newest,
        unmatched=0,
        total=len(steps),
    )


def as_told(found: Journeys, timelines: Timelines) -> list[dict]:
    told = []
    for j in range(len(found)):
        low, first, last, high = found.offsets[j], found.first[j], found.last[j], found.offsets[j + 1]
        steps = found.step - timelines.offsets[found.person[j]]
        told.append(
            {
                "person": int(found.person[j]),
                "case": None if found.case[j] < 0 else CASES[found.case[j]],
                "before": steps[low:first].tolist(),
                "inside": steps[first:last].tolist(),
                "after": steps[last:high].tolist(),
                "outcome": OUTCOMES[found.outcome[j]],
                "settled": bool(found.settled[j]),
            }
        )
    return told


def by_the_twin(people, definition, newest):
    gaps = [b[0] - a[0] for person in people for a, b in pairwise(person) if a[0] is not None]
    usual = twin.percentile_95(gaps)
    quiet = _us(definition.quiet if definition.quiet is not None else MONTH)
    rule = Rule(definition, usual if definition.quiet is None and usual is not None else quiet)
    keys = ("case", "before", "inside", "after", "outcome", "settled")
    return [
        {"person": who} | {key: journey[key] for key in keys}
        for who, person in enumerate(people)
        for journey in twin.cut(person, rule, newest)
    ]


@settings(max_examples=150, deadline=None)
@given(st.data(), definitions, st.integers(0, 20))
def test_every_journey_is_that_of_the_twin(data, definition, later):
    cases = data.draw(st.sampled_from([(None,), CASES, (None, *CASES)]))
    people = data.draw(st.lists(timelines_of_one(cases), min_size=1, max_size=3))
    times = [step[0] for person in people for step in person if step[0] is not None]
    newest = max(times) + later * HOUR if times else NO_TIME
    timelines = as_timelines(people, newest)
    found = cut(timelines, definition)
    assert as_told(found, timelines) == by_the_twin(people, definition, newest)
    assert found.outside == len(timelines.time) - len(found.step)
    assert len(np.unique(found.step)) == len(found.step)  # no step is in two journeys


@settings(max_examples=40, deadline=None)
@given(st.lists(timelines_of_one((None, *CASES)), min_size=1, max_size=3), definitions, st.integers(1, 30))
def test_what_comes_after_until_might_as_well_not_be(people, definition, hours):
    times = [step[0] for person in people for step in person if step[0] is not None]
    newest = max(times, default=NO_TIME)
    until = hours * HOUR
    whole = as_timelines(people, newest)
    found = cut(whole, definition, until=datetime.fromtimestamp(until / 1e6, UTC))
    seen = [[step for step in person if step[0] is None or step[0] <= until] for person in people]
    alone = cut(as_timelines(seen, min(newest, until)), definition)
    assert as_told(found, whole) == as_told(alone, as_timelines(seen, newest))
