"""Verbatims in, how people feel by their words, from −2 to 2, and which are good or bad, out.

A person counts once at a touchpoint, with the mean of what was read there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from footpath.model.answer import Answers
from footpath.model.estimate import Estimate
from footpath.model.words import Words
from footpath.stats.intervals import Floats
from footpath.stats.scores import mean_of
from footpath.voice.feelings import felt_of
from footpath.voice.points import BEST, WORST

Flags = NDArray[np.bool_]
GOOD, BAD, NEITHER = 1, -1, 0
CLEAR = 1.0  # of −2 to 2: a score from which on it is good, or bad


def mood(answers: Answers, words: Words, keep: Flags) -> Estimate | None:
    """The mean emotion of the verbatims in `keep` [V] that were read; None where none was. n = persons."""
    felt = by_person(answers, words, keep & words.read)
    return mean_of(felt, (WORST, BEST), unit="emotion")


def by_person(answers: Answers, words: Words, keep: Flags) -> Floats:
    """The mean valence of each person with a verbatim in `keep` [V], in the order of persons."""
    person = answers.person[words.answer[keep]]
    _, place = np.unique(person, return_inverse=True)
    return np.bincount(place, words.valence[keep]) / np.bincount(place)


def sides(answers: Answers, words: Words) -> NDArray[np.int8]:
    """Whether each verbatim [V] is GOOD, BAD or NEITHER.

    By its likeliest emotion. Where that was not read, by the scores given with it: a quarter of the scale
    from its good end, or from its bad one.
    """
    values = valence_of_labels(words)
    given = _scores_beside(answers, words)
    judged = np.where(words.read, values, given)
    good = np.where(words.read, judged > 0, judged >= CLEAR)
    bad = np.where(words.read, judged < 0, judged <= -CLEAR)
    aside = words.aside.is_valid().to_numpy(zero_copy_only=False)
    return np.where(aside, NEITHER, np.select([good, bad], [GOOD, BAD], NEITHER)).astype(np.int8)


def valence_of_labels(words: Words) -> Floats:
    """The value of the likeliest emotion of each verbatim [V]; 0 where it was not read."""
    from footpath.voice.emotion.labels import VALENCE

    values = np.array([VALENCE[name] for name in words.emotions] or [0.0])
    if not len(words) or not words.emotions:
        return np.zeros(len(words))
    found: Floats = np.where(words.read, values[np.argmax(np.nan_to_num(words.emotion), axis=1)], 0.0)
    return found


def _scores_beside(answers: Answers, words: Words) -> Floats:
    """The mean emotion of the scores that were given together with each verbatim [V]; 0 without any."""
    scored = np.flatnonzero(answers.name >= 0)
    most = int(answers.record.max(initial=-1)) + 1
    felt = np.bincount(answers.record[scored], felt_of(answers, scored), most)
    n = np.bincount(answers.record[scored], minlength=most)
    mean = np.divide(felt, n, out=np.zeros(most), where=n > 0)
    return mean[answers.record[words.answer]]
