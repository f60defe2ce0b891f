"""The results in, the page docs/benchmark-moments.md with its figures out.

Words stand in the page, figures between two comments each: whatever is there is written anew, so a figure
can't drift from the result that it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmark-moments.md"
PLACE = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
NONE = "–"
MINUS = "−"
OURS = "Footpath"
SAID = "Worlds, Truth, Mean, Bias, Bias of all, Error said, Error seen, Coverage, By the error alone, Of all"
EFFECT = (*SAID.split(", "), "Widened", "Refused")
USUAL = {
    "met or not": "met against not met",
    "met or not, adjusted": "the same, all that is known beforehand held fixed",
}


def write(results: Row, page: Path = PAGE) -> None:
    """Put the figures into the page."""
    page.write_text(filled(page.read_text(), results))


def filled(text: str, results: Row) -> str:
    """A page with its figures; those of parts that were not run stay away."""

    def table(found: re.Match[str]) -> str:
        part = TABLES[found[2]]
        lines = list(part(results))
        return found[1] + "\n" + "\n".join(lines) + "\n\n" + found[3]

    return PLACE.sub(table, text)


def grid(head: Iterable[str], rows: Iterable[Iterable[str]], *, words: int = 1) -> Iterator[str]:
    """A table: the first columns are of words, the others of figures."""
    names = list(head)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "|".join([*["---"] * words, *["---:"] * (len(names) - words)]) + "|"
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def percent(value: float | None, digits: int = 0) -> str:
    """A share as it is read.

    >>> percent(0.954, 1), percent(-0.02), percent(None)
    ('95.4 %', '−2 %', '–')
    """
    return NONE if value is None else f"{value * 100:.{digits}f} %".replace("-", MINUS)


def points(value: float | None) -> str:
    """A change of a share in points.

    >>> points(-0.0871)
    '−8.7'
    """
    return NONE if value is None else f"{value * 100:.1f}".replace("-", MINUS)


def number(value: float | None, digits: int = 2) -> str:
    return NONE if value is None else f"{value:.{digits}f}".replace("-", MINUS)


def effects(results: Row) -> Iterator[str]:
    yield from grid(
        ("Family", *EFFECT), (_effect(name, each) for name, each in results.get("effects", {}).items())
    )


def _effect(name: str, each: Row) -> list[str]:
    every = each.get("all", {})
    return [
        name.replace("_", " "),
        f"{each['worlds']:,}",
        points(each["truth"]),
        points(each.get("mean")),
        _bias(each),
        _bias(every),
        points(every.get("error")),
        points(every.get("sd")),
        percent(each.get("coverage"), 1),
        percent(each.get("coverage_alone"), 1),
        percent(every.get("coverage"), 1),
        percent(each.get("widened")),
        percent(each["refused"]),
    ]


def _bias(each: Row) -> str:
    return f"{percent(each['bias'], 1)} ± {percent(each['bias_error'], 1)}" if "bias" in each else NONE


def usual(results: Row) -> Iterator[str]:
    head = ("Family", "Way", "Truth", "Mean", "Coverage", "Wrong sign")
    yield from grid(head, _usual(results.get("effects", {})), words=2)


def _usual(found: Row) -> Iterator[list[str]]:
    for name, each in found.items():
        ways = {OURS: each} | {USUAL[way]: of for way, of in each["usual"].items()}
        for way, of in ways.items():
            sign = percent(of.get("wrong_sign"))
            told = [points(of.get("mean")), percent(of.get("coverage"), 1), sign]
            yield [name, way, points(each["truth"]), *told]


def hidden(results: Row) -> Iterator[str]:
    head = ("Family", "Worlds", "Truth", "Mean", "Refused", "Widened", "Coverage", "Refused, or covers")
    rows = results.get("hidden", {})
    yield from grid(
        head,
        (
            [
                name.replace("_", " "),
                f"{each['worlds']:,}",
                points(each["truth"]),
                points(each.get("mean")),
                percent(each["refused"]),
                percent(each.get("widened")),
                percent(each.get("coverage")),
                percent(each["refused_or_covered"], 1),
            ]
            for name, each in rows.items()
        ),
    )


def silent(results: Row) -> Iterator[str]:
    daily = results.get("daily", {}).get("null")
    rows = {**results.get("null", {}), **results.get("quiet", {})}
    if daily:
        rows["null, on 30 successive days"] = daily
    head = ("Family", "Worlds", "With any finding", "Upper limit, one-sided", "Upper limit, two-sided")
    yield from grid(
        head,
        (
            [
                name,
                f"{each['worlds']:,}",
                f"{each['with_any']:,}",
                percent(each["upper_one_sided"], 1),
                percent(each["upper_two_sided"], 1),
            ]
            for name, each in rows.items()
        ),
    )


def detection(results: Row) -> Iterator[str]:
    head = (
        "Family",
        "Worlds",
        "Planted",
        "Found",
        "Recall",
        "Precision",
        "False, mean",
        "Twice",
        "Kind right",
    )
    yield from grid(
        head,
        (
            [
                name.replace("_", " "),
                f"{each['worlds']:,}",
                f"{each['planted']:,}",
                f"{each['found']:,}",
                percent(each["recall"]),
                percent(each["precision"]),
                percent(each["false"], 1),
                f"{each['twice']:,}",
                percent(each["right_kind"]),
            ]
            for name, each in ((name, of["detection"]) for name, of in results.get("families", {}).items())
        ),
    )


def measured(results: Row) -> Iterator[str]:
    rows = results.get("families", {})
    yield from grid(
        ("Planted", *EFFECT),
        (
            _effect(f"{family}: {name}", each)
            for family, of in rows.items()
            for name, each in of["effects"].items()
        ),
    )


def dates(results: Row) -> Iterator[str]:
    head = ("Family", "Found", "Date", "Told", "Days off, median", "Days off, most", "Missing", "Made up")
    yield from grid(head, _dates(results.get("families", {})))


def _dates(rows: Row) -> Iterator[list[str]]:
    """Families that have dates, each; all others, which have none, together."""
    told = {family: of["detection"]["dates"] for family, of in rows.items()}
    dated = [family for family, of in told.items() if any(_has_dates(each) for each in of.values())]
    for family in dated:
        for edge, each in told[family].items():
            yield _dated(family.replace("_", " "), edge, [each])
    for edge in ("began", "ended"):
        yield _dated("all others", edge, [of[edge] for family, of in told.items() if family not in dated])


def _has_dates(each: Row) -> bool:
    return bool(each["told"] + each["missing"])


def _dated(name: str, edge: str, all_of: list[Row]) -> list[str]:
    sums = {what: sum(each[what] for each in all_of) for what in ("of", "told", "missing", "made_up")}
    days = (
        [number(all_of[0][what], 0) for what in ("median_days", "most_days")]
        if len(all_of) == 1
        else [NONE, NONE]
    )
    return [
        name,
        f"{sums['of']:,}",
        edge,
        f"{sums['told']:,}",
        *days,
        f"{sums['missing']:,}",
        f"{sums['made_up']:,}",
    ]


def ranking(results: Row) -> Iterator[str]:
    each = results.get("families", {}).get("eight", {}).get("ranking", {})
    told = {
        "Worlds": f"{each.get('worlds', 0):,}",
        "Kendall’s τ with the true losses": number(each.get("kendall")),
        "Of the true first three, among the first three": percent(each.get("top3")),
        "The first is the true first": percent(each.get("first")),
        "NDCG, all eight": number(each.get("ndcg")),
        "Rank sets that hold the true rank": percent(each.get("rank_coverage"), 1),
        "Ranks in a set, mean": number(each.get("rank_width"), 1),
        "P(top three): Brier score": number(each.get("brier"), 3),
        "P(top three): Brier skill": number(each.get("brier_skill")),
    }
    yield from grid(("Of “eight”", "Figure"), ([name, figure] for name, figure in told.items()))


def regret(results: Row) -> Iterator[str]:
    ways = results.get("families", {}).get("eight", {}).get("regret", {})
    names = [name for name in ways if ", beside the way" not in name]
    head = ("Way", "Regret", "Worst world", "Beside the way", "Worst world")
    yield from grid(head, (_regret(name, ways) for name in names))


def _regret(name: str, ways: Row) -> list[str]:
    helped = ways.get(f"{name}, beside the way")
    told = [_with_error(ways[name]), percent(ways[name]["worst"])]
    return [name, *told, *([_with_error(helped), percent(helped["worst"])] if helped else [NONE, NONE])]


def _with_error(each: Row) -> str:
    return f"{percent(each['regret'], 1)} ± {percent(each['error'], 1)}"


def doubled(results: Row) -> Iterator[str]:
    each = results.get("doubled", {}).get("confounded", {"samples": [], "moved": []})
    moved = [NONE, *(number(by) for by in each["moved"])]
    rows = (
        [f"{of['rows']:,}", points(of["value"]), points(of["error"]), by]
        for of, by in zip(each["samples"], moved, strict=False)
    )
    yield from grid(("Times of risk, at most", "Effect", "Error", "Moved, in errors of the smaller"), rows)


TABLES: Mapping[str, Callable[[Row], Iterator[str]]] = {
    "effects": effects,
    "usual": usual,
    "hidden": hidden,
    "silent": silent,
    "detection": detection,
    "measured": measured,
    "dates": dates,
    "ranking": ranking,
    "regret": regret,
    "doubled": doubled,
}
