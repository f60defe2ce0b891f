"""Messages that are read without objects are what they are when each is made one."""

import json
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from footpath.collect.formats.segment import Segment, one_by_one
from footpath.collect.formats.values import Named
from footpath.collect.pipeline import finish, prepare
from footpath.collect.reading import ImportOptions, Input
from footpath.collect.steps import Setting

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MESSAGE = {"type": "track", "event": "Paid", "anonymousId": "a1", "timestamp": "2024-01-01T10:00:00Z"}


def events(raws):
    """The rows that come of them, and everything that is counted."""
    setting = Setting(ImportOptions(), "web", "file", NOW)
    rows, counted = [], Counter()
    for raw in raws:
        batch = finish(prepare(raw, setting), setting)
        rows += batch.table.to_pylist()
        counted += batch.dropped + batch.warnings + Counter(received=batch.received, twice=batch.duplicates)
    return sorted(rows, key=lambda row: row["seq"]), counted


def both(folder, *lines, end="\n"):
    path = folder / "messages.ndjson"
    path.write_bytes("\n".join([json.dumps(MESSAGE), *lines]).encode() + end.encode())
    quick = events(Segment(quick_from=0).read(Input(path), ImportOptions()))
    slow = events(one_by_one(Input(path), Named({}, "messages.ndjson")))
    assert quick == slow
    return quick[0]


def test_a_value_that_others_write_otherwise_is_written_as_ours(tmp_path):
    line = (
        '{"type":"track","event":"P\\u00e4id","userId":12,"properties":{"b":[1, 2.50],"a":{"z":1,"y":"\\/"}}}'
    )
    row = both(tmp_path, line.replace('"userId"', '"timestamp":"2024-01-01T10:00:00+01:00","userId"'))[1]
    assert (row["event"], row["properties"]) == ("Päid", '{"a":{"y":"/","z":1},"b":[1,2.5]}')
    assert row["actors"] == [{"kind": "user", "value": "12"}]


def test_lines_that_are_no_messages_are_counted_where_they_stand(tmp_path):
    assert [row["seq"] for row in both(tmp_path, "{", "", "[]", json.dumps(MESSAGE))] == [0, 3]


def test_a_message_over_two_lines_is_one(tmp_path):
    assert len(both(tmp_path, '{"type":"page",', '"anonymousId":"a","timestamp":1700000000}')) == 2


def test_of_two_with_one_id_the_first_stays_however_it_is_written(tmp_path):
    plain = json.dumps(MESSAGE | {"messageId": "m"})
    odd = json.dumps(MESSAGE | {"messageId": "m", "event": "Odd", "properties": {"revenue": "?\\"}})
    assert [row["event"] for row in both(tmp_path, odd, plain)] == ["Paid", "Odd"]


@pytest.mark.parametrize("clock", ["timestamp", "originalTimestamp", "sentAt", "receivedAt"])
@pytest.mark.parametrize(
    "untimely",
    [
        *("2024-01-01", "20240101", "01.02.2024", "2024-01-01T09:00:00", "2024-01-01T09:00Z"),
        *("2024-01-01t09:00:00z", "1704099600", 1704099600, "", None, "soon", "2024-01-01T25:00:00Z"),
    ],
)
def test_a_clock_that_tells_no_instant_is_read_as_everywhere_else(tmp_path, clock, untimely):
    names = ("originalTimestamp", "sentAt", "receivedAt")
    clocks = {name: f"2024-01-01T1{at}:00:00Z" for at, name in enumerate(names)}
    message = {name: MESSAGE[name] for name in MESSAGE if name != "timestamp"}
    both(tmp_path, json.dumps(message | clocks | {clock: untimely}), json.dumps(message | {clock: untimely}))


texts = st.sampled_from(
    ["", "a", "ä😀", 'q"\\/', "\u2028\x7f", "/p?x=1", "https://x.nl/p", "null", " b "]
) | st.text(max_size=3)
numbers = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
scalars = (
    st.none() | st.booleans() | texts | numbers | st.sampled_from([0, -0.0, 0.0001, 0.00001, 12.5, 1e16])
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
odd = st.one_of(texts, scalars, values)
times = st.sampled_from(
    [
        "2024-02-29T23:59:60.123456789Z",
        "2024-01-01T10:00:00.1Z",
        "2024-01-01T10:00:00+01:30",
        "2024-01-01T10:00:00-00:00",
        "2023-02-29T10:00:00Z",
        "2024-01-01 10:00",
        "2024-01-01",
        "2024-01-01T10:00:00",
        "1700000000",
        "2024-01-01T10:00:00.Z",
        "",
        "soon",
    ]
)
names = st.sampled_from(
    ["name", "path", "url", "revenue", "value", "total", "category", "a", "b", "device", "os"]
)


def some(**fields):
    return st.fixed_dictionaries({}, optional=fields)


objects = st.dictionaries(names, texts | numbers | values, max_size=4)
pages = some(path=texts, url=texts, referrer=texts, title=texts | values)
contexts = some(
    page=pages | st.none(),
    campaign=st.dictionaries(names, texts | st.none(), max_size=2),
    traits=some(email=texts, phone=odd),
    library=some(name=st.sampled_from(["analytics.js", "x-ios", ""])),
    os=some(name=texts, version=odd),
    app=some(name=texts, type=odd),
    device=some(type=texts),
    userAgent=st.sampled_from(["Mozilla (Windows NT 10.0)", "iPhone\t", "", "x"]) | odd,
    locale=texts,
    ip=odd,
)
messages = some(
    type=st.sampled_from(["track", "track", "page", "screen", "identify", "group", "alias", "other"]),
    event=texts,
    name=texts,
    category=texts,
    userId=texts | st.integers(-1, 10**16),
    anonymousId=texts,
    previousId=texts,
    messageId=st.sampled_from(["m1", "m2", "m\\3", ""]) | odd,
    timestamp=times | odd,
    originalTimestamp=times,
    sentAt=times,
    receivedAt=times,
    channel=st.sampled_from(["web", "client", "Shop"]) | odd,
    properties=objects | st.none(),
    traits=objects | odd,
    context=contexts | st.none(),
    integrations=values,
)
usual = st.builds(lambda more: MESSAGE | more, messages)
batches = st.builds(lambda inner, rest: rest | {"batch": inner}, st.lists(usual, max_size=2), messages)
written = st.builds(
    lambda message, ascii_, spaced: json.dumps(
        message, ensure_ascii=ascii_, separators=None if spaced else (",", ":")
    ),
    usual | usual | messages | batches,
    st.booleans(),
    st.booleans(),
)
cuts = st.builds(
    lambda text, at, put, off: text[: at % len(text)] + put + text[at % len(text) + off :],
    written,
    st.integers(0, 400),
    st.sampled_from(['"', "{", "}", ",", ":", "\\", "\r", " ", "1", "\t", '"event":"x",', "\x01", "\n"]),
    st.integers(0, 2),
)


@settings(
    phases=[Phase.explicit, Phase.generate],
    max_examples=60,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
@given(st.lists(written | written | cuts, max_size=6), st.sampled_from(["", "\n", "\r\n", "\n\n  \n"]))
@example(['{"type":"page","anonymousId":"a","timestamp":1,"name":null,"name":"x"}'], "")
@example(['{"type":"track","event":"E","anonymousId":"a","anonymousId":"b","timestamp":1700000000}'], "\n")
def test_any_lines_are_read_as_one_by_one(tmp_path_factory, lines, end):
    both(
        tmp_path_factory.mktemp("lines"),
        *(line.encode("utf-8", "replace").decode() for line in lines),
        end=end,
    )
