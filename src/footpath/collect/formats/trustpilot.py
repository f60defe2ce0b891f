"""Reviews exported from Trustpilot as CSV in, raw rows out: an event for each review and each reply.

The reference number is what the company itself sent with the invitation, mostly the number of the order:
`--columns actor.order='Reference Number'` joins reviewers to their orders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from footpath.collect.formats.csv_files import header_of, records
from footpath.collect.formats.review import Review, events
from footpath.collect.formats.told import Record, Rows, Told
from footpath.collect.reading import ImportOptions, Input, RawBatch

SURE = {"Review ID", "Review Stars"}
PROPERTIES = {
    "domain": "Domain URL",
    "language": "Review Language",
    "Reference Number": "Reference Number",
    "Tags": "Tags",
}


class Trustpilot:
    """Exports of a company's reviews; their times are in UTC."""

    name = "trustpilot"

    def recognise(self, file: Input, /) -> bool:
        """Whether the header has Trustpilot's names for a review's id and stars."""
        return file.is_text and set(header_of(file.head_text)) >= SURE

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 events."""
        rows = Rows(options, file.name)
        yield from rows.batches(_told(file, rows))


TRUSTPILOT = Trustpilot()


def _told(file: Input, rows: Rows) -> Iterator[tuple[Record, Iterator[Told]]]:
    for record in records(file):
        if record is None:
            rows.dropped["wrong_number_of_fields"] += 1
        elif not record.get("Review ID"):
            rows.dropped["not_a_review"] += 1
        else:
            yield record, events(_review(record))


def _review(record: Mapping[str, str]) -> Review:
    return Review(
        site="trustpilot",
        id=record["Review ID"],
        time=record.get("Review Created (UTC)") or record.get("Review Created"),
        zone="UTC",
        stars=record.get("Review Stars"),
        title=record.get("Review Title"),
        body=record.get("Review Content"),
        account=record.get("Consumer User ID"),
        properties={name: record.get(column) for name, column in PROPERTIES.items()},
        reply=record.get("Business Reply") or record.get("Company Reply"),
        replied=record.get("Business Reply Date (UTC)") or record.get("Business Reply Date"),
    )
