"""Responses to Delighted's surveys in, raw rows out: webhooks, pages of the API, or the CSV of responses.

A comment usually comes in a later message about the same response, which then replaces the earlier one. Lists
of people tell who was sent a survey, and when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from footpath.collect.formats.delighted_csv import is_export, responses_in_export
from footpath.collect.formats.json_files import looks_like_json, objects, within
from footpath.collect.formats.responses import Answer, Asked, Refused, Response, batches, listed
from footpath.collect.reading import ImportOptions, Input, RawBatch

EVENTS = re.compile(r'"event_type"\s*:\s*"(survey_response\.(created|updated)|unsubscribe\.created)"')
RESPONSE = re.compile(r'"survey_type"\s*:')
ONLY_RESPONSES = re.compile(r'"(person_properties|additional_answers)"\s*:')
PEOPLE = re.compile(r'"next_survey_scheduled_at"\s*:')
SENT = "Survey sent"
# Of what kind the questions of a survey are, and their scales.
SURVEYS: Mapping[str, tuple[str | None, str | None]] = {
    "nps": ("nps", "0..10"),
    "enps": ("nps", "0..10"),
    "csat": ("csat", "1..5"),
    "ces": ("ces", "1..5"),
    "ces7": ("ces", "1..7"),
    "five_star": ("rating", "1..5"),
    "smileys": ("csat", "1..5"),
    "thumbs": ("csat", "0..1"),
    "pmf": (None, "1..3"),
}

Document = Mapping[str, Any]


class Delighted:
    """What people answered, and the comment that they added."""

    name = "delighted"

    def recognise(self, file: Input, /) -> bool:
        """Whether the head is JSON of its webhooks or its API, or has the columns of its export."""
        head = file.head_text if file.is_text else ""
        if not looks_like_json(head):
            return is_export(head)
        if EVENTS.search(head) or (RESPONSE.search(head) and ONLY_RESPONSES.search(head)):
            return True
        return bool(PEOPLE.search(head))

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 answers."""
        rows = responses_in_export(file) if is_export(file.head_text) else objects(file)
        yield from batches(map(_told, rows), options, file.name)


DELIGHTED = Delighted()


def _told(document: Document | None) -> Response | Refused:
    if document is None:
        return Refused("unreadable_line")
    if reason := _refused(document):
        return Refused(reason)
    if "last_sent_at" in document:
        return _invitation(document)
    return _response(within(document, "event_data") or document)


def _refused(document: Document) -> str | None:
    if str(document.get("event_type", "")).startswith("unsubscribe"):
        return "unsubscribed"
    if "last_sent_at" in document:
        return None if document["last_sent_at"] else "not_invited"
    data = within(document, "event_data") or document
    if not data.get("id") or "score" not in data:
        return "not_a_response"
    said = (data["score"], data.get("comment"), data.get("additional_answers"))
    return None if any(each not in (None, "", []) for each in said) else "no_answer"


def _response(data: Document) -> Response:
    person = within(data, "person") or {"id": data.get("person")}
    return Response(
        id=str(data["id"]),
        time=data.get("created_at"),
        received=data.get("updated_at") or data.get("created_at"),
        actors=_actors(person),
        answers=list(_answers(data)),
        properties={
            **within(data, "person_properties"),
            "name": person.get("name"),
            "tags": data.get("tags"),
        },
    )


def _actors(person: Document) -> dict[str, Any]:
    kinds = {"email": "email", "phone": "phone_number", "delighted": "id"}
    return {kind: person.get(name) for kind, name in kinds.items() if person.get(name)}


def _answers(data: Document) -> Iterator[Answer]:
    survey = str(data.get("survey_type") or "nps").strip().lower().replace(" ", "_")
    kind, scale = SURVEYS.get(survey, (None, None))
    asked = Asked("score", survey, kind=kind, scale=scale)
    comment = Asked("comment", f"{survey} comment", words=True)
    extra = (_additional(each) for each in listed(data, "additional_answers"))
    for answer in (asked.answer(data.get("score")), comment.answer(data.get("comment")), *extra):
        if answer:
            yield answer


def _additional(told: Document) -> Answer | None:
    question, value = within(told, "question"), within(told, "value")
    wording = " ".join(str(question.get("text") or "").split())
    key = str(question.get("id") or told.get("id"))
    words = value.get("scale") is None
    chosen = [each.get("text") for each in listed(value, "select_many")]
    given = within(value, "select_one").get("text") or value.get("free_response") or chosen
    asked = Asked(key, wording or key, wording=wording, words=words)
    return asked.answer(given if words else value["scale"])


def _invitation(person: Document) -> Response:
    sent = person["last_sent_at"]
    asked = Answer("sent", SENT, kind="firm_did")
    about = {"name": person.get("name")}
    return Response(f"person:{person.get('id')}:{sent}", sent, _actors(person), [asked], about)
