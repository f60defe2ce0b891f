"""What was answered and the surveys in; which survey claims each answer, and as which score, out.

A survey claims the questions that it names. What no survey of the source names goes to one that names no
question at all, or, if it has words, to one that does not say which questions hold its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.errors import DefinitionError
from footpath.journeys import columns
from footpath.model.survey import Codebook, Survey, SurveyScore
from footpath.model.timeline import Codes
from footpath.voice.said import Said


class Claim(NamedTuple):
    """The survey, the score among those of all surveys (-1 for none), and whether words are verbatims."""

    survey: int
    score: int
    words: bool


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """The claims on R answers, and the scores of all surveys in their order."""

    scores: tuple[SurveyScore, ...]
    survey: Codes  # [R]
    asked: Codes  # [R] into scores: what the question scores, even where the answer is none
    score: NDArray[np.float64]  # [R] the answer, NaN where it is no score
    words: NDArray[np.bool_]  # [R] verbatims, and numbers that are codes of what was said

    def select(self, keep: NDArray[np.bool_]) -> Claims:
        """Only some."""
        return Claims(self.scores, self.survey[keep], self.asked[keep], self.score[keep], self.words[keep])


def claims(said: Said, surveys: Sequence[Survey]) -> Claims:
    """Who claims what was said; DefinitionError where scores of one name differ in kind or scale."""
    scores = tuple(score for survey in surveys for score in survey.scores)
    check_names(scores)
    sources, source = columns.encode(said.table.column("source"))
    events, event = columns.encode(said.table.column("event"))
    words = said.words
    alike = (source.astype(np.int64) * len(events) + event) * 2 + words
    cases, case_of = np.unique(alike, return_inverse=True)
    found = [
        claim(
            sources[pair // len(events)].as_py(),
            events[pair % len(events)].as_py(),
            surveys,
            words=bool(some),
        )
        for pair, some in (divmod(case, 2) for case in cases.tolist())
    ]
    survey = np.array([each.survey for each in found], np.int32)[case_of]
    asked = np.array([each.score for each in found], np.int32)[case_of]
    spoken = np.array([each.words for each in found], np.bool_)[case_of]
    given = columns.floats(said.table.column("score"))
    spoken &= words | ~np.isnan(given)
    return Claims(scores, survey, asked, valid(given, asked, scores), spoken)


def claim(source: str, question: str, surveys: Sequence[Survey], *, words: bool) -> Claim:
    """The claim on the answers to a question, which have words or not.

    >>> nps = SurveyScore("nps", "nps", "Q1", (0, 10))
    >>> delivery = Survey("delivery", source="survey", text=("Q2*",), scores=(nps,))
    >>> claim("survey", "Q1", [delivery], words=False)
    Claim(survey=0, score=0, words=False)
    >>> claim("survey", "Q2_TEXT", [delivery], words=True)
    Claim(survey=0, score=-1, words=True)
    >>> claim("reviews", "Review", [delivery], words=True)
    Claim(survey=-1, score=-1, words=True)
    """
    first, rest = 0, -1
    for at, survey in enumerate(surveys):
        if survey.source == source:
            score = _position(question, [score.question for score in survey.scores])
            named = _position(question, survey.text) >= 0
            if score < 0 and coded(question, survey.codes):
                return Claim(at, -1, True)
            if score >= 0 or named:
                return Claim(at, first + score if score >= 0 else -1, words and (named or not survey.text))
            takes_rest = not survey.text and (words or not survey.scores)
            rest = at if rest < 0 and takes_rest else rest
        first += len(survey.scores)
    return Claim(rest, -1, words and (rest >= 0 or all(each.source != source for each in surveys)))


def coded(question: str, codes: Codebook) -> bool:
    """Whether the answers to a question are codes.

    >>> coded("Q82", {"Q8": {"1": "clean"}}), coded("Q8B", {"Q8": {"1": "clean"}})
    (True, False)
    """
    return any(
        question == name or (question.startswith(name) and question[len(name) :].isdecimal())
        for name in codes
    )


def valid(given: NDArray[np.float64], asked: Codes, scores: Sequence[SurveyScore]) -> NDArray[np.float64]:
    """The answers that are scores [R]: on the question's scale, and not what stands for no answer."""
    found = np.full(len(given), np.nan)
    for at, score in enumerate(scores):
        here = asked == at
        low, high = score.scale
        fits = here & (given >= low) & (given <= high) & ~np.isin(given, numbers(score.missing))
        found[fits] = given[fits]
    return found


def numbers(texts: Iterable[str]) -> list[float]:
    """The numbers among texts.

    >>> numbers(["6", "blank", "11.0"])
    [6.0, 11.0]
    """
    found = []
    for text in texts:
        try:
            found.append(float(text))
        except ValueError:
            continue
    return found


def check_names(scores: Iterable[SurveyScore]) -> None:
    """DefinitionError where two scores of one name can't be counted together."""
    seen: dict[str, SurveyScore] = {}
    for score in scores:
        known = seen.setdefault(score.name, score)
        if (known.kind, known.scale, known.direction) != (score.kind, score.scale, score.direction):
            raise DefinitionError(
                f'the score "{score.name}" is asked in two ways: {asked_as(known)}, and {asked_as(score)}',
                where=f'[[survey.score]] "{score.name}"',
                hint="Give them two names.",
            )


def asked_as(score: SurveyScore) -> str:
    """How a score is asked.

    >>> asked_as(SurveyScore("effort", "ces", "Q2", (1, 7), "low is good"))
    'ces on 1..7, low is good'
    """
    low, high = score.scale
    return f"{score.kind} on {low:g}..{high:g}, {score.direction}"


def _position(name: str, patterns: Sequence[str]) -> int:
    """The first pattern that is the name, else the first glob that matches it; -1 for none."""
    # LimeSurvey writes Q1[SQ001], which is a name and reads as a glob.
    if name in patterns:
        return patterns.index(name)
    return next((at for at, each in enumerate(patterns) if fnmatchcase(name, each)), -1)
