"""What people say: scores, what moves them, and themes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from footpath.cli import options, printing
from footpath.cli.opening import opened, reading

if TYPE_CHECKING:
    from footpath.voice.drivers import Driver, Drivers
    from footpath.voice.questions import Scores
    from footpath.voice.scoring import ScoreRow
    from footpath.voice.themes_told import ThemeRow, ThemesResult

MOST = 12  # themes that are printed
LONGEST = 160  # characters of an example
Journey = Annotated[
    str | None, typer.Argument(metavar="[JOURNEY]", help="Only answers about steps of this journey.")
]
By = Annotated[
    list[str] | None,
    typer.Option("--by", help="Tell apart by touchpoint, month or segment; repeatable. One row without."),
]


def scores(
    journey: Journey = None,
    by: By = None,
    name: Annotated[str | None, typer.Option("--name", help="Only this score.")] = None,
    segment: options.Segment = None,
    since: options.Since = None,
    until: options.Until = None,
    project: options.ProjectFolder = Path(),
    engine: options.Engine = "local",
    master: options.Master = None,
    conf: options.Conf = None,
    *,
    as_json: options.Json = False,
) -> None:
    """Show NPS, CSAT, CES and ratings with intervals, raw and weighted."""
    from footpath.voice.questions import Scores

    with reading(opened(project, options.engine(engine, master, conf))) as looked_at:
        asked = Scores(by=tuple(by or ()), name=name)  # type: ignore[arg-type]  # `Scores` refuses others
        found = looked_at.run(asked, journey, segment=segment, since=since, until=until)
    if as_json:
        printing.json({"scores": found.scores, "notes": found.notes})
        return
    if found.scores:
        _say_scores(found.scores, asked)
    else:
        printing.say("No score: a [[survey]] in footpath.toml says which answers are scores.")
    for note in found.notes:
        printing.say(note)


def _say_scores(found: Sequence[ScoreRow], asked: Scores) -> None:
    """A row a score, told apart as asked."""
    told = [name for name in ("touchpoint", "month", "segment") if name in asked.by]
    trend = ["since the month before"] * ("month" in asked.by)
    printing.table(
        ["score", *told, "raw", "weighted", "answered", "of asked", "seen from", "base", *trend],
        [
            (row.name, *(getattr(row, each) for each in told), *_score(row), *[row.verdict] * len(trend))
            for row in found
        ],
        numbers=["answered"],
    )


def _score(row: ScoreRow) -> tuple[Any, ...]:
    rate = f"{row.response_rate.value * 100:.1f} % of {row.asked:,}" if row.response_rate else None
    return printing.score(row.raw), printing.score(row.weighted), row.answered, rate, _least(row), row.state


def _least(row: ScoreRow) -> str | None:
    """The difference from which a score can be told from another, in the score's own unit."""
    least = row.detectable_difference
    if least is None:
        return None
    if row.best and row.best.unit == "share":
        return f"±{least * 100:.1f} %"
    return f"±{least:.1f}" if least >= 1 else f"±{least:.2g}"


def drivers(
    journey: Journey = None,
    of: Annotated[
        str | None, typer.Option("--of", help="The score to explain; without it, the journey's goal.")
    ] = None,
    segment: options.Segment = None,
    since: options.Since = None,
    until: options.Until = None,
    project: options.ProjectFolder = Path(),
    engine: options.Engine = "local",
    master: options.Master = None,
    conf: options.Conf = None,
    *,
    as_json: options.Json = False,
) -> None:
    """Show what moves a score, or goes along with reaching a goal, the most important first."""
    from footpath.voice.questions import DriversOf

    with reading(opened(project, options.engine(engine, master, conf))) as looked_at:
        found = looked_at.run(DriversOf(of), journey, segment=segment, since=since, until=until)
    if as_json:
        printing.json(found)
        return
    if found.drivers:
        explained = f" explain {found.r2.value * 100:.0f} % of its differences" if found.r2 else ""
        printing.say(f"{found.outcome}: {printing.persons(found.n)}; its drivers{explained}.")
        _say_drivers(found)
    else:
        printing.say(f"{found.outcome}: {printing.persons(found.n)}.")
    for each in found.left_out:
        printing.say(f"Left out: {each.name}, {each.reason}.")
    for note in found.notes:
        printing.say(f"{note[0].upper()}{note[1:]}.")


def _say_drivers(found: Drivers) -> None:
    """A row a driver; what no driver has is no column."""
    rows = [_driver(each) for each in found.drivers]
    names = ["driver", "share of what is explained", "rank", "when bad", "when good", "is", "people"]
    kept = [at for at in range(len(names)) if any(row[at] not in (None, "–") for row in rows)]
    table = [[row[at] for at in kept] for row in rows]
    printing.table([names[at] for at in kept], table, numbers=["people"])
    if found.halo:
        share = printing.estimate(found.halo)
        printing.say(f"Halo: one impression of everything carries {share} of what they explain.")


def _driver(each: Driver) -> tuple[Any, ...]:
    rank = str(each.rank_low) if each.rank_low == each.rank_high else f"{each.rank_low}–{each.rank_high}"
    return (
        each.name,
        printing.estimate(each.importance),
        rank,
        printing.score(each.penalty),
        printing.score(each.reward),
        each.label,
        each.n,
    )


def themes(
    journey: Journey = None,
    segment: options.Segment = None,
    since: options.Since = None,
    until: options.Until = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write proposed themes as TOML, to read and change.")
    ] = None,
    project: options.ProjectFolder = Path(),
    engine: options.Engine = "local",
    master: options.Master = None,
    conf: options.Conf = None,
    *,
    as_json: options.Json = False,
) -> None:
    """Show what people talk about, how they feel, and what they want."""
    from footpath.voice.themes_told import Themes

    with reading(opened(project, options.engine(engine, master, conf))) as looked_at:
        found = looked_at.run(Themes(), journey, segment=segment, since=since, until=until)
    if output is not None:
        _write_themes(found, output)
    if as_json:
        printing.json(found)
        return
    printing.say(f"{printing.persons(found.speakers)} said something in words.")
    if found.stability is not None and not found.themes:
        printing.say("Too few to propose themes.")
    elif found.stability is not None:
        printing.say(
            "These themes are proposed: `footpath themes -o themes.toml` writes them; keep what is true in"
            " footpath.toml."
        )
    for row in found.themes[:MOST]:
        _say_theme(row)
    if len(found.themes) > MOST:
        printing.say(f"\n{len(found.themes) - MOST} more: --json prints all.")
    _say_told(found)


def _say_theme(row: ThemeRow) -> None:
    felt = f" · feels {printing.score(row.valence)}" if row.valence else ""
    who = f"{printing.persons(row.people)}, {printing.estimate(row.share)} of them{felt}"
    printing.say(f"\n{row.name}: {who}")
    for text in (*row.nearest[:2], *row.random[:1]):
        printing.say(f"  “{_short(text)}”")


def _say_told(found: ThemesResult) -> None:
    told = {"They feel": found.emotions, "They want": found.wants, "They like": found.likes}
    for title, counted in told.items():
        if counted:
            listed = ", ".join(f"{each.name} {each.people:,}" for each in counted)
            printing.say(f"\n{title} (persons): {listed}.")
    for reason, n in found.set_aside.items():
        printing.say(f"Set aside: {printing.several(n, 'comment')}, {reason}.")
    if found.unread:
        printing.say(f"Not read: {printing.several(found.unread, 'comment')}, language not supported.")


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST].rsplit(' ', 1)[0]} …"


def _write_themes(found: ThemesResult, output: Path) -> None:
    from footpath.definitions import write_themes
    from footpath.errors import UsageError
    from footpath.model.survey import Theme

    proposed = [Theme(row.name, row.terms, guessed=True) for row in found.themes if row.proposed]
    if not proposed:
        raise UsageError("no theme is proposed", hint="Themes that are defined stand in footpath.toml")
    output.write_text(write_themes(proposed), encoding="utf-8")
    printing.note(f"Wrote {output}. Copy what you keep into footpath.toml.")
