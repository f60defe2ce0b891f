"""Reviews of Google Business Profile in, raw rows out: an event for each review and each reply.

Of a comment that Google translated only the customer's own words are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from footpath.collect.formats.json_files import looks_like_json, members, objects, within
from footpath.collect.formats.review import Review, events
from footpath.collect.formats.told import Record, Rows, Told
from footpath.collect.reading import ImportOptions, Input, RawBatch

STARS = {"ONE": 1, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5}
STAR_RATING = re.compile(r'"starRating"\s*:\s*"(ONE|TWO|THREE|FOUR|FIVE|STAR_RATING_UNSPECIFIED)"')
LOCATION = re.compile(r"locations/([^/]+)")
ORIGINAL = re.compile(r"\(Original\)\s*", re.I)
TRANSLATED = re.compile(r"\(Translated by Google\)\s*", re.I)


class GoogleBusiness:
    """Pages of the API, the file of Google Takeout, or reviews one a line."""

    name = "google-business"

    def recognise(self, file: Input, /) -> bool:
        """Whether the head is JSON with stars as words."""
        head = file.head_text if file.is_text else ""
        return looks_like_json(head) and bool(STAR_RATING.search(head))

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 events."""
        rows = Rows(options, file.name)
        yield from rows.batches(_told(file, rows))


GOOGLE_BUSINESS = GoogleBusiness()


def _told(file: Input, rows: Rows) -> Iterator[tuple[Record, Iterator[Told]]]:
    for document in objects(file):
        if document is None:
            rows.dropped["unreadable_line"] += 1
            continue
        for record in members(document, "reviews"):
            if record is None or not _id(record):
                rows.dropped["not_a_review"] += 1
                continue
            yield record, events(_review(record))


def _id(record: Mapping[str, Any]) -> str:
    """The id, which Takeout gives in the name only: "accounts/1/locations/2/reviews/ID"."""
    return str(record.get("reviewId") or "") or str(record.get("name") or "").rpartition("/reviews/")[2]


def _review(record: Mapping[str, Any]) -> Review:
    reply = within(record, "reviewReply")
    location = LOCATION.search(str(record.get("name") or ""))
    return Review(
        site="google_business",
        id=_id(record),
        time=record.get("createTime"),
        changed=record.get("updateTime"),
        stars=STARS.get(str(record.get("starRating"))),
        title=None,
        body=own_words(record.get("comment")),
        properties={"location": location[1] if location else None},
        reply=reply.get("comment"),
        replied=reply.get("updateTime"),
    )


def own_words(comment: Any) -> str | None:
    """A comment without its translation, which stands before or after it.

    >>> own_words("(Translated by Google) Very good\\n\\n(Original)\\nMuy bien")
    'Muy bien'
    >>> own_words("Muy bien\\n\\n(Translated by Google)\\nVery good")
    'Muy bien'
    """
    if not isinstance(comment, str):
        return None
    if original := ORIGINAL.search(comment):
        return comment[original.end() :].strip()
    before, *_ = TRANSLATED.split(comment)
    return before.strip() or comment
