"""A seed and a family in; a small company whose customers answer, or not, for reasons that are known, out.

Things happen to people, what happened and their mood make what they would say, and a family tells who then
answers. What everybody would have said is kept, so an estimate can be held against the truth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FAMILIES = ("null", "pain", "extremes", "channel", "tenure", "mixed", "mood")
SEGMENTS = ("students", "families", "business")
CHANNELS = ("web", "app", "phone", "store")
TOUCHPOINTS = ("Compares", "Signs in", "Pays", "Meets an error", "Calls", "Writes", "Is late", "Returns")
ASKED = 0.85  # of all who could be asked
ANSWERED = 0.12  # of those asked


@dataclass(frozen=True, slots=True, eq=False)
class Happened:
    """What happened to n people before they could be asked."""

    segment: Ints  # [n] into SEGMENTS
    channel: Ints  # [n] into CHANNELS
    tenure: Floats  # [n] days since first seen
    quiet: Floats  # [n] days since last seen
    wait: Floats  # [n] days of the longest wait
    met: Ints  # [n, 8] how often, by TOUCHPOINTS
    reached: Bools  # [n] whether the journey came to its goal

    def count(self, touchpoint: str) -> Ints:
        """How often each met a touchpoint [n]."""
        return np.asarray(self.met[:, TOUCHPOINTS.index(touchpoint)], np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class SmallCompany:
    """n people who could be asked. `score`, `chance` and the three numbers below it are the truth.

    `features` [n, k] is what a log of their journeys shows; `segment` and `channel` are in it too.
    """

    features: Floats
    names: tuple[str, ...]
    segment: Ints
    channel: Ints
    asked: Bools
    answered: Bools
    score: Floats  # [n] what each would say, 0 to 10
    chance: Floats  # [n] of answering, when asked

    @property
    def nps(self) -> float:
        """The net promoter score of all n people, −100 to 100."""
        return float(net(self.score).mean())

    @property
    def bias(self) -> float:
        """How far the score of those who answer is off, but for luck."""
        heard = self.chance * self.asked
        return float(heard @ net(self.score) / heard.sum()) - self.nps

    @property
    def representative(self) -> float:
        """The R-indicator, 1 − 2 sd of the chance to answer."""
        return float(1 - 2 * self.chance[self.asked].std())


def net(score: Floats) -> Floats:
    """What each score adds to the net promoter score: 100, 0 or −100.

    >>> net(np.array([10.0, 7.0, 2.0])).tolist()
    [100.0, 0.0, -100.0]
    """
    return 100.0 * (score >= 9) - 100.0 * (score <= 6)


def company(seed: int, people: int = 2000, family: str = "mixed") -> SmallCompany:
    """One of the companies of a family; how strongly answering leans, and which way, hangs on the seed.

    >>> small = company(1, people=500)
    >>> len(small.score), bool(small.answered[~small.asked].any())
    (500, False)
    """
    random = np.random.default_rng([seed, FAMILIES.index(family)])
    happened = happen(people, random)
    felt, mood = feelings(happened, random)
    asked = random.random(people) < reach(happened, family)
    lean = random.uniform(0.7, 1.3) * leaning(happened, felt, mood, family, seed)
    chance = centred(lean, asked)
    matrix, names = summarised(happened)
    return SmallCompany(
        features=matrix,
        names=names,
        segment=happened.segment,
        channel=happened.channel,
        asked=asked,
        answered=asked & (random.random(people) < chance),
        score=np.clip(np.round(7.7 + 1.5 * (felt + mood)), 0.0, 10.0),
        chance=chance,
    )


def happen(people: int, random: np.random.Generator) -> Happened:
    """The journeys: who is who decides the channel, the channel what goes wrong, and that what follows."""
    segment = random.choice(3, people, p=[0.3, 0.45, 0.25])
    tenure = random.exponential(np.array([150.0, 500.0, 350.0])[segment]) + 1
    old = tenure > 400
    by_phone = np.column_stack([0.2 + 0 * tenure, 0.45 - 0.2 * old, 0.1 + 0.25 * old, 0.25 - 0.05 * old])
    channel = (by_phone.cumsum(axis=1) < random.random((people, 1))).sum(axis=1)
    busy = random.gamma(2.0, 0.5, people)
    error = random.poisson(busy * np.array([0.35, 0.5, 0.15, 0.1])[channel])
    late = random.random(people) < 0.12 + 0.1 * (channel == 3)
    calls = random.poisson(0.15 + 0.5 * (channel == 2) + 0.5 * (error > 0) + 0.6 * late)
    wait = random.lognormal(0.3 + 0.5 * (calls > 0) + 0.8 * late, 0.7)
    reached = random.random(people) < sigmoid(1.6 - 0.9 * (error > 0) - 0.35 * np.log(wait) + 0.3 * busy)
    often = (1.5 * busy, 2.0 * busy, 0.8 * reached, 0.4 * (error > 0) + 0.1, 0.15 + 0 * busy)
    compares, signs_in, pays, writes, returns = (random.poisson(rate) for rate in often)
    met = np.column_stack([compares, signs_in, pays + reached, error, calls, writes, late, returns])
    return Happened(segment, channel, tenure, random.exponential(20.0, people), wait, met, reached)


def feelings(happened: Happened, random: np.random.Generator) -> tuple[Floats, Floats]:
    """What each feels for what happened, and a mood that nothing tells, about twice as strong."""
    felt = (
        0.35
        - 0.9 * (happened.count("Meets an error") > 0)
        - 0.35 * np.log(happened.wait)
        - 0.5 * (happened.count("Is late") > 0)
        + 0.6 * happened.reached
        + 0.25 * np.log(happened.tenure / 250)
        + np.array([0.1, 0.3, -0.6, -0.25])[happened.channel]
        + np.array([-0.1, 0.1, 0.0])[happened.segment]
    )
    return felt, random.normal(0.0, 1.15, len(felt))


def reach(happened: Happened, family: str) -> Floats:
    """The chance to be asked: by lot, but in the family of channels a shop knows few addresses."""
    chance = np.full(len(happened.wait), ASKED)
    if family == "channel":
        chance[happened.channel == CHANNELS.index("store")] /= 2
    return chance


def leaning(happened: Happened, felt: Floats, mood: Floats, family: str, seed: int) -> Floats:
    """Log-odds of answering, up to a constant. Who met pain answers less, or with an odd seed more."""
    way = 1.0 if seed % 2 else -1.0
    error, late = happened.count("Meets an error") > 0, happened.count("Is late") > 0
    feeling = (felt - felt.mean()) / felt.std()
    channel = np.array([0.0, 0.7, -1.1, -0.4])[happened.channel]
    tenure = 0.45 * np.log(happened.tenure / 250)
    odds: dict[str, Floats] = {
        "null": 0.0 * felt,
        "pain": way * (0.9 * error + 0.7 * late + 0.3 * np.log(happened.wait)),
        "extremes": 0.7 * np.abs(feeling) + 0.35 * feeling,
        "channel": channel,
        "tenure": tenure,
        "mixed": 0.5 * way * (error | late) + 0.5 * channel + 0.6 * tenure + 0.4 * happened.reached
        + 0.25 * feeling,
        "mood": 0.6 * mood,
    }  # fmt: skip
    return odds[family]


def centred(lean: Floats, asked: Bools) -> Floats:
    """The chances to answer whose mean over those asked is ANSWERED, by bisection."""
    low, high = -15.0, 10.0
    for _ in range(40):
        middle = (low + high) / 2
        if sigmoid(lean[asked] + middle).mean() > ANSWERED:
            high = middle
        else:
            low = middle
    return sigmoid(lean + low)


def summarised(happened: Happened) -> tuple[Floats, tuple[str, ...]]:
    """What a log shows of all that, as a matrix [n, k] with its names; feelings are not in it."""
    columns = {
        **{f"met: {name}": np.log1p(happened.count(name)) for name in TOUCHPOINTS},
        "touchpoints": np.log1p(happened.met.sum(axis=1)),
        "days since first seen": np.log1p(happened.tenure),
        "days since last seen": np.log1p(happened.quiet),
        "longest wait": np.log1p(happened.wait),
        "journey: reached": happened.reached,
        **{f"segment: {name}": happened.segment == at for at, name in enumerate(SEGMENTS)},
        **{f"channel: {name}": happened.channel == at for at, name in enumerate(CHANNELS)},
    }
    return np.column_stack(list(columns.values())).astype(np.float64), tuple(columns)


def sigmoid(odds: Floats) -> Floats:
    """Log-odds to chances."""
    return np.asarray(1 / (1 + np.exp(-odds)), np.float64)
