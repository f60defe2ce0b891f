"""What opens behind moments: a map in, a panel for each moment and the list of a stage's out."""

from __future__ import annotations

from footpath.draw import ids
from footpath.draw.layout_moment import shown
from footpath.draw.panel_parts import Link, Panel, panel, table
from footpath.draw.phrases import NBSP, count, percent
from footpath.draw.phrases_moment import OUTCOMES, change, change_between, goals, in_top, ranks
from footpath.draw.text import clean
from footpath.model.estimate import Estimate
from footpath.model.map import JourneyMap, MapStage, MapTouchpoint
from footpath.model.moment import Moment

POLARITY = {"pain": "Pain point", "delight": "Delight"}
UNDECIDED = "Undecided"
METHODS = {
    "observational": "from observation, not from a trial",
    "randomised": "from a trial: who met it was drawn by lot",
}


def moments(map_: JourneyMap) -> dict[str, Panel]:
    """The panel of each moment, undecided ones too, by the id of its mark."""
    homes = {each.name: each for stage in map_.stages for each in stage.touchpoints}
    decided = {ids.moment(each.id): _moment(each, homes, POLARITY[each.polarity]) for each in map_.moments}
    return decided | {ids.moment(each.id): _moment(each, homes, UNDECIDED) for each in map_.undecided}


def of_stage(map_: JourneyMap, stage: MapStage) -> list[Panel]:
    """All moments of a stage as tables that lead to each."""
    head = ["Moment", "People who met it", "Goals"]
    rows: list[Link] = [(ids.moment(each.id), _row(each)) for each in shown(map_, stage)]
    open_: list[Link] = [
        (
            ids.moment(each.id),
            [clean(each.title), count(each.exposed), _why(each)],
        )
        for each in map_.undecided
        if each.stage == stage.name
    ]
    return [table("What hurts, what delights", head, rows), table(UNDECIDED, [*head[:2], "Why"], open_)]


def _why(moment: Moment) -> str:
    return clean(moment.refused or "it may be chance")


def _row(moment: Moment) -> list[str]:
    return [clean(moment.title), count(moment.exposed), goals(moment)]


def _moment(moment: Moment, homes: dict[str, MapTouchpoint], called: str) -> Panel:
    facts = [["People who met it", f"{count(moment.exposed)} of {count(moment.at_risk)} who could have"]]
    if called == UNDECIDED:
        facts.append(["Why undecided", _why(moment)])
    facts += _effect(moment)
    facts += [[OUTCOMES.get(name, name), _change(each)] for name, each in moment.outcomes.items() if each]
    if moment.segment_most_hit:
        facts.append(["Most so in", clean(moment.segment_most_hit)])
    if moment.began or moment.ended:
        facts.append(["Seen", _dates(moment)])
    named = [homes[each] for each in (moment.from_, moment.touchpoint) if each in homes]
    rows: list[Link] = [(ids.touchpoint(each.name), [clean(each.name), count(each.people)]) for each in named]
    title = f"{called}: {clean(moment.title)}"
    return panel(title, facts, moment.evidence, [table("Where", ["Touchpoint", "People"], rows)])


def _effect(moment: Moment) -> list[list[str]]:
    if moment.effect is None:
        return [["On the goal", "can’t be told"]]
    # A change of a share is told in points: “−9 %” would be read as a part of the share.
    facts = [["On the goal", _change(moment.effect)]]
    if told := goals(moment):
        facts.append(["Goals", told])
    if rank := ranks(moment):
        facts.append(["Rank", rank])
    if (certain := in_top(moment)) is not None:
        facts.append(["Among the top three", f"with {percent(certain)}"])
    return [*facts, ["How it is known", METHODS[moment.effect_method]]]


def _change(estimate: Estimate) -> str:
    return f"{change(estimate)} ({change_between(estimate)})".replace(" to ", f"{NBSP}to{NBSP}")


def _dates(moment: Moment) -> str:
    if moment.began and moment.ended:
        return f"from {moment.began} to {moment.ended}"
    return f"since {moment.began}" if moment.began else f"until {moment.ended}"
