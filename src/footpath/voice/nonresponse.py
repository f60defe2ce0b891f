"""Who was asked and who answered in; for each survey the weights that make the answers stand for all, out.

A row is a moment at which a person was asked, or could have been: what was seen of the person strictly before
it tells how likely an answer was. A person with several moments counts once in intervals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.model.answer import Answers
from footpath.model.estimate import Estimate
from footpath.model.survey import SurveyScore
from footpath.model.timeline import Codes, Timelines, Times
from footpath.voice.asked import Asked
from footpath.voice.before import features_before, first_from
from footpath.voice.points import points
from footpath.voice.silence import sensitivity
from footpath.voice.weighting import (
    Unweighted,
    Weighting,
    weigh,
    weighted_mean,
    weighted_nps,
    weighted_share,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Members = NDArray[np.bool_]  # [persons]


@dataclass(frozen=True, slots=True, eq=False)
class Silence:
    """What is known of the n moments at which a survey could have been answered, and their weights."""

    survey: int
    person: NDArray[np.int32]  # [n]
    row: Ints  # [R] the moment that each answer follows; -1 for answers to other surveys
    invited: bool  # asked by invitations that the data hold; else everyone eligible
    found: Weighting | Unweighted

    @property
    def people(self) -> int:
        """Persons who could have answered."""
        return len(np.unique(self.person))

    def weights(self) -> Floats:
        """The weight of each answer [R], NaN where it has none."""
        of_row = np.full(len(self.person) + 1, np.nan)
        if isinstance(self.found, Weighting):
            of_row[self.found.rows] = self.found.weights
        return of_row[self.row]

    def spread(self, answers: Ints, values: Floats) -> Floats:
        """The values of some answers as those of all n moments, NaN where there is none."""
        found = np.full(len(self.person), np.nan)
        found[self.row[answers]] = values
        return found


def silences(
    answers: Answers, asked: Asked, timelines: Timelines, groups: Mapping[str, Members]
) -> list[Silence]:
    """The weights of each survey of which it is known who was asked, by what was seen of them before.

    `groups` [persons] are known of everybody, such as segments: their shares are met exactly.
    """
    known = [at for at in np.flatnonzero(asked.known).tolist() if answers.surveys[at].weight is None]
    return [_silence(at, answers, asked, timelines, groups) for at in known]


def weights_of(answers: Answers, found: Sequence[Silence]) -> Floats:
    """The weight of each answer [R]: the survey's own, else that of its moment; NaN where there is none."""
    weights = answers.weight.copy()
    for each in found:
        here = answers.survey == each.survey
        weights[here] = each.weights()[here]
    return weights


def weighted(asked: SurveyScore, given: Floats, weighting: Weighting) -> Estimate | None:
    """The score of everybody who could have been asked; answers `given` [n], NaN where silent."""
    values = np.where(np.isnan(given), np.nan, points(asked, given))
    if asked.kind == "nps":
        return weighted_nps(values, weighting)
    if asked.kind == "csat":
        return weighted_share(values, weighting)
    return weighted_mean(values, asked.scale, weighting)


def who_was_asked(answers: Answers, silence: Silence) -> str:
    """Who counts as asked in a survey, as a sentence."""
    return f"{answers.surveys[silence.survey].name}: {_asked(silence)}."


def _asked(silence: Silence) -> str:
    whom = "whom invitations reached" if silence.invited else "everyone eligible by definition"
    times = "" if len(silence.person) == silence.people else f" at {len(silence.person):,} occasions"
    return f"asked is {whom}, {silence.people:,} persons{times}"


def told(name: str, silence: Silence, asked: SurveyScore, given: Floats) -> Iterator[str]:
    """What to know of a weighted score: who was asked, who is missing, and what no weight can see."""
    yield f"{name}: {_asked(silence)}."
    if isinstance(silence.found, Unweighted):
        yield f"{name}: not weighted, {silence.found.reason}."
        return
    even = silence.found.r_indicator
    yield (
        f"{name}: effective n {silence.found.effective_n:,.0f} of {len(silence.found.rows):,} occasions "
        f"answered; R-indicator {even.value:.2f} "
        f"[{even.low:.2f}, {even.high:.2f}], where 1 is an answer as likely from everybody."
    )
    yield from (f"{name}: {sentence}" for sentence in silence.found.missing)
    if asked.kind == "nps" and (found := sensitivity(points(asked, given), silence.found)) is not None:
        yield f"{name}: {found.words}"


def _silence(
    survey: int, answers: Answers, asked: Asked, timelines: Timelines, groups: Mapping[str, Members]
) -> Silence:
    given = np.flatnonzero(answers.survey == survey)
    invited = answers.surveys[survey].invited is not None
    # An answer follows the invitation of its person, whatever has happened in between
    about = np.full(len(answers), -1, np.int32) if invited else answers.touchpoint
    person, touchpoint, time = _moments(asked, asked.survey == survey, about[given], invited=invited)
    at = _followed(answers, given, person, touchpoint, time, about)
    alone = given[at < 0]  # answers of whom nobody knows that they were asked
    _, first, of_record = np.unique(answers.record[alone], return_index=True, return_inverse=True)
    row = np.full(len(answers), -1, np.int64)
    row[given] = at
    row[alone] = len(person) + of_record
    person = np.concatenate([person, answers.person[alone[first]]])
    time = np.concatenate([time, answers.time[alone[first]]])
    features, names = features_before(timelines, person, time)
    answered = np.zeros(len(person), np.bool_)
    answered[row[given]] = True
    found = weigh(
        np.column_stack([features, *(members[person] for members in groups.values())]),
        [*names, *(f"segment: {name}" for name in groups)],
        np.ones(len(person), np.bool_),
        answered,
        margins={name: members[person].astype(np.int64) for name, members in groups.items()},
        persons=np.asarray(timelines.persons.take(pa.array(person))),
    )
    return Silence(survey, person, row, invited, found)


def _moments(
    asked: Asked, here: NDArray[np.bool_], about: Codes, *, invited: bool
) -> tuple[NDArray[np.int32], Codes, Times]:
    """When whom the survey asked, or could have: after the touchpoints that its answers are `about`."""
    touchpoint = np.full(len(asked.touchpoint), -1, np.int32) if invited else asked.touchpoint
    here = here & (invited | np.isin(touchpoint, about))
    person, touchpoint, time = asked.person[here], touchpoint[here], asked.time[here]
    order = np.lexsort((time, touchpoint, person))
    return person[order], touchpoint[order], time[order]


def _followed(
    answers: Answers, given: Ints, person: NDArray[np.int32], touchpoint: Codes, time: Times, about: Codes
) -> Ints:
    """The last moment of its person and touchpoint before each answer that is `given`; -1 where none is."""
    if not len(person):
        return np.full(len(given), -1, np.int64)
    most = int(max(touchpoint.max(), about.max(initial=0))) + 2
    group = person.astype(np.int64) * most + touchpoint + 1
    wanted = answers.person[given].astype(np.int64) * most + about[given] + 1
    begin, end = np.searchsorted(group, wanted, "left"), np.searchsorted(group, wanted, "right")
    after = first_from(time, begin, end, answers.time[given] + 1)  # at the same time counts as before
    return np.where(after > begin, after - 1, -1)
