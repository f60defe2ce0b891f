"""What only a lake on disk can do, or get wrong."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from footpath.errors import StoreError
from footpath.model.event import EVENT_SCHEMA
from footpath.store import lake
from footpath.store.events import holding
from footpath.store.lake import LakeStore

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def visit(name, actor, *, source="web", text=None, event="Visit", case=None):
    kind, _, value = actor.partition(":")
    return dict.fromkeys(EVENT_SCHEMA.names) | {
        "id": name,
        "source": source,
        "file": "",
        "seq": 0,
        "time": NOON,
        "received": NOON,
        "event": event,
        "kind": "did",
        "case": case,
        "actors": [{"kind": kind, "value": value}],
        "text": text,
        "properties": f'{{"mail": "{value}"}}',
    }


def table(*rows):
    return pa.Table.from_pylist(list(rows), schema=EVENT_SCHEMA)


def with_a_replaced_answer(folder):
    store = LakeStore(folder)
    first = visit("1", "user:ann", text="meh") | {"kind": "said"}
    later = first | {"text": "good", "received": datetime(2026, 3, 2, tzinfo=UTC)}
    store.append([table(visit("0", "user:bob"), first)], file="a")
    store.append([table(visit("2", "user:eve"), later)], file="b")
    return store


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def everything(folder):
    """All bytes of a folder, those of Parquet files as they are and unpacked."""
    for path in files(folder):
        yield path.read_bytes()
        if path.suffix == ".parquet":
            yield str(pq.read_table(path).to_pylist()).encode()


def test_it_is_a_delta_table_that_others_can_read(tmp_path):
    LakeStore(tmp_path).append([table(visit("1", "user:ann"))], file="a")
    found = DeltaTable(str(tmp_path)).to_pyarrow_table().to_pylist()
    assert [(row["id"], row["source"], row["actors"]) for row in found] == [
        ("1", "web", [{"kind": "user", "value": "ann"}])
    ]


def test_after_forgetting_no_byte_of_the_folder_holds_the_identifier(tmp_path):
    store = LakeStore(tmp_path)
    ann = "ann.unique@example.com"
    for number in range(12):  # past a checkpoint of the log
        mine = visit(f"{ann}{number}", f"email:{ann}", text=f"I am {ann}", event=f"Mail {ann}", case=ann)
        store.append([table(mine, visit(f"b{number}", "user:bob"))], file=f"f{number}")
    store.undo("f3")
    assert any(ann.encode() in content for content in everything(tmp_path))
    assert store.forget(holding({f"email:{ann}"})) == 11
    assert not any(ann.encode() in content for content in everything(tmp_path))
    assert store.count() == 11


def test_forgetting_also_erases_what_an_undone_import_left_behind(tmp_path):
    store = LakeStore(tmp_path)
    store.append([table(visit("1", "email:ann.unique@example.com"))], file="a")
    store.append([table(visit("2", "user:bob"))], file="b")
    store.undo("a")
    assert store.forget(holding({"email:ann.unique@example.com"})) == 0
    assert not any(b"ann.unique" in content for content in everything(tmp_path))


def test_an_import_that_fails_leaves_no_file(tmp_path):
    store = LakeStore(tmp_path)
    store.append([table(visit("1", "user:ann"))], file="a")
    before = files(tmp_path)

    def batches():
        yield table(visit("2", "user:bob"), visit("3", "user:bob", source="shop"))
        raise OSError("disk gone")

    with pytest.raises(OSError, match="disk gone"):
        store.append(batches(), file="b")
    assert files(tmp_path) == before


def test_an_import_without_news_leaves_no_file(tmp_path):
    store = LakeStore(tmp_path)
    store.append([table(visit("1", "user:ann"))], file="a")
    before = files(tmp_path)
    store.append([table(visit("1", "user:ann"))], file="b")
    assert files(tmp_path) == before


def test_many_small_files_of_a_source_become_one(tmp_path):
    store = LakeStore(tmp_path)
    store.append([table(visit("shop", "user:ann", source="shop"))], file="shop")
    for number in range(lake.MANY):
        store.append([table(visit(str(number), "user:ann"))], file=f"f{number}")
    assert len(DeltaTable(str(tmp_path)).file_uris()) == 2
    assert store.count() == lake.MANY + 1
    assert store.undo("f7") == 1
    assert store.append([table(visit("7", "user:ann"), visit("8", "user:ann"))], file="again").kept == 1


def test_two_stores_on_one_folder_see_each_others_changes(tmp_path):
    one, other = LakeStore(tmp_path), LakeStore(tmp_path)
    one.append([table(visit("1", "user:ann"))], file="a")
    assert other.append([table(visit("1", "user:ann"))], file="b").duplicates == 1
    assert one.revision() == other.revision()


def test_a_broken_log_is_told(tmp_path):
    store = LakeStore(tmp_path)
    store.append([table(visit("1", "user:ann"))], file="a")
    for log in (tmp_path / "_delta_log").glob("*.json"):
        log.write_text("{")
    with pytest.raises(StoreError, match="can't be read"):
        store.count()


def test_a_missing_file_is_told(tmp_path):
    store = LakeStore(tmp_path)
    store.append([table(visit("1", "user:ann"))], file="a")
    for part in tmp_path.glob("*.parquet"):
        part.unlink()
    with pytest.raises(StoreError, match="missing"):
        store.scan()


def test_what_is_read_in_parts_is_what_is_read_whole_without_replaced_answers(tmp_path):
    store = with_a_replaced_answer(tmp_path)
    log = store.scan()
    parts = [row for part in log.parts(["id", "text"], 1) for row in part.to_pylist()]
    assert len(log) == 3
    assert parts == store.scan().columns(["id", "text"]).to_pylist()
    assert sorted(str(row["text"]) for row in parts) == ["None", "None", "good"]


def test_some_rows_are_those_of_the_whole_without_replaced_answers(tmp_path):
    store = with_a_replaced_answer(tmp_path)
    rows, names = np.array([1, 2]), ["id", "text", "event"]
    assert store.scan().pick(rows, names).to_pylist() == store.scan().take(rows, names).to_pylist()


def test_a_file_that_goes_while_it_is_read_in_parts_is_told(tmp_path):
    store = LakeStore(tmp_path)
    store.append([table(visit("1", "user:ann"))], file="a")
    log = store.scan()
    next(tmp_path.glob("*.parquet")).unlink()
    with pytest.raises(StoreError, match="missing"):
        list(log.parts(["id"]))
    with pytest.raises(StoreError, match="missing"):
        log.pick(np.array([0]), ["id"])
