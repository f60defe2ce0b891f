"""A message in, its properties out: its own, and what its library knows of page, campaign and device."""

from __future__ import annotations

from typing import Any

from footpath.collect.formats.segment_messages import Context, Message
from footpath.collect.formats.segment_names import device_of

IDENTIFIERS = ("email", "phone")  # traits that are actors
PAGE = ("path", "url", "referrer", "title")
VALUES = ("revenue", "value", "total")


def properties_of(message: Message) -> dict[str, Any]:
    """The properties of an event, or the traits of who it tells about; of a group under "group.NAME"."""
    if message.type == "identify":
        return {name: value for name, value in (message.traits or {}).items() if name not in IDENTIFIERS}
    if message.type == "group":
        return _prefixed("group", {"id": message.group_id, **(message.traits or {})})
    if message.type == "alias":
        return {}
    found = _surroundings(message.context) if message.context else {}
    if message.category:
        found["category"] = message.category
    if message.properties:
        found |= message.properties
    return found


def take_value(properties: dict[str, Any]) -> Any:
    """The revenue, else the value, else the total, taken out of the properties.

    A truth is no number: as a text it is counted as unreadable.
    """
    for name in VALUES:
        if properties.get(name) is not None:
            found = properties.pop(name)
            return str(found).lower() if isinstance(found, bool) else found
    return None


def _surroundings(context: Context) -> dict[str, Any]:
    found = {}
    if page := context.page:
        found = {name: value for name in PAGE if (value := getattr(page, name))}
    if context.campaign:
        found |= _prefixed("campaign", context.campaign)
    if agent := context.user_agent:
        found["user_agent"] = agent
        if device := device_of(str(agent)):
            found["device"] = device
    if context.locale:
        found["locale"] = context.locale
    for name, thing in (("os", context.os), ("app", context.app)):
        if thing and thing.name:
            found[name] = thing.name
    if context.device and context.device.type:
        found["device"] = context.device.type
    return found


def _prefixed(prefix: str, values: dict[str, Any]) -> dict[str, Any]:
    return {f"{prefix}.{name}": value for name, value in values.items() if value is not None}
