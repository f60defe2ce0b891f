"""Verbatims of a cell in, the one that says best what all of them say out: for the good, and for the bad.

The rule, which no hand touches: of the verbatims with 4 to 60 words, where there are such, the one that on
average resembles all of its set most (the medoid, by the cosine of their terms, rare terms weighing more); of
equals the oldest, then the one with the least id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.voice.filler import FILLER, TURNING
from footpath.voice.terms import Terms, folded, terms_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

READABLE = (4, 60)  # words
CLOSE = 9  # decimals to which two likenesses are equal: sums in another order differ by less


class Quotes(NamedTuple):
    """Positions of a cell's verbatims; None where it has none."""

    good: int | None
    bad: int | None


def quotes(
    texts: Sequence[str], languages: Sequence[str], times: Ints, ids: Sequence[str], good: Bools, bad: Bools
) -> Quotes:
    """The medoid of the good and of the bad verbatims; all arguments [n], times comparable numbers."""
    return Quotes(*(_within(texts, languages, times, ids, mask) for mask in (good, bad)))


def medoid(texts: Sequence[str], languages: Sequence[str], times: Ints, ids: Sequence[str]) -> int | None:
    """The position of the text that resembles all others most; None of none.

    >>> texts = ["Waited at the busy desk", "We waited for hours at the desk", "It was hours of waiting"]
    >>> medoid(texts, ["en"] * 3, np.array([3, 2, 1]), ["c", "b", "a"])
    1
    """
    if not texts:
        return None
    terms = terms_of(texts, languages)
    likeness = np.round(mean_likeness(vectors(terms, languages)), CLOSE)
    words = np.diff(terms.offsets)
    readable = (words >= READABLE[0]) & (words <= READABLE[1])
    choice = np.flatnonzero(readable) if readable.any() else np.arange(len(texts))
    return int(min(choice.tolist(), key=lambda at: (-likeness[at], times[at], ids[at])))


def _within(
    texts: Sequence[str], languages: Sequence[str], times: Ints, ids: Sequence[str], mask: Bools
) -> int | None:
    rows = np.flatnonzero(mask)
    each = rows.tolist()
    found = medoid(
        [texts[at] for at in each], [languages[at] for at in each], times[rows], [ids[at] for at in each]
    )
    return None if found is None else each[found]


def vectors(terms: Terms, languages: Iterable[str]) -> csr_array:
    """Texts as unit vectors of their terms [n, V]: log(1 + n / texts that hold it), filler left out.

    A text of filler alone is the null vector, which resembles none.
    """
    from scipy.sparse import csr_array

    spoken = sorted(set(languages))
    empty = frozenset[str]().union(*(table.get(each, ()) for table in (FILLER, TURNING) for each in spoken))
    telling = ~np.array([folded(word) in empty for word in terms.words], np.bool_)[terms.word]
    cells = np.unique(np.column_stack((terms.owner[telling], terms.code[telling])), axis=0)
    held = np.bincount(cells[:, 1], minlength=len(terms.vocabulary))
    weight = np.log1p(len(terms) / np.maximum(held, 1))[cells[:, 1]]
    length = np.sqrt(np.bincount(cells[:, 0], weight**2, minlength=len(terms)))
    shape = (len(terms), len(terms.vocabulary))
    return csr_array((weight / length[cells[:, 0]], (cells[:, 0], cells[:, 1])), shape=shape)


def mean_likeness(vectors: csr_array) -> Floats:
    """The mean cosine of each unit vector [n] with the others: its product with their sum, less itself."""
    itself = np.asarray((vectors * vectors).sum(axis=1)).ravel()
    total = np.asarray(vectors.sum(axis=0)).ravel()
    likeness: Floats = (vectors @ total - itself) / max(vectors.shape[0] - 1, 1)
    return likeness
