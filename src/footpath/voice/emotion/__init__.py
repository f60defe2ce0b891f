"""What people felt, read from what they wrote."""

from __future__ import annotations

from functools import cache

from footpath.voice.emotion.engine import Emotions, load
from footpath.voice.emotion.labels import VALENCE

__all__ = ["VALENCE", "Emotions", "emotions"]


@cache
def emotions() -> Emotions:
    """The default reader of emotions; loaded when first asked for.

    >>> reader = emotions()
    >>> reader.labels[reader.read(["At last it works, what a relief!"]).argmax()]
    'relieved'
    """
    return load()
