"""Nothing in; the readers that Footpath brings along, loaded when something is to be read, out."""

from __future__ import annotations

from functools import cache

from footpath.voice.hearing import Readers


@cache
def default_readers() -> Readers:
    """Emotions, wishes and likes, in English."""
    from footpath.voice.coding import LIKES, WISHES, metadata, shown_fields
    from footpath.voice.emotion import emotions

    shown = shown_fields(metadata())
    return Readers(emotions(), WISHES, LIKES, shown["wishes"], shown["likes"], _confusion())


def _confusion() -> tuple[tuple[float, ...], ...]:
    """Comments by the emotion that people gave them and the one that was read."""
    from footpath.voice.emotion.engine import metadata

    tried = metadata()["confusion"]
    rows = zip(tried["likeliest"], tried["comments"], strict=True)
    return tuple(tuple(share * comments for share in row) for row, comments in rows)
