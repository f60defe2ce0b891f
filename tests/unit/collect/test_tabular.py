"""Tables of events: CSV and its like, Parquet, NDJSON, workbooks, and files of persons."""

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from footpath.collect.load import load, load_table
from footpath.collect.reading import ImportOptions
from footpath.errors import InputError, UnknownFormat

ROWS = [("2025-03-01 10:00", "Page viewed", "ann"), ("2025-03-02 10:00", "Order, large", 'b"o\nb')]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_recognised_and_cells_may_hold_anything(found, delimiter):
    text = delimiter.join(("time", "event", "user")) + "\r\n"
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in ROWS]
    text += "".join(f"{line}\r\n" for line in quoted)
    events = found(text)
    assert events.column("event") == ["Page viewed", "Order, large"]
    assert events.actors == [["log.user:ann"], ['log.user:b"o\nb']]


def test_a_compressed_file_holds_the_same(found):
    text = "time,event,user\n2025-03-01,A,ann\n"
    assert found(gzip.compress(text.encode()), name="log.csv.gz").ids == found(text).ids


def test_a_table_without_header_is_told_apart(found):
    events = found(
        "2025-03-01,A,ann\n2025-03-02,A,bob\n",
        columns={"time": "column_1", "event": "column_2", "person": "column_3"},
    )
    assert len(events.rows) == 2


def test_duplicate_and_missing_names_of_columns_are_made_distinct(found):
    events = found("time,event,user,note,note,\n2025-03-01,A,ann,x,y,z\n")
    assert json.loads(events.rows[0]["properties"]) == {"note": "x", "note.2": "y", "column_6": "z"}
    assert events.warnings["duplicate_column"] >= 1


def test_blanks_after_the_delimiter_belong_to_nobody(found):
    events = found("user, time, event, page\nann, 2025-03-01, A, home\n")
    assert (events.column("event"), events.column("properties")) == (["A"], ['{"page":"home"}'])


def test_a_header_alone_is_no_event(found):
    events = found("time,event,user\n")
    assert (events.received, len(events.rows)) == (0, 0)


def test_ids_and_order_are_those_of_the_file_over_many_blocks(found):
    n = 250_000
    text = "time,event,user,page\n" + "".join(f"2025-03-01,A,u{i},/{'x' * 80}{i}\n" for i in range(n))
    events = found(text)
    assert events.table["seq"].to_pylist() == list(range(n))
    assert len(set(events.table["id"].to_pylist())) == n


def parquet(table):
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def test_parquet_keeps_its_types(found):
    table = pa.table(
        {
            "ts": pa.array([1740819600000000], pa.timestamp("us", "UTC")),
            "event": ["A"],
            "user_id": [5.0],
            "n": [2],
            "ok": [True],
        }
    )
    for content, name in ((parquet(table), "log.parquet"), (gzip.compress(parquet(table)), "log.parquet.gz")):
        [row] = found(content, name=name).rows
        assert row["time"].hour == 9
        assert row["actors"] == [{"kind": "log.user_id", "value": "5"}]
        assert json.loads(row["properties"]) == {"n": 2, "ok": True}


def test_a_table_in_memory_is_read_as_a_file_is():
    table = pa.table({"time": ["2025-03-01"], "event": ["A"], "user": ["ann"]})
    [batch] = load_table(
        table, ImportOptions(timezone="UTC"), now=datetime(2026, 1, 1, tzinfo=UTC), file_id="f"
    )
    assert batch.table["actors"].to_pylist() == [[{"kind": "events.user", "value": "ann"}]]


def test_objects_a_line_are_flattened_and_unreadable_lines_counted(found):
    lines = [
        '{"ts": 1740819600, "event": "A", "user": {"id": 7, "plan": "pro"}, "tags": ["x"], "price": 2.5}',
        '{"ts": 1740819600, "event": "B", "user": {"id": "8"}, "none": null}',
        "not json",
        "[1]",
        "",
    ]
    events = found("\n".join(lines), name="log.ndjson", columns={"person": "user.id"})
    assert events.actors == [["log.user.id:7"], ["log.user.id:8"]]
    assert json.loads(events.rows[0]["properties"]) == {"user.plan": "pro", "tags": ["x"], "price": 2.5}
    assert events.rows[1]["properties"] is None
    assert (events.dropped, events.balanced) == ({"unreadable_line": 2}, True)


def test_an_array_of_objects_holds_the_same_as_lines(found):
    objects = [{"time": "2025-03-01", "event": "A", "user": str(i)} for i in range(3)]
    lines = "\n".join(map(json.dumps, objects))
    assert found(json.dumps(objects), name="log.json").ids == found(lines, name="log.ndjson").ids


def workbook():
    book = openpyxl.Workbook()
    book.active.append(["time", "event", "user", "n"])
    book.active.append(["2025-03-01", "A", 5, 1.5])
    other = book.create_sheet("Second")
    other.append(["time", "event", "user"])
    other.append(["2025-03-01", "B", "x"])
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def test_a_workbook_is_read_from_its_first_or_its_named_sheet(found):
    events = found(workbook(), name="log.xlsx")
    assert (events.column("event"), events.actors, events.column("properties")) == (
        ["A"],
        [["log.user:5"]],
        ['{"n":1.5}'],
    )
    assert found(gzip.compress(workbook()), name="log.xlsx.gz", set={"sheet": "Second"}).column("event") == [
        "B"
    ]
    with pytest.raises(InputError, match=r'no sheet "Secnd".*Did you mean "Second"'):
        found(workbook(), name="log.xlsx", set={"sheet": "Secnd"})


def test_a_file_of_persons_is_traits(found):
    events = found(
        "customer,email,plan\n7,ann@x.org,pro\n8,,\n",
        format="traits",
        columns={"actor.customer": "customer", "actor.email": "email"},
    )
    assert events.actors == [["customer:7", "email:ann@x.org"], ["customer:8"]]
    assert {(row["kind"], row["event"], row["time"]) for row in events.rows} == {("traits", "", None)}
    assert events.column("properties") == ['{"plan":"pro"}', None]


def test_traits_need_a_table(found):
    with pytest.raises(UnknownFormat, match=r"not a table"):
        found(b"\x7fELF" + bytes(100), name="a.out", format="traits")


REAL = Path(__file__).parents[4] / "shared" / "data"


@pytest.mark.skipif(not REAL.exists(), reason="the real data are not beside the repository")
@pytest.mark.parametrize(
    ("folder", "file"),
    [("helpdesk-tickets", "helpdesk.csv.gz"), ("permit-receipt-by-channel", "receipt.csv.gz")],
)
def test_a_real_log_is_read_without_options_as_it_is(folder, file):
    expected = json.loads((REAL / folder / "reference.json").read_text())
    batches = load(REAL / folder / file, now=datetime(2026, 1, 1, tzinfo=UTC), file_id="f")
    table = pa.concat_tables([batch.table for batch in batches]).unify_dictionaries()
    assert table.num_rows == expected["events"]
    assert len(pc.unique(table["case"])) == expected["cases"]
    counts = {
        each["values"]: each["counts"] for each in pc.value_counts(table["event"].cast("string")).to_pylist()
    }
    assert counts == expected["activity_counts"]
    assert str(pc.min(table["time"]).as_py()) == expected["first_event"]
    assert str(pc.max(table["time"]).as_py()) == expected["last_event"]
