"""What holds for the exports of all survey tools."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.collect.formats import FORMATS
from footpath.collect.load import load
from footpath.collect.reading import Input
from unit.collect.conftest import NOW, Found

TYPEFORM = {
    "event_type": "form_response",
    "form_response": {
        "token": "t1",
        "submitted_at": "2024-01-01T10:05:00Z",
        "hidden": {"plan": "gold"},
        "definition": {
            "fields": [{"id": "a", "type": "rating", "title": "Stars", "properties": {"steps": 5}}]
        },
        "answers": [{"type": "number", "number": 4, "field": {"id": "a", "type": "rating"}}],
    },
}
DELIGHTED = {
    "event_type": "survey_response.created",
    "event_data": {
        "id": "1",
        "person": {"id": "7", "email": "ann@x.nl"},
        "survey_type": "nps",
        "score": 9,
        "created_at": 1713400000,
        "person_properties": {"plan": "gold"},
        "additional_answers": [{"id": "4", "question": {"text": "Clean?"}, "value": {"scale": 4}}],
    },
}
SURVEYMONKEY = {
    "data": [
        {
            "id": "21",
            "collector_id": "c",
            "response_status": "completed",
            "date_modified": "2024-01-01T10:05:00+00:00",
            "pages": [{"questions": [{"id": "1", "answers": [{"choice_id": "91", "row_id": "61"}]}]}],
        }
    ]
}
FORMBRICKS = {
    "webhookId": "w1",
    "event": "responseFinished",
    "data": {
        "id": "r1",
        "createdAt": "2024-01-01T10:00:00.000Z",
        "updatedAt": "2024-01-01T10:00:00.000Z",
        "data": {"nps": 9, "which": ["Red"]},
        "meta": {"source": "web"},
        "contactAttributes": {"email": "ann@x.nl"},
    },
}
DOCUMENTS = {
    "typeform": TYPEFORM,
    "delighted": DELIGHTED,
    "surveymonkey": SURVEYMONKEY,
    "formbricks": FORMBRICKS,
}
FILES = {
    **{name: json.dumps(document) for name, document in DOCUMENTS.items()},
    "limesurvey": "id,submitdate,lastpage,Q1\n1,2024-01-01,2,5\n",
}
TABLES = {
    "typeform": "#,Why?,Submit Date (UTC)\nt1,Slow,2024-01-01 10:00:00\n",
    "delighted": "Survey Type,Score,Comment,Created At\nnps,9,Fine,2024-01-01\n",
    "surveymonkey": "Respondent ID,Collector ID,End Date,Why?\n1,c,2024-01-01,Slow\n",
    "qualtrics": 'ResponseId,Q1\nId,Why?\n"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"\nR,Slow\n',
}
GENERAL = ("ndjson", "csv")


@pytest.mark.parametrize(("name", "content"), [*FILES.items(), *TABLES.items()])
def test_each_export_is_recognised_by_one_format_beside_the_general_ones(tmp_path, name, content):
    path = tmp_path / "log.csv"
    path.write_text(content, encoding="utf-8")
    found = [each.name for each in FORMATS if each.recognise(Input(path))]
    assert [each for each in found if each not in GENERAL] == [name]


@pytest.mark.parametrize("content", [*FILES.values(), *TABLES.values()])
def test_what_is_imported_again_changes_nothing(kept, content):
    assert kept(content) == kept(content, content)


PIECES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=3),
    st.just([]),
    st.just({}),
    st.just([None, {"id": 1}]),
)


def paths(document, path=()):
    """The way to each member of a document, outer ones first."""
    items = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in items:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from paths(value, (*path, key))


def broken(document, path, piece):
    """The document with another thing in the place that the path leads to."""
    copy = json.loads(json.dumps(document))
    within = copy
    for key in path[:-1]:
        within = within[key]
    within[path[-1]] = piece
    return copy


@settings(max_examples=4, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_documents_of_other_shapes_are_counted_and_never_fail(tmp_path_factory, document, data):
    change = st.tuples(st.sampled_from(list(paths(document))), PIECES)
    changes = data.draw(st.lists(change, min_size=20, max_size=60))
    odd = [broken(document, path, piece) for path, piece in changes]
    file = tmp_path_factory.mktemp("odd") / "log.ndjson"
    lines = [json.dumps(each) for each in (document, *odd, [1])]
    file.write_text("\n".join(lines), encoding="utf-8")
    read = Found(load(file, now=NOW, file_id="f1"))
    assert read.balanced
    assert read.dropped["unreadable_line"] >= 1
