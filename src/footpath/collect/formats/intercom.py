"""Intercom's conversations in, raw rows out: what customers wrote and how they rated it, what staff did.

They come as JSON of the API, or as the CSV of messages that exporters write. Words of staff are no verbatims:
they are a property of what the company did. `case=id` makes each conversation a journey of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from footpath.collect.formats.csv_files import header_of
from footpath.collect.formats.intercom_csv import CSV_COLUMNS, conversations_in_csv
from footpath.collect.formats.intercom_parts import Conversation, happenings
from footpath.collect.formats.json_files import looks_like_json, members, objects
from footpath.collect.formats.told import Record, Rows, Told
from footpath.collect.reading import ImportOptions, Input, RawBatch

ONLY_CONVERSATIONS = re.compile(
    r'"(conversation_parts|conversation_rating|conversation_message|waiting_since|delivered_as)"\s*:'
)
ALSO = re.compile(r'"(created_at|state|contacts|source)"\s*:')


class Intercom:
    """Conversations with their messages and ratings."""

    name = "intercom"

    def recognise(self, file: Input, /) -> bool:
        """Whether the head is JSON with fields that only conversations have, or a CSV of messages."""
        head = file.head_text if file.is_text else ""
        if looks_like_json(head):
            return bool(ONLY_CONVERSATIONS.search(head) and ALSO.search(head))
        return {*header_of(head)} >= CSV_COLUMNS

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 events."""
        rows = Rows(options, file.name)
        if looks_like_json(file.head_text):
            yield from rows.batches(_told(file, rows))
        else:
            yield from rows.batches(conversations_in_csv(file, rows))


INTERCOM = Intercom()


def _told(file: Input, rows: Rows) -> Iterator[tuple[Record, Iterator[Told]]]:
    for document in objects(file):
        if document is None:
            rows.dropped["unreadable_line"] += 1
            continue
        for each in _conversations(document):
            if each is None or not each.get("id"):
                rows.dropped["not_a_conversation"] += 1
                continue
            yield each, happenings(each)


def _conversations(document: Conversation) -> Iterator[Conversation | None]:
    """Those of a page, or of the body of a webhook, or the one that the document is."""
    data = document.get("data")
    item = data.get("item") if isinstance(data, dict) else None
    yield from [item] if isinstance(item, dict) else members(document, "conversations")
