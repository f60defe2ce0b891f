"""A moment's diagnostics in, what they mean to somebody who has to decide out: how far to trust its effect.

Each is a name, a figure, and a sentence. The limits are those that are usual for matching and weighting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from footpath.model.estimate import Estimate
from footpath.model.moment import Moment, MomentDetail
from footpath.moments.learning import LEAST_ROBUST
from footpath.moments.telling import MINUS, share

Verdict = Literal["good", "bad", "plain"]
OVERLAP = 0.8  # below it, most of those who met it have nobody to be compared with
BALANCE = 0.1  # of a standard deviation; what is left above it may still be a difference of people
LEVEL = 0.05
OBSERVED = (
    "From observation, not from a trial: people who met it are compared with people to whom the same had"
    " happened until then, and who did not meet it at that time."
)
RANDOMISED = "From a trial: who met it was drawn by lot."


@dataclass(frozen=True, slots=True)
class Doubt:
    """One diagnostic: what it is about, its figure, what it means, and whether it speaks for the effect."""

    name: str
    figure: str
    means: str
    verdict: Verdict = "plain"


def method(moment: Moment) -> str:
    """How the effect is known."""
    return RANDOMISED if moment.effect_method == "randomised" else OBSERVED


def doubts(moment: Moment) -> list[Doubt]:
    """Every diagnostic that there is, the most telling first."""
    return [found for each in TOLD for found in each(moment, moment.detail)]


Told = Callable[[Moment, MomentDetail | None], Iterator[Doubt]]


def _overlap(moment: Moment, _: MomentDetail | None) -> Iterator[Doubt]:
    if (of := moment.overlap) is None:
        return
    means = f"{share(of)} of the people who met it have people like them who did not"
    bad = of < OVERLAP
    yield Doubt(
        "Comparable people",
        share(of),
        f"{means}; the others can’t be compared with anybody." if of < 1 else f"{means}.",
        "bad" if bad else "good",
    )


def _balance(_: Moment, detail: MomentDetail | None) -> Iterator[Doubt]:
    if detail is None or (left := detail.balance) is None:
        return
    if left < BALANCE:
        means = "After weighting, both sides are alike in everything that was seen before."
    else:
        means = "After weighting, something that was seen before still differs by as much."
    figure = f"{left:.2f} standard deviations"
    yield Doubt("Alike beforehand", figure, means, "good" if left < BALANCE else "plain")


def _placebo(_: Moment, detail: MomentDetail | None) -> Iterator[Doubt]:
    if detail is None or (found := detail.placebo) is None:
        return
    nothing = found.low <= 0 <= found.high
    if nothing:
        means = (
            "Before they met it, they were as likely to reach the goal as others in the same circumstances."
        )
    else:
        than = f"{'more' if found.value > 0 else 'less'} likely to reach the goal than others"
        means = f"Even before they met it, they were {than} in the same circumstances:"
        means += " something draws them there."
    yield Doubt("Check on the past", _interval(found), means, "good" if nothing else "bad")


def _robustness(moment: Moment, _: MomentDetail | None) -> Iterator[Doubt]:
    if (of := moment.robustness) is None:
        return
    means = (
        f"To overturn it, something hidden would have to account for {share(of)} of what is left unexplained,"
        " both of who meets it and of who reaches the goal."
    )
    yield Doubt("Against hidden causes", share(of), means, "plain" if of >= LEAST_ROBUST else "bad")


def _q(moment: Moment, _: MomentDetail | None) -> Iterator[Doubt]:
    if (q := moment.q_value) is None:
        return
    few = share(q) if q < 0.001 else f"at most {share(q)}"
    means = f"Were everything with a q up to this shown, {few} of what is shown would be chance."
    yield Doubt(
        "Beyond chance", "q < 0.001" if q < 0.001 else f"q = {q:.3f}", means, "good" if q <= LEVEL else "bad"
    )


def _fitted(_: Moment, detail: MomentDetail | None) -> Iterator[Doubt]:
    if detail is None or not detail.fitted_on:
        return
    figure = f"{detail.fitted_on:,} person-steps"
    controls = f"{detail.controls:,} people" if detail.controls != 1 else "1 person"
    means = f"Times at which somebody could have met it; {controls} could have and did not."
    yield Doubt("Fitted on", figure, means)


TOLD: tuple[Told, ...] = (_q, _overlap, _balance, _placebo, _robustness, _fitted)


def _interval(found: Estimate) -> str:
    times, digits, unit = (100, 1, " points") if found.unit == "share" else (1, 2, "")
    numbers = (found.value, found.low, found.high)
    value, low, high = (f"{each * times:.{digits}f}".replace("-", MINUS) for each in numbers)
    return f"{value}{unit} [{low}, {high}]"
