"""The header rows of a Qualtrics export in, what each column is for out.

Exports since 2016 have three: names, question texts, and {"ImportId": …} with the zone of the dates. Older
ones have two, and no ids.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from footpath.collect.formats.scales import NPS, scale_in

NPS_GROUP = "_NPS_GROUP"
ANSWER = re.compile(r"(\d+_)?QID\d+")
# How a question was shown or left, and what was computed from an answer.
NOT_SAID = re.compile(
    r"_(DO|DO_\w+|FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|FILE_\w+)$|_NPS_GROUP$|DO\d+$", re.I
)
TIMING = re.compile(r"_(First Click|Last Click|Page Submit|Click Count|DO_\w+|DO|NPS_GROUP)$", re.I)

# What the tool itself records, by the name of the column in either form of export.
RECORD = {
    "ResponseId": "id",
    "ResponseID": "id",
    "Status": "status",
    "Finished": "finished",
    "RecordedDate": "recorded",
    "EndDate": "ended",
    "StartDate": "started",
    "RecipientEmail": "actor.email",
    "EmailAddress": "actor.email",
    "ExternalReference": "actor.external",
    "ExternalDataReference": "actor.external",
    "DistributionChannel": "distribution",
}
# Where somebody was, as far as the address of the machine tells: nothing that a journey needs.
LEFT_OUT = ("IPAddress", "LocationLatitude", "LocationLongitude", "LocationAccuracy", "ResponseSet")
PROPERTIES = (
    "Progress",
    "Duration (in seconds)",
    "RecipientLastName",
    "RecipientFirstName",
    "Name",
    "UserLanguage",
)
LEGACY = re.compile(r"V\d+$")


@dataclass(frozen=True, slots=True)
class Question:
    """A column of answers; `words` says that numbers in it are text too."""

    column: int
    name: str
    text: str
    scale: str | None
    words: bool
    kind: str | None  # "nps" where the tool itself groups the answers


@dataclass(frozen=True, slots=True)
class Header:
    """What each column is for."""

    rows: int
    names: tuple[str, ...]
    record: dict[str, int]  # role → column
    zones: dict[int, str]  # column → the zone of its dates
    questions: tuple[Question, ...]
    properties: dict[str, int]


def is_qualtrics(head: Sequence[Sequence[str]]) -> bool:
    """Whether rows that begin like this are an export of Qualtrics."""
    if len(head) > 2 and head[2] and '"ImportId"' in head[2][0]:
        return True
    return len(head) > 1 and head[0][:1] == ["V1"] and "ResponseID" in head[1]


def header_of(head: Sequence[Sequence[str]]) -> Header:
    """Reads the first three rows, of which the third may be an answer already."""
    modern = len(head) > 2 and '"ImportId"' in head[2][0]
    names, labels = _named(head[0], head[1])
    ids = [_import_id(cell) for cell in head[2]] if modern else [{} for _ in names]
    record = {RECORD[name]: n for n, name in reversed(list(enumerate(names))) if name in RECORD}
    asked = [
        n for n, name in enumerate(names) if _is_question(name, labels[n], ids[n].get("ImportId"), modern)
    ]
    ten = {name.removesuffix(NPS_GROUP) for name in names if name.endswith(NPS_GROUP)}
    questions = tuple(_question(n, names[n], labels[n], ids[n].get("ImportId", ""), ten) for n in asked)
    known = {*record.values(), *asked}
    return Header(
        rows=3 if modern else 2,
        names=names,
        record=record,
        zones={n: zone for n, each in enumerate(ids) if (zone := each.get("timeZone"))},
        questions=questions,
        properties={
            name: n
            for n, name in enumerate(names)
            if n not in known and name not in LEFT_OUT and not TIMING.search(name)
        },
    )


def _named(names: Sequence[str], labels: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Names and labels of the columns; in old exports V1, V2 … are named by their labels."""
    padded = [*labels, *[""] * (len(names) - len(labels))]
    shown = [" ".join(label.split()) for label in padded]
    return tuple(s if LEGACY.match(n) and s else n.strip() for n, s in zip(names, shown, strict=False)), shown


def _import_id(cell: str) -> dict[str, str]:
    try:
        return msgspec.json.decode(cell.encode(), type=dict[str, str])
    except msgspec.DecodeError:
        return {}


def _is_question(name: str, label: str, import_id: str | None, modern: bool) -> bool:
    if name in RECORD or name in LEFT_OUT or name in PROPERTIES or TIMING.search(name):
        return False
    if modern:
        return bool(import_id and ANSWER.match(import_id) and not NOT_SAID.search(import_id))
    return bool(label) and label != name  # embedded data is labelled with its own name


def _question(column: int, name: str, label: str, import_id: str, ten: set[str]) -> Question:
    scale = NPS if name in ten else scale_in(label)
    words = import_id.endswith("TEXT") or name.endswith("TEXT")
    kind = "nps" if name in ten else None
    return Question(column, name, label, None if words else scale, words, kind)
