"""Small path icons, drawn on a grid of 16 by 16: channels, owners of none, faces and moments.

A channel finds its icon and its colour by words in its name, so that both stay the same from map to map.
"""

from __future__ import annotations

from typing import NamedTuple


class Family(NamedTuple):
    """How a kind of channel is drawn, and the words that give it away."""

    icon: str
    colour: str
    words: tuple[str, ...]


# Two families share a colour only where their icons differ most.
FAMILIES: tuple[Family, ...] = (
    Family("review", "channel-7", ("review", "rating", "forum", "community", "social")),
    Family("survey", "channel-4", ("survey", "questionnaire", "poll", "nps", "feedback")),
    Family("ticket", "channel-8", ("ticket", "helpdesk", "help desk", "zendesk", "case", "desk", "support")),
    Family("chat", "channel-5", ("chat", "bot", "messag", "whatsapp", "sms", "messenger", "dm")),
    Family("phone", "channel-3", ("phone", "call", "voice", "telephone", "ivr", "hotline", "telefon")),
    Family("mail", "channel-6", ("mail", "letter", "newsletter", "post", "brief")),
    Family(
        "ad", "channel-4", ("ad", "ads", "advert", "campaign", "display", "search", "paid", "banner", "tv")
    ),
    Family("delivery", "channel-7", ("deliver", "courier", "parcel", "shipping", "logistic", "carrier")),
    Family(
        "store",
        "channel-2",
        ("store", "shop", "branch", "counter", "retail", "office", "pos", "visit", "site visit"),
    ),
    Family("app", "channel-5", ("app", "ios", "android", "mobile", "tablet")),
    Family("web", "channel-1", ("web", "site", "online", "browser", "portal", "internet", "page")),
)
OTHER = Family("other", "channel-8", ())
PREFIXES = 4

DISC = "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13"
EYES = "M5.5 6v.8M10.5 6v.8"
ICONS: dict[str, str] = {
    "web": f"{DISC}M1.5 8h13M8 1.5c-4.4 4-4.4 9 0 13M8 1.5c4.4 4 4.4 9 0 13",
    "app": "M5 1.5h6a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1M7 12.3h2",
    "store": "M2.5 7v7h11V7M1.5 6l1.2-4h10.6l1.2 4c0 1.9-3.2 1.9-3.2 0c0 1.9-3.3 1.9-3.3 0"
    "c0 1.9-3.3 1.9-3.3 0c0 1.9-3.2 1.9-3.2 0M6.5 14v-4h3v4",
    "phone": "M4 1.8l2 .2l1 3.2l-1.6 1.3c.7 1.8 1.8 3 3.8 4l1.4-1.6l3.1 1l.4 2.1c-.2 1.4-1.2 2.2-2.6 2.2"
    "C6.5 14 2 9 1.9 4.4C1.9 3 2.7 2 4 1.8",
    "mail": "M1.5 3.5h13v9.5h-13zM1.5 4l6.5 5.2L14.5 4",
    "chat": "M2 2.5h12v8.5H8.5L5 14v-3H2zM5 5.5h6M5 8h4",
    "ticket": "M1.5 3.5h13v3a1.6 1.6 0 0 0 0 3.2v2.8h-13V9.7a1.6 1.6 0 0 0 0-3.2zM9.5 4v8",
    "review": "M8 1.6l1.95 4.1l4.5.600l-3.3 3.1l.85 4.5L8 11.7l-4 2.2l.85-4.5l-3.3-3.1l4.5-.6z",
    "ad": "M2 6h3l7-3.5v11L5 10H2zM5 10l1 4h2l-1-3M14 6.5c.8.9.8 2.1 0 3",
    "survey": "M3.5 2.5h9v12h-9zM6 1.5h4v2H6zM5.5 7l1 1l1.8-2M9.5 7.2h1.5M5.5 11l1 1l1.8-2M9.5 11.2h1.5",
    "delivery": "M1.5 3.5h8v7.5h-8zM9.5 6h3l2 2.5v2.5h-5M4.5 11a1.5 1.5 0 1 0 .1 0M12 11a1.5 1.5 0 1 0 .1 0",
    "other": "M3.5 8h.1M8 8h.1M12.5 8h.1",
    "face-good": f"{DISC}{EYES}M4.8 9.3c1.3 2.7 5.1 2.7 6.4 0",
    "face-even": f"{DISC}{EYES}M5.2 10.5h5.6",
    "face-bad": f"{DISC}{EYES}M4.8 11.4c1.3-2.7 5.1-2.7 6.4 0",
    "pain": "M8 13.5L1.8 3h12.4zM8 5.5v3M8 10.3v.1",
    "delight": "M8 2.5L14.2 13H1.8zM8 7.5v3.5M6.25 9.25h3.5",
    "flag": "M4 14.5V2h8.5l-2 3l2 3H4",
    "people": "M8 2a2.6 2.6 0 1 0 .1 0M2.8 14c0-6.6 10.4-6.6 10.4 0",
}


def family(channel: str | None) -> Family:
    """How `channel` is drawn.

    >>> family("Call centre").icon
    'phone'
    """
    words = "".join(each if each.isalnum() else " " for each in (channel or "").casefold())
    for each in FAMILIES:
        if any(_gives_away(clue, words) for clue in each.words):
            return each
    return OTHER


def _gives_away(clue: str, words: str) -> bool:
    # Short clues such as "ad" or "app" count only as whole words: "roadshow" is no advertisement.
    tokens = words.split()
    if len(clue) < PREFIXES:
        return clue in tokens
    return (
        clue in words
        if " " in clue
        else any(token.startswith(clue) or token.endswith(clue) for token in tokens)
    )
