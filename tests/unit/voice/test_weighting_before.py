"""What was seen strictly before the time of asking."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.journeys.notation import timelines
from footpath.voice.before import features_before
from reference.raking import before

START = 1_767_225_600_000_000  # the notation's beginning, µs
MINUTE = 60_000_000


def seen(text, person, minute):
    matrix, names = features_before(
        timelines(text), np.array([person]), np.array([START + minute * MINUTE], np.int64)
    )
    return dict(zip(names, matrix[0].tolist(), strict=True))


def test_counts_are_of_what_came_before():
    told = seen("ann: visit@1m call@2m call@3m pay@9m", 0, 5)
    assert told["met: call"] == pytest.approx(np.log(3))
    assert told["touchpoints"] == pytest.approx(np.log(4))
    assert told["last: call"] == 1
    assert "met: pay" not in told


def test_what_happens_at_the_time_of_asking_is_not_before():
    assert seen("ann: visit@1m call@5m", 0, 5)["touchpoints"] == pytest.approx(np.log(2))


def test_the_longest_wait_is_the_persons_own():
    told = seen("ann: visit@1d pay@20d · bob: visit@1d pay@3d pay@4d", 1, 10 * 24 * 60)
    assert told["longest wait"] == pytest.approx(np.log(3))
    assert told["days since first seen"] == pytest.approx(np.log(10))
    assert told["days since last seen"] == pytest.approx(np.log(7))


def test_channels_are_counted_once():
    assert seen("ann: a@1m/web b@2m/web c@3m/shop", 0, 9)["channels"] == pytest.approx(np.log(3))


def test_somebody_never_seen_before_has_nothing():
    log = timelines("ann: visit@7m · bob: visit@1m")
    matrix, names = features_before(log, np.array([0, 1]), np.full(2, START + 5 * MINUTE, np.int64))
    ann = dict(zip(names, matrix[0].tolist(), strict=True))
    assert set(ann.values()) == {0.0}


def test_one_person_may_be_asked_twice():
    log = timelines("ann: visit@1m call@4m")
    matrix, names = features_before(log, np.array([0, 0]), START + np.array([2, 6], np.int64) * MINUTE)
    assert matrix[:, names.index("touchpoints")] == pytest.approx(np.log([2, 3]))


STEPS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 30)), min_size=1, max_size=8)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(STEPS, min_size=1, max_size=4),
    st.lists(st.integers(0, 3), min_size=1, max_size=5),
    st.integers(0, 32),
)
def test_it_is_what_anyone_would_find_by_looking(people, asked, at):
    people = [sorted(steps, key=lambda step: step[1]) for steps in people]
    text = " · ".join(
        f"p{i}: " + " ".join(f"{name}@{minute}m" for name, minute in steps) for i, steps in enumerate(people)
    )
    matrix, names = features_before(
        timelines(text),
        np.array([each % len(people) for each in asked]),
        np.full(len(asked), START + at * MINUTE, np.int64),
    )
    for row, each in zip(matrix, asked, strict=True):
        expected = before(people[each % len(people)], at)
        told = dict(zip(names, row.tolist(), strict=True))
        assert {key: told[key] for key in expected if key in told} == pytest.approx(
            {key: value for key, value in expected.items() if key in told}
        )
