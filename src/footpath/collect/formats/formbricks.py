"""Webhooks of Formbricks in, raw rows out: one event for each answer, named by its question's id.

A response is sent again as it grows; of each answer the latest message counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from footpath.collect.formats.json_files import looks_like_json, objects, within
from footpath.collect.formats.responses import Asked, Refused, Response, batches
from footpath.collect.reading import ImportOptions, Input, RawBatch

EVENTS = re.compile(r'"event"\s*:\s*"response(Created|Updated|Finished)"')
ONLY_RESPONSES = re.compile(r'"(webhookId|surveyId)"\s*:')
ACTORS = {"email": "email", "phone": "phone", "userId": "user"}  # attribute → kind of actor
PLACES = ("source", "url", "country", "action")

Document = Mapping[str, Any]


class Formbricks:
    """What people answered."""

    name = "formbricks"

    def recognise(self, file: Input, /) -> bool:
        """Whether the head is JSON of its webhooks."""
        head = file.head_text if file.is_text else ""
        return looks_like_json(head) and bool(EVENTS.search(head) and ONLY_RESPONSES.search(head))

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 answers."""
        yield from batches(map(_told, objects(file)), options, file.name)


FORMBRICKS = Formbricks()


def _told(document: Document | None) -> Response | Refused:
    if document is None:
        return Refused("unreadable_line")
    data = within(document, "data")
    given = [Asked(str(key), str(key)).answer(value) for key, value in within(data, "data").items()]
    answers = [answer for answer in given if answer]
    if reason := _refused(data, answered=bool(answers)):
        return Refused(reason)
    attributes, meta = within(data, "contactAttributes"), within(data, "meta")
    about = {name: value for name, value in attributes.items() if name not in ACTORS}
    return Response(
        id=str(data["id"]),
        time=data.get("createdAt"),
        received=data.get("updatedAt"),
        actors={kind: attributes.get(name) for name, kind in ACTORS.items() if attributes.get(name)},
        answers=answers,
        properties={**about, "survey": data.get("surveyId"), **{name: meta.get(name) for name in PLACES}},
    )


def _refused(data: Document, *, answered: bool) -> str | None:
    if not data.get("id") or not data.get("createdAt"):
        return "not_a_response"
    if answered:
        return None
    return "no_answer" if data.get("finished") else "unfinished"
