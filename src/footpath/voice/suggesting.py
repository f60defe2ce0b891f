"""An event log in, surveys that fit its answers out, each marked as a guess that nobody has confirmed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.journeys import columns, properties
from footpath.model.log import EventLog
from footpath.model.survey import SCALES, Direction, ScoreKind, Survey, SurveyScore

SEEN = 20  # answers from which their numbers tell the scale
MOST = 0.9  # of a property's values that are touchpoints
LISTED = 12  # so many questions of words are named; of more, all are taken
STANDARD = ((1.0, 5.0), (1.0, 7.0), (0.0, 10.0))
# Beginnings of words in questions, in the languages that surveys are most often asked in.
RECOMMEND = re.compile(
    r"\bnps\b|net.?pro|recommend|recommand|recomend|empfehl|aanbevel|raccomand|consigli", re.I
)
EFFORT = re.compile(
    r"\bces\b|effort|\beas[ey]|difficult|aufwand|einfach|moeite|makkelijk|facil|difícil|esfuerzo", re.I
)
HARD = re.compile(r"how much effort|how difficult|wie viel aufwand|hoeveel moeite", re.I)
SATISFIED = re.compile(r"\bcsat\b|satisf|zufrieden|tevreden|soddisf", re.I)
SCALE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*\.\.\s*(-?\d+(?:\.\d+)?)\s*")
WEIGHTS = ("weight", "weights", "wt")


class Question(NamedTuple):
    """A question of a source: its numbers, and what its first answer tells of it."""

    source: str
    name: str
    scores: NDArray[np.float64]
    scale: str | None
    words: bool
    wording: str
    kind: str | None

    @property
    def told(self) -> str:
        """Name and wording."""
        return f"{self.name} {self.wording}".strip()


def suggest_surveys(log: EventLog, touchpoints: Sequence[str] = ()) -> tuple[Survey, ...]:
    """A survey for each source whose answers have scores, by source.

    Kind and scale are those that the answers carry (the property `question_kind`, the column `scale`), else
    what the question's words and numbers suggest. A property that names touchpoints is what they are about.
    """
    rows = np.flatnonzero(pc.equal(log.column("kind"), "said").to_numpy())
    table = log.table.take(pa.array(rows))
    asked = list(questions(table))
    scored = [(each, score) for each in asked if (score := score_of(each)) is not None]
    names = _names(scored)
    surveys = []
    for source in sorted({each.source for each, _ in scored}):
        answers = table.filter(pc.equal(table.column("source"), source))
        own = [
            _named(score, name)
            for (each, score), name in zip(scored, names, strict=True)
            if each.source == source
        ]
        words = [each.name for each in asked if each.source == source and each.words]
        surveys.append(
            Survey(
                name=source,
                source=source,
                about=about(answers, touchpoints),
                text=tuple(words) if len(words) <= LISTED else (),
                weight=weight(answers),
                scores=tuple(own),
                guessed=True,
            )
        )
    return tuple(surveys)


def questions(table: pa.Table) -> Iterator[Question]:
    """What was answered, by source and name of the event."""
    sources, source = columns.rank(table.column("source"))
    events, event = columns.rank(table.column("event"))
    _, by_id = columns.rank(table.column("id"))
    order = np.lexsort((by_id, event, source))
    begins = np.flatnonzero(np.diff(source[order].astype(np.int64) * len(events) + event[order], prepend=-1))
    scores = columns.floats(table.column("score"))
    words = pc.not_equal(pc.utf8_trim_whitespace(table.column("text")), "").fill_null(False).to_numpy()
    first = table.take(pa.array(order[begins]))
    told = [
        each.to_pylist()
        for each in properties.texts(first.column("properties"), ["question", "question_kind"])
    ]
    scales = first.column("scale").cast(pa.string()).to_pylist()
    for at, rows in enumerate(np.split(order, begins[1:]) if len(begins) else ()):
        yield Question(
            source=sources[int(source[rows[0]])].as_py(),
            name=events[int(event[rows[0]])].as_py(),
            scores=scores[rows][~np.isnan(scores[rows])],
            scale=scales[at],
            words=bool(words[rows].any()),
            wording=told[0][at] or "",
            kind=told[1][at],
        )


def score_of(question: Question) -> SurveyScore | None:
    """What a question scores, named by its kind; None where its numbers are on no scale that is known."""
    if not len(question.scores):
        return None
    worded = _worded(question)
    scale = _written(question.scale) or (SCALES["nps"] if worded == "nps" else _seen(question.scores))
    if scale is None:
        return None
    nothing_said = not question.wording and scale == SCALES["nps"]
    kind: ScoreKind = worded or ("nps" if nothing_said else "rating")
    if kind == "nps" and scale[1] != SCALES["nps"][1]:
        kind = "rating"
    return SurveyScore(kind, kind, question.name, scale, _direction(kind, question.told))


def about(answers: pa.Table, touchpoints: Sequence[str]) -> str | None:
    """The property whose values are touchpoints, in the most answers; None where there is none."""
    column = answers.column("properties")
    known = pa.array(touchpoints, pa.string())
    found: Counter[str] = Counter()
    names = properties.names(column) if len(touchpoints) else []
    for name, values in zip(names, properties.texts(column, names), strict=True):
        given = len(values) - values.null_count
        fit = pc.sum(pc.is_in(values, known)).as_py() or 0
        if given and fit >= MOST * given:
            found[name] = fit
    return found.most_common(1)[0][0] if found else None


def weight(answers: pa.Table) -> str | None:
    """The property that is called a weight and holds numbers above 0; None where there is none."""
    column = answers.column("properties")
    names = [name for name in properties.names(column) if name.casefold() in WEIGHTS]
    for name, values in zip(names, next(properties.readings(properties.columns(column, names))), strict=True):
        if pa.types.is_integer(values.type) or pa.types.is_floating(values.type):
            return name if (pc.min(values).as_py() or 0) > 0 else None
    return None


def _worded(question: Question) -> ScoreKind | None:
    if question.kind is not None and question.kind.casefold() in SCALES:
        return next(kind for kind in SCALES if kind == (question.kind or "").casefold())
    ways: tuple[tuple[re.Pattern[str], ScoreKind], ...] = (
        (RECOMMEND, "nps"),
        (SATISFIED, "csat"),
        (EFFORT, "ces"),
    )
    return next((kind for pattern, kind in ways if pattern.search(question.told)), None)


def _written(scale: str | None) -> tuple[float, float] | None:
    found = SCALE.fullmatch(scale or "")
    if found is None or float(found[1]) >= float(found[2]):
        return None
    return float(found[1]), float(found[2])


def _seen(scores: NDArray[np.float64]) -> tuple[float, float] | None:
    """The tightest usual scale that holds the answers, if its upper end was reached."""
    if len(scores) < SEEN or (scores != np.round(scores)).any():
        return None
    # A code such as 6 for "not used" reaches no end, so it makes no scale.
    fits = (each for each in STANDARD if each[0] <= scores.min() and scores.max() == each[1])
    return next(fits, None)


def _direction(kind: ScoreKind, wording: str) -> Direction:
    return "low is good" if kind == "ces" and HARD.search(wording) else "high is good"


def _names(scored: Sequence[tuple[Question, SurveyScore]]) -> list[str]:
    """A name for each: the kind where it is asked once, else with the source, else the question's own."""
    kinds = Counter(score.kind for _, score in scored)
    within = Counter((question.source, score.kind) for question, score in scored)
    own = Counter(question.name for question, _ in scored)
    names = []
    for question, score in scored:
        if kinds[score.kind] == 1:
            names.append(str(score.kind))
        elif within[question.source, score.kind] == 1:
            names.append(f"{question.source} {score.kind}")
        else:
            names.append(question.name if own[question.name] == 1 else f"{question.source} {question.name}")
    return names


def _named(score: SurveyScore, name: str) -> SurveyScore:
    return SurveyScore(name, score.kind, score.question, score.scale, score.direction)
