"""What hurts, what delights, and what it costs: a list of a journey's moments, and the page of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from footpath.cli import options, printing
from footpath.cli.moment import changed, say_one
from footpath.cli.opening import opened, reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from footpath.model.moment import Moment, Moments
    from footpath.project import Project

EMPTY = (None, "", "–")


def moments(
    journey: Annotated[
        str | None, typer.Argument(metavar="[JOURNEY]", help="The journey; else the first one defined.")
    ] = None,
    one: Annotated[
        str | None, typer.Option("--one", metavar="ID", help="Everything about one of them.")
    ] = None,
    segment: options.Segment = None,
    since: options.Since = None,
    until: options.Until = None,
    project: options.ProjectFolder = Path(),
    *,
    as_json: options.Json = False,
) -> None:
    """Show pain points and delights with what each costs or wins, the costliest first."""
    with reading(opened(project)) as looked_at:
        answer(looked_at, journey, one, segment=segment, since=since, until=until, as_json=as_json)


def answer(
    project: Project,
    journey: str | None,
    one: str | None = None,
    *,
    segment: str | None = None,
    since: str | None = None,
    until: str | None = None,
    as_json: bool = False,
) -> None:
    """Asks a project, and prints what it answers."""
    from footpath.moments.questions import MomentsOf
    from footpath.moments.standing import only

    asked = MomentsOf(one=one) if one else MomentsOf()
    found = project.run(asked, journey, segment=segment, since=since, until=until)
    found = only(found, one) if one else found
    if as_json:
        printing.json(found)
    elif one:
        chosen = {"--segment": segment, "--since": since, "--until": until}
        say_one(found, [word for name, value in chosen.items() if value for word in (name, value)])
    else:
        _say_all(found)


def _say_all(found: Moments) -> None:
    from footpath.moments.doubting import OBSERVED
    from footpath.moments.telling import nothing

    of = f" in “{found.segment}”" if found.segment else ""
    looked = printing.several(found.looked_at, "pattern")
    printing.say(
        f"{found.journey}: {printing.persons(found.people)}{of}; {looked} looked at, "
        f"{len(found.moments)} shown, {len(found.undecided)} undecided."
    )
    if not found.moments:
        printing.say(nothing(found))
    _say_pains([each for each in found.moments if each.polarity == "pain"])
    _say_table("What delights", [each for each in found.moments if each.polarity == "delight"])
    _say_undecided(found.undecided)
    if found.moments:
        printing.say(f"\n{OBSERVED}")
    for note in found.notes:
        printing.say(f"{note[:1].upper()}{note[1:].rstrip('.')}.")
    if found.moments or found.undecided:
        printing.say("Everything about one of them: --one ID")


def _say_pains(pains: Sequence[Moment]) -> None:
    from footpath.draw.phrases_moment import ordinal
    from footpath.moments.standing import tied, ties

    _say_table("What hurts", pains)
    place = 1
    for group in ties(pains):
        if told := tied(len(group), first=place == 1):
            printing.say(f"{ordinal(place)} to {ordinal(place + len(group) - 1)}: {told}")
        place += len(group)


def _say_table(title: str, shown: Sequence[Moment]) -> None:
    """A row a moment; what none of them has is no column."""
    if not shown:
        return
    turned = "lost" if shown[0].polarity == "pain" else "won"
    names = [
        "rank",
        "moment",
        "met it",
        f"goals {turned}",
        "on the goal",
        "in top 3",
        "since when",
        "most so in",
    ]
    rows = [_row(each) for each in shown]
    kept = [at for at in range(len(names)) if any(row[at] not in EMPTY for row in rows)]
    table = [[row[at] for at in kept] + [each.id] for row, each in zip(rows, shown, strict=True)]
    printing.say(f"\n{title}")
    printing.table([*(names[at] for at in kept), "id"], table, numbers=["met it"])


def _row(moment: Moment) -> list[Any]:
    from footpath.draw.phrases_moment import in_top, ranks
    from footpath.moments.telling import when

    rank = ranks(moment)
    return [
        rank,
        moment.title,
        f"{moment.exposed:,} of {moment.at_risk:,}",
        _goals(moment),
        changed(moment.effect),
        _chance(certain) if rank and (certain := in_top(moment)) is not None else None,
        when(moment) if moment.began or moment.ended else None,
        moment.segment_most_hit,
    ]


def _chance(share: float) -> str:
    """A chance in percent; one that is only estimated is never quite 0 or 100."""
    percent = round(share * 100)
    return {0: "< 1 %", 100: "> 99 %"}.get(percent, f"{percent} %")


def _goals(moment: Moment) -> str:
    from footpath.draw.phrases import count
    from footpath.draw.phrases_moment import worth

    if (found := worth(moment)) is None:
        return "–"
    value, low, high = (count(round(each)) for each in (found.value, found.low, found.high))
    return f"{value} [{low}, {high}]"


def _say_undecided(undecided: Sequence[Moment]) -> None:
    from footpath.moments.telling import undecided as why

    if not undecided:
        return
    printing.say("\nUndecided")
    rows = [(each.title, each.exposed, why(each), each.id) for each in undecided]
    printing.table(["moment", "met it", "why nothing is claimed", "id"], rows, numbers=["met it"])
