"""Chatwoot's webhooks in, raw rows out: an event of kind "said" for each rating of a conversation.

Messages are passed over: only surveys of satisfaction are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from footpath.collect.formats.json_files import looks_like_json, objects, within
from footpath.collect.formats.told import Record, Rows, Told
from footpath.collect.reading import ImportOptions, Input, RawBatch

SURVEY = re.compile(r'"(csat_survey_response|input_csat)"')
SCALE = "1..5"


class Chatwoot:
    """Bodies of webhooks, one a line or in an array."""

    name = "chatwoot"

    def recognise(self, file: Input, /) -> bool:
        """Whether the head is JSON with a survey of satisfaction in it."""
        head = file.head_text if file.is_text else ""
        return looks_like_json(head) and bool(SURVEY.search(head))

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 events."""
        rows = Rows(options, file.name)
        yield from rows.batches(_told(file, rows))


CHATWOOT = Chatwoot()


def _told(file: Input, rows: Rows) -> Iterator[tuple[Record, Iterator[Told]]]:
    for document in objects(file):
        if document is None:
            rows.dropped["unreadable_line"] += 1
        elif document.get("content_type") != "input_csat":
            rows.dropped["not_an_answer"] += 1
        else:
            yield document, _happenings(document)


def _happenings(message: Record) -> Iterator[Told]:
    """The survey was sent; and answered, if it was."""
    conversation = within(message, "conversation")
    number = conversation.get("display_id") or conversation.get("id")
    sender = within(conversation, "meta", "sender")
    actors = {
        "chatwoot": sender.get("id") or within(conversation, "contact_inbox").get("contact_id"),
        "email": sender.get("email"),
        "phone": sender.get("phone_number"),
        "user": sender.get("identifier"),
    }
    asked, about = message.get("created_at"), {"conversation": number}
    name = f"message:{message.get('id')}"
    yield Told(f"{name}:asked", "Satisfaction asked", "firm_did", asked, actors, properties=about)
    given = within(message, "content_attributes", "submitted_values", "csat_survey_response")
    if given.get("rating") is None:
        return
    changed = message.get("updated_at")
    yield Told(
        id=f"{name}:rated",
        event="Conversation rated",
        kind="said",
        time=changed or asked,
        received=changed,
        actors=actors,
        score=given["rating"],
        scale=SCALE,
        text=given.get("feedback_message") or None,
        properties={"question_kind": "csat", **about},
    )
