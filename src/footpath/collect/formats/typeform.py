"""Responses to Typeform's forms in, raw rows out: webhooks, pages of the Responses API, or exported CSV.

A question is named by its title where the form's definition comes along, as it does in webhooks; else by its
reference. Hidden fields are properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from footpath.collect.formats.json_files import looks_like_json, members, objects, within
from footpath.collect.formats.responses import Answer, Asked, Refused, Response, batches, listed
from footpath.collect.formats.scales import scale_in
from footpath.collect.formats.typeform_csv import is_export, responses_in_export
from footpath.collect.reading import ImportOptions, Input, RawBatch

WEBHOOK = re.compile(r'"form_response"\s*:\s*\{')
TOKEN = re.compile(r'"(landing_id|token|response_id)"\s*:')
LANDED = re.compile(r'"landed_at"\s*:')
ACTORS = {"email": "email", "phone_number": "phone"}  # type of an answer → kind of actor
HIDDEN = {"email": "email", "phone": "phone", "phone_number": "phone"}

Document = Mapping[str, Any]


class Typeform:
    """What people answered in forms."""

    name = "typeform"

    def recognise(self, file: Input, /) -> bool:
        """Whether the head is JSON of its webhooks or its API, or has the columns of its export."""
        head = file.head_text if file.is_text else ""
        if not looks_like_json(head):
            return is_export(head)
        return bool(WEBHOOK.search(head) or (TOKEN.search(head) and LANDED.search(head)))

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 answers."""
        found = responses_in_export(file) if is_export(file.head_text) else map(_told, _documents(file))
        yield from batches(found, options, file.name)


TYPEFORM = Typeform()


def _documents(file: Input) -> Iterator[Document | None]:
    """The responses in webhooks and pages."""
    for document in objects(file):
        yield from [None] if document is None else members(document, "items")


def _told(document: Document | None) -> Response | Refused:
    if document is None:
        return Refused("unreadable_line")
    form = within(document, "form_response") or document
    if reason := _refused(form):
        return Refused(reason)
    fields = {str(each.get("id")): each for each in listed(within(form, "definition"), "fields")}
    answers = [answer for each in listed(form, "answers") if (answer := _answer(each, fields))]
    return _response(form, answers) if answers else Refused("no_answer")


def _refused(form: Document) -> str | None:
    if not (form.get("token") or form.get("response_id")):
        return "not_a_response"
    if not form.get("answers"):
        return "no_answer" if form.get("submitted_at") else "unfinished"
    return None


def _response(form: Document, answers: list[Answer]) -> Response:
    hidden = {name: value for name, value in within(form, "hidden").items() if value}
    given = {ACTORS[each["type"]]: _value(each) for each in listed(form, "answers") if _is_address(each)}
    actors = {HIDDEN[name]: value for name, value in hidden.items() if name in HIDDEN} | given
    about = {name: value for name, value in hidden.items() if name not in HIDDEN}
    submitted = form.get("submitted_at")
    return Response(
        id=str(form.get("token") or form["response_id"]),
        time=submitted or form.get("landed_at"),
        actors=actors,
        answers=answers,
        properties={**about, "form": form.get("form_id"), "tags": form.get("tags")},
    )


def _is_address(given: Document) -> bool:
    """Whether it is who it is, rather than what was said."""
    return str(given.get("type")) in ACTORS


def _answer(given: Document, fields: Mapping[str, Document]) -> Answer | None:
    if _is_address(given):
        return None
    field = within(given, "field")
    asked = {**field, **fields.get(str(field.get("id")), {})}
    wording = " ".join(str(asked.get("title") or "").split())
    kind, scale = _measured(asked)
    question = Asked(
        key=str(asked.get("id") or asked.get("ref")),
        event=wording or str(asked.get("ref") or asked.get("id")),
        wording=wording or None,
        kind=kind,
        scale=scale or scale_in(wording),
        words=given.get("type") in ("text", "date", "url", "file_url"),
    )
    return question.answer(_value(given))


def _measured(field: Document) -> tuple[str | None, str | None]:
    """Of what kind a question is, and its scale as far as the definition tells it."""
    properties, kind = within(field, "properties"), field.get("type")
    steps = properties.get("steps")
    if kind == "nps":
        return "nps", "0..10"
    if kind == "rating":
        return "rating", f"1..{steps}" if steps else None
    if kind == "opinion_scale" and isinstance(steps, int):
        first = int(bool(properties.get("start_at_one")))
        return None, f"{first}..{steps - 1 + first}"
    return None, None


def _value(given: Document) -> Any:
    """What was given, by the member that is named like its type."""
    value = given.get(str(given.get("type")))
    if isinstance(value, dict):
        labels = value.get("labels")
        chosen = labels if isinstance(labels, list) else [value.get("label")]
        return [each for each in (*chosen, value.get("other"), value.get("amount")) if each]
    return value
