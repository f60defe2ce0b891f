"""What was said in; the table `responses` that SQL sees, a row an answer, out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.model.answer import Answers
from footpath.model.timeline import NO_TIME
from footpath.model.words import Words
from footpath.voice.voice import Voice

PLACED = ("definition", "property", "last touchpoint", "itself")  # how an answer came to its touchpoint
TEXTS = pa.list_(pa.string())
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("person", pa.string()),
        ("source", pa.string()),
        ("survey", pa.string()),
        ("question", pa.string()),
        ("time", pa.timestamp("us", tz="UTC")),
        ("touchpoint", pa.string()),
        ("placed_by", pa.string()),
        ("score_name", pa.string()),
        ("score", pa.float64()),
        ("weight", pa.float64()),
        ("text", pa.string()),
        ("language", pa.string()),
        ("set_aside", pa.string()),
        ("emotion", pa.string()),
        ("valence", pa.float64()),
        ("wants", TEXTS),
        ("likes", TEXTS),
        ("themes", TEXTS),
    ]
)


def responses(voice: Voice) -> pa.Table:
    """Every answer with its touchpoint, its score, and what its words say; texts are masked."""
    answers = voice.answers
    sent = voice.log.columns(["id", "source", "event"]).take(pa.array(answers.row))
    surveys = [survey.name for survey in answers.surveys]
    columns = {
        "id": sent["id"],
        "person": answers.persons.take(pa.array(answers.person)),
        "source": sent["source"].cast(pa.string()),
        "survey": _named(surveys, answers.survey),
        "question": sent["event"].cast(pa.string()),
        "time": pa.array(answers.time, pa.int64(), mask=answers.time == NO_TIME),
        "touchpoint": _named(answers.touchpoints, answers.touchpoint),
        "placed_by": _named(PLACED, answers.placed),
        "score_name": _named(answers.names, answers.name),
        "score": _known(answers.score),
        "weight": _known(answers.weight),
        **_said(answers, voice.words),
    }
    return pa.table([_as(columns[field.name], field.type) for field in SCHEMA], schema=SCHEMA)


def _said(answers: Answers, words: Words) -> dict[str, pa.Array]:
    """What words say, for every answer; null where it has none."""
    place = np.full(len(answers), -1, np.int64)
    place[words.answer] = np.arange(len(words))
    at = pa.array(place, mask=place < 0)
    told = {
        "text": words.text,
        "language": words.language,
        "set_aside": words.aside,
        "emotion": pa.array(words.label(), pa.string()),
        "valence": _known(words.valence),
        "wants": _listed(words.wishes, words.wish),
        "likes": _listed(words.likes, words.like),
        "themes": _listed(words.themes, words.theme),
    }
    return {name: column.take(at) for name, column in told.items()}


def _named(names: Sequence[str], codes: NDArray[np.integer]) -> pa.Array:
    return pa.array(names, pa.string()).take(pa.array(codes, pa.int64(), mask=codes < 0))


def _known(values: NDArray[np.float64]) -> pa.Array:
    return pa.array(values, mask=np.isnan(values))


def _listed(names: Sequence[str], has: NDArray[np.bool_]) -> pa.Array:
    return pa.array([[names[at] for at in np.flatnonzero(row).tolist()] for row in has], TEXTS)


def _as(column: pa.Array | pa.ChunkedArray, kind: pa.DataType) -> pa.Array:
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole.cast(kind)
