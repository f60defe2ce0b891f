"""Moments in, how they stand to each other out: which can't be told apart, and whom each hits most."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from footpath.errors import UnknownName
from footpath.model.estimate import Estimate
from footpath.model.moment import Moment, Moments

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def ties(moments: Sequence[Moment]) -> list[tuple[Moment, ...]]:
    """Neighbours in a ranking, gathered where any two of them could change places within their rank sets.

    `moments` are in their order. One that is not ranked stands alone.
    """
    groups: list[list[int]] = []
    for at in range(len(moments)):
        if groups and all(_could_swap(moments, other, at) for other in groups[-1]):
            groups[-1].append(at)
        else:
            groups.append([at])
    return [tuple(moments[at] for at in group) for group in groups]


def tied(n: int, *, first: bool) -> str:
    """That n moments can't be told apart; none where there is one.

    >>> tied(3, first=True)
    'These three can’t be told apart: each of them may be the one that costs most.'
    """
    if n < 2:
        return ""
    number = NUMBERS[n] if n < len(NUMBERS) else str(n)
    so = "each of them may be the one that costs most" if first else "their order may be chance"
    return f"These {number} can’t be told apart: {so}."


def most(moment: Moment) -> dict[str, list[str]]:
    """By segment: that it meets the moment most, or suffers most, where that is beyond doubt.

    Beyond doubt is what its interval says against everybody together; one that merely leads is not named.
    """
    known = moment.detail.segments if moment.detail else ()
    told: dict[str, list[str]] = {each.name: [] for each in known}
    everybody = moment.exposed / moment.at_risk if moment.at_risk else 0.0
    meeting = [each for each in known if each.met and each.met.low > everybody]
    if meeting:
        told[max(meeting, key=lambda each: each.met.value if each.met else 0).name].append("meets it most")
    if moment.effect is None:
        return told
    pain, whole = moment.polarity == "pain", moment.effect.value
    hit = [each for each in known if each.effect and _worse(each.effect, whole, pain=pain)]
    if hit:
        worst = max(hit, key=lambda each: abs(each.effect.value) if each.effect else 0)
        told[worst.name].append("suffers most" if pain else "gains most")
    return told


def only(found: Moments, one: str) -> Moments:
    """The document of one moment, decided or not; UnknownName where there is none of that id."""
    decided = tuple(each for each in found.moments if each.id == one)
    undecided = tuple(each for each in found.undecided if each.id == one)
    if not decided and not undecided:
        known = [each.id for each in (*found.moments, *found.undecided)]
        raise UnknownName("moment", one, known, where="this journey, segment and period")
    return replace(found, moments=decided, undecided=undecided)


def _could_swap(moments: Sequence[Moment], one: int, other: int) -> bool:
    """Whether the rank set of each holds the place of the other; places count from 1."""
    return all(
        moments[at].rank_low is not None
        and moments[at].rank_high is not None
        and moments[at].rank_low <= place + 1 <= moments[at].rank_high  # type: ignore[operator]
        for at, place in ((one, other), (other, one))
    )


def _worse(effect: Estimate, whole: float, *, pain: bool) -> bool:
    return effect.high < whole if pain else effect.low > whole
