"""Who met a candidate and who did not in; what it did to those who met it, or why nobody can tell, out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from footpath.moments.measuring import Counts, Met
from footpath.moments.samples import Sample, together
from footpath.stats.doubts import Doubts, doubts
from footpath.stats.effects import Contrast, RiskSet, estimates, within
from footpath.stats.evalues import robustness_value
from footpath.stats.intervals import Z

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
FEWEST = 50  # persons who met it, and rows that the weighted others must be worth
FEWEST_OF_ONE = 30  # of one segment
FEWEST_ENDS = 10  # persons who reached the goal, and who did not
LEAST_OVERLAP = 0.8
UNBALANCED = 0.1  # standard deviations, beyond what chance leaves
CHANCE = 3.0  # times what chance leaves
LEAST_ROBUST = 0.05  # of what is left of both, that something unseen must explain to undo an effect
UNSEEN = 3.0  # what draws people there unseen may well be so many times what shows in the ways they went
ALL_OF_IT = 20.0  # times that, up to which it may be all there is
SHOWS = 3.0  # errors, from which on something shows

SEEN = 2.0  # errors, below which an effect is nothing anybody could doubt

FEW = (
    "of those who met it, {n} have journeys whose end is known and can be compared: too few, it takes {least}"
)
FEW_OTHERS = "of those who could have met it and did not, {n} can be compared: too few, it takes {least}"
ALIKE = "nearly all who could meet it reach the goal, or nearly none"


@dataclass(frozen=True, slots=True, eq=False)
class Learnt:
    """What a candidate did to those who met it: an effect with its doubts, or why there is none."""

    counts: Counts
    fitted_on: int  # rows
    persons: int  # who met it, in the sample
    effect: Contrast | None = None
    doubts: Doubts | None = None
    refused: str | None = None
    drawn: float = 0.0  # by how much what draws people there may have moved the effect, unseen
    widened: float = (
        0.0  # the same where it is clear that something draws them: for that, the interval is wider
    )
    robustness: float | None = None
    by_group: tuple[Contrast | None, ...] = ()


def learn(met: Met, *, outcome: int = 0, binary: bool = True, seeds: int = 1) -> Learnt:
    """The effect on one of the outcomes, as the mean of so many cross-fits.

    The variance of the mean is the mean variance and the spread of the fits, Chernozhukov et al. (2018).
    """
    risk, groups = risk_set(met, outcome)
    persons = _persons(risk, risk.met)
    if few := _too_few(risk, binary=binary):
        return Learnt(met.counts, len(risk), persons, refused=few)
    fits = estimates(risk, range(seeds), binary=binary)
    first, known = next(fits)
    dealt = [first, *(each for each, _ in fits)]
    value = float(np.mean([each.value for each in dealt]))
    error = float(np.sqrt(np.mean([each.error**2 + (each.value - value) ** 2 for each in dealt])))
    effect = replace(first, value=value, error=error)
    if abs(value) < SEEN * error:
        return Learnt(met.counts, len(risk), persons, effect)
    doubted = doubts(risk, known, first, met.ways)
    margin = drawn(doubted)
    robust = robustness_value(value / (error + margin / Z), len(np.unique(risk.person)))
    return Learnt(
        met.counts,
        len(risk),
        persons,
        effect,
        doubted,
        refusal(effect, doubted) or too_weak(effect, robust),
        margin,
        margin if is_clear(doubted) else 0.0,
        robust,
        tuple(within(risk, known, rows) if _enough(risk, rows) else None for rows in groups.T),
    )


def risk_set(met: Met, outcome: int) -> tuple[RiskSet, NDArray[np.bool_]]:
    """The sampled rows as they are compared, and the segments of their persons [n, g].

    A row stands for as many as its side of the sample was drawn from.
    """
    sides = (met.others, met.exposed)
    weight = np.concatenate([_stands_for(*each) for each in zip(sides, met.counts.sampled_from, strict=True)])
    both = together(*sides)
    order = np.lexsort((both.position, both.journey, both.person))
    risk = RiskSet(
        person=both.person[order],
        journey=both.journey[order],
        met=both.met[order],
        outcome=both.outcomes[order, outcome],
        features=both.columns[order].astype(np.float64),
        observed=both.observed[order, outcome],
        weight=weight[order],
    )
    return risk, both.groups[order]


def _stands_for(sample: Sample, persons: int) -> Floats:
    return sample.weight * (persons / max(len(np.unique(sample.person)), 1))


def _too_few(risk: RiskSet, *, binary: bool) -> str | None:
    known = risk.observed > 0
    met, others = _persons(risk, known & risk.met), _persons(risk, known & ~risk.met)
    if met < FEWEST:
        return FEW.format(n=met, least=FEWEST)
    if others < FEWEST:
        return FEW_OTHERS.format(n=others, least=FEWEST)
    if binary and min(_persons(risk, known & (risk.outcome == end)) for end in (0.0, 1.0)) < FEWEST_ENDS:
        return ALIKE
    return None


def _persons(risk: RiskSet, rows: Flags) -> int:
    return len(np.unique(risk.person[rows]))


def _enough(risk: RiskSet, rows: Flags) -> bool:
    known = rows & (risk.observed > 0)
    return min(_persons(risk, known & risk.met), _persons(risk, known & ~risk.met)) >= FEWEST_OF_ONE


def refusal(effect: Contrast, doubted: Doubts) -> str | None:
    """Why an effect can't be told, None where it can."""
    return next((words(effect, doubted) for fails, words in REFUSALS if fails(effect, doubted)), None)


def drawn(doubted: Doubts) -> float:
    """By how much an effect may be off because something unseen draws people there; 0 where nothing shows.

    Whatever is claimed has to stand out beyond that. The interval tells it only where it `is_clear`: else it
    would be too wide for all those to which nobody is drawn.

    What was seen of the ways people went is taken into account. But where it matters at all, it is a trace of
    what they are after, and traces are never the whole of it: how much more there may be is a judgement, as
    in Altonji, Elder and Taber (2005), Journal of Political Economy 113.
    """
    return UNSEEN * _shows(doubted)


def is_clear(doubted: Doubts) -> bool:
    """Whether it is beyond chance that something draws people there."""
    return abs(doubted.selection.value) > SHOWS * doubted.selection.error


def _shows(doubted: Doubts) -> float:
    """How much draws people there by what is seen of it, less what chance alone would show.

    It is shrunk as in James and Stein (1961), and nobody asks first whether it is clear: from few people
    nothing is clear, and they are drawn there as much.
    """
    before = doubted.selection
    chance = (before.error / before.value) ** 2 if before.value else 1.0
    return abs(before.value) * max(1.0 - chance, 0.0)


def too_weak(effect: Contrast, robust: float) -> str | None:
    """Why an effect beyond chance that little would undo is not claimed, None where it is.

    The more people there are, the less may be chance, and the more may be a small thing that nobody saw.
    """
    if robust >= LEAST_ROBUST or abs(effect.value) < CHANCE * effect.error:
        return None
    both = f"{robust * 100:.1f} % of who meets it and of who reaches the goal"
    return f"a cause that nobody recorded would undo it if it explained {both}: below 5 %, nothing is claimed"


def may_be_drawn(effect: Contrast, doubted: Doubts) -> bool:
    """Whether what draws people there may be all that there is.

    It may not where it would have to be very much more than what shows, or where those who were better off
    before end worse.
    """
    shows = _shows(doubted)
    same = doubted.selection.value * effect.value > 0
    return is_clear(doubted) and abs(effect.value) <= (ALL_OF_IT * shows if same else UNSEEN * shows)


Fails = Callable[[Contrast, Doubts], bool]
Words = Callable[[Contrast, Doubts], str]
REFUSALS: tuple[tuple[Fails, Words], ...] = (
    (
        lambda _, doubted: doubted.controls < FEWEST,
        lambda _, doubted: FEW_OTHERS.format(n=int(doubted.controls), least=FEWEST),
    ),
    (
        lambda _, doubted: doubted.overlap < LEAST_OVERLAP,
        lambda _, doubted: (
            f"only {doubted.overlap * 100:.0f} % of those who met it have others like them who did not"
        ),
    ),
    (
        lambda _, doubted: doubted.balance > UNBALANCED + CHANCE * doubted.noise,
        lambda *_: "those who met it and those who did not are too different to be compared",
    ),
    (
        may_be_drawn,
        lambda _, doubted: (
            "before they met it, people who did were already on the way to "
            f"{'more' if doubted.selection.value > 0 else 'fewer'} goals "
            f"({doubted.selection.value * 100:+.1f} points): what draws them there may be all there is"
        ),
    ),
)
