"""The CSV of Delighted's responses in, responses as the API gives them out.

Names of columns are compared in lower case, with blanks and underscores alike.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from footpath.collect.reading import Input

SURE = {"survey_type", "score", "comment"}
# What the API calls it, by the names that a column has.
RESPONSE = {
    "id": ("response_id", "survey_response_id", "id"),
    "survey_type": ("survey_type",),
    "score": ("score",),
    "comment": ("comment",),
    "permalink": ("permalink", "response_permalink"),
    "created_at": ("created_at", "response_created_at", "created", "date"),
    "updated_at": ("updated_at", "response_updated_at", "updated"),
    "tags": ("tags",),
}
PERSON = {
    "id": ("person_id",),
    "email": ("email", "person_email"),
    "name": ("name", "person_name"),
    "phone_number": ("phone_number", "person_phone_number", "phone"),
}


def is_export(head: str) -> bool:
    """Whether a file that begins like this is an export of responses."""
    header = {_plain(name) for name in next(csv.reader([head.partition("\n")[0]]), [])}
    return header >= SURE and any(name in header for name in RESPONSE["created_at"])


def responses_in_export(file: Input) -> Iterator[dict[str, Any]]:
    """One response a row; other columns are properties of its person."""
    with closing(file.text()) as stream:
        for row in csv.DictReader(stream):
            yield _response({name: cell for name, cell in row.items() if name and isinstance(cell, str)})


def _response(row: Mapping[str, str]) -> dict[str, Any]:
    cells = {_plain(name): cell.strip() for name, cell in row.items()}
    known = {name for names in (*RESPONSE.values(), *PERSON.values()) for name in names}
    response: dict[str, Any] = _taken(cells, RESPONSE)
    # Without an id of its own, a response has an address, or is what one person said at one time.
    person = _taken(cells, PERSON)
    who = person.get("email") or person.get("phone_number") or person.get("name") or ""
    response["id"] = response.get("id") or response.get("permalink") or f"{who}:{response.get('created_at')}"
    rest = {name: cell for name, cell in row.items() if _plain(name) not in known and cell.strip()}
    return {"score": None, **response, "person": person, "person_properties": rest}


def _taken(cells: Mapping[str, str], names: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    found = {
        field: next((cells[each] for each in aliases if cells.get(each)), "")
        for field, aliases in names.items()
    }
    return {field: cell for field, cell in found.items() if cell}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
