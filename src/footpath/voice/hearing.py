"""Answers in words in, what they say out: masked, set aside or read.

Words are masked before anything else looks at them. What is no verbatim (nothing said, "n/a") is set
aside with its reason; what is in a language that a reader does not know is not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.model.answer import Answers
from footpath.model.survey import Theme
from footpath.model.words import Flags, Words
from footpath.voice.classifier import Classifier, Probabilities
from footpath.voice.codebooks import decoded, labels_of
from footpath.voice.junk import junk
from footpath.voice.language import languages
from footpath.voice.redaction import mask
from footpath.voice.themes import assign

Read = Callable[[Sequence[str]], Probabilities]
Keep = Callable[[str, Sequence[str], Read], Probabilities]  # reader with its version, texts, how to read them
LIKELY = 0.5
USUAL = 0.9  # of the texts whose language can be told


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads what: emotions, how people want it resolved, and what they like best.

    `wishes` and `likes` are the labels that are right often enough to be shown.
    """

    emotion: Classifier
    wish: Classifier
    like: Classifier
    wishes: tuple[str, ...]
    likes: tuple[str, ...]
    confusion: tuple[tuple[float, ...], ...] = ()  # texts by given and likeliest emotion, as it was tried


def hear(
    answers: Answers,
    questions: Sequence[str],
    themes: Sequence[Theme],
    readers: Readers,
    *,
    names: Mapping[int, Sequence[str]],
    region: str | None,
    keep: Keep,
) -> Words:
    """What the words of answers say.

    `questions` [R] are what was asked, `names` what persons are called; `keep` remembers what was read. A
    coded answer says what its code means.
    """
    rows = np.flatnonzero(answers.text.is_valid().to_numpy(zero_copy_only=False))
    sent = answers.text.take(pa.array(rows)).to_pylist()
    meant = _decoded(answers, rows, sent, questions)
    coded = np.array([labels is not None for labels in meant], np.bool_)
    called = [names.get(int(person), ()) for person in answers.person[rows]]
    masked = mask(sent, called, region).texts
    texts = [own if labels is None else "; ".join(labels) for own, labels in zip(masked, meant, strict=True)]
    # Many have the same code, and none of them copied it: to the coder they are one.
    author = np.where(coded, -1, answers.person[rows])
    aside = pa.array(junk(texts, author.tolist()), pa.string())
    looked_at = pc.is_null(aside).to_numpy(zero_copy_only=False)
    spoken = _assumed(languages(texts), answers.survey[rows])
    read = partial(_read, texts=texts, spoken=spoken, looked_at=looked_at & ~coded, keep=keep)
    emotion = read(readers.emotion)
    values = np.array([_valence(label) for label in readers.emotion.labels])
    defined = _themes(answers, rows, texts, spoken, themes) & ~coded[:, None]
    # A theme that is called as a code is the same theme
    called_as = tuple(dict.fromkeys([*(theme.name for theme in themes), *labels_of(answers.surveys)]))
    spoken_of = _labelled(meant, called_as)
    spoken_of[:, : len(themes)] |= defined
    return Words(
        answer=rows,
        text=pa.array(texts, pa.string()),
        language=pa.array(spoken, pa.string()),
        aside=aside,
        coded=coded,
        emotions=readers.emotion.labels,
        emotion=emotion,
        valence=(emotion @ values).astype(np.float64),
        wishes=readers.wishes,
        wish=_shown(read(readers.wish), readers.wish.labels, readers.wishes),
        likes=readers.likes,
        like=_shown(read(readers.like), readers.like.labels, readers.likes),
        themes=called_as,
        theme=spoken_of & looked_at[:, None],
        confusion=readers.confusion,
    )


def _decoded(
    answers: Answers, rows: NDArray[np.int64], texts: Sequence[str], questions: Sequence[str]
) -> list[tuple[str, ...] | None]:
    surveys = [*answers.surveys, None]  # -1 is none
    return decoded(
        texts, [questions[at] for at in rows.tolist()], [surveys[at] for at in answers.survey[rows]]
    )


def _labelled(meant: Sequence[tuple[str, ...] | None], labels: Sequence[str]) -> Flags:
    """Which labels each verbatim has [V, labels]."""
    column = {label: at for at, label in enumerate(labels)}
    found = np.zeros((len(meant), len(labels)), np.bool_)
    for row, own in enumerate(meant):
        found[row, [column[label] for label in own or ()]] = True
    return found


def nothing_said(themes: Sequence[Theme]) -> Words:
    """The words of answers without any."""
    none, flags = pa.array([], pa.string()), np.zeros((0, 0), np.bool_)
    return Words(
        answer=np.empty(0, np.int64),
        text=none,
        language=none,
        aside=none,
        coded=np.zeros(0, np.bool_),
        emotions=(),
        emotion=np.empty((0, 0), np.float32),
        valence=np.empty(0),
        wishes=(),
        wish=flags,
        likes=(),
        like=flags,
        themes=tuple(theme.name for theme in themes),
        theme=np.zeros((0, len(themes)), np.bool_),
    )


def _assumed(told: Sequence[str | None], survey: NDArray[np.int32]) -> list[str | None]:
    """Languages, where a text is too short to tell it that of nearly all others of its survey."""
    found = list(told)
    for each in np.unique(survey):
        here = np.flatnonzero(survey == each).tolist()
        counts = Counter(told[at] for at in here if told[at] is not None)
        usual, n = counts.most_common(1)[0] if counts else (None, 0)
        if n >= USUAL * counts.total():
            for at in here:
                found[at] = told[at] or usual
    return found


def _valence(label: str) -> float:
    from footpath.voice.emotion.labels import VALENCE

    return VALENCE[label]


def _read(
    reader: Classifier, *, texts: Sequence[str], spoken: Sequence[str | None], looked_at: Flags, keep: Keep
) -> NDArray[np.float32]:
    """The probabilities of each text [V, labels], NaN where it is not read."""
    known = np.array([language in reader.languages for language in spoken], np.bool_)
    readable = looked_at & known
    found = np.full((len(texts), len(reader.labels)), np.nan, np.float32)
    chosen = [texts[at] for at in np.flatnonzero(readable).tolist()]
    if chosen:
        found[readable] = keep(f"{reader.name} {reader.version}", chosen, reader.read)
    return found


def _shown(found: Probabilities, labels: Sequence[str], shown: Sequence[str]) -> Flags:
    """Which of the labels that are shown each text likely has [V, shown]."""
    likely: Flags = found[:, [labels.index(label) for label in shown]] >= LIKELY
    return likely


def _themes(
    answers: Answers,
    rows: NDArray[np.int64],
    texts: Sequence[str],
    spoken: Sequence[str | None],
    themes: Sequence[Theme],
) -> Flags:
    """Which themes each text speaks of [V, T]; a theme of one survey only in its answers."""
    if not themes or not len(rows):
        return np.zeros((len(rows), len(themes)), np.bool_)
    surveys = [survey.name for survey in answers.surveys]
    found = assign(texts, [language or "" for language in spoken], themes)
    for at, theme in enumerate(themes):
        if theme.survey is not None:
            found[:, at] &= answers.survey[rows] == surveys.index(theme.survey)
    return found
