"""Customer reviews of App Store Connect's API in, raw rows out: an event for each review and response."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from footpath.collect.formats.json_files import looks_like_json, members, objects, within
from footpath.collect.formats.review import Review, events
from footpath.collect.formats.told import Record, Rows, Told
from footpath.collect.formats.values import text
from footpath.collect.reading import ImportOptions, Input, RawBatch

TYPE = re.compile(r'"type"\s*:\s*"customerReviews"')


class AppStore:
    """Pages of the API, or their reviews one a line."""

    name = "app-store"

    def recognise(self, file: Input, /) -> bool:
        """Whether the head is JSON with records of the type customerReviews."""
        head = file.head_text if file.is_text else ""
        return looks_like_json(head) and bool(TYPE.search(head))

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 events."""
        rows = Rows(options, file.name)
        yield from rows.batches(_told(file, rows))


APP_STORE = AppStore()


def _told(file: Input, rows: Rows) -> Iterator[tuple[Record, Iterator[Told]]]:
    for document in objects(file):
        if document is None:
            rows.dropped["unreadable_line"] += 1
            continue
        responses = {text(each.get("id")): each for each in members(document, "included") if each}
        for record in members(document, "data"):
            if record is None or record.get("type") != "customerReviews" or not record.get("id"):
                rows.dropped["not_a_review"] += 1
                continue
            yield {**record, **within(record, "attributes")}, events(_review(record, responses))


def _review(record: Mapping[str, Any], responses: Mapping[str | None, Mapping[str, Any]]) -> Review:
    given = within(record, "attributes")
    answer = within(record, "relationships", "response", "data").get("id")
    response = within(responses.get(text(answer), {}), "attributes")
    public = response.get("state", "PUBLISHED") == "PUBLISHED"
    return Review(
        site="app_store",
        id=record["id"],
        time=given.get("createdDate"),
        stars=given.get("rating"),
        title=given.get("title"),
        body=given.get("body"),
        properties={"territory": given.get("territory")},
        reply=response.get("responseBody"),
        replied=response.get("lastModifiedDate") if public else None,
    )
