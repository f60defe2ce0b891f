"""A world in; which moments a scan finds in it, beside those that are planted, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import moments_usual
import numpy as np
import worlds
from moments_effects import PEOPLE, Row, Truth, bounds, said

from footpath.moments.candidate import Candidate
from footpath.moments.measuring import Counts
from footpath.moments.scan import Found, Scan
from footpath.moments.since import since
from footpath.sim.families import Planted, until, world

DAILY_PEOPLE = 2000
DAILY = 30  # last days of a world on which it is scanned
TOP = 3
SAID = 20  # seeds of a family of which everything planted is measured, found or not
DAILY_APART = 10_000  # seeds, so that these are other people than those of the other null worlds


def nothing(family: str, seed: int) -> Row:
    """What is shown of a world in which nothing hurts."""
    return {"found": [row(each) for each in shown(worlds.scanned(worlds.read(world(family, seed, PEOPLE))))]}


def daily(family: str, seed: int) -> Row:
    """What is shown, scanned on each of the last days of a world, up to the first day that shows anything."""
    about = world(family, DAILY_APART + seed, DAILY_PEOPLE)
    last = date.fromisoformat(about.last_day)
    for back in range(DAILY - 1, -1, -1):
        day = (last - timedelta(days=back)).isoformat()
        found = shown(worlds.scanned(worlds.read(until(about, day))))
        if found:
            return {"found": [row(each) for each in found], "day": DAILY - back}
    return {"found": []}


def looked(family: str, seed: int) -> Row:
    """All that a scan shows of a world, what is said of all that is planted, and what others would fix."""
    about = world(family, seed, PEOPLE)
    log = worlds.read(about)
    planted = [each for each in about.planted if each.polarity != "none"]
    scan = worlds.scanned(log)
    return {
        "planted": {each.touchpoint: each.lost_goals for each in planted},
        "found": list(matched(scan, planted)),
        "undecided": [row(each) for each in scan.undecided],
        "said": [said(log, each) for each in planted] if seed <= SAID else [],
        "usual": moments_usual.chosen(about, log),
    }


def shown(scan: Scan) -> tuple[Found, ...]:
    return *scan.pains, *scan.delights


def matched(scan: Scan, planted: Sequence[Planted]) -> Iterator[Row]:
    """What is shown, each with what it is of all that is planted, and its place among its like."""
    for each in shown(scan):
        what = next((one for one in planted if is_it(each, one)), None)
        known: Row = row(each) | {"is": what.touchpoint if what else None}
        if what:
            known |= {
                "right_kind": each.candidate.kind == what.kind,
                "dates": dates(each.learnt.counts, what),
            }
        ranks = scan.ranks[each.polarity]
        if each.rank is not None:
            known |= {"rank": [int(ranks.low[each.rank]), int(ranks.high[each.rank])]}
            known |= {"p_top3": float(ranks.p_top3[each.rank])}
        yield known


def is_it(found: Found, planted: Planted) -> bool:
    """Whether what is found is what was planted: at that touchpoint, or led to by it where it was planted."""
    return found.polarity == planted.polarity and _at(found.candidate, planted)


def _at(candidate: Candidate, planted: Planted) -> bool:
    swapped = candidate.from_ == planted.touchpoint and candidate.touchpoint == planted.from_
    return candidate.touchpoint == planted.touchpoint or swapped


def row(found: Found) -> Row:
    """What is kept of something found."""
    told: Row = {
        "polarity": found.polarity,
        "kind": found.candidate.kind,
        "touchpoint": found.candidate.touchpoint,
        "from": found.candidate.from_,
        "q": found.q,
        "refused": found.learnt.refused,
    }
    if found.learnt.effect is not None:
        low, high = bounds(found.learnt)
        told |= {"value": found.learnt.effect.value, "low": low, "high": high}
    return told


def dates(counts: Counts, planted: Planted) -> dict[str, int | str | None]:
    """How many days its begin and its end are said too late; a word where one is made up or missing."""
    found = since(counts)
    told = (found.begin, found.end) if found else (None, None)
    return {
        "began": apart(told[0], planted.began),
        "ended": apart(told[1], planted.ended),
    }


def apart(told: date | None, true: str | None) -> int | str | None:
    """Days from the true date to the one that is told.

    >>> apart(date(2026, 3, 4), "2026-03-02"), apart(None, "2026-03-02"), apart(None, None)
    (2, 'missing', None)
    """
    if told is None or true is None:
        return "made up" if told else "missing" if true else None
    return (told - date.fromisoformat(true)).days


def detection(rows: Sequence[Row]) -> Row:
    """Of the worlds of one family: how much of what is planted is found, and how much of what is found is."""
    found = [each for row in rows for each in row["found"]]
    true = [each for each in found if each["is"]]
    hits = sum(len({each["is"] for each in row["found"]} - {None}) for row in rows)
    false = [sum(not each["is"] for each in row["found"]) / max(len(row["found"]), 1) for row in rows]
    return {
        "worlds": len(rows),
        "planted": sum(len(row["planted"]) for row in rows),
        "found": len(found),
        "precision": len(true) / max(len(found), 1),
        "recall": hits / sum(len(row["planted"]) for row in rows),
        "false": float(np.mean(false)),
        "twice": len(true) - hits,
        "right_kind": sum(each["right_kind"] for each in true) / max(len(true), 1),
        "by_planted": {
            name: float(np.mean([name in {each["is"] for each in row["found"]} for row in rows]))
            for name in rows[0]["planted"]
        },
        "false_ones": sorted({f"{each['kind']}: {each['touchpoint']}" for each in found if not each["is"]}),
        **since_when(true),
    }


def since_when(true: Sequence[Row]) -> Row:
    """How far off dates are: days where there are some, and shares that are missing or made up."""
    told: Row = {}
    for edge in ("began", "ended"):
        all_of = [each["dates"][edge] for each in true]
        days = [abs(each) for each in all_of if isinstance(each, int)]
        told[edge] = {
            "told": len(days),
            "of": len(all_of),
            "median_days": float(np.median(days)) if days else None,
            "most_days": max(days, default=None),
            "missing": all_of.count("missing"),
            "made_up": all_of.count("made up"),
        }
    return {"dates": told}


def ranking(rows: Sequence[Row], known: Truth, polarity: str = "pain") -> Row:
    """How well what hurts is put in order, against the goals lost in the population."""
    scores = [order(row, known, polarity) for row in rows]
    kept = [each for each in scores if each]
    if not kept:
        return {}
    brier, usual = (np.concatenate([each[name] for each in kept]) for name in ("brier", "usual"))
    return {
        "worlds": len(kept),
        **{name: float(np.mean([each[name] for each in kept])) for name in ("kendall", "top3", "ndcg")},
        "first": float(np.mean([each["first"] for each in kept])),
        "rank_coverage": float(np.mean(np.concatenate([each["inside"] for each in kept]))),
        "rank_width": float(np.mean(np.concatenate([each["width"] for each in kept]))),
        "brier": float(brier.mean()),
        "brier_skill": float(1 - brier.mean() / usual.mean()) if usual.mean() else None,
    }


def order(row: Row, known: Truth, polarity: str) -> dict[str, Any]:
    """One world's order, scored; empty where fewer than two are found."""
    found = [each for each in row["found"] if each["polarity"] == polarity and "rank" in each]
    if len(found) < 2:
        return {}
    sign = 1 if polarity == "pain" else -1
    true = {name: sign * each["lost"] for name, each in known.items() if sign * each["lost"] > 0}
    best = sorted(true, key=lambda name: -true[name])
    loss = np.array([true.get(each["is"], 0.0) for each in found])
    low, high = true_ranks(loss, np.array([_doubt(known, each["is"]) for each in found]))
    ranks = np.array([each["rank"] for each in found])
    among = (low + high) / 2 <= TOP
    share = min(TOP, len(found)) / len(found)
    names = [each["is"] for each in found]
    gains = np.array([0.0 if name in names[:at] else loss[at] for at, name in enumerate(names)])
    return {
        "kendall": kendall(loss),
        "top3": len({*names[:TOP]} & {*best[:TOP]}) / TOP,
        "first": float(names[0] == best[0]),
        "ndcg": discounted(gains) / discounted(np.array([true[name] for name in best])),
        "inside": (ranks[:, 0] <= high) & (ranks[:, 1] >= low),
        "width": ranks[:, 1] - ranks[:, 0] + 1,
        "brier": (np.array([each["p_top3"] for each in found]) - among) ** 2,
        "usual": (share - among) ** 2.0,
    }


def _doubt(known: Truth, name: str | None) -> float:
    """The error of the true loss per person."""
    return known[name]["error"] * known[name]["met"] if name else 0.0


def true_ranks(loss: np.ndarray, error: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least and the largest rank of each [m]; those planted alike share theirs.

    >>> [each.tolist() for each in true_ranks(np.array([5.0, 9.0, 5.1]), np.array([0.1, 0.1, 0.1]))]
    [[2, 1, 2], [3, 1, 3]]
    """
    away = loss - loss[:, None]  # [i, j]: by how much j loses more than i
    clear = 3 * np.hypot(error, error[:, None])
    return 1 + (away > clear).sum(axis=1), (away >= -clear).sum(axis=1)


def kendall(loss: np.ndarray) -> float:
    """How far losses [m] fall along the order in which they stand: 1 all along, -1 nowhere.

    >>> round(kendall(np.array([9.0, 4.0, 5.0])), 3)
    0.333
    """
    pairs = np.triu_indices(len(loss), 1)
    return float(np.mean(np.sign(loss[pairs[0]] - loss[pairs[1]])))


def discounted(gains: np.ndarray) -> float:
    return float((gains / np.log2(np.arange(len(gains)) + 2)).sum())


def silence(rows: Sequence[Row]) -> Row:
    """Of worlds in which nothing hurts: in how many anything is shown, with upper limits of that share."""
    worlds_with = sum(bool(row["found"]) for row in rows)
    kinds: Mapping[str, int] = {}
    for each in (one for row in rows for one in row["found"]):
        name = f"{each['polarity']}, {each['kind']}: {each['touchpoint']}"
        kinds = {**kinds, name: kinds.get(name, 0) + 1}
    return {
        "worlds": len(rows),
        "with_any": worlds_with,
        "upper_one_sided": upper(worlds_with, len(rows), 0.05),
        "upper_two_sided": upper(worlds_with, len(rows), 0.025),
        "false_ones": dict(sorted(kinds.items())),
    }


def upper(hits: int, of: int, miss: float) -> float:
    """The upper limit of a share by Clopper and Pearson (1934), Biometrika 26.

    >>> round(upper(0, 200, 0.05), 4), round(upper(4, 200, 0.025), 4)
    (0.0149, 0.0504)
    """
    from scipy.stats import beta

    return 1.0 if hits == of else float(beta.ppf(1 - miss, hits + 1, of - hits))
