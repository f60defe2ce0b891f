"""A map in, its JSON document out, without pseudonyms or words where that is asked for."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from footpath.model.map import JourneyMap

MOST_PERSONS = 50


def trimmed(map_: JourneyMap, *, people: bool, words: bool, most: int = MOST_PERSONS) -> JourneyMap:
    """The map with at most `most` pseudonyms a number, none without `people`; no quotes without `words`."""
    kept = most if people else 0
    evidence = {key: replace(each, persons=each.persons[:kept]) for key, each in map_.evidence.items()}
    if words:
        return replace(map_, evidence=evidence)
    stages = tuple(
        replace(stage, touchpoints=tuple(replace(each, verbatims=()) for each in stage.touchpoints))
        for stage in map_.stages
    )
    return replace(map_, evidence=evidence, stages=stages)


def draw_json(map_: JourneyMap) -> str:
    """The document, indented."""
    return map_.to_json() + "\n"


def embedded(document: object) -> str:
    """JSON that is harmless inside a script element."""
    text = msgspec.json.encode(document).decode()
    for sign in ("<", ">", "&", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
