"""One moment in, its page on the terminal out: what it is, how far to trust it, who, before and after."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from footpath.cli import printing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from footpath.model.estimate import Estimate
    from footpath.model.moment import Beside, Moment, MomentDetail, Moments, MomentSegment, WhatIf


def say_one(found: Moments, lens: Sequence[str] = ()) -> None:
    """Everything about the one moment that was found; `lens` are the words that choose its persons."""
    moment = (*found.moments, *found.undecided)[0]
    _say_what(moment, decided=bool(found.moments))
    _say_doubts(moment)
    _say_outcomes(moment)
    _say_segments(moment)
    if moment.detail:
        _say_detail(moment.detail)
    chosen = shlex.join(["--evidence", moment.evidence, "--journey", found.journey, *lens])
    printing.say(f"\nThe people: footpath people {chosen}")


def changed(estimate: Estimate | None) -> str:
    """A difference with its sign and interval."""
    from footpath.draw.phrases import NBSP
    from footpath.draw.phrases_moment import change, change_between

    if estimate is None:
        return "–"
    return f"{change(estimate)} [{change_between(estimate)}]".replace(NBSP, " ")


def _say_what(moment: Moment, *, decided: bool) -> None:
    from footpath.draw.phrases_moment import ranks
    from footpath.moments import telling

    printing.say(moment.title)
    printing.say(telling.what(moment))
    printing.say(f"{telling.who(moment)} Seen {telling.when(moment)}.")
    if not decided:
        printing.say(f"Undecided. {telling.undecided(moment)}")
        return
    printing.say(f"It {telling.cost(moment)}. {telling.of_a_hundred(moment)}")
    if rank := ranks(moment):
        printing.say(f"Among pain points it ranks {rank}.")


def _say_doubts(moment: Moment) -> None:
    from footpath.moments.doubting import doubts, method

    printing.say("\nHow far to trust it")
    printing.say(method(moment))
    rows = [(each.name, each.figure, each.means) for each in doubts(moment)]
    if rows:
        printing.table(["diagnostic", "figure", "what it means"], rows)


def _say_outcomes(moment: Moment) -> None:
    from footpath.draw.phrases_moment import OUTCOMES

    known = [(OUTCOMES.get(name, name), changed(each)) for name, each in moment.outcomes.items() if each]
    if known:
        printing.say("\nWhat else it changes, for those who met it")
        printing.table(["outcome", "change"], known)


def _say_detail(detail: MomentDetail) -> None:
    _say_what_if(detail.what_if)
    _say_beside("before it, the first time", "the journey begins", detail.before)
    _say_beside("after it, the first time", "the journey stops", detail.after)
    for quote in detail.quotes:
        printing.say(f"\n“{' '.join(quote.text.split())}”")
        printing.say("  " + " · ".join(filter(None, (quote.emotion, quote.source))))
    told = {
        "The same thing, seen in another way": detail.also,
        "Can’t be told apart in rank from": detail.tied,
        "Notes": detail.notes,
    }
    for title, texts in told.items():
        if texts:
            printing.say(f"\n{title}: {'; '.join(each.rstrip('.') for each in texts)}.")


def _say_segments(moment: Moment) -> None:
    from footpath.moments.standing import most

    if not moment.detail or not moment.detail.segments:
        return
    marks = most(moment)
    printing.say("\nBy segment")
    rows = [
        (each.name, each.at_risk, each.exposed, printing.estimate(each.met), _effect(each), marks[each.name])
        for each in moment.detail.segments
    ]
    names = ["segment", "could meet it", "met it", "share", "on the goal", ""]
    printing.table(names, rows, numbers=names[1:3])


def _effect(segment: MomentSegment) -> str:
    return changed(segment.effect) if segment.effect else f"can’t be told: {segment.refused or 'too few'}"


def _say_what_if(told: WhatIf | None) -> None:
    from footpath.moments.telling import without

    if told is None:
        return
    models = {
        "by the effect model": told.effect_model,
        "by the absorbing chain, which takes who meets it for no one special": told.absorbing_chain,
    }
    known = [f"  {without(each)}, {name}" for name, each in models.items() if each]
    if known:
        printing.say("\n".join(["\nWithout it", *known]))


def _say_beside(title: str, end: str, beside: Sequence[Beside]) -> None:
    if not beside:
        return
    printing.say(f"\nWhat came directly {title}")
    rows = [(each.touchpoint or f"({end})", each.people, printing.estimate(each.share)) for each in beside]
    printing.table(["touchpoint", "people", "share"], rows, numbers=["people"])
