"""What is known of persons, and who is in a segment."""

from __future__ import annotations

import json
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest

from footpath.errors import QueryError, UnknownName
from footpath.journeys import notation
from footpath.journeys.cohort import is_behavioural, members, people_table
from footpath.journeys.timelines import build
from footpath.journeys.touchpoints import place
from footpath.model.definition import Segment
from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog

WHEN = notation.BEGINNING


def world(text, *told, values=()):
    """A log from notation, with traits as (person, hours or None, seq, traits)."""
    rows = notation.log(text).table.to_pylist()
    for row, value in zip(rows, values, strict=False):
        row["value"] = value
    for at, (person, hours, seq, traits) in enumerate(told):
        time = None if hours is None else WHEN + timedelta(hours=hours)
        rows.append(
            {
                "id": f"t{at}",
                "source": "crm",
                "file": "crm",
                "seq": seq,
                "time": time,
                "received": WHEN,
                "event": "",
            }
            | {
                "kind": "traits",
                "actors": [{"kind": "name", "value": person}],
                "properties": json.dumps(traits),
            }
        )
    log = EventLog(pa.Table.from_pylist(rows, EVENT_SCHEMA))
    people = notation.people(log)
    rules = notation.touchpoints(notation.log(text))
    return log, people, build(log, people, place(log, rules), rules)


def who(where, *parts):
    log, people, timelines = parts
    found = members(Segment("s", where), log, people, timelines)
    return [name for name, inside in zip(people.ids.to_pylist(), found, strict=True) if inside]


def test_the_latest_trait_counts_and_null_tells_nothing():
    parts = world(
        "ann: view",
        ("ann", 5, 0, {"plan": "family", "city": None}),
        ("ann", 1, 1, {"plan": "student", "city": "Delft"}),
        ("ann", None, 2, {"plan": "none", "born": 1990}),
    )
    (row,) = people_table(*parts).to_pylist()
    assert row == {
        "person": "ann",
        "born": 1990,
        "city": "Delft",
        "plan": "family",
        "first_channel": None,
        "events": 1,
        "value": 0.0,
    }


def test_a_trait_with_the_name_of_another_column_gets_another_name():
    table = people_table(*world("ann: view", ("ann", 1, 0, {"value": "gold", "Plan": "a", "plan": "b"})))
    assert table.column_names == [
        "person",
        "Plan",
        "trait_plan",
        "trait_value",
        "first_channel",
        "events",
        "value",
    ]


def test_events_and_their_values_count_whether_or_not_they_are_at_a_touchpoint():
    parts = world("ann: view/web (ad)/mail pay/shop · bob: (ad)", values=[None, 2.5, 0.25, 1.0])
    assert people_table(*parts).to_pylist() == [
        {"person": "ann", "first_channel": "web", "events": 3, "value": 2.75},
        {"person": "bob", "first_channel": None, "events": 1, "value": 1.0},
    ]


def test_a_sum_does_not_depend_on_the_order_of_rows():
    values = [0.1, 0.2, 0.3, 1e9, -1e9]
    sums = set()
    for seed in range(5):
        mixed = np.random.default_rng(seed).permutation(values).tolist()
        sums.add(people_table(*world("ann: a a a a a", values=mixed)).column("value")[0].as_py())
    assert len(sums) == 1


def test_a_segment_asks_for_traits_and_behaviour():
    parts = world(
        "ann: view/web view pay · bob: view/app · cy: view/web",
        ("ann", 0, 0, {"plan": "student", "age": "9"}),
        ("bob", 0, 1, {"plan": "student", "age": "10"}),
    )
    assert who("plan = 'student' and reached('pay')", *parts) == ["ann"]
    assert who("count('view') = 1", *parts) == ["bob", "cy"]
    assert who("not reached('pay') and first_channel = 'web'", *parts) == ["cy"]
    assert who("age > 9", *parts) == ["bob"]
    assert who("plan is null", *parts) == ["cy"]
    assert who("Reached ( 'pay' ) or COUNT('view') > 1", *parts) == ["ann"]


def test_touchpoints_that_differ_in_case_or_have_quotes_are_not_confused():
    parts = world('ann: Pay · bob: pay · cy: d\'or "x"')
    assert who("reached('Pay')", *parts) == ["ann"]
    assert who("reached('pay') or reached('Pay')", *parts) == ["ann", "bob"]
    assert who("reached('d''or') and reached('\"x\"')", *parts) == ["cy"]


def test_a_text_that_looks_like_a_call_is_a_text():
    parts = world("ann: view", ("ann", 0, 0, {"note": "reached('moon')"}))
    assert who("note = 'reached(''moon'')'", *parts) == ["ann"]


def test_a_touchpoint_or_a_column_that_nobody_knows_is_told():
    parts = world("ann: view", ("ann", 0, 0, {"plan": "a"}))
    with pytest.raises(UnknownName, match='no touchpoint "viw"'):
        who("reached('viw')", *parts)
    with pytest.raises(QueryError) as caught:
        who("plam = 'a'", *parts)
    assert str(caught.value) == 'segment "s": no column "plam" in "plam = \'a\'". Did you mean "plan"?'


def test_traits_told_after_until_are_not_looked_at():
    log, people, timelines = world("ann: view", ("ann", 1, 0, {"plan": "a"}), ("ann", 9, 1, {"plan": "b"}))
    table = people_table(log, people, timelines, until=WHEN + timedelta(hours=2))
    assert table.column("plan").to_pylist() == ["a"]


@pytest.mark.parametrize(
    ("where", "behavioural"),
    [
        ("reached('pay')", True),
        ("count('pay') > 1 and age > 3", True),
        ("first_channel = 'web'", True),
        ("value > 10", True),
        ("events > 10", True),
        ("age > 30", False),
        ("note = 'value'", False),
        ("note = 'reached(''pay'')'", False),
    ],
)
def test_a_segment_that_looks_at_what_people_did_is_behavioural(where, behavioural):
    assert is_behavioural(Segment("s", where)) is behavioural
