import io
import json
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.collect.export import write_xes
from footpath.collect.formats.xes import XES
from footpath.collect.reading import ImportOptions, Input
from footpath.model.event import NAME, TIME

TEN = datetime(2024, 1, 1, 10, tzinfo=UTC)
WRITABLE = st.characters(
    blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"
) | st.sampled_from("\n\t\r")
NAMES = st.text(WRITABLE, min_size=1, max_size=6).filter(str.strip)
TIMES = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
EVENTS = st.tuples(
    st.sampled_from(["p", "q", "r"]), st.none() | st.sampled_from(["1", "2"]), NAMES, st.none() | TIMES
)


def events(*rows, **further):
    columns = zip(*rows, strict=True) if rows else ([], [], [], [])
    types = {"person": pa.string(), "case": pa.string(), "touchpoint": pa.string(), "time": TIME}
    table = {
        name: pa.array(values, kind) for (name, kind), values in zip(types.items(), columns, strict=True)
    }
    return pa.table({**table, **further})


def written(table):
    out = io.BytesIO()
    count = write_xes(table, out)
    return count, out.getvalue()


def read_back(content, path, **columns):
    path.write_bytes(content)
    batches = XES.read(Input(path), ImportOptions(columns=columns))
    return [row for batch in batches for row in batch.table.to_pylist()]


def test_each_case_of_a_person_is_a_trace(tmp_path):
    table = events(("ann", "1", "Asks", TEN), ("bob", None, "Looks", TEN), ("ann", "1", "Pays", None))
    count, content = written(table)
    found = read_back(content, tmp_path / "a.xes", person="person")
    assert count == 3
    assert [(row["person"], row["case"], row["event"], row["time"]) for row in found] == [
        ("ann", "1", "Asks", "2024-01-01T10:00:00.000000+00:00"),
        ("ann", "1", "Pays", None),
        ("bob", "bob", "Looks", "2024-01-01T10:00:00.000000+00:00"),
    ]


def test_events_without_a_touchpoint_are_left_out():
    count, content = written(events(("ann", "1", None, TEN)))
    assert count == 0
    assert len(ET.fromstring(content)) == 3  # the extensions and the classifier


def test_further_columns_are_attributes_of_their_type(tmp_path):
    channel = pa.array(["shop", None]).cast(NAME)
    table = events(
        ("ann", "1", "Asks", TEN), ("ann", "1", "Pays", TEN), channel=channel, value=pa.array([9.5, None])
    )
    found = read_back(written(table)[1], tmp_path / "a.xes")
    assert [json.loads(row["properties"]) for row in found] == [
        {"case:person": "ann", "channel": "shop", "value": 9.5},
        {"case:person": "ann"},
    ]


def test_characters_that_xml_has_no_way_of_writing_are_left_out(tmp_path):
    _, content = written(events(("ann", "a\x00b", 'Says "<&>"\x1f\n', TEN)))
    found = read_back(content, tmp_path / "a.xes")
    assert [(row["case"], row["event"]) for row in found] == [("ab", 'Says "<&>"\n')]


def by_trace(rows):
    traces: dict[object, list[object]] = {}
    for trace, event in rows:
        traces.setdefault(trace, []).append(event)
    return list(traces.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(EVENTS, max_size=12))
def test_what_is_written_is_read_back_with_its_cases_order_times_and_touchpoints(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("xes") / "log.xes"
    found = read_back(written(events(*rows))[1], path, person="person")
    times = [row["time"] and datetime.fromisoformat(row["time"]) for row in found]
    got = [
        ((row["person"], row["case"]), (row["event"], time)) for row, time in zip(found, times, strict=True)
    ]
    expected = [((person, case), (touchpoint, time)) for person, case, touchpoint, time in rows]
    assert by_trace(got) == by_trace(expected)
