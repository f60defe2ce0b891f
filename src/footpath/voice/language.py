"""Texts in, the language of each out; None rather than wrong where a text is too short to tell.

By py3langid, which brings its model along. It is asked among the languages that surveys are held in, as the
other hundred are for a text of three words only so many chances to be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from footpath.voice.redaction import PLACEHOLDER

_ASKED = """
    ar bg ca cs da de el en es et fi fr he hr hu id it ja ko
    lt lv nl no pl pt ro ru sk sl sv th tr uk vi zh
"""
ASKED = tuple(_ASKED.split())
NO_LANGUAGE = "zxx"  # what the model calls numbers, markup and the like
SURE = 0.6
LETTERS = 4  # "ok", "no" and "top" are words of many languages
ENOUGH = 400  # characters: more make the answer no surer
LETTER = re.compile(r"[^\W\d_]")
ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")


def languages(texts: Sequence[str]) -> list[str | None]:
    """ISO 639-1 codes of texts.

    >>> languages(["Der Zug kam wieder zu spät.", "Ok", "12/05"])
    ['de', None, None]
    """
    return [_language(_plain(text)) for text in texts]


def _plain(text: str) -> str:
    return ADDRESS.sub(" ", PLACEHOLDER.sub(" ", text[:ENOUGH]))


def _language(text: str) -> str | None:
    if len(LETTER.findall(text)) < LETTERS:
        return None
    name, sure = _identifier().classify(text)
    return name if sure >= SURE and name != NO_LANGUAGE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*ASKED, NO_LANGUAGE])
    return identifier
