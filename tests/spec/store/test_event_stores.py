"""What both event stores promise, in examples and as laws against a plain store of ten lines."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from footpath.errors import InputError
from footpath.model.event import EVENT_SCHEMA
from footpath.store.events import Appended, SourceCount, among, holding
from footpath.store.lake import LakeStore
from footpath.store.memory import MemoryStore

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANN, BOB = "email:ann@example.com", "email:bob@example.com"


def event(name, source="web", *, kind="did", received=0, seq=0, text=None, actor=ANN):
    actor_kind, _, value = actor.partition(":")
    when = NOON + timedelta(minutes=received)
    return dict.fromkeys(EVENT_SCHEMA.names) | {
        "id": name,
        "source": source,
        "file": "",
        "seq": seq,
        "time": when,
        "received": when,
        "event": "Visit",
        "kind": kind,
        "actors": [{"kind": actor_kind, "value": value}],
        "text": text,
    }


def said(name, text, *, received=0, seq=0, source="survey"):
    return event(name, source, kind="said", received=received, seq=seq, text=text) | {"time": NOON}


def table(*events):
    return pa.Table.from_pylist(list(events), schema=EVENT_SCHEMA)


def ids(store):
    return sorted(store.scan(["id"])["id"].to_pylist())


def words(store):
    return sorted(store.scan(["text"])["text"].to_pylist())


def in_order(store):
    return sorted(store.scan().table.to_pylist(), key=lambda row: (row["source"], row["id"]))


@pytest.fixture(params=["memory", "lake", "lake by URL"])
def store(request, tmp_path):
    if request.param == "memory":
        return MemoryStore()
    place = tmp_path / "events"
    place.mkdir()
    return LakeStore(place if request.param == "lake" else place.as_uri())


def test_a_new_store_is_empty(store):
    assert (len(store.scan()), store.count(), store.revision(), store.sources()) == (0, 0, 0, [])
    assert store.undo("a") == 0
    assert store.forget(holding({ANN})) == 0


def test_events_come_back_as_they_were_sent(store):
    sent = table(event("1", text="a, b"), event("2", "shop", actor=BOB), said("3", "fine"))
    assert store.append([sent], file="a") == Appended(kept=3, duplicates=0)
    found = store.scan().table.sort_by("id")
    assert found.drop_columns(["file"]).to_pylist() == sent.drop_columns(["file"]).to_pylist()
    assert found.schema.equals(EVENT_SCHEMA)


def test_events_are_marked_with_the_import_that_brought_them(store):
    store.append([table(event("1"))], file="a")
    assert store.scan(["file"])["file"].to_pylist() == ["a"]


def test_a_second_import_adds_only_what_is_new(store):
    store.append([table(event("1"), event("2"))], file="a")
    revision = store.revision()
    assert store.append([table(event("1"), event("2"))], file="b") == Appended(kept=0, duplicates=2)
    assert store.revision() == revision
    assert store.append([table(event("2"), event("3"))], file="c") == Appended(kept=1, duplicates=1)
    assert store.revision() > revision
    assert ids(store) == ["1", "2", "3"]


def test_an_event_twice_in_one_import_is_a_duplicate_also_across_batches(store):
    batches = [table(event("1"), event("1")), table(event("1"), event("2"))]
    assert store.append(batches, file="a") == Appended(kept=2, duplicates=2)


def test_the_same_id_of_another_source_is_another_event(store):
    batch = table(event("1", "web"), event("1", "shop"))
    assert store.append([batch], file="a") == Appended(kept=2, duplicates=0)


def test_a_later_version_of_a_response_replaces_the_earlier(store):
    store.append([table(said("1", "bad"))], file="a")
    assert store.append([table(said("1", "good", received=5))], file="b") == Appended(kept=1, duplicates=0)
    assert words(store) == ["good"]
    assert store.count() == 1


def test_an_earlier_version_that_comes_late_changes_nothing(store):
    store.append([table(said("1", "good", received=5))], file="a")
    assert store.append([table(said("1", "bad"))], file="b") == Appended(kept=0, duplicates=1)
    assert words(store) == ["good"]


def test_a_response_read_again_without_a_change_is_a_duplicate(store):
    store.append([table(said("1", "bad"))], file="a")
    assert store.append([table(said("1", "bad", received=5))], file="b") == Appended(kept=0, duplicates=1)


def test_an_answer_may_be_changed_back(store):
    for minute, text in enumerate(["bad", "good", "bad"]):
        assert store.append([table(said("1", text, received=minute))], file=text).kept == 1
    assert words(store) == ["bad"]


def test_of_two_versions_received_together_the_later_row_holds(store):
    versions = table(said("1", "good", seq=8), said("1", "bad", seq=3))
    store.append([versions], file="a")
    assert words(store) == ["good"]


def test_what_somebody_did_has_no_versions(store):
    store.append([table(event("1", text="a"))], file="a")
    assert store.append([table(event("1", text="b", received=5))], file="b") == Appended(kept=0, duplicates=1)
    assert words(store) == ["a"]


def test_when_a_batch_fails_nothing_of_the_import_stays(store):
    store.append([table(event("1"))], file="a")
    revision = store.revision()

    def batches():
        yield table(event("2"), event("3", "shop"))
        raise InputError("the file ends in the middle")

    with pytest.raises(InputError):
        store.append(batches(), file="b")
    assert (ids(store), store.revision()) == (["1"], revision)


def test_undo_takes_one_import_out_and_it_can_come_again(store):
    store.append([table(event("1"))], file="a")
    store.append([table(event("2"), event("3", "shop"))], file="b")
    assert store.undo("b") == 2
    assert ids(store) == ["1"]
    assert store.append([table(event("2"))], file="b") == Appended(kept=1, duplicates=0)


def test_undoing_a_later_version_brings_the_earlier_back(store):
    store.append([table(said("1", "bad"))], file="a")
    store.append([table(said("1", "good", received=5))], file="b")
    assert store.undo("b") == 1
    assert words(store) == ["bad"]


def test_forgetting_an_actor_erases_all_events_that_carry_it(store):
    store.append([table(event("1"), event("2", actor=BOB), said("3", "mine"))], file="a")
    assert store.forget(holding({ANN})) == 2
    assert ids(store) == ["2"]


def test_forgetting_an_event_erases_its_versions_too(store):
    store.append([table(said("1", "bad"), said("2", "other"))], file="a")
    store.append([table(said("1", "good", received=5))], file="b")
    assert store.forget(among(pa.table({"source": ["survey"], "id": ["1"]}))) == 2
    assert words(store) == ["other"]


def test_sources_are_counted_with_their_newest_event(store):
    store.append([table(event("1"), event("2", received=9), event("3", "shop"))], file="a")
    store.append([table(event("4", "plan") | {"time": None})], file="b")
    minute = timedelta(minutes=1)
    expected = [("plan", 1, None), ("shop", 1, NOON), ("web", 2, NOON + 9 * minute)]
    assert store.sources() == [SourceCount(*each) for each in expected]


def test_a_scan_of_some_columns_has_those_in_that_order(store):
    store.append([table(event("1"))], file="a")
    assert store.scan(["event", "id"]).to_pylist() == [{"event": "Visit", "id": "1"}]


def test_a_scan_of_the_same_revision_has_the_same_order(store):
    for file in "abc":
        store.append([table(*(event(f"{file}{n}") for n in range(5)))], file=file)
    assert store.scan().table.equals(store.scan().table)


class PlainStore:
    """The same, one row after the other."""

    def __init__(self):
        self.rows = []

    def append(self, rows, file):
        kept = 0
        for row in rows:
            held = self.latest().get((row["source"], row["id"]))
            if held is None or (row["kind"] == "said" and self._replaces(row, held)):
                self.rows.append(row | {"file": file})
                kept += 1
        return Appended(kept, len(rows) - kept)

    @staticmethod
    def _replaces(row, held):
        later = (row["received"], row["seq"]) > (held["received"], held["seq"])
        return later and row["text"] != held["text"]

    def latest(self):
        order = sorted(self.rows, key=lambda row: (row["received"], row["seq"]))
        return {(row["source"], row["id"]): row for row in order}

    def remove(self, gone):
        before = len(self.rows)
        self.rows = [row for row in self.rows if not gone(row)]
        return before - len(self.rows)


FILES = st.sampled_from(["f1", "f2", "f3"])
NUMBERS = st.integers(0, 3)
DID = st.builds(
    lambda number, source, who: event(str(number), source, actor=who, seq=number),
    NUMBERS,
    st.sampled_from(["web", "shop"]),
    st.sampled_from([ANN, BOB]),
)
SAID = st.builds(
    lambda number, text, minute, seq: said(str(number), text, received=minute, seq=seq),
    NUMBERS,
    st.sampled_from(["good", "bad"]),
    NUMBERS,
    NUMBERS,
)
ROWS = st.lists(DID | SAID, max_size=6)


class BothStores(RuleBasedStateMachine):
    """Any sequence of changes leaves both stores as it leaves the plain one."""

    batches = Bundle("batches")

    @initialize()
    def begin(self):
        self.folder = TemporaryDirectory()
        self.stores = [MemoryStore(), LakeStore(Path(self.folder.name) / "events")]
        self.plain = PlainStore()

    def teardown(self):
        self.folder.cleanup()

    @rule(target=batches, rows=ROWS, file=FILES, cut=NUMBERS)
    def append(self, rows, file, cut):
        expected = self.plain.append(rows, file)
        for store in self.stores:
            assert store.append([table(*rows[:cut]), table(*rows[cut:])], file=file) == expected
        return rows

    @rule(rows=batches, file=FILES)
    def append_again(self, rows, file):
        self.append(rows, file, 0)

    @rule(file=FILES)
    def undo(self, file):
        expected = self.plain.remove(lambda row: row["file"] == file)
        assert [store.undo(file) for store in self.stores] == [expected] * 2

    @rule(actor=st.sampled_from([ANN, BOB]))
    def forget(self, actor):
        value = actor.partition(":")[2]
        expected = self.plain.remove(lambda row: row["actors"][0]["value"] == value)
        assert [store.forget(holding({actor})) for store in self.stores] == [expected] * 2

    @invariant()
    def all_agree(self):
        expected = sorted(self.plain.latest().values(), key=lambda row: (row["source"], row["id"]))
        for store in self.stores:
            assert in_order(store) == expected
            assert store.count() == len(expected)


TestBothStores = BothStores.TestCase
TestBothStores.settings = settings(max_examples=12, stateful_step_count=8, deadline=None)


def distinct_versions(rows):
    """An id names one event; versions of a response differ in when they were received."""
    by_version = {
        (row["source"], row["id"], row["received"] if row["kind"] == "said" else None): row for row in rows
    }
    return [
        row | {"seq": 0, "text": f"{row['received']}" if row["kind"] == "said" else None}
        for row in by_version.values()
    ]


@settings(max_examples=15, deadline=None)
@given(rows=ROWS.map(distinct_versions), data=st.data())
def test_law_the_order_of_imports_and_their_repetition_do_not_matter(rows, data):
    shuffled = data.draw(st.permutations(rows + rows))
    scans = []
    with TemporaryDirectory() as folder:
        for number, order in enumerate([rows, shuffled]):
            store = MemoryStore() if number else LakeStore(Path(folder) / "events")
            for row in order:
                store.append([table(row)], file="f")
            scans.append(in_order(store))
    assert scans[0] == scans[1]
