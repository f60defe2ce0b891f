import gzip
import json
import os
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest

from footpath.collect.formats.xes import XES
from footpath.collect.reading import ImportOptions, Input
from footpath.errors import InputError, UnknownColumn

DATA = Path(__file__).parents[4] / "shared" / "data"
LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="concept:name" value="DEFAULT"/></global>
  <classifier name="Activity" keys="concept:name"/>
  <string key="creator" value="a tool"/>
  <trace>
    <string key="concept:name" value="c1"/>
    <int key="amount" value="300"/>
    <string key="customer" value="ann"/>
    <event>
      <string key="concept:name" value="Asks &amp; waits"/>
      <date key="time:timestamp" value="2024-01-01T10:00:00.000+01:00"/>
      <string key="lifecycle:transition" value="START"/>
    </event>
    <event>
      <string key="concept:name" value="Asks &amp; waits"/>
      <date key="time:timestamp" value="2024-01-01T11:00:00.000+01:00"/>
      <string key="lifecycle:transition" value="COMPLETE"/>
      <boolean key="urgent" value="true"/>
    </event>
  </trace>
  <trace>
    <event><string key="concept:name" value="Gets it"/></event>
  </trace>
</log>
"""


@pytest.fixture
def read(tmp_path):
    def read(text, **columns):
        path = tmp_path / "log.xes"
        path.write_text(text, encoding="utf-8")
        columns = {name.replace("__", "."): value for name, value in columns.items()}
        return list(XES.read(Input(path), ImportOptions(columns=columns)))

    return read


def rows(batches):
    return [row for batch in batches for row in batch.table.to_pylist()]


def traces(*names):
    name = '<string key="concept:name" value="{}"/>'
    each = f"<trace>{name}<event>{name.format('a')}</event></trace>"
    return f"<log>{''.join(each.format(name) for name in names)}</log>"


def test_a_trace_is_a_case_and_its_events_keep_their_order(read):
    found = rows(read(LOG))
    assert [(row["case"], row["event"], row["row"]) for row in found] == [
        ("c1", "Asks & waits", 0),
        ("c1", "Asks & waits", 1),
        ("2", "Gets it", 2),
    ]


def test_attributes_become_properties_with_those_of_the_trace_beside_them(read):
    assert json.loads(rows(read(LOG))[1]["properties"]) == {
        "lifecycle:transition": "COMPLETE",
        "urgent": True,
        "case:amount": 300,
        "case:customer": "ann",
    }


def test_an_event_without_time_has_its_position(read):
    found = rows(read(LOG))
    assert [row["position"] for row in found] == [None, None, 2]


@pytest.mark.parametrize("name", ["customer", "case:customer"])
def test_a_trace_attribute_can_be_an_actor_and_is_no_property_then(read, name):
    found = rows(read(LOG, actor__customer=name))
    assert [row["actor.customer"] for row in found] == ["ann", "ann", None]
    assert "case:customer" not in json.loads(found[0]["properties"])


def test_the_name_of_the_trace_can_be_an_actor(read):
    assert rows(read(LOG, actor__customer="case:concept:name"))[0]["actor.customer"] == "c1"


def test_an_attribute_of_the_event_goes_before_one_of_the_trace(read):
    log = LOG.replace('<boolean key="urgent" value="true"/>', '<string key="customer" value="bob"/>')
    assert [row["person"] for row in rows(read(log, person="customer"))] == ["ann", "bob", None]


def test_an_attribute_that_nobody_has_is_an_error_that_suggests_one(read):
    with pytest.raises(UnknownColumn, match='Did you mean "customer"'):
        read(LOG, person="custommer")


def test_two_traces_of_one_name_are_two_cases_and_counted(read):
    batches = read(traces("x", "x (2)", "x", "x"))
    assert [row["case"] for row in rows(batches)] == ["x", "x (2)", "x (3)", "x (4)"]
    assert batches[0].warnings == {"repeated_case": 2}


def test_nested_attributes_and_lists_are_flattened(read):
    event = """<log><trace><event><string key="concept:name" value="a"/>
        <string key="place" value="shop"><int key="floor" value="2"/></string>
        <list key="items"><values><string key="item" value="pen"/>
            <string key="item" value="ink"/></values></list>
        </event></trace></log>"""
    properties = json.loads(rows(read(event))[0]["properties"])
    assert properties == {"place": "shop", "place.floor": 2, "items.item": ["pen", "ink"]}


def test_numbers_that_are_none_stay_as_they_are_written(read):
    event = """<log><trace><event><int key="a" value="many"/><int key="b" value="99999999999999999999"/>
        <float key="c" value="NaN"/><float key="d" value="1e3"/>
        <boolean key="e" value="perhaps"/></event></trace></log>"""
    properties = json.loads(rows(read(event))[0]["properties"])
    assert properties == {"a": "many", "b": "99999999999999999999", "c": "NaN", "d": 1000.0, "e": "perhaps"}


def test_a_namespace_prefix_changes_nothing(read):
    log = traces("c")
    for tag in ("log", "trace", "event", "string"):
        log = log.replace(f"<{tag}", f"<xes:{tag}").replace(f"</{tag}", f"</xes:{tag}")
    log = log.replace("<xes:log>", '<xes:log xmlns:xes="http://www.xes-standard.org/">')
    assert [(row["case"], row["event"]) for row in rows(read(log))] == [("c", "a")]


def test_events_outside_traces_are_counted(read):
    batches = read('<log><event><string key="concept:name" value="a"/></event></log>')
    assert rows(batches) == []
    assert batches[-1].dropped == {"event_outside_trace": 1}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (LOG[: LOG.index("<boolean")], "line 19"),
        (LOG.replace("</event>", "", 1), "line 21"),
        ("<html><body/></html>", "line 1"),
        ("", "line 1"),
    ],
)
def test_what_is_no_log_is_an_error_with_its_line(read, text, where):
    with pytest.raises(InputError, match=where):
        read(text)


def test_entities_are_refused(read):
    bomb = '<?xml version="1.0"?>\n<!DOCTYPE log [<!ENTITY a "aaaa">]>\n<log><trace/></log>'
    with pytest.raises(InputError, match="line 2: the log declares a document type"):
        read(bomb)


def test_a_log_is_recognised_by_its_name_or_its_root(tmp_path):
    def recognised(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return XES.recognise(Input(path))

    assert recognised("a.xes", b"")
    assert recognised("a.xes.gz", gzip.compress(b"<log/>"))
    assert recognised("a.xml", b'<?xml version="1.0"?>\n<log xes.version="1.0">')
    assert not recognised("b.xml", b'<log><string key="ocel.version"/></log>')
    assert not recognised("c.xml", b"<logs/>")


def shared(name):
    path = DATA / name
    if not path.exists() and "CI" not in os.environ:
        pytest.skip(f"no {path}")
    return path


def paths(table: pa.Table) -> Counter:
    found: dict[str, list[str]] = {}
    for case, event in zip(table["case"].to_pylist(), table["event"].to_pylist(), strict=True):
        found.setdefault(case, []).append(event)
    return Counter(map(tuple, found.values()))


@pytest.mark.slow
def test_the_loan_log_has_the_published_numbers():
    path = shared("bpic2012-loan-application/BPI_Challenge_2012.xes.gz")
    expected = json.loads((path.parent / "reference.json").read_text())["all_transitions"]
    table = pa.concat_tables(batch.table for batch in XES.read(Input(path), ImportOptions()))
    variants = paths(table)
    assert table.num_rows == expected["events"]
    assert variants.total() == expected["cases"]
    assert len(variants) == expected["variants"]
    assert dict(Counter(table["event"].to_pylist())) == expected["activity_counts"]
    top = expected["top_variants"]
    assert [variants[tuple(each["trace"])] for each in top] == [each["cases"] for each in top]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "numbers"),
    [("DomesticDeclarations", (10_357, 55_628, 14, 90)), ("RequestForPayment", (6_760, 36_072, 16, 77))],
)
def test_the_expense_logs_have_the_published_numbers(name, numbers):
    path = shared(f"bpic2020-travel-expenses/{name}.xes.gz")
    table = pa.concat_tables(batch.table for batch in XES.read(Input(path), ImportOptions()))
    variants = paths(table)
    assert (variants.total(), table.num_rows, len(set(table["event"].to_pylist())), len(variants)) == numbers
