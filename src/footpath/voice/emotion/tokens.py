"""A text in, the numbers of its word pieces out.

The WordPiece scheme of uncased BERT, with three things put right beforehand that comments have and its
vocabulary has not: a bracketed mask ("[NAME]") becomes a word, a pictograph the words of its Unicode name, a
telephone's apostrophe a typewriter's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

LONGEST_WORD = 100  # characters; what is longer is not a word
MASKED = re.compile(r"\[(\w+)\]")
PICTOGRAPH = re.compile("([\u2190-\u2bff\U0001f000-\U0001faff])\\1*")
IDLE = frozenset({"black", "face", "heavy", "of", "sign", "symbol", "white", "with"})
CHINESE = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))


def spelled(text: str) -> str:
    r"""The text with masks and pictographs as words, and one kind of apostrophe.

    >>> spelled("[NAME] was great \u2764\u2764")
    'NAME was great  heart '
    """
    return PICTOGRAPH.sub(_named, MASKED.sub(r"\1", text)).replace("\u2019", "'")


def _named(found: re.Match[str]) -> str:
    words = unicodedata.name(found[1], "").lower().replace("-", " ").split()
    return " " + " ".join(word for word in words if word not in IDLE) + " "


def words(text: str) -> Iterator[str]:
    """Lower-case words without accents; every punctuation mark and Chinese character is a word.

    >>> list(words("Caf\u00e9, at last!"))
    ['cafe', ',', 'at', 'last', '!']
    """
    for chunk in text.split():
        yield from _parts(chunk)


@lru_cache(maxsize=65536)
def _parts(chunk: str) -> tuple[str, ...]:
    return tuple(
        "".join(_plain(character) for character in unicodedata.normalize("NFD", chunk.lower())).split()
    )


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """The character, with room around it where it is a word of its own, or nothing."""
    category = unicodedata.category(character)
    if category in ("Mn", "Cc", "Cf", "Co") or character == "\ufffd":
        return ""
    if category.startswith("Z"):
        return " "
    return f" {character} " if _stands_alone(character, category) else character


def _stands_alone(character: str, category: str) -> bool:
    if category.startswith("P") or (character.isascii() and not character.isalnum()):
        return True
    return any(low <= ord(character) <= high for low, high in CHINESE)


class WordPieces:
    """Splits words into the longest pieces that the vocabulary knows, from the left; remembers every word."""

    def __init__(self, vocabulary: Mapping[str, int], longest: int) -> None:
        self.longest = longest
        self._number = vocabulary
        self._pieces = lru_cache(maxsize=131072)(self._split)

    def numbers(self, text: str) -> list[int]:
        """The numbers of a text's pieces between [CLS] and [SEP], at most `longest` with them."""
        pieces = [self._number["[CLS]"]]
        for word in words(spelled(text)):
            pieces.extend(self._pieces(word))
            if len(pieces) >= self.longest:
                break
        return [*pieces[: self.longest - 1], self._number["[SEP]"]]

    def _split(self, word: str) -> tuple[int, ...]:
        pieces: list[int] = []
        start = 0
        while start < len(word) <= LONGEST_WORD:
            found = self._longest_from(word, start)
            if found is None:
                break
            pieces.append(found[0])
            start = found[1]
        return tuple(pieces) if start == len(word) else (self._number["[UNK]"],)

    def _longest_from(self, word: str, start: int) -> tuple[int, int] | None:
        for end in range(len(word), start, -1):
            number = self._number.get(word[start:end] if start == 0 else "##" + word[start:end])
            if number is not None:
                return number, end
        return None
