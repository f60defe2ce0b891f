"""The order law: any order of the rows gives the same timelines."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.journeys.notation import BEGINNING
from footpath.journeys.timelines import build
from footpath.journeys.touchpoints import place
from footpath.model.definition import Touchpoint
from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex
from footpath.model.timeline import NO_TIME, Timelines
from reference.order import in_order

RULES = [
    Touchpoint("views", "s", {"event": ("view",)}),
    Touchpoint("pays", "s", {"event": ("pay",)}, channel="shop"),
]
PEOPLE = ["ann", "bob", None]


@st.composite
def logs(draw):
    """Rows in the order of their ids, with many ties."""
    rows = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "person": st.sampled_from(PEOPLE),
                    "source": st.sampled_from(["web", "app"]),
                    "seq": st.integers(0, 1),
                    "time": st.none() | st.integers(0, 2),
                    "case": st.sampled_from([None, "1", "2"]),
                    "event": st.sampled_from(["view", "pay", "noise"]),
                    "kind": st.sampled_from(["did", "did", "said", "traits"]),
                    "channel": st.sampled_from([None, "phone"]),
                    "score": st.none() | st.integers(0, 10),
                }
            ),
            max_size=80,
        )
    )
    return [row | {"id": f"{at:03}"} for at, row in enumerate(rows)]


def read(rows):
    columns = {name: [row.get(name) for row in rows] for name in EVENT_SCHEMA.names}
    columns["time"] = [
        None if each is None else BEGINNING + timedelta(hours=each) for each in columns["time"]
    ]
    columns |= {"file": ["f"] * len(rows), "received": [BEGINNING] * len(rows), "actors": [[]] * len(rows)}
    log = EventLog(
        pa.table([pa.array(columns[each.name], each.type) for each in EVENT_SCHEMA], schema=EVENT_SCHEMA)
    )
    none = pa.array([], pa.string())
    person = np.array(
        [-1 if row["person"] is None else PEOPLE.index(row["person"]) for row in rows], np.int32
    )
    ids = pa.array(PEOPLE[:2], pa.string())
    return log, PersonIndex(none, np.zeros(0, np.int32), ids, person, none, none, np.zeros(0, np.int64), {})


def built(rows) -> Timelines:
    log, people = read(rows)
    return build(log, people, place(log, RULES), RULES)


@settings(max_examples=60, deadline=None)
@given(logs(), st.randoms(use_true_random=False))
def test_any_order_of_the_rows_gives_the_same_timelines(rows, random):
    mixed = random.sample(rows, len(rows))
    one, other = built(rows), built(mixed)
    for field in fields(Timelines):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if field.name == "row":
            assert [rows[at]["id"] for at in left] == [mixed[at]["id"] for at in right]
        elif isinstance(left, np.ndarray):
            np.testing.assert_array_equal(left, right)
        else:
            assert left == right


@settings(max_examples=60, deadline=None)
@given(logs())
def test_the_order_is_that_of_the_twin(rows):
    found = built(rows)
    events = in_order([row for row in rows if row["person"] and row["kind"] != "traits"])
    matched = [row for row in events if row["event"] != "noise"]
    assert [rows[at]["id"] for at in found.row] == [row["id"] for row in matched]
    assert (found.total, found.unmatched) == (len(events), len(events) - len(matched))
    for at, name in enumerate(PEOPLE[:2]):
        own = [row for row in events if row["person"] == name]
        assert found.first_matched[at] == bool(own and own[0]["event"] != "noise")
        assert (found.first_seen[at] == NO_TIME) == (not own or own[0]["time"] is None)
    channels = [row["channel"] or ("shop" if row["event"] == "pay" else None) for row in matched]
    assert [None if code < 0 else found.channels[code] for code in found.channel] == channels


def test_a_long_timeline_is_sorted_as_a_short_one_is():
    rows = [
        {"person": "ann", "source": "web", "seq": at, "time": (at * 37) % 101, "case": None, "event": "view"}
        | {"kind": "did", "channel": None, "score": None, "id": f"{at:03}"}
        for at in range(300)
    ]
    assert [rows[at]["id"] for at in built(rows).row] == [row["id"] for row in in_order(rows)]


def test_what_comes_after_until_is_not_looked_at():
    rows = [
        {"person": "ann", "source": "web", "seq": at, "time": at, "case": None, "event": event, "kind": "did"}
        | {"channel": None, "score": None, "id": str(at)}
        for at, event in enumerate(["view", "noise", "pay"])
    ]
    log, people = read(rows)
    found = build(log, people, place(log, RULES), RULES, until=BEGINNING + timedelta(hours=1))
    assert (found.row.tolist(), found.total, found.unmatched) == ([0], 2, 1)
    assert found.newest - found.oldest == 3_600_000_000
