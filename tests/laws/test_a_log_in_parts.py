"""However small the parts of a log are, who is who, places, timelines and journeys are those of the whole."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.identity import stitch
from footpath.journeys import notation
from footpath.journeys.cut import cut, default_quiet, gaps
from footpath.journeys.earlier import up_to
from footpath.journeys.selecting import nth
from footpath.journeys.timelines import build
from footpath.journeys.touchpoints import place
from footpath.model.definition import Touchpoint
from footpath.model.event import EVENT_SCHEMA, schema_of
from footpath.model.log import EventLog
from footpath.model.outline import Outline
from footpath.store.index import IndexCache
from reference.same import same

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
RULES = [
    Touchpoint("views", "s", {"event": ("view",)}),
    Touchpoint("pays a lot", "s", {"event": ("pay",)}, where="properties.price > 5"),
    Touchpoint("pays", "s", {"event": ("p*",)}, channel="till"),
    Touchpoint("on a plan", "s", {"properties.plan": ("pro", "team")}),
    Touchpoint("says", "s", {"kind": ("said",), "source": ("*",)}),
]
FEW_RULES = [Touchpoint(name, "s", {"event": (sign,)}) for name, sign in (("views", "v*"), ("pays", "pay"))]
FEW_RULES.append(Touchpoint("on a plan", "s", {"case": ("2",)}))
DEFINITIONS = [
    notation.definition(start="views", goal="pays", within="2h"),
    notation.definition(start="views", goal="pays", ends="on a plan", before="1h", after="1h"),
    notation.definition(goal="pays", quiet="1h"),
    notation.definition(),
]
PROPERTIES = [None, "{}", '{"plan": "pro"}', '{"price": 9}', '{"price": "7", "plan": "x"}', '{"price": 3.5}']
ACTORS = [("user", "ann"), ("user", "bob"), ("anon", "a1"), ("anon", "a2"), ("email", "A@x.org"), ("ip", "")]
EVENT = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["web", "app", "crm"]),
        "seq": st.sampled_from([0, 1, 2**40]),
        "time": st.none() | st.integers(0, 3).map(lambda hours: BEGINNING + timedelta(hours=hours)),
        "case": st.sampled_from([None, None, "1", "2", ""]),
        "event": st.sampled_from(["view", "pay", "noise"]),
        "kind": st.sampled_from(["did", "did", "said", "traits"]),
        "channel": st.sampled_from([None, "phone", "app"]),
        "score": st.none() | st.integers(0, 10),
        "properties": st.sampled_from(PROPERTIES),
        "actors": st.lists(st.sampled_from(ACTORS), max_size=2).map(
            lambda some: [{"kind": kind, "value": value} for kind, value in some]
        ),
    }
)
EVENTS = st.lists(EVENT, max_size=40)


def table(events) -> pa.Table:
    told = {"file": "f", "received": BEGINNING}
    rows = [told | event | {"id": f"{at:03}"} for at, event in enumerate(events)]
    return pa.Table.from_pylist(rows, EVENT_SCHEMA)


def in_parts(whole: pa.Table, size: int) -> EventLog:
    """A log that is read so many rows at a time, each part with names of its own."""

    def parts(names):
        for at in range(0, len(whole), size):
            yield pa.Table.from_pylist(whole.slice(at, size).select(names).to_pylist(), schema_of(names))

    def pick(rows, names):
        return whole.select(names).take(pa.array(rows))

    return EventLog.reading(whole.select, parts, pick, lambda: len(whole))


@contextmanager
def files():
    """Columns in files, as an index makes them."""
    with TemporaryDirectory() as folder:
        cache = IndexCache(Path(folder))
        with cache.making("a") as entry:
            yield entry
        assert not list(Path(folder).iterdir())


@settings(max_examples=30, deadline=None)
@given(EVENTS, st.integers(1, 7), st.integers(1, 9), st.sampled_from(DEFINITIONS))
def test_everything_made_of_parts_and_buckets_in_files_is_what_the_whole_makes(
    events, size, bucket, definition
):
    log, parts = EventLog(table(events)), in_parts(table(events), size)
    people, codes = stitch(log, ()), place(log, RULES)
    timelines = build(log, people, codes, RULES)
    same(Outline.of(log), Outline.of(parts))
    with files() as room:
        same(people, stitch(parts, (), room=room))
        np.testing.assert_array_equal(codes, place(parts, RULES, room=room))
        found = build(parts, people, codes, RULES, room=room, bucket=bucket)
        same(timelines, found)
        same(cut(timelines, definition), cut(found, definition, room=room, bucket=bucket))


@settings(max_examples=30, deadline=None)
@given(EVENTS, st.integers(1, 9), st.integers(0, 3), st.sampled_from(DEFINITIONS))
def test_so_it_is_of_a_view_of_some_of_the_time(events, bucket, hours, definition):
    log, moment = EventLog(table(events)), BEGINNING + timedelta(hours=hours)
    people, codes = stitch(log, ()), place(log, FEW_RULES)
    timelines = build(log, people, codes, FEW_RULES, until=moment)
    same(timelines, build(in_parts(log.table, 3), people, codes, FEW_RULES, until=moment, bucket=bucket))
    seen = {"since": BEGINNING + timedelta(hours=1), "until": moment}
    whole = build(log, people, codes, FEW_RULES)
    same(cut(whole, definition, **seen), cut(whole, definition, **seen, bucket=bucket))


@settings(max_examples=30, deadline=None)
@given(EVENTS, st.integers(1, 9), st.integers(-1, 4))
def test_timelines_up_to_a_moment_are_those_of_the_events_up_to_it(events, bucket, hours):
    log, moment = EventLog(table(events)), BEGINNING + timedelta(hours=hours)
    people, codes = stitch(log, ()), place(log, FEW_RULES)
    wanted = build(log, people, codes, FEW_RULES, until=moment)
    with files() as room:
        whole = build(log, people, codes, FEW_RULES, room=room)
        found = up_to(whole, in_parts(log.table, 3), people, moment, room=room, bucket=bucket)
        by_name = [np.array([*each.channels, ""])[each.channel].tolist() for each in (wanted, found)]
        assert by_name[0] == by_name[1]
        same(replace(wanted, channels=(), channel=None), replace(found, channels=(), channel=None))


@settings(max_examples=30, deadline=None)
@given(EVENTS, st.integers(1, 9))
def test_what_is_quiet_is_the_nearest_rank_of_all_gaps(events, bucket):
    log = EventLog(table(events))
    timelines = build(log, stitch(log, ()), place(log, FEW_RULES), FEW_RULES)
    if len(found := gaps(timelines)):
        wanted = np.sort(found)[-(-95 * len(found) // 100) - 1]
        assert default_quiet(timelines, bucket=bucket) == timedelta(microseconds=int(wanted))


@given(st.lists(st.lists(st.integers(0, 2**50), max_size=5), min_size=1), st.data())
def test_the_number_at_a_place_is_that_of_all_numbers_sorted(parts, data):
    parts = [np.array(part, np.int64) for part in parts]
    every = np.sort(np.concatenate(parts))
    if len(every):
        at = data.draw(st.integers(0, len(every) - 1))
        assert nth(lambda: parts, at, most=int(every[-1])) == every[at]


def test_what_is_read_in_parts_is_not_held():
    read = []
    whole = table([{"source": "web", "seq": 0, "time": None, "event": "view", "kind": "did", "actors": []}])

    def columns(names):
        read.append(names)
        return whole.select(names)

    log = EventLog.reading(columns, lambda names: [whole.select(names)], count=lambda: 1)
    people = stitch(log, ())
    build(log, people, place(log, RULES[:1]), RULES[:1])
    assert read == []


def test_a_log_that_breaks_off_leaves_no_file(tmp_path):
    whole = table([{"source": "web", "seq": 0, "time": None, "event": "view", "kind": "did", "actors": []}])

    def parts(names):
        yield whole.select(names)
        raise ConnectionError("the disk was taken out")

    log, cache = EventLog.reading(whole.select, parts, count=lambda: 2), IndexCache(tmp_path)
    for make in (
        lambda room: stitch(log, (), room=room),
        lambda room: build(log, stitch(EventLog(whole), ()), np.zeros(2, np.int16), RULES[:1], room=room),
    ):
        with pytest.raises(ConnectionError), cache.making("a") as entry:
            make(entry)
        assert list(tmp_path.iterdir()) == []
