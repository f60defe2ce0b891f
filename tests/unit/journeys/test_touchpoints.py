"""Which touchpoint an event is at."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fnmatch import fnmatchcase

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.errors import QueryError, UnknownName
from footpath.journeys.touchpoints import place
from footpath.model.definition import Touchpoint
from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog


def log(*events):
    rows = [
        {"id": str(at), "source": "web", "file": "f", "seq": at, "received": datetime(2026, 1, 1, tzinfo=UTC)}
        | {"kind": "did", "actors": [], "event": "view"}
        | {key: value for key, value in event.items() if key != "properties"}
        | {"properties": json.dumps(event["properties"]) if "properties" in event else None}
        for at, event in enumerate(events)
    ]
    return EventLog(pa.Table.from_pylist(rows, EVENT_SCHEMA))


def rule(name, where=None, **match):
    patterns = {
        key.replace("__", "."): (value,) if isinstance(value, str) else value for key, value in match.items()
    }
    return Touchpoint(name, "stage", patterns, where=where)


def test_the_first_rule_that_matches_wins():
    events = log({"event": "Order placed"}, {"event": "Order paid"}, {"event": "help"})
    assert place(events, [rule("a", event="Order paid"), rule("b", event="Order *")]).tolist() == [1, 0, -1]


def test_all_keys_of_a_rule_must_match():
    events = log({"source": "web", "channel": "app"}, {"source": "web"}, {"source": "x", "channel": "app"})
    assert place(events, [rule("a", source="web", channel="app")]).tolist() == [0, -1, -1]


def test_a_rule_without_keys_takes_every_event_but_no_traits():
    assert place(log({}, {"kind": "traits", "event": ""}), [rule("a")]).tolist() == [0, -1]


def test_texts_are_compared_as_they_are_written():
    assert place(log({"event": "pay"}, {"event": "Pay"}), [rule("a", event="P*")]).tolist() == [-1, 0]


def test_a_pattern_may_be_meant_word_for_word():
    assert place(
        log({"event": "What?"}, {"event": "Why [x]"}), [rule("a", event=("What?", "Why [x]"))]
    ).tolist() == [0, 0]


def test_a_property_is_found_by_its_path_or_by_its_dotted_name():
    events = log(
        {"properties": {"page": {"path": "/plans/a"}}},
        {"properties": {"page.path": "/plans/b"}},
        {"properties": {"page": "/plans/"}},
        {},
    )
    assert place(events, [rule("a", properties__page__path="/plans/*")]).tolist() == [0, 0, -1, -1]


def test_numbers_and_truth_values_match_as_they_are_written():
    events = log({"properties": {"n": 5, "yes": True}}, {"properties": {"n": 50, "yes": False}})
    assert place(events, [rule("a", properties__n="5", properties__yes="true")]).tolist() == [0, -1]


def test_no_rules_and_no_events():
    assert place(log({}), []).tolist() == [-1]
    assert place(EventLog.empty(), [rule("a", event="x", properties__y="z", where="y > 1")]).tolist() == []


def test_a_condition_looks_at_columns_and_properties():
    events = log(
        {"value": 5.0, "properties": {"delivered": "2026-02-03", "promised": "2026-02-01"}},
        {"value": 5.0, "properties": {"delivered": "2026-02-01", "promised": "2026-02-01"}},
        {"value": None, "properties": {"delivered": "2026-02-03", "promised": "2026-02-01"}},
        {},
    )
    late = rule("late", event="view", where="delivered > properties.promised and value > 1")
    assert place(events, [late, rule("other")]).tolist() == [0, 1, 1, 1]


def test_a_property_with_the_name_of_a_column_is_reached_by_its_full_name():
    events = log({"source": "web", "properties": {"source": "ad"}}, {"source": "web"})
    assert place(events, [rule("a", where="properties.source = 'ad' and source = 'web'")]).tolist() == [0, -1]


def test_numbers_written_as_text_are_compared_as_numbers():
    events = log({"properties": {"a": "10", "b": "9"}}, {"properties": {"a": "9", "b": "10"}})
    assert place(events, [rule("a", where="a > b")]).tolist() == [0, -1]


def test_a_text_that_happens_to_be_digits_can_be_compared_with_a_text():
    events = log({"properties": {"plan": "10"}}, {"properties": {"plan": "11"}})
    assert place(events, [rule("a", where="plan in ('10', 'student')")]).tolist() == [0, -1]
    assert place(events, [rule("a", where="plan like '1_' and plan = '11'")]).tolist() == [-1, 0]


def test_what_is_no_number_is_not_more_than_one():
    events = log({"properties": {"n": "5"}}, {"properties": {"n": "n/a"}}, {"properties": {"n": 2}})
    assert place(events, [rule("a", where="n > 3")]).tolist() == [0, -1, -1]


def test_a_property_inside_another_has_dots_in_its_name():
    events = log({"properties": {"box": {"kg": 3}}}, {"properties": {"box": {"kg": 1}}}, {})
    assert place(events, [rule("a", where="box.kg > 2 or properties.box.kg = 1")]).tolist() == [0, 0, -1]


def test_a_property_that_no_event_has_is_null():
    assert place(
        log({"properties": {"a": 1}}), [rule("a", where="b > 1"), rule("c", where="b is null or b = 'x'")]
    ).tolist() == [1]


def test_a_condition_that_makes_no_sense_says_where_and_what_there_is():
    with pytest.raises(QueryError) as caught:
        place(log({"properties": {"kg": 1}}), [rule("a", where="frobnicate(kg) > 1")])
    assert "frobnicate(kg) > 1" in str(caught.value)
    assert str(caught.value).startswith('touchpoint "a": ')
    assert "kg" in caught.value.hint and "source" in caught.value.hint


def test_a_key_that_nobody_knows_is_told():
    with pytest.raises(UnknownName, match='no column to match "evnt"'):
        place(log({}), [rule("a", evnt="x")])


texts = st.text("ab*?[]!.\\^-é ", max_size=4)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(texts, min_size=1, max_size=4),
    st.lists(st.text("ab*?.\\^é ", max_size=4), min_size=1, max_size=3),
)
def test_globs_are_those_of_fnmatch(names, patterns):
    expected = [0 if any(fnmatchcase(name, each) for each in patterns) else -1 for name in names]
    assert (
        place(log(*({"event": name} for name in names)), [rule("a", event=tuple(patterns))]).tolist()
        == expected
    )


values = st.sampled_from([None, "a", "ab", "b"])
patterns_of = st.dictionaries(
    st.sampled_from(["source", "channel", "case", "properties.p", "properties.q.r"]),
    st.lists(st.sampled_from(["a", "ab", "a*", "?", "*"]), min_size=1, max_size=2).map(tuple),
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(values, values, values, values, values), min_size=1, max_size=6),
    st.lists(patterns_of, max_size=4),
)
def test_combinations_decide_as_each_event_by_itself_would(rows, matches):
    keys = ["source", "channel", "case", "properties.p", "properties.q.r"]
    events = [dict(zip(keys, (row[0] or "a", *row[1:]), strict=True)) for row in rows]
    fits = lambda event, match: all(  # noqa: E731
        event[key] is not None and any(fnmatchcase(event[key], each) for each in patterns)
        for key, patterns in match.items()
    )
    expected = [next((at for at, match in enumerate(matches) if fits(event, match)), -1) for event in events]
    told = log(
        *(
            {key: event[key] for key in keys[:3]}
            | {"properties": {"p": event[keys[3]], "q": {"r": event[keys[4]]}}}
            for event in events
        )
    )
    assert place(told, [Touchpoint("t", "s", match) for match in matches]).tolist() == expected
