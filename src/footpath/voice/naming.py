"""Groups of terms in, what tells each from the others out: its terms in order, and a name of two or three."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from footpath.voice.clusters import Groups, best_group

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
WORDS = 3  # in a name
WEAK = 0.2  # of the first word's weight; below, a word is left out of the name


def distinction(groups: Groups, texts: csr_array) -> Floats:
    """How much each term tells of each group [groups, V], given which terms the texts hold [texts, V].

    W(t, c) = tf(t, c) · log(1 + A / f(t)) with tf the texts of c that hold t, f those of all groups, and A
    the mean number of terms a group: class-based TF-IDF, Grootendorst (2022), BERTopic.
    """
    label = best_group(groups, texts)
    held = np.vstack([texts[label == at].sum(axis=0) for at in range(len(groups))]).astype(np.float64)
    total = held.sum(axis=0)
    weight: Floats = held * np.log1p(held.sum() / len(groups) / np.maximum(total, 1.0))
    return weight


def name(shown: list[str], weight: list[float]) -> str:
    """The two or three words that tell most; `shown` in the order of their weight.

    >>> name(["waiting", "hours", "queue", "seat"], [9.0, 7.0, 3.0, 2.0])
    'waiting, hours, queue'
    >>> name(["refund", "money", "card"], [9.0, 7.0, 1.0])
    'refund, money'
    """
    telling = [word for word, each in zip(shown, weight, strict=True) if each >= WEAK * weight[0]]
    return ", ".join(telling[:WORDS] if len(telling) > 1 else shown[:2])
