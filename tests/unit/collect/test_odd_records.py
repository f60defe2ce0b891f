"""Records of the tools with something odd in them: nothing is lost, and nothing breaks."""

import json
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PERSON = {"type": "user", "id": "c7", "email": "ann@x.nl"}
RECORDS = {
    "intercom": {
        "id": "147",
        "created_at": 1714557600,
        "state": "closed",
        "source": {"type": "conversation", "body": "<p>Hi</p>", "author": PERSON, "delivered_as": "x"},
        "contacts": {"contacts": [PERSON]},
        "conversation_parts": {
            "conversation_parts": [
                {"id": "1", "part_type": "comment", "body": "x", "author": PERSON, "created_at": 1714557601},
                {"id": "2", "part_type": "close", "author": {"type": "admin"}, "created_at": 1714557602},
            ]
        },
        "conversation_rating": {"rating": 3, "remark": "ok", "created_at": 1714557603},
        "statistics": {"last_close_at": 1714557602},
    },
    "app-store": {
        "data": [
            {
                "type": "customerReviews",
                "id": "a",
                "attributes": {"rating": 5, "title": "t", "body": "b", "createdDate": "2024-05-01T10:00:00Z"},
                "relationships": {"response": {"data": {"id": "r"}}},
            }
        ],
        "included": [{"id": "r", "attributes": {"responseBody": "x", "lastModifiedDate": "2024-05-01"}}],
    },
    "google-business": {
        "reviews": [
            {
                "reviewId": "g",
                "starRating": "ONE",
                "comment": "x",
                "createTime": "2024-05-01T10:00:00Z",
                "updateTime": "2024-05-01T10:00:00Z",
                "reviewReply": {"comment": "y", "updateTime": "2024-05-02T10:00:00Z"},
                "name": "accounts/1/locations/2/reviews/g",
            }
        ]
    },
    "hubspot": {
        "results": [
            {
                "id": "5",
                "properties": {
                    "hs_survey_type": "NPS",
                    "hs_value": "9",
                    "hs_contact_id": "7",
                    "hs_survey_name": "S",
                },
                "createdAt": "2024-05-01T10:00:00Z",
            }
        ]
    },
    "chatwoot": {
        "id": 1,
        "content_type": "input_csat",
        "content_attributes": {"submitted_values": {"csat_survey_response": {"rating": 4}}},
        "created_at": "2024-05-01T10:00:00Z",
        "conversation": {"id": 3, "meta": {"sender": {"id": 7}}},
    },
}
ODD = st.sampled_from([None, "", "odd", 0, -1.5, True, [], [1, "x"], [None], {}, {"id": []}, "1" * 400])


def places(value, way=()):
    """The way to every value within."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*way, key)
        yield from places(each, (*way, key))


def put(record, way, odd):
    changed = deepcopy(record)
    at = changed
    for key in way[:-1]:
        at = at[key]
    at[way[-1]] = odd
    return changed


@pytest.mark.slow
@pytest.mark.parametrize("named", RECORDS)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_stands_in_a_record_each_of_its_events_is_kept_or_counted(found, named, data):
    record = RECORDS[named]
    way = data.draw(st.sampled_from(list(places(record))))
    events = found(json.dumps(put(record, way, data.draw(ODD))), name="odd.json", format=named)
    assert events.balanced
    assert found(json.dumps(record), name="odd.json", format=named).balanced


@pytest.mark.parametrize("named", RECORDS)
def test_a_record_as_the_tool_writes_it_is_kept_whole(found, named):
    events = found(json.dumps(RECORDS[named]), name="even.json", format=named)
    assert events.rows
    assert events.dropped == {}
