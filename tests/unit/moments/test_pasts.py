"""What is known of a journey at a time of risk: all that came before, and nothing that came later."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.journeys import notation
from footpath.moments.candidate import Candidate, Risk
from footpath.moments.pasts import MOST_BEFORE, pasts
from footpath.moments.plan import Planning
from laws.strategies import NAMES, persons
from reference.drawn import Drawn, build

HELP = Candidate("touchpoint", "help", after=("home", "faq"))
log = np.log1p


def told(text, position, candidate=HELP, **options):
    """By name, what is known of the only journey ahead of one of its steps."""
    seen = notation.journeys(text, **options)
    found = pasts(plan_of(seen), seen, candidate, at(seen, [seen.first[0] + position]))
    return dict(zip(found.names, found.columns[0].tolist(), strict=True))


def plan_of(seen):
    return Planning().finish(Planning().partial(seen))


def at(seen, positions):
    rows = np.array(positions, np.int64)
    return Risk(np.arange(len(rows)), rows, np.zeros(len(rows), np.bool_))


def test_where_the_journey_is():
    found = told("ann: home/web faq home/shop help", 3)
    assert found["visits to the last"] == log(2)
    assert (found["last: home"], found["last: faq"]) == (1, 0)
    assert (found["been: home"], found["been: faq"]) == (1, 1)
    assert (found["channel: web"], found["channel: shop"]) == (0, 1)


def test_how_the_person_has_gone_so_far():
    found = told("ann: home@0 faq@1d home@5d faq@6d help@7d", 4)
    assert found["steps so far"] == log(4)
    assert found["steps before the journey"] == 0
    assert found["days so far"] == log(6)
    assert (found["longest wait"], found["last wait"]) == (log(4), log(1))
    assert found["visits: home"] == found["visits: faq"] == log(2)
    assert found["visits: help"] == 0


def test_the_lead_in_is_known_too():
    found = told("ann: faq@0 home@1d pay@25h", 1, start="home", goal="pay", within="1d", before="2d")
    assert found["steps before the journey"] == log(1)
    assert (found["visits: faq"], found["been: faq"]) == (log(1), 1)


def test_when():
    text = "ann: " + " ".join(f"home@{day}d" for day in range(10))
    found = told(text, 7, Candidate("touchpoint", "home"), quiet="2d")
    bends = [found[name] for name in found if name.startswith("days after")]
    assert found["day"] == 20454 + 6  # of the step before, not of this one
    assert bends == [5, 3, 1, 0]


def test_without_times_nothing_is_told_of_time():
    found = told("ann: home faq help", 2, timed=False)
    assert [found[name] for name in ("day", "days so far", "longest wait", "last wait")] == [0, 0, 0, 0]
    assert found["steps so far"] == log(2)


def test_ways_are_what_tells_how_a_person_has_gone_and_where_they_are_is_not():
    seen = notation.journeys("ann: home/web faq help")
    found = pasts(plan_of(seen), seen, HELP, at(seen, [2]))
    ways = {name for name, way in zip(found.names, found.ways, strict=True) if way}
    assert {"steps so far", "last wait", "visits per day", "visits: home"} <= ways
    assert ways.isdisjoint(
        {"last: home", "before the last: faq", "channel: web", "day", "visits to the last"}
    )


def test_at_most_ten_touchpoints_before_it_are_told_apart():
    names = [f"t{each}" for each in range(14)]
    candidate = replace(HELP, after=tuple(names))
    found = told(f"ann: {' '.join(names)} help", 14, candidate)
    assert [name for name in found if name.startswith("last: ")] == [
        f"last: {name}" for name in names[:MOST_BEFORE]
    ]


def test_nobody_at_risk_has_the_same_columns():
    seen = notation.journeys("ann: home/web faq help")
    none = pasts(plan_of(seen), seen, HELP, at(seen, []))
    assert none.columns.shape == (0, len(none.names))
    assert none.names == pasts(plan_of(seen), seen, HELP, at(seen, [2])).names


def test_columns_of_two_sorts_stand_beside_each_other():
    seen = notation.journeys("ann: home/web faq help")
    found = pasts(plan_of(seen), seen, HELP, at(seen, [2]))
    both = found + found
    assert both.columns.shape == (1, 2 * len(found.names)) == (1, len(both.ways))


@st.composite
def futures(draw):
    """Journeys, a position in each, and the same journeys with anything else from there on."""
    drawn = draw(persons())
    positions = [draw(st.integers(each.first + 1, each.last)) for each in drawn]
    return drawn, positions, [draw(other_future(*each)) for each in zip(drawn, positions, strict=True)]


@st.composite
def other_future(draw, each: Drawn, position: int):
    step = st.tuples(
        st.sampled_from(NAMES), st.none() | st.integers(0, 90), st.sampled_from(["web", "shop", None])
    )
    steps = each.steps[:position] + tuple(draw(st.lists(step, max_size=4)))
    return Drawn(
        each.person,
        steps,
        each.first,
        draw(st.integers(position, len(steps))),
        each.first,
        draw(st.sampled_from(["open", "reached", "left"])),
        draw(st.booleans()),
    )


@settings(max_examples=60, deadline=None)
@given(futures())
def test_nothing_that_comes_later_changes_what_is_known(drawn):
    before, positions, after = drawn
    seen, other = (build(each, NAMES) for each in (before, after))
    plan, candidate = plan_of(seen), Candidate("touchpoint", "A", after=("B", "C"))
    known = replace(plan, channels=tuple(set(seen.channels) & set(other.channels)))
    found, again = (
        pasts(known, each, candidate, at(each, each.offsets[:-1] + np.array(positions, np.int64)))
        for each in (seen, other)
    )
    assert found.names == again.names
    assert again.columns == pytest.approx(found.columns, abs=0)
