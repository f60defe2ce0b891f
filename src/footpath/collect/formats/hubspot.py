"""HubSpot's feedback submissions in, raw rows out: an event of kind "said" for each; or contacts, as traits.

Submissions come as JSON of the API or as CSV, with HubSpot's internal names. A submission by no contact is a
person of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from footpath.collect.formats.csv_files import header_of, records
from footpath.collect.formats.json_files import looks_like_json, members, objects, within
from footpath.collect.formats.told import Rows, Told
from footpath.collect.reading import ImportOptions, Input, RawBatch

SURE = re.compile(r'"hs_(survey_id|survey_type|submission_timestamp|response_group)"\s*:')
SUBMISSION = {"hs_survey_id", "hs_survey_type", "hs_submission_timestamp", "hs_response_group"}
CONTACT = {"Record ID", "First Name", "Last Name", "Email"}
ONLY_CONTACTS = {"Lifecycle Stage", "Lead Status", "Contact owner", "Original Source", "Create Date"}
NAMES = ("First Name", "Last Name")
SCALES = {"NPS": "0..10", "CSAT": "1..5", "CES": "1..7"}
CHANNELS = {"EMAIL": "email", "WEB": "web", "CHAT": "chat", "SMS": "sms"}
PROPERTIES = {
    "survey_id": "hs_survey_id",
    "group": "hs_response_group",
    "sentiment": "hs_sentiment",
    "submission": "hs_submission_name",
}


class HubSpot:
    """Feedback submissions, or the contacts of a view."""

    name = "hubspot"

    def recognise(self, file: Input, /) -> bool:
        """Whether the head has the internal names of submissions, or the columns of contacts."""
        head = file.head_text if file.is_text else ""
        if looks_like_json(head):
            return bool(SURE.search(head))
        return bool(SUBMISSION & {*header_of(head)}) or _has_contacts(head)

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 rows."""
        rows = Rows(options, file.name)
        tell = _contact if _has_contacts(file.head_text) else _submission
        found = _json(file, rows) if looks_like_json(file.head_text) else _csv(file, rows)
        yield from rows.batches((record, tell(record, rows)) for record in found)


HUBSPOT = HubSpot()


def _has_contacts(head: str) -> bool:
    header = set(header_of(head))
    return header >= CONTACT and bool(header & ONLY_CONTACTS)


def _csv(file: Input, rows: Rows) -> Iterator[Mapping[str, Any]]:
    for record in records(file):
        if record is None:
            rows.dropped["wrong_number_of_fields"] += 1
        else:
            yield record


def _json(file: Input, rows: Rows) -> Iterator[Mapping[str, Any]]:
    for document in objects(file):
        if document is None:
            rows.dropped["unreadable_line"] += 1
            continue
        for each in members(document, "results"):
            yield {**(each or {}), **within(each or {}, "properties")}


def _submission(record: Mapping[str, Any], rows: Rows) -> Iterator[Told]:
    kind = str(record.get("hs_survey_type") or "").upper()
    score, text = _given(record, "hs_value"), _given(record, "hs_content")
    if score is None and text is None:
        rows.dropped["no_answer"] += 1
        return
    own = record.get("id") or record.get("hs_object_id") or record.get("Record ID")
    contact = {"hubspot": record.get("hs_contact_id"), "email": record.get("hs_contact_email_rollup")}
    yield Told(
        id=f"submission:{own}" if own else None,
        event=record.get("hs_survey_name") or f"{kind or 'Feedback'} survey",
        kind="said",
        time=record.get("hs_submission_timestamp") or record.get("createdAt"),
        received=record.get("updatedAt") or record.get("hs_lastmodifieddate"),
        channel=CHANNELS.get(str(record.get("hs_survey_channel")).upper()),
        actors=contact if any(contact.values()) else {"hubspot.submission": own},
        text=text,
        score=score,
        scale=SCALES.get(kind) if score is not None else None,
        properties={name: record.get(field) for name, field in PROPERTIES.items()} | _question_kind(kind),
    )


def _given(record: Mapping[str, Any], name: str) -> Any:
    value = record.get(name)
    return None if isinstance(value, str) and not value.strip() else value


def _question_kind(kind: str) -> dict[str, str]:
    return {"question_kind": kind.lower()} if kind in SCALES else {}


def _contact(record: Mapping[str, Any], _: Rows) -> Iterator[Told]:
    known = {"Record ID", "Email", "Phone Number", *NAMES}
    yield Told(
        id=None,
        event="",
        kind="traits",
        time=None,
        actors={
            "hubspot": record.get("Record ID"),
            "email": record.get("Email"),
            "phone": record.get("Phone Number"),
        },
        properties={name: value for name, value in record.items() if name not in known},
    )
