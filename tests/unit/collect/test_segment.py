import gzip
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.collect.formats.segment import SEGMENT
from footpath.collect.reading import ImportOptions, Input
from footpath.errors import InputError, UnknownColumn

TEN = datetime(2024, 1, 1, 10, tzinfo=UTC)


@pytest.fixture
def read(tmp_path):
    def read(*messages, **columns):
        path = tmp_path / "messages.ndjson"
        path.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in messages))
        columns = {name.replace("__", "."): value for name, value in columns.items()}
        return list(SEGMENT.read(Input(path), ImportOptions(columns=columns)))

    return read


def rows(batches):
    found = [row for batch in batches for row in batch.table.to_pylist()]
    return sorted(found, key=lambda row: row["row"])


def message(type_="track", **more):
    common = {"type": type_, "anonymousId": "a1", "timestamp": "2024-01-01T10:00:00Z"}
    return common | ({"event": "Order"} if type_ == "track" else {}) | more


def first(batches):
    return rows(batches)[0]


def properties(batches):
    return json.loads(first(batches)["properties"])


def test_a_track_is_an_event_with_its_actors_and_id(read):
    row = first(read(message(userId="ann", messageId="m1", properties={"plan": "gold"})))
    assert (row["event"], row["kind"], row["id"]) == ("Order", "did", "m1")
    assert (row["actor.anon"], row["actor.user"]) == ("a1", "ann")
    assert (row["time"], json.loads(row["properties"])) == (TEN, {"plan": "gold"})


@pytest.mark.parametrize(
    ("sent", "event"),
    [
        (message("page", name="Plans"), "Page: Plans"),
        (message("page", properties={"name": "Plans", "path": "/plans"}), "Page: Plans"),
        (message("page", properties={"path": "/plans"}), "Page: /plans"),
        (message("page", context={"page": {"url": "https://x.nl/plans?a=1#b"}}), "Page: /plans"),
        (message("page", context={"page": {"url": "https://x.nl"}}), "Page: /"),
        (message("page"), "Page"),
        (message("screen", name="Basket"), "Screen: Basket"),
        (message("screen"), "Screen"),
    ],
)
def test_pages_and_screens_are_named_by_name_else_by_path(read, sent, event):
    assert first(read(sent))["event"] == event


def test_an_identify_tells_traits_and_its_email_is_an_actor(read):
    row = first(
        read(message("identify", userId="ann", traits={"email": "ann@x.nl", "phone": 612, "plan": "gold"}))
    )
    assert (row["event"], row["kind"]) == ("", "traits")
    assert (row["actor.email"], row["actor.phone"]) == ("ann@x.nl", "612")
    assert json.loads(row["properties"]) == {"plan": "gold"}


def test_traits_in_the_context_are_actors_too(read):
    assert first(read(message(context={"traits": {"email": "ann@x.nl"}})))["actor.email"] == "ann@x.nl"


def test_the_traits_of_a_group_are_not_those_of_the_person(read):
    row = first(read(message("group", groupId="g7", traits={"email": "info@x.nl", "size": 3})))
    assert (row["kind"], row["actor.email"]) == ("traits", None)
    assert json.loads(row["properties"]) == {"group.id": "g7", "group.email": "info@x.nl", "group.size": 3}


def test_an_alias_links_each_earlier_identifier_to_the_user(read):
    found = rows(read(message("alias", userId="ann", previousId="a0", messageId="m")))
    assert [(row["actor.anon"], row["actor.user"], row["kind"]) for row in found] == [
        ("a1", "ann", "traits"),
        ("a0", "ann", "traits"),
    ]
    assert [row["id"] for row in found] == ["m", "m:previous"]


def test_a_wrong_clock_of_the_sender_is_repaired(read):
    clocks = {
        "originalTimestamp": "2031-05-05T00:00:00Z",
        "sentAt": "2031-05-05T00:00:05Z",
        "receivedAt": "2024-01-01T10:00:05Z",
    }
    assert first(read(message(**clocks)))["time"] == TEN


def test_without_all_three_clocks_the_timestamp_stands(read):
    assert first(read(message(sentAt="2031-05-05T00:00:05Z")))["time"] == TEN


def test_a_time_without_a_zone_is_left_to_the_pipeline(read):
    found = rows(read(message(timestamp="2024-01-01 11:00"), message()))
    assert [row["time"] for row in found] == ["2024-01-01 11:00", TEN]


def test_what_the_library_knows_stands_beside_what_the_message_says(read):
    context = {
        "page": {"path": "/from-context", "referrer": "https://a.example/"},
        "campaign": {"name": "spring", "source": None},
        "userAgent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0)",
        "ip": "10.0.0.1",
    }
    assert properties(read(message(context=context, properties={"path": "/own"}))) == {
        "path": "/own",
        "referrer": "https://a.example/",
        "campaign.name": "spring",
        "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0)",
        "device": "mobile",
    }


@pytest.mark.parametrize(
    ("sent", "channel"),
    [
        (message(context={"library": {"name": "analytics.js"}}), "web"),
        (message(context={"library": {"name": "RudderLabs JavaScript SDK"}}), "web"),
        (message(context={"library": {"name": "analytics-ios"}}), "app"),
        (message(context={"library": {"name": "analytics-react-native"}}), "app"),
        (message(context={"library": {"name": "analytics-node"}}, channel="server"), None),
        (message(channel="mobile"), "app"),
        (message(channel="store"), "store"),
        (message("screen"), "app"),
        (message("page"), "web"),
    ],
)
def test_the_channel_is_told_by_message_library_or_type(read, sent, channel):
    assert first(read(sent))["channel"] == channel


@pytest.mark.parametrize(
    ("sent", "value", "rest"),
    [
        ({"revenue": 30, "total": 33}, 30.0, {"total": 33}),
        ({"value": 5.5}, 5.5, {}),
        ({"total": "12.50"}, "12.50", {}),
        ({"revenue": None, "total": 3}, 3.0, {"revenue": None}),
    ],
)
def test_revenue_else_value_else_total_is_the_value(read, sent, value, rest):
    batches = read(message(properties=sent))
    assert (first(batches)["value"], properties(batches)) == (value, rest)


def test_what_is_no_event_is_dropped_with_its_reason_and_takes_nothing_with_it(read):
    batches = read(
        message(messageId="1"),
        "{not json",
        "[1, 2]",
        {"type": "track", "event": "Order"},
        message(event=" ".strip()),
        message("shout"),
        message(messageId="2"),
    )
    assert batches[0].dropped == {"unreadable_line": 2, "no_actor": 1, "no_event": 1, "unknown_type": 1}
    assert [(row["id"], row["row"]) for row in rows(batches)] == [("1", 0), ("2", 6)]


def test_a_batch_gives_its_messages_its_context_and_clock(read):
    item = {"type": "track", "event": "Order", "userId": "ann", "originalTimestamp": "2024-01-01T09:00:00Z"}
    batch = {
        "batch": [item, item | {"context": {"locale": "nl"}}],
        "context": {"library": {"name": "analytics-android"}, "locale": "en"},
        "sentAt": "2024-01-01T09:00:01Z",
        "receivedAt": "2024-01-01T10:00:01Z",
    }
    found = rows(read(batch))
    assert [(row["time"], row["channel"], row["row"]) for row in found] == [(TEN, "app", 0), (TEN, "app", 1)]
    assert [json.loads(row["properties"])["locale"] for row in found] == ["en", "nl"]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_file_may_be_one_array(read, indent):
    found = rows(read(json.dumps([message(messageId="1"), 7, message(messageId="2")], indent=indent)))
    assert [(row["id"], row["row"]) for row in found] == [("1", 0), ("2", 2)]


def test_a_file_may_be_one_batch_over_several_lines(read):
    assert [row["id"] for row in rows(read(json.dumps({"batch": [message(messageId="1")]}, indent=2)))] == [
        "1"
    ]


def test_an_array_that_is_cut_off_is_an_error(read):
    with pytest.raises(InputError, match="this is not JSON"):
        read(json.dumps([message()], indent=1)[:-5])


def test_a_property_can_be_named_for_a_column(read):
    batches = read(
        message(properties={"order": 12, "card": "c1"}), message(), case="order", actor__card="card"
    )
    assert [(row["case"], row["actor.card"]) for row in rows(batches)] == [("12", "c1"), (None, None)]
    assert properties(batches) == {}
    with pytest.raises(UnknownColumn, match='no column "oder"'):
        read(message(properties={"order": 12}), case="oder")


def test_messages_are_recognised_and_other_json_is_not(tmp_path):
    def recognised(content):
        path = tmp_path / "file"
        path.write_bytes(content)
        return SEGMENT.recognise(Input(path))

    assert recognised(json.dumps(message()).encode())
    assert recognised(gzip.compress(json.dumps({"batch": [message()]}).encode()))
    assert not recognised(b'{"event": "Order", "user": "ann", "type": "order"}')
    assert not recognised(b'{"type": "track", "event": "Order"}')
    assert not recognised(b"type,anonymousId\ntrack,a1\n")


MESSAGES = st.fixed_dictionaries(
    {"type": st.sampled_from(["track", "page", "screen", "identify", "group", "alias", "other"])},
    optional={
        name: st.none() | st.text(max_size=3) | st.integers() | st.booleans()
        for name in ("event", "name", "anonymousId", "userId", "messageId", "timestamp", "sentAt", "channel")
    }
    | {
        "properties": st.dictionaries(
            st.sampled_from(["revenue", "path", "a"]), st.none() | st.integers() | st.text()
        )
    },
)


@settings(max_examples=60, deadline=None)
@given(st.lists(MESSAGES, min_size=1, max_size=8))
def test_every_message_is_a_row_or_counted(tmp_path_factory, messages):
    path = tmp_path_factory.mktemp("segment") / "a.ndjson"
    path.write_text("\n".join(map(json.dumps, messages)))
    batches = list(SEGMENT.read(Input(path), ImportOptions()))
    dropped = sum(batch.dropped.total() for batch in batches)
    assert len(rows(batches)) + dropped == len(messages)
