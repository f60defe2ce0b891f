"""Answers in words in, why one is no verbatim out; None for what may be one.

Set aside only where it is sure: "No." answers some questions, "none" answers none of them. A machine's or a
copied text is one that is far too long, or that many persons sent word for word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from footpath.voice.filler import NOTHING
from footpath.voice.terms import folded

EMPTY = "empty"
NO_WORDS = "no words"
REFUSAL = "says nothing"
REPEATED = "one character over and over"
TOO_LONG = "too long for an answer"
COPIED = "sent by many persons word for word"

# Short answers that are some: to "Did it arrive?", or to "Would you recommend us?".
ANSWERS = frozenset({"no", "yes", "si", "sim", "nao", "oui", "non", "nein", "ja", "nee"})
MORE_REFUSALS = """
    n a | nowt | isnt nowt | zilch | none thanks | none thank you | no thanks | no thank you | nothing
    thanks | nothing to report | nothing to comment | nothing springs to mind | absolutely nothing |
    nothing whatsoever | not a thing | not that i can think of | can not think of anything | not
    answered | left blank | skip | skipped | pass | prefer not to say | rather not say | do not wish to
    answer | dont want to answer | no further comment | no further comments | none to add | null |
    undefined | nan | no text | tbc | tbd | xx | see previous | nada que comentar | nessun commento |
    niets | niets toe te voegen | geen opmerkingen | geen antwoord | keine anmerkungen | kein kommentar
    | nichts hinzuzufugen | pas de reponse | neant | brak | brak uwag | nie dotyczy | nie wiem | ingen |
    inga kommentarer | inget | ingenting | ingen kommentar | ei mitaan | ei kommentteja
"""
REFUSALS = (NOTHING | frozenset(" ".join(each.split()) for each in MORE_REFUSALS.split("|"))) - ANSWERS
ROWS_OF_KEYS = ("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "abcdefghij")
WORD = re.compile(r"[^\W\d_]+")
PICTURE = re.compile(r"[\u2600-\u27bf\u2b50\U0001f300-\U0001faff]|[:;]-?[()DP]")
OVER_AND_OVER = re.compile(r"(\S)\1{4,}(?:[\s\W]*\1)*[\s\W]*")
MOST = 10_000  # characters
LONG, MANY = 60, 5  # characters of a text, and persons, from which a copy is no accident


def junk(texts: Sequence[str], persons: Sequence[int] | None = None) -> list[str | None]:
    """Why each text is no verbatim. `persons` tells, where given, who sent it.

    >>> junk(["n/a", "asdf", "No.", "Too slow"])
    ['says nothing', 'no words', None, None]
    """
    copied = _copied(texts, persons) if persons is not None else frozenset()
    return [_why(text) or (COPIED if _plain(text) in copied else None) for text in texts]


def _why(text: str) -> str | None:
    trimmed = text.strip()
    if not trimmed:
        return EMPTY
    if len(trimmed) > MOST:
        return TOO_LONG
    if OVER_AND_OVER.fullmatch(trimmed) and not PICTURE.search(trimmed):
        return REPEATED
    plain = _plain(trimmed)
    if plain in REFUSALS or trimmed in {"-", "--", "/", "n/a", "N/A"}:
        return REFUSAL
    return None if _has_words(trimmed, plain) else NO_WORDS


def _plain(text: str) -> str:
    return " ".join(WORD.findall(folded(text).replace("'", "").replace("\u2019", "")))


def _has_words(text: str, plain: str) -> bool:
    """Whether a text says something: a word that is no run of keys, or a picture."""
    words = plain.split()
    return bool(PICTURE.search(text)) or any(_is_long(word) and not _is_mashed(word) for word in words)


def _is_long(word: str) -> bool:
    return len(word) > 1 or word >= "\u2e80"  # from there on scripts write a word in one character


def _is_mashed(word: str) -> bool:
    """Whether a word is keys side by side: "asdf", "qwerty", "asdfasdf", "jjj"."""
    if len(word) > 1 and len(set(word)) == 1:
        return True
    row = next((row for row in ROWS_OF_KEYS if word[:4] in row), "") if len(word) > 3 else ""
    return bool(row) and set(word) <= set(row)


def _copied(texts: Sequence[str], persons: Sequence[int]) -> frozenset[str]:
    """Long texts that many persons sent."""
    senders: dict[str, set[int]] = {}
    for text, person in zip(texts, persons, strict=True):
        if len(text) >= LONG:
            senders.setdefault(_plain(text), set()).add(person)
    return frozenset(text for text, who in senders.items() if len(who) >= MANY)
