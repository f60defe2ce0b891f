"""What was known in a journey before a step, and what must have been written down afterwards."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.journeys import notation
from footpath.journeys.cut import cut
from footpath.journeys.timelines import build
from footpath.journeys.touchpoints import place
from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog
from footpath.moments.carried import Fact
from footpath.moments.described import Scale
from footpath.moments.facts import Facts, facts
from footpath.moments.hindsight import known_too_well

PLAIN = Scale(logged=False, low=-1e9, high=1e9, middle=7.0)


def world(text, told, **options):
    """A log from notation whose events carry these properties (dicts, or None), timelines, and journeys."""
    rows = notation.log(text).table.to_pylist()
    for row, properties in zip(rows, told, strict=True):
        row["properties"] = None if properties is None else json.dumps(properties)
    log = EventLog(pa.Table.from_pylist(rows, EVENT_SCHEMA))
    rules = notation.touchpoints(log)
    timelines = build(log, notation.people(log), place(log, rules), rules)
    return log, timelines, cut(timelines, notation.definition(**options))


def known(found, journeys, journey, position):
    """Name: value of what is known before each row."""
    values, names = found.before(journeys, np.array(journey), np.array(position))
    return [{name: value for name, value in zip(names, row, strict=True) if value} for row in values.tolist()]


def test_the_latest_value_before_a_step_counts():
    told = [{"device": "phone"}, {"device": "desk"}, None, {"device": "desk"}]
    log, timelines, journeys = world("ann: view cart pay · bob: view", told)
    found = facts(log, timelines, journeys)
    assert known(found, journeys, [0, 0, 0, 0, 1, 1], [0, 1, 2, 3, 3, 4]) == [
        {"device not told": 1},
        {"device=phone": 1},
        {"device=desk": 1},
        {"device=desk": 1},
        {"device not told": 1},
        {"device=desk": 1},
    ]


def test_what_is_known_in_one_journey_is_not_known_in_the_next():
    told = [{"plan": "a"}, None, {"plan": "b"}, None]
    log, timelines, journeys = world("ann: ask#1 pay#1 ask#2 pay#2", told)
    found = facts(log, timelines, journeys)
    assert known(found, journeys, [1, 1], [2, 3]) == [{"plan not told": 1}, {"plan=b": 1}]


def test_numbers_are_numbers_and_the_median_stands_in_where_none_is_told():
    persons = " · ".join(f"p{at:03}: ask pay" for at in range(101))
    told = [each for at in range(101) for each in ({"amount": str(100 + at)}, None)]
    log, timelines, journeys = world(persons, told)
    found = facts(log, timelines, journeys)
    assert found.names == ("amount", "amount not told")
    assert known(found, journeys, [0, 20], [0, 41]) == [
        {"amount": 150.0, "amount not told": 1},
        {"amount": 120.0},
    ]


def test_objects_are_looked_into_and_names_may_hold_dots_and_slashes():
    told = [{"page": {"kind": kind, "n": {"x": 1}}, "a.b": kind, "c/d~e": kind} for kind in ("shop", "blog")]
    log, timelines, journeys = world("ann: view · bob: view", told)
    assert facts(log, timelines, journeys).names[:2] == ("a.b=blog", "a.b=shop")
    assert [fact.name for fact in facts(log, timelines, journeys).chosen] == [
        "a.b",
        "c/d~e",
        "page.kind",
    ]


def test_what_is_no_fact_is_left_out_and_told():
    persons = " · ".join(f"p{at:03}: view" for at in range(100))
    told = [
        {
            "device": "phone" if at % 3 else "desk",
            "url": f"/product/{at}",
            "sent": f"2026-01-01T00:00:{at % 60:02}Z",
            "user_id": str(at % 9),
            "version": "1",
        }
        | ({"seldom": "x"} if at < 10 else {})
        for at in range(100)
    ]
    log, timelines, journeys = world(persons, told)
    found = facts(log, timelines, journeys)
    assert [fact.name for fact in found.chosen] == ["device"]
    assert dict(found.left_out) == {
        "url": "nearly every person has another",
        "sent": "dates, which may have been written down afterwards",
        "user_id": "an identifier",
        "version": "the same for everybody",
        "seldom": "too few persons have it",
    }


def test_at_most_twenty_facts():
    told = [{f"p{number:02}": value for number in range(30)} for value in "ab"]
    log, timelines, journeys = world("ann: view · bob: view", told)
    found = facts(log, timelines, journeys)
    assert len(found.chosen) == 20
    assert len(found.left_out) == 10


def test_no_properties_no_facts():
    log, timelines, journeys = world("ann: view pay", [None, None])
    values, names = facts(log, timelines, journeys).before(journeys, np.array([0]), np.array([1]))
    assert (values.shape, names) == ((1, 0), ())


def test_properties_that_are_no_object_carry_nothing():
    log, timelines, journeys = world("ann: view pay", [["a"], "b"])
    assert facts(log, timelines, journeys).names == ()


def test_the_events_of_persons_without_a_journey_are_not_read():
    log, timelines, journeys = world(
        "ann: view pay · bob: look", [{"a": 1}, {"a": 0}, {"a": 2}], start="view"
    )
    (fact,) = facts(log, timelines, journeys).chosen
    assert fact.values == ("0", "1")


def orders(status_of, *, steps="order ship", n=200):
    """n orders of which every second reaches its goal; all their events carry what `status_of` says."""
    reached = [bool(at % 2) for at in range(n)]
    text = " · ".join(f"p{at:03}: {steps} {'get' if each else 'wait'}" for at, each in enumerate(reached))
    told = [status_of(at, each, step) for at, each in enumerate(reached) for step in range(3)]
    return world(text, told, goal="get", ends="wait")


def test_what_all_events_of_a_case_say_and_knows_its_end_was_written_down_afterwards():
    def row(at, reached, step):
        return {
            "status": "delivered" if reached else "lost",
            "stars": str(4 + reached),
            "city": f"c{at // 50}",
        }

    found = facts(*orders(row))
    assert [fact.name for fact in found.chosen] == ["city"]
    assert {name for name, _ in found.left_out} == {"status", "stars"}


def test_also_where_the_first_events_are_bare():
    found = facts(
        *orders(lambda at, reached, step: {"stars": 4 + reached} if step else {"city": at // 2 % 4})
    )
    assert [fact.name for fact in found.chosen] == ["city"]


def test_what_the_first_event_says_of_the_end_was_written_down_afterwards_however_little_it_tells():
    def row(at, reached, step):
        ended = {"order_status": "fine" if at % 9 else "lost", "isClosed": str(at % 7 > 0)}
        return {"stands": "get" if at % 9 else "held", "marital": "one" if at % 9 else "two", **ended}

    found = facts(*orders(row))
    assert [fact.name for fact in found.chosen] == ["marital"]
    assert {reason for _, reason in found.left_out} == {
        "it is told from the first step on, but is how it ended"
    }


def test_a_reason_to_close_that_is_told_when_it_closes_is_a_fact():
    def row(at, reached, step):
        return {"close_code": "ab"[at // 2 % 2]} if step == 1 else None

    found = facts(*orders(row))
    assert [fact.name for fact in found.chosen] == ["close_code"]


def test_a_state_that_changes_on_the_way_may_tell_as_much_as_it_likes():
    def row(at, reached, step):
        return {"state": ("new", "fine" if reached else "late", "done")[step]}

    assert [fact.name for fact in facts(*orders(row)).chosen] == ["state"]


def test_what_only_comes_up_on_the_way_is_judged_by_its_value_alone():
    def row(at, reached, step):
        return {"shipping": "fast" if at % 4 < 2 else "slow"} if step and (reached or at % 20 == 0) else None

    assert [fact.name for fact in facts(*orders(row)).chosen] == ["shipping"]


def test_a_number_that_knows_the_end_knows_too_much():
    chance = np.random.default_rng(1)
    reached = chance.random(2000) < 0.4
    fair = reached + chance.normal(0, 1.5, 2000)
    assert not known_too_well(fair, reached)
    assert known_too_well(reached + chance.normal(0, 0.3, 2000), reached)
    assert known_too_well(~reached + chance.normal(0, 0.3, 2000), reached)


def test_that_something_is_told_may_know_too_much():
    reached = np.arange(200) % 2 == 0
    assert known_too_well(np.where(reached, 1.0 + np.arange(200) % 7, np.nan), reached)


def test_a_value_after_which_none_reaches_knows_too_much_and_a_rare_one_does_not():
    reached = np.arange(1000) % 2 == 0
    common, rare = np.zeros(1000, np.int64), np.zeros(1000, np.int64)
    common[1:200:2] = 1
    rare[1:20:2] = 1
    assert known_too_well(common, reached)
    assert not known_too_well(rare, reached)


def test_of_few_journeys_nobody_can_tell():
    reached = np.arange(40) % 2 == 0
    assert not known_too_well(reached.astype(np.int64), reached)


CARRIED = st.lists(st.sampled_from([-1, 0, 1, 2]), min_size=9, max_size=9)


@cache  # not while tests are collected: kernels would be compiled there
def nine():
    return notation.journeys("ann: a b c d · bob: a#1 b#2 c#1 d#2 e#2")


def held(carried, numbers):
    """Facts of the steps of nine(): one of values a and b and others, one of numbers."""
    chosen = (Fact("v", "/v", ("a", "b")), Fact("n", "/n", scale=PLAIN))
    columns = (np.array(carried, np.int8), np.array([np.nan if n < 0 else n for n in numbers], np.float64))
    return Facts(chosen, columns, np.arange(9, dtype=np.int32))


def slowly(carried, numbers, journeys, journey, position):
    """The same, step by step back from the position."""
    found = []
    for row, at in zip(journey, position, strict=True):
        steps = journeys.step[journeys.offsets[row] : at][::-1].tolist()
        value = next((carried[step] for step in steps if carried[step] >= 0), -1)
        number = next((numbers[step] for step in steps if numbers[step] >= 0), -1)
        shown = [7.0 if number < 0 else number, number < 0]
        found.append([value == 0, value == 1, value == -1, *shown])
    return found


@settings(deadline=None)
@given(CARRIED, CARRIED)
def test_the_law_a_lookup_is_a_walk_back(carried, numbers):
    journeys = nine()
    ends = zip(journeys.offsets, journeys.offsets[1:], strict=False)
    rows = [(row, at) for row, (low, high) in enumerate(ends) for at in range(low, high + 1)]
    journey, position = np.array(rows).T
    values, names = held(carried, numbers).before(journeys, journey, position)
    assert names == ("v=a", "v=b", "v not told", "n", "n not told")
    assert values.tolist() == slowly(carried, numbers, journeys, journey, position)


@settings(deadline=None)
@given(CARRIED, CARRIED, CARRIED, st.integers(0, 3))
def test_the_law_changing_what_comes_later_changes_nothing(carried, other, numbers, at):
    later = [*carried[:at], *other[at:4], *other[4:]]
    before = held(carried, numbers).before(nine(), np.array([0]), np.array([at]))[0]
    after = held(later, numbers).before(nine(), np.array([0]), np.array([at]))[0]
    assert before.tolist() == after.tolist()


def test_a_part_of_the_journeys_knows_the_same_as_the_whole():
    told = [{"device": value} for value in "abcabca"]
    log, timelines, journeys = world("ann: a b · bob: a b c · cy: a b", told)
    found = facts(log, timelines, journeys)
    part = journeys.select(np.array([False, True, True]))
    whole, _ = found.before(journeys, np.array([1, 2]), np.array([4, 6]))
    again, _ = found.before(part, np.array([0, 1]), np.array([2, 4]))
    assert whole.tolist() == again.tolist()
    assert replace(found).names == found.names
