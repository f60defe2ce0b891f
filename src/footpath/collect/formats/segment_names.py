"""A message in, the names that the map goes by out: of its event, its channel and its device."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from footpath.collect.formats.segment_messages import Message
from footpath.collect.formats.values import text

CHANNELS = {"web": "web", "browser": "web", "mobile": "app", "app": "app"}
NO_CHANNELS = ("client", "server", "sources", "http")  # how a message was sent, not where the person was
LIBRARIES = (
    (
        "app",
        re.compile(r"ios|android|swift|kotlin|cocoa|flutter|react[-_ ]?native|unity|xamarin|mobile", re.I),
    ),
    ("web", re.compile(r"analytics\.js|analytics-next|javascript|browser|web|gtm", re.I)),
)
DEVICES = (
    ("tablet", re.compile(r"ipad|tablet|kindle|silk|android(?!.*mobile)", re.I)),
    ("mobile", re.compile(r"mobi|iphone|ipod|android", re.I)),
    ("desktop", re.compile(r"windows nt|macintosh|x11|cros", re.I)),
)


def event_of(message: Message) -> str | None:
    """What happened: the event's name, or the page or screen that was seen; "" where nothing did."""
    if message.type == "track":
        return text(message.event)
    if message.type == "page":
        seen = _name(message) or _path(message)
        return f"Page: {seen}" if seen else "Page"
    if message.type == "screen":
        seen = _name(message)
        return f"Screen: {seen}" if seen else "Screen"
    return ""


def channel_of(message: Message) -> str | None:
    """As the message says, else by the library that sent it, else by its type."""
    library = message.context.library if message.context else None
    return channel_named(text(message.channel), text(library.name) if library else None, text(message.type))


@lru_cache(maxsize=4096)
def channel_named(given: str | None, library: str | None, kind: str | None) -> str | None:
    """The channel by what a message says, else by the name of its library, else by its type."""
    if given and given.lower() not in NO_CHANNELS:
        return CHANNELS.get(given.lower(), given)
    if kind == "screen":
        return "app"
    named = next((channel for channel, pattern in LIBRARIES if library and pattern.search(library)), None)
    return named or ("web" if kind == "page" else None)


@lru_cache(maxsize=4096)
def device_of(user_agent: str) -> str | None:
    """What a browser says it runs on: "desktop", "mobile" or "tablet"."""
    return next((device for device, pattern in DEVICES if pattern.search(user_agent)), None)


def _name(message: Message) -> str | None:
    return text(message.name) or _own(message, "name")


def _own(message: Message, name: str) -> str | None:
    return text(message.properties.get(name)) if message.properties else None


def _path(message: Message) -> str | None:
    page = message.context.page if message.context else None
    path = _own(message, "path") or (text(page.path) if page else None)
    url = _own(message, "url") or (text(page.url) if page else None)
    return path or (_path_in(url) if url else None)


@lru_cache(maxsize=4096)
def _path_in(url: str) -> str | None:
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return None
