"""Who was asked and who answered in; who stayed silent, in numbers and in words, out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

MOST = 5  # sentences
TOLD = 0.1  # standardised difference from which on one speaks of it
BEYOND_CHANCE = 3.0  # standard errors: some twenty features are looked at
SAME = 0.7  # correlation above which two sentences would say the same

KINDS = {"met": "People who met “{}”", "last": "People whose last touchpoint was “{}”"}
MEASURES = {
    "touchpoints": "People with more than {:.0f} touchpoints",
    "channels": "People on more than {:.0f} channels",
    "days since first seen": "People first seen more than {:.0f} days before",
    "days since last seen": "People last seen more than {:.0f} days before",
    "longest wait": "People who once waited longer than {:.1f} days",
}  # features on a logarithmic scale, log(1 + x)
OFTEN = {0.33: "a third as often", 0.5: "half as often", 2.0: "twice as often", 3.0: "three times as often"}


class Balance(NamedTuple):
    """How far those who answered stand off all who could have been asked, in standard deviations."""

    name: str
    before: float
    after: float  # weighted


class Group(NamedTuple):
    """Some people, in words, and which they are [n]."""

    words: str
    members: Bools


def balance(features: Floats, names: Sequence[str], rows: Ints, weights: Floats) -> tuple[Balance, ...]:
    """Of each feature [n, k], the standardised difference before and after the weights of `rows` [m]."""
    spread = features.std(axis=0)
    scale, middle = np.where(spread > 0, spread, 1.0), features.mean(axis=0)
    before = (features[rows].mean(axis=0) - middle) / scale
    after = (np.average(features[rows], axis=0, weights=weights) - middle) / scale
    return tuple(Balance(*row) for row in zip(names, before.tolist(), after.tolist(), strict=True))


def who_is_missing(features: Floats, names: Sequence[str], asked: Bools, answered: Bools) -> tuple[str, ...]:
    """At most five sentences on who of those asked answered more rarely, or more often, than the others.

    Largest standardised differences first; none below 0.1, none that chance may have made, none that says
    again what an earlier one said.

    >>> phone = np.repeat([[1.0], [0.0]], 500, axis=0)
    >>> answers = np.arange(1000) % 500 < np.repeat([30, 60], 500)
    >>> who_is_missing(phone, ["met: Calls"], np.ones(1000, bool), answers)
    ('People who met “Calls” answered half as often: 6 % of 500, against 12 % of 500.',)
    """
    came = answered[asked]
    if came.all() or not came.any():
        return ()
    groups = [_group(name, column) for name, column in zip(names, features[asked].T, strict=True)]
    some = [each for each in groups if 0 < each.members.sum() < len(came)]
    told: list[Group] = []
    for group in sorted(some, key=lambda each: -abs(_apart(each.members, came))):
        if len(told) < MOST and _matters(group.members, came) and not _repeats(group, told):
            told.append(group)
    return tuple(_sentence(group, came) for group in told)


def _group(name: str, column: Floats) -> Group:
    """What a feature says of people: yes or no, or more than most."""
    kind, _, what = name.partition(": ")
    if what:
        return Group(KINDS.get(kind, f"People with {kind} “{{}}”").format(what), column > 0)
    middle = float(np.median(column))
    words = MEASURES.get(name, f"People with {name} above {{:.3g}}")
    return Group(words.format(np.expm1(middle) if name in MEASURES else middle), column > middle)


def _apart(members: Bools, came: Bools) -> float:
    """Share of the group among those who answered, less that among those asked, in standard deviations."""
    return float((members[came].mean() - members.mean()) / members.std())


def _matters(members: Bools, came: Bools) -> bool:
    apart = abs(_apart(members, came))
    chance = ((1 - came.mean()) / came.sum()) ** 0.5
    return bool(apart >= TOLD and apart >= BEYOND_CHANCE * chance)


def _repeats(group: Group, told: Sequence[Group]) -> bool:
    return any(abs(np.corrcoef(group.members, each.members)[0, 1]) > SAME for each in told)


def _sentence(group: Group, came: Bools) -> str:
    inside, outside = came[group.members], came[~group.members]
    here, there = inside.mean(), outside.mean()
    return (
        f"{group.words} answered {_often(here, there)}: {here:.0%} of {len(inside)}, "
        f"against {there:.0%} of {len(outside)}."
    ).replace("%", " %")


def _often(here: float, there: float) -> str:
    if here == 0:
        return "never"
    if there == 0:
        return "alone"
    times = here / there
    near = [words for at, words in OFTEN.items() if abs(times / at - 1) < 0.08]
    return near[0] if near else f"{times:.1f} times as often"
