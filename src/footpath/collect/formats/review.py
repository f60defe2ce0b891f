"""A review on a shop's or a map's page in, what happened out: it was written, and perhaps replied to.

Nicknames are shared by strangers and changed at will, so a reviewer is known by the review itself, unless the
page tells an account. A review that was changed has the id it had, and counts from its last change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from footpath.collect.formats.told import Told, said_or_did

STARS = "1..5"


@dataclass(frozen=True, slots=True)
class Review:
    """What a page tells of a review; `site` is the kind of its identifiers, as "google_play"."""

    site: str
    id: str
    time: Any
    stars: Any
    title: Any
    body: Any
    changed: Any = None
    account: Any = None
    zone: str | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    reply: Any = None
    replied: Any = None


def events(review: Review) -> Iterator[Told]:
    """The review, and the company's reply where its time is known."""
    actors = {f"{review.site}.review": review.id, review.site: review.account}
    about = {"review": review.id, **review.properties}
    text = "\n".join(filter(None, map(_stripped, (review.title, review.body)))) or None
    yield Told(
        id=f"review:{review.id}",
        event="Review",
        kind=said_or_did(text, review.stars),
        time=review.changed or review.time,
        received=review.changed,
        zone=review.zone,
        actors=actors,
        text=text,
        score=review.stars,
        scale=None if review.stars is None else STARS,
        properties={"question_kind": "rating", **about} | _written(review),
    )
    if review.replied:
        yield Told(
            id=f"review:{review.id}:reply",
            event="Reply to review",
            kind="firm_did",
            time=review.replied,
            zone=review.zone,
            actors=actors,
            properties={**about, "reply": review.reply},
        )


def _stripped(text: Any) -> str:
    return text.strip() if isinstance(text, str) else ""


def _written(review: Review) -> dict[str, Any]:
    """When it was first written, if it was changed since."""
    return {"written": review.time} if review.changed not in (None, "", review.time) else {}
