"""Reviews in the monthly CSV of Google Play's console in, raw rows out: an event for each review and reply.

A rating without words has no link, and so no id of its own; app, time and device stand for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from footpath.collect.formats.csv_files import header_of, records
from footpath.collect.formats.review import Review, events
from footpath.collect.formats.told import Record, Rows, Told
from footpath.collect.reading import ImportOptions, Input, RawBatch

SURE = {"Package Name", "Star Rating", "Review Submit Date and Time"}
REVIEW_ID = re.compile(r"[?&]reviewId=([^&#\s]+)")
PROPERTIES = {
    "app": "Package Name",
    "app_version": "App Version Name",
    "app_version_code": "App Version Code",
    "language": "Reviewer Language",
    "device": "Device",
    "link": "Review Link",
}


class GooglePlay:
    """Files `reviews_PACKAGE_YYYYMM.csv`."""

    name = "google-play"

    def recognise(self, file: Input, /) -> bool:
        """Whether the header names packages, stars and times of submission."""
        return file.is_text and set(header_of(file.head_text)) >= SURE

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 events."""
        rows = Rows(options, file.name)
        yield from rows.batches(_told(file, rows))


GOOGLE_PLAY = GooglePlay()


def _told(file: Input, rows: Rows) -> Iterator[tuple[Record, Iterator[Told]]]:
    for record in records(file):
        if record is None:
            rows.dropped["wrong_number_of_fields"] += 1
            continue
        yield record, events(_review(record))


def _review(record: Mapping[str, str]) -> Review:
    written = _time(record, "Review Submit")
    linked = REVIEW_ID.search(record.get("Review Link", ""))
    unlinked = (record.get("Package Name"), written, record.get("Device"), record.get("Reviewer Language"))
    return Review(
        site="google_play",
        id=linked[1] if linked else ":".join(part or "" for part in unlinked),
        time=written,
        changed=_time(record, "Review Last Update"),
        zone="UTC",
        stars=record.get("Star Rating"),
        title=record.get("Review Title"),
        body=record.get("Review Text"),
        properties={name: record.get(column) for name, column in PROPERTIES.items()},
        reply=record.get("Developer Reply Text"),
        replied=_time(record, "Developer Reply"),
    )


def _time(record: Mapping[str, str], what: str) -> str | None:
    return record.get(f"{what} Millis Since Epoch") or record.get(f"{what} Date and Time")
