"""Texts in, the terms that they hold out: words without case, accents and their usual endings.

A word is lower-cased, loses its accents, and is stemmed by the rules of the language of its text, so that
"waiting", "Waited" and "wait" are one term. Scripts without spaces give a term for every two characters side
by side. What a text holds depends on no other text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int32]
Offsets = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Languages that have a stemmer, by ISO 639-1: Porter (2001), Snowball: A language for stemming algorithms.
STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
}
# Endings that a stemmer knows only by the accent that folding takes off.
ACCENTED_ENDINGS = {"pt": (("coes", "cao"), ("soes", "sao"))}

SPACELESS = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Thai, Lao, kana, Han
MASK = re.compile(r"\[[^\[\]\s]{1,24}\]")  # what stands for an address or number that was masked
FIRST = re.compile(f"[{SPACELESS}]")
RUN = re.compile(rf"[{SPACELESS}]+|[^{SPACELESS}]+")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The terms of n texts, text after text, each in the order of its words."""

    vocabulary: tuple[str, ...]  # [V] sorted
    code: Codes  # [tokens] into vocabulary
    offsets: Offsets  # [n + 1] where each text begins
    words: tuple[str, ...]  # [W] as written but for case, sorted
    word: Codes  # [tokens] into words

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def owner(self) -> Offsets:
        """The text of each token [tokens]."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))


def terms_of(texts: Sequence[str], languages: Sequence[str]) -> Terms:
    """The terms of some texts, each read in its own language (ISO 639-1; "" where unknown: no stemming).

    >>> found = terms_of(["Waited for HOURS!", "a longer wait"], ["en", "en"])
    >>> [found.vocabulary[code] for code in found.code]
    ['wait', 'for', 'hour', 'a', 'longer', 'wait']
    """
    seen: dict[tuple[str, str], int] = {}
    lengths, tokens = [], []
    for text, language in zip(texts, languages, strict=True):
        words = words_of(text)
        lengths.append(len(words))
        tokens += [seen.setdefault((language, word), len(seen)) for word in words]
    code = np.array(tokens, np.int64)
    vocabulary, stem = _coded([stemmed(word, language) for language, word in seen])
    forms, written = _coded([word for _, word in seen])
    return Terms(
        vocabulary,
        stem[code],
        np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))),
        forms,
        written[code],
    )


def words_of(text: str) -> list[str]:
    """The words of a text as written but for case; masked parts are none.

    >>> words_of("Didn't arrive… call [phone]!")
    ["didn't", 'arrive', 'call']
    """
    plain = unicodedata.normalize("NFC", MASK.sub(" ", text)).lower().replace("’", "'")
    if plain.isascii():
        return WORD.findall(plain)
    found: list[str] = []
    for run in RUN.findall(plain):
        words = WORD.findall(run)
        found += [pair for word in words for pair in _pairs(word)] if FIRST.match(run) else words
    return found


@lru_cache(maxsize=1 << 17)
def folded(word: str) -> str:
    """Without case and accents.

    >>> folded("NÃO"), folded("Straße")
    ('nao', 'strasse')
    """
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


@lru_cache(maxsize=1 << 17)
def stemmed(word: str, language: str) -> str:
    """The term of a word.

    >>> stemmed("Atrasada", "pt"), stemmed("atrasado", "pt"), stemmed("queueing", "en")
    ('atras', 'atras', 'queue')
    """
    plain = folded(word)
    for ending, instead in ACCENTED_ENDINGS.get(language, ()):
        if plain.endswith(ending):
            plain = plain.removesuffix(ending) + instead
    stemmer = _stemmer(language)
    return stemmer(plain.replace("'", "")) if stemmer else plain.replace("'", "")


def key(term: str, language: str) -> tuple[str, ...]:
    """The terms of a word or phrase that somebody wrote, in the order of its words.

    >>> key("Not received", "en") == key("not receiving", "en")
    True
    """
    return tuple(stemmed(word, language) for word in words_of(term))


def holds(terms: Terms, keys: Iterable[tuple[str, ...]]) -> Bools:
    """Which texts [n] hold one of some words or phrases; the words of a phrase stand side by side."""
    code_of = {term: code for code, term in enumerate(terms.vocabulary)}
    found = np.zeros(len(terms), np.bool_)
    owner = terms.owner
    for phrase in keys:
        codes = [code_of.get(term, -1) for term in phrase]
        if codes and min(codes) >= 0:
            found[owner[_starts(terms.code, owner, codes)]] = True
    return found


def _starts(code: Codes, owner: Offsets, phrase: list[int]) -> Offsets:
    at = np.flatnonzero(code[: max(len(code) - len(phrase) + 1, 0)] == phrase[0])
    for step, term in enumerate(phrase[1:], start=1):
        at = at[(code[at + step] == term) & (owner[at + step] == owner[at])]
    return at


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


def _coded(names: list[str]) -> tuple[tuple[str, ...], Codes]:
    known = sorted(set(names))
    place = {name: code for code, name in enumerate(known)}
    return tuple(known), np.array([place[name] for name in names], np.int32)


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Callable[[str], str] | None:
    if language not in STEMMERS:
        return None
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer(STEMMERS[language]).stemWord
    return stem
