"""Texts in, the terms worth grouping out: held by several persons, and neither filler nor a number.

A word after one that turns it round is a term of its own: "not received" is no "received".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.voice.clusters import Sentences
from footpath.voice.filler import FILLER, NOTHING, TURNING
from footpath.voice.terms import Terms, folded, terms_of, words_of

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MOST_TERMS = 240
FEWEST, OF_PERSONS = 4, 250  # a term is held by four persons at least, and by one of 250
SHORT, OFTEN, VERY_OFTEN = 4, 0.06, 0.3  # filler where no table says: in this share of texts, by its length
ENOUGH = 50  # texts, to tell filler by how often it is used
LONG = 12  # spaces; whoever writes more says something
PAIR = 1 << 31  # a pair of words is one code: the first shifted by this
SENTENCE = re.compile(r"[.!?;…。！？\n\r]+")
MASHED = re.compile(r"(.)\1{3,}|^[^\Waeiouy\d_]{5,}$|^(asdf|qwer|sdfg|dfgh|fghj|hjkl|jkl)")
LATIN = re.compile(r"^[a-z' ]+$")


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What persons said: the terms worth grouping and the sentences that hold them.

    `terms` are words, or two where the first turns the second round; `shown` how each is mostly written.
    """

    terms: tuple[tuple[str, ...], ...]  # [V]
    shown: tuple[str, ...]  # [V]
    persons: Ints  # [V] how many hold it
    sentences: Sentences


def says_nothing(text: str, language: str = "") -> bool:
    """Whether an answer is none: empty, "n/a", "nothing", a mashed keyboard, or filler alone.

    >>> [says_nothing(text) for text in ("N/A", "Did not answer.", "…", "asdfgh", "Too long a wait")]
    [True, True, True, True, False]
    """
    if text.count(" ") > LONG:
        return False
    words = [folded(word) for word in words_of(text)]
    plain = " ".join(word.replace("'", "") for word in words)
    if plain in NOTHING or not re.search(r"[^\W\d_]", plain):
        return True
    if all(MASHED.search(word) and LATIN.match(word) for word in words):
        return True
    empty = FILLER.get(language, frozenset()) | TURNING.get(language, frozenset())
    return all(word in empty for word in words)


def said(texts: Sequence[str], languages: Sequence[str], persons: Ints) -> Said:
    """The terms of some texts and the sentences that hold them; equal sentences of a text are one.

    `persons` [texts], 0 to persons − 1.
    """
    from scipy.sparse import csr_array

    pieces, spoken, text = _sentences(texts, languages)
    who = persons[text]
    found = terms_of(pieces, spoken)
    stood = _stood(found, spoken)
    order, count = _worth(stood, who, found.vocabulary)
    at = np.full(len(stood.codes), -1)
    at[order] = np.arange(len(order))
    column = at[stood.term]
    kept = column >= 0
    cells = np.unique(np.column_stack((stood.sentence[kept], column[kept])), axis=0)
    held = csr_array((np.ones(len(cells)), tuple(cells.T)), shape=(len(text), len(order)))
    names = tuple(_words(int(stood.codes[term]), found.vocabulary) for term in order)
    shown = _mostly(column[kept], stood.shown[kept], found.words, len(order))
    return Said(names, shown, count[order], Sentences(held, text, who))


class _Stood(NamedTuple):
    """Where terms stand: each occurrence's sentence, term and words as written, and the terms' codes."""

    sentence: Ints
    term: Ints  # into codes
    shown: Ints  # coded as `codes` are, into the words as written
    codes: Ints  # a word, or a pair whose first word is shifted up by PAIR


def _sentences(texts: Sequence[str], languages: Sequence[str]) -> tuple[list[str], list[str], Ints]:
    pieces: list[str] = []
    spoken: list[str] = []
    owner: list[int] = []
    for at, (text, language) in enumerate(zip(texts, languages, strict=True)):
        parts = [part for part in dict.fromkeys(SENTENCE.split(text)) if part.strip()]
        pieces += parts
        spoken += [language] * len(parts)
        owner += [at] * len(parts)
    return pieces, spoken, np.array(owner, np.int64)


def _stood(found: Terms, languages: list[str]) -> _Stood:
    """Words that are no filler; one that follows a word that turns it round stands as a pair with that."""
    sentence, code, word = found.owner, found.code.astype(np.int64), found.word.astype(np.int64)
    turning = _listed(found, languages, TURNING)
    plain = ~turning & ~_listed(found, languages, FILLER) & ~_often(found, languages)
    plain &= np.array([len(term) > 1 and not term.isdigit() for term in found.vocabulary], np.bool_)[code]
    turned = np.zeros(len(code), np.bool_)
    turned[1:] = turning[:-1] & (sentence[1:] == sentence[:-1])
    before = np.roll(code, 1) + 1, np.roll(word, 1) + 1
    code, word = (
        np.where(turned, first * PAIR + second, second)
        for first, second in zip(before, (code, word), strict=True)
    )
    codes, term = np.unique(code[plain], return_inverse=True)
    return _Stood(sentence[plain], term, word[plain], codes)


def _listed(found: Terms, languages: list[str], table: Mapping[str, frozenset[str]]) -> Bools:
    """Which tokens are in the table of their language."""
    plain = [folded(word) for word in found.words]
    listed = np.zeros(len(found.code), np.bool_)
    spoken = np.array(languages)[found.owner] if len(languages) else np.zeros(0, "U1")
    for language in sorted(set(languages) & set(table)):
        words = np.array([word in table[language] for word in plain], np.bool_)
        listed |= words[found.word] & (spoken == language)
    return listed


def _often(found: Terms, languages: list[str]) -> Bools:
    """Which tokens are short words that stand everywhere, in a language without a table of filler."""
    spoken = np.array(languages)[found.owner] if len(languages) else np.zeros(0, "U1")
    short = np.array([len(term) <= SHORT for term in found.vocabulary], np.bool_)
    often = np.zeros(len(found.code), np.bool_)
    for language in sorted(set(languages) - set(FILLER)):
        here = np.flatnonzero(spoken == language)
        n = languages.count(language)
        pairs = np.unique(found.owner[here] * len(short) + found.code[here])
        share = np.bincount(pairs % len(short), minlength=len(short)) / n
        common = (share > VERY_OFTEN) | (short & (share > OFTEN))
        often[here] = common[found.code[here]] & (n >= ENOUGH)
    return often


def _worth(stood: _Stood, who: Ints, vocabulary: tuple[str, ...]) -> tuple[list[int], Ints]:
    """The terms that enough persons hold, most first; and how many hold each."""
    width = max(len(stood.codes), 1)
    once = np.unique(who[stood.sentence] * width + stood.term) % width  # a person counts once
    count = np.bincount(once, minlength=width)
    floor = max(FEWEST, int(who.max(initial=-1) + 1) // OF_PERSONS)
    enough = np.flatnonzero(count >= floor).tolist()
    order = sorted(enough, key=lambda at: (-count[at], _words(int(stood.codes[at]), vocabulary)))
    return order[:MOST_TERMS], count


def _words(code: int, names: tuple[str, ...]) -> tuple[str, ...]:
    first, second = divmod(code, PAIR)
    return (names[first - 1], names[second]) if first else (names[second],)


def _mostly(column: Ints, shown: Ints, words: tuple[str, ...], n: int) -> tuple[str, ...]:
    """How each of n terms is most often written; of equals, the first of the alphabet."""
    forms, count = np.unique(np.column_stack((column, shown)), axis=0, return_counts=True)
    best: dict[int, tuple[int, str]] = {}
    for (term, form), times in zip(forms.tolist(), count.tolist(), strict=True):
        rank = (-times, " ".join(_words(form, words)))
        best[term] = min(best.get(term, rank), rank)
    return tuple(best[term][1] for term in range(n))
