"""A world and a moment planted in it in; what the moment is said to do, beside what it did, out.

The truth is that of the population: the mean difference over many people whom the estimates never see, with
an error of its own. The usual ways of telling an effect are asked too: who met it against who did not, and
the same with everything that was known of people beforehand held fixed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import worlds

from footpath.moments.learning import Learnt, learn
from footpath.moments.measuring import Met
from footpath.moments.stating import interval
from footpath.sim.families import Planted, SmallWorld, world
from footpath.stats import effects
from footpath.stats.intervals import Z, wilson

PEOPLE = 5000
CHUNK = 200_000  # people of a world of which nothing but the truth is wanted
APART = 1_000_000  # from this seed on, so that no world is among those that are judged
MANY = 200_000
SAMPLES = (50_000, 100_000, 200_000)  # rows
REASONS = {
    "only": "too few have others like them who did not",
    "before they met it": "something draws people there",
    "something unseen": "little that is unseen would undo it",
}
Row = dict[str, Any]
Truth = dict[str, Row]


def truth(family: str, chunk: int) -> Row:
    """By planted touchpoint: settled journeys that met it, and sum and sum of squares of what it did."""
    about = world(family, APART + chunk, CHUNK)
    settled = settled_people(about)
    found = {}
    for each in about.planted:
        if each.polarity != "none":
            told = each.difference[settled[each.exposed]]
            found[each.touchpoint] = [len(told), float(told.sum()), float(told @ told)]
    return {"people": CHUNK, "planted": found}


def settled_people(about: SmallWorld) -> np.ndarray:
    """Whose journeys began long enough before the end [P]; all begin with the first event."""
    last = datetime.fromisoformat(about.last_day).replace(tzinfo=UTC) + timedelta(days=1)
    began = np.full(about.people, np.iinfo(np.int64).max)
    np.minimum.at(began, about.person, about.time)
    return began <= last.timestamp() - about.within


def truths(rows: Iterable[Row]) -> dict[str, Truth]:
    """By family and planted touchpoint: the effect, its error, and goals lost per person."""
    found: dict[str, Truth] = {}
    sums: dict[tuple[str, str], np.ndarray] = {}
    for row in rows:
        for name, (n, total, squares) in row["planted"].items():
            at = row["family"], name
            sums[at] = sums.get(at, np.zeros(4)) + np.array([n, total, squares, row["people"]])
    for (family, name), (n, total, squares, people) in sums.items():
        mean = total / n
        error = float(np.sqrt((squares / n - mean**2) / n))
        known = {"effect": mean, "error": error, "met": n / people, "lost": -total / people}
        found.setdefault(family, {})[name] = known
    return found


def judged(family: str, seed: int) -> Row:
    """The one planted moment of a world: its effect as learnt, and by the usual ways."""
    about = world(family, seed, PEOPLE)
    log = worlds.read(about)
    planted = next(each for each in about.planted if each.polarity != "none")
    return {**said(log, planted), "usual": usual(about, log, planted)}


def said(log: worlds.Log, planted: Planted) -> Row:
    """What is said of the effect of something planted; nothing of it where too few met it."""
    kind = "wait" if planted.kind == "wait" else "touchpoint"
    met = worlds.measured(log, planted.touchpoint, kind=kind)
    known: Row = {"touchpoint": planted.touchpoint, "met": len(planted.exposed)}
    return known | (told(met) if met else {"refused": "no candidate"})


def told(met: Met) -> Row:
    """The effect of a measured candidate, as a scan learns it."""
    learnt = learn(met)
    if learnt.effect is None:
        return {"refused": learnt.refused}
    low, high = bounds(learnt)
    return {
        "value": learnt.effect.value,
        "error": learnt.effect.error,
        "low": low,
        "high": high,
        "drawn": learnt.widened,
        "refused": learnt.refused,
    }


def bounds(learnt: Learnt) -> tuple[float, float]:
    """The 95 % interval of an effect, as a moment has it."""
    told = interval(learnt, learnt.effect)
    assert told is not None
    return told.low, told.high


def usual(about: SmallWorld, log: worlds.Log, planted: Planted) -> Row:
    """Two usual ways of telling an effect, each with its error, over settled journeys."""
    journeys = log.journeys
    rows = np.flatnonzero(journeys.settled)
    person = journeys.person[rows]
    met = np.zeros(about.people, np.bool_)
    met[planted.exposed] = True
    ever, outcome = met[person], (journeys.outcome[rows] == 1).astype(np.float64)
    ones, each = np.ones(len(rows)), np.arange(len(rows))
    risk = effects.RiskSet(each, each, ever, outcome, beforehand(about)[person], ones, ones)
    adjusted, _ = effects.estimate(risk)
    high, low = outcome[ever], outcome[~ever]
    error = np.sqrt(high.var() / len(high) + low.var() / len(low))
    return {
        "met or not": [float(high.mean() - low.mean()), float(error)],
        "met or not, adjusted": [adjusted.value, adjusted.error],
    }


def beforehand(about: SmallWorld) -> np.ndarray:
    """What is known of people before anything happens [P, k]."""
    columns = []
    for values in about.traits.values():
        if values.dtype.kind == "f":
            columns.append(values)
        else:
            columns += [(values == one).astype(np.float64) for one in np.unique(values)[1:]]
    return np.column_stack(columns)


def doubled(family: str, seed: int) -> Row:
    """The effect in one big world, from samples each twice as large as the one before."""
    about = world(family, seed, MANY)
    log = worlds.read(about)
    planted = next(each for each in about.planted if each.polarity != "none")
    found = [worlds.measured(log, planted.touchpoint, most=most) for most in SAMPLES]
    return {"samples": [{"rows": most, **told(met)} for most, met in zip(SAMPLES, found, strict=True) if met]}


def summary(rows: Sequence[Row], known: Mapping[str, Any]) -> Row:
    """Of many estimates of one effect: how far off they are, and how often their intervals hold it."""
    true = known["effect"]
    known_of = [row for row in rows if row.get("value") is not None]
    counts = [row for row in known_of if row["refused"] is None]
    refused = [row["refused"] for row in rows if row["refused"]]
    held = sum(row["low"] <= true <= row["high"] for row in counts)
    found: Row = {
        "worlds": len(rows),
        "truth": true,
        "truth_error": known["error"],
        "refused": len(refused) / len(rows),
        "refused_or_covered": (held + len(refused)) / len(rows),
        "reasons": dict(sorted(Counter(map(_plain, refused)).items())),
    }
    if known_of:  # what is refused is not shown, but to leave it out would be to choose
        found["all"] = against([(row["value"], row["error"]) for row in known_of], true)
    if counts:
        found |= against([(row["value"], row["error"]) for row in counts], true)
        found["coverage_alone"], found["coverage"] = found["coverage"], held / len(counts)
        found["coverage_interval"] = _interval(held, len(counts))
        found["widened"] = float(np.mean([row["drawn"] > 0 for row in counts]))
    if all("usual" in row for row in rows):
        found["usual"] = {way: against([row["usual"][way] for row in rows], true) for way in rows[0]["usual"]}
    return found


def against(values: Sequence[tuple[float, float]], true: float) -> Row:
    """Estimates with their errors, held against what is true."""
    value, error = np.array(values).T
    off = value - true
    return {
        "mean": float(value.mean()),
        "bias": float(off.mean() / abs(true)),
        "bias_error": float(value.std() / np.sqrt(len(value)) / abs(true)),
        "rmse": float(np.sqrt((off**2).mean())),
        "sd": float(value.std()),
        "error": float(error.mean()),
        "coverage": float((np.abs(off) <= Z * error).mean()),
        "wrong_sign": float((np.sign(value) != np.sign(true)).mean()),
    }


def stable(rows: Sequence[Row]) -> Row:
    """How far estimates move where the sample is doubled, in errors of the smaller one."""
    samples = rows[0]["samples"]
    moved = [abs(b["value"] - a["value"]) / a["error"] for a, b in pairwise(samples)]
    return {"samples": samples, "moved": moved}


def _plain(reason: str) -> str:
    """A reason without its numbers."""
    return next((plain for begin, plain in REASONS.items() if reason.startswith(begin)), reason)


def _interval(hits: int, of: int) -> list[float]:
    share = wilson(hits, of)
    return [share.low, share.high] if share else []
