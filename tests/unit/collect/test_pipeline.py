"""From raw rows to events: what is kept, as what, and why the rest is not."""

import json
from datetime import UTC, datetime
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.collect.ids import Hasher
from footpath.collect.pipeline import finish, prepare
from footpath.collect.reading import ImportOptions, RawBatch
from footpath.collect.steps import Setting
from footpath.errors import InputError, UsageError
from footpath.model.event import EVENT_SCHEMA

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_row_becomes_an_event(found):
    events = found(
        "when,what,who,page\n2025-03-01 10:00,Page viewed,ann,/home\n",
        columns={"time": "when", "event": "what", "person": "who"},
        timezone="Europe/Amsterdam",
    )
    assert events.table.schema.equals(EVENT_SCHEMA)
    [row] = events.rows
    assert row["time"] == datetime(2025, 3, 1, 9, tzinfo=UTC)
    assert (row["event"], row["source"], row["kind"], row["zone"]) == (
        "Page viewed",
        "log",
        "did",
        "Europe/Amsterdam",
    )
    assert row["actors"] == [{"kind": "log.who", "value": "ann"}]
    assert json.loads(row["properties"]) == {"page": "/home"}
    assert (row["file"], row["seq"], row["received"]) == ("f1", 0, NOW)


def test_every_reason_to_drop_a_row_is_counted(found):
    events = found(
        "time,event,user\n"
        "2025-03-01,A,ann\n"
        "yesterday,A,ann\n"
        ",A,ann\n"
        "2026-01-02T00:00:01,A,ann\n"
        "2025-03-01,,ann\n"
        "2025-03-01,A,\n"
        "2025-03-01,A,ann,more\n"
    )
    assert events.dropped == {
        "no_time_readable": 1,
        "no_time": 1,
        "future": 1,
        "no_event": 1,
        "no_actor": 1,
        "wrong_number_of_fields": 1,
    }
    assert (events.received, len(events.rows)) == (7, 1)


@pytest.mark.parametrize(
    ("written", "shown"),
    [("31/02/2026", "31/02/2026"), ("a\x1b[31mb", "a[31mb"), ("x" * 50, "x" * 39 + "…")],
)
def test_the_first_time_that_cannot_be_read_is_shown(found, written, shown):
    events = found(
        f"time,event,user\n2025-03-01,A,ann\n{written},A,ann\nnever,A,ann\n",
        columns={"time": "time", "event": "event", "person": "user"},
    )
    assert events.dropped == {"no_time_readable": 2}
    assert events.samples == {"no_time_readable": shown}


def test_dates_with_dots_need_no_word_and_those_with_slashes_a_format(found):
    rows = "when,event,user\n{0} 18:00,A,ann\n{0} 18:01,A,ann\n"
    noon = [datetime(2025, 1, 22, 18, minute, tzinfo=UTC) for minute in (0, 1)]
    assert found(rows.format("22.01.2025")).column("time") == noon
    assert found(rows.format("22/01/2025"), time_format="%d/%m/%Y %H:%M").column("time") == noon
    with pytest.raises(InputError, match="no column tells when"):
        found(rows.format("22/01/2025"))


def test_a_time_format_without_a_pattern_is_refused_with_an_example(found):
    with pytest.raises(UsageError, match=r'"dd\.mm\.yyyy" does not say.*%d\.%m\.%Y %H:%M'):
        found("time,event,user\n22.01.2025,A,ann\n", time_format="dd.mm.yyyy")


def test_times_without_a_zone_are_the_projects_or_utc_with_a_warning(found):
    text = "time,event,user\n2025-03-01 10:00,A,ann\n2025-03-01 10:00Z,B,ann\n2025-03-01T10:00+05:30,C,ann\n"
    assert found(text, project_timezone=None).warnings == {"no_time_zone": 1}
    events = found(text, project_timezone="Asia/Tokyo")
    assert events.warnings == {}
    assert [time.hour for time in events.column("time")] == [1, 10, 4]
    assert events.column("zone") == ["Asia/Tokyo", "UTC", "+05:30"]


def test_an_hour_that_comes_twice_or_never_is_counted(found):
    text = "time,event,user\n2012-10-28 02:30,A,ann\n2012-03-25 02:30,A,ann\n"
    assert found(text, timezone="Europe/Amsterdam").warnings == {"ambiguous_hour": 1, "skipped_hour": 1}


def test_actors_of_a_kind_are_shared_and_persons_belong_to_their_source(found):
    events = found(
        "time,event,caller,email\n2025-03-01,A,7,ann@x.org\n2025-03-01,B,?,bob@x.org\n2025-03-01,C,NA,\n",
        columns={"person": "caller", "actor.email": "email"},
        null=("?",),
        source="desk",
    )
    assert events.actors == [["desk.caller:7", "email:ann@x.org"], ["email:bob@x.org"], ["desk.caller:NA"]]


def test_the_case_is_the_person_where_nobody_else_is(found):
    events = found(
        "time,event,ticket,caller\n2025-03-01,A,T1,ann\n2025-03-01,B,T1,\n",
        columns={"case": "ticket", "person": "caller"},
    )
    assert events.actors == [["log.caller:ann"], ["log.case:T1"]]
    assert events.column("case") == ["T1", "T1"]


def test_a_row_with_several_times_is_several_events(found):
    events = found(
        "order,bought,sent,city\n1,2025-03-01,2025-03-02,Delft\n2,2025-03-01,,Delft\n3,,,Delft\n",
        columns={"case": "order", "time.Order placed": "bought", "time.Order sent": "sent"},
    )
    assert events.column("event") == ["Order placed", "Order sent", "Order placed"]
    assert events.column("seq") == [0, 1, 2]
    assert {json.loads(text)["city"] for text in events.column("properties")} == {"Delft"}
    assert events.dropped == {"no_time": 1}
    assert events.balanced


def test_positions_order_a_file_without_times(found):
    events = found("journey,position,activity\na,2,B\na,1,A\n")
    assert events.column("seq") == [2, 1]
    assert events.column("time") == [None, None]


def test_numbers_are_read_and_what_is_none_stays_a_property(found):
    events = found(
        "time,event,user,price\n2025-03-01,A,ann,9.50\n2025-03-01,A,ann,free\n2025-03-01,A,ann,\n",
        columns={"value": "price"},
    )
    assert events.column("value") == [9.5, None, None]
    assert events.column("properties") == [None, '{"value":"free"}', None]
    assert events.warnings == {"unreadable_value": 1}


def test_a_row_with_words_or_a_score_is_said(found):
    events = found(
        "time,event,user,words,stars\n2025-03-01,R,a,good,\n2025-03-01,R,b,,0\n2025-03-01,R,c,,\n",
        columns={"text": "words", "score": "stars"},
        set={"scale": "0..10"},
    )
    assert events.column("kind") == ["said", "said", "did"]
    assert events.column("score") == [None, 0.0, None]
    assert set(events.column("scale")) == {"0..10"}


def test_a_year_that_is_none_is_told(found):
    with pytest.raises(UsageError, match='"last" is no year'):
        found(
            "time,event,user\n5/12,A,ann\n",
            time_format="%m/%d",
            set={"year": "last"},
            columns={"time": "time"},
        )


def test_constants_fill_fields_and_properties(found):
    events = found(
        "time,user\n2025-03-01,ann\n", set={"event": "Signed in", "channel": "app", "country": "NL"}
    )
    [row] = events.rows
    assert (row["event"], row["channel"], row["properties"]) == ("Signed in", "app", '{"country":"NL"}')


def test_properties_keep_numbers_booleans_and_odd_characters():
    table = pa.table(
        {
            "time": ["2025-03-01"] * 2,
            "event": ["A", "A"],
            "person": ["ann", "bob"],
            "row": [0, 1],
            "properties.n": [1, None],
            "properties.b": [True, None],
            "properties.f": [0.5, float("nan")],
            'properties.a"b': ['"\\\n\x00é', None],
            "properties.value": [None, "own"],
            "properties.list": [[1, 2], None],
        }
    )
    setting = Setting(ImportOptions(), "log", "f", NOW)
    batch = finish(prepare(RawBatch(table), setting), setting)
    first, second = (json.loads(text) for text in batch.table["properties"].to_pylist())
    assert first == {"n": 1, "b": True, "f": 0.5, 'a"b': '"\\\n\x00é', "list": [1, 2]}
    assert second == {"value": "own"}


def test_given_ids_count_within_their_source_and_repeated_ones_are_duplicates(found):
    text = (
        "time,event,user,event_id,source\n2025-03-01,A,ann,1,x\n2025-03-01,B,ann,1,x\n2025-03-01,A,ann,1,y\n"
    )
    events = found(
        text,
        columns={"time": "time", "event": "event", "person": "user", "id": "event_id", "source": "source"},
    )
    assert [(row["id"], row["source"]) for row in events.rows] == [("1", "x"), ("1", "y")]
    assert events.duplicates == 1
    assert events.balanced


def test_a_later_version_of_a_response_is_not_a_duplicate(found):
    text = (
        "time,event,user,key,words,updated\n2025-03-01,R,a,1,good,2025-03-01\n2025-03-01,R,a,1,bad,2025-03-02\n"
        "2025-03-01,R,a,1,bad,2025-03-03\n"
    )
    events = found(text, columns={"person": "user", "id": "key", "text": "words", "received": "updated"})
    assert events.column("text") == ["good", "bad"]
    assert [time.day for time in events.column("received")] == [1, 2]
    assert events.duplicates == 1


def test_identical_rows_stay_as_many_as_they_are(found):
    events = found("time,event,user\n" + "2025-03-01,A,ann\n" * 3)
    assert len(set(events.ids)) == 3
    assert events.duplicates == 0


def test_an_id_is_the_same_in_every_version(found):
    [row] = found("time,event,user,page\n2025-03-01T10:00Z,View,ann,/home\n").rows
    assert row["id"] == "90a33fe1dd317b7ed4a83b7e5cda70e5"


CELLS = st.sampled_from(
    ["", "a", "b", "NA", "2025-03-01", "2025-03-01T10:00:00Z", "x" * 30, "30/30/30", "2030-01-01"]
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS), max_size=25)
NAMES = ("time", "event", "person", "id", "properties.p")


HASHER = Hasher()


def raw(rows, start=0):
    columns = {name: pa.array([row[n] or None for row in rows], pa.string()) for n, name in enumerate(NAMES)}
    return RawBatch(pa.table({**columns, "row": pa.array(range(start, start + len(rows)), pa.int64())}))


def events_of(rows, *, cuts=()):
    setting = Setting(ImportOptions(), "log", "f", NOW, "UTC", hasher=HASHER)
    edges = [0, *sorted({min(cut, len(rows)) for cut in cuts}), len(rows)]
    batches = [finish(prepare(raw(rows[a:b], a), setting), setting) for a, b in pairwise(edges)]
    for batch in batches:
        assert batch.received == batch.table.num_rows + batch.duplicates + batch.dropped.total()
    return batches


def ids(batches):
    return sorted(value for batch in batches for value in batch.table["id"].to_pylist())


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_every_row_is_kept_or_a_duplicate_or_dropped_for_a_reason(rows):
    [batch] = events_of(rows)
    assert batch.received == len(rows)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.lists(st.integers(0, 25), max_size=4))
def test_ids_do_not_depend_on_how_a_file_is_cut_into_batches(rows, cuts):
    assert ids(events_of(rows)) == ids(events_of(rows, cuts=cuts))


@settings(max_examples=40, deadline=None)
@given(ROWS, st.randoms())
def test_ids_do_not_depend_on_the_order_of_rows(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert ids(events_of(rows)) == ids(events_of(shuffled))


@settings(max_examples=40, deadline=None)
@given(ROWS, st.data())
def test_an_overlapping_export_shares_the_ids_of_the_rows_it_shares(rows, data):
    begin = data.draw(st.integers(0, len(rows)))
    assert set(ids(events_of(rows[begin:]))) <= set(ids(events_of(rows)))


@pytest.mark.parametrize("name", ["time", "event", "person", "id", "properties.p"])
def test_rows_that_differ_anywhere_have_different_ids(name):
    one = dict(zip(NAMES, ("2025-03-01", "A", "ann", None, "p"), strict=True))
    other = one | {name: "2025-03-02"}
    batches = events_of([tuple(one.values()), tuple(other.values())])
    assert len(set(ids(batches))) == 2
