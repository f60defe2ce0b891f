"""Simulated companies in; how much bias of non-response each method takes away, and what it covers, out.

    python bench/response.py                          all of it, some minutes; goes on where it was stopped
    python bench/response.py --seeds 50 --out /tmp/x.json    a quick look

For each family and seed a small company is asked. What everybody would have said is known, so each method's
estimate and interval are held against the truth. The results are in bench/results/response.json.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from pathlib import Path

import numpy as np

from footpath.sim.answering import FAMILIES, SmallCompany, company, net
from footpath.stats.intervals import Z
from footpath.stats.logistic import standardised
from footpath.stats.raking import FIRM, rake, trim
from footpath.stats.scores import NPS_ADDED, effective_size, net_interval, nps_of
from footpath.voice.propensity import FOLDS, hashed
from footpath.voice.weighting import MOST, Weighting, one_hot, weigh, weighted_nps

PEOPLE = 2000
# Few people, so that about 60 and 34 answer
SMALL = ((600, "null"), (600, "mixed"), (330, "null"), (330, "mixed"))
SETTINGS = [(PEOPLE, family) for family in FAMILIES] + list(SMALL)
HELD_BACK = 10.0  # penalty of the outcome model
Bounds = tuple[float, float, float]


def margins(about: SmallCompany) -> dict[str, np.ndarray]:
    return {"segment": about.segment, "channel": about.channel}


def estimates(about: SmallCompany) -> dict[str, Bounds] | None:
    """Value, low and high by method; None where too few answered."""
    found = weigh(about.features, about.names, about.asked, about.answered, margins=margins(about))
    if not isinstance(found, Weighting):
        return None
    points = np.where(about.answered, net(about.score), np.nan)
    said = points[found.rows]
    inverse = trim(1 / found.chance[found.rows], MOST)
    raked = by_raking(about, found, inverse)
    plain, chosen = nps_of(said), weighted_nps(points, found)
    return {
        "raw": (plain.value, plain.low, plain.high),
        "propensity": by_kish(said, inverse),
        "propensity, raked": by_kish(said, raked),
        "raked": by_kish(said, by_raking(about, found, np.ones(len(said)), quintiles=False)),
        "doubly robust": by_outcome(about, found, inverse),
        "chosen, Kish": by_kish(said, found.weights),
        "chosen": (chosen.value, chosen.low, chosen.high),
    }


def by_kish(said: np.ndarray, weights: np.ndarray) -> Bounds:
    """A weighted score whose interval knows the weights only."""
    return at_size(said, weights / weights.sum(), effective_size(weights))


def by_raking(
    about: SmallCompany, found: Weighting, start: np.ndarray, *, quintiles: bool = True
) -> np.ndarray:
    """Classic raking: segment, channel and fifths of the propensity."""
    fifth = np.searchsorted(np.quantile(found.chance, [0.2, 0.4, 0.6, 0.8]), found.chance, side="right")
    codes = [*margins(about).values(), *([fifth] if quintiles else [])]
    cells = np.column_stack([one_hot(each, about.answered) for each in codes])
    firm = np.full(cells.shape[1], FIRM)
    return trim(rake(start, cells[found.rows], cells.mean(axis=0), firm), MOST)


def by_outcome(about: SmallCompany, found: Weighting, start: np.ndarray) -> Bounds:
    """AIPW: a cross-fitted outcome model of everybody, and the weighted residuals of those who answered."""
    basis, rows = standardised(about.features), found.rows
    said, fold = net(about.score)[rows], hashed(np.arange(len(about.score))) % FOLDS
    foretold = np.empty(len(about.score))
    for each in range(FOLDS):
        others = fold[rows] != each
        foretold[fold == each] = ridge(basis[rows][others], said[others], start[others], basis[fold == each])
    weights = start / start.sum()
    off = said - foretold[rows]
    value = foretold.mean() + weights @ off
    doubt = ((weights * (off - weights @ off)) ** 2 * (1 - found.chance[rows])).sum()
    good, bad = ((weights @ (said == side)) for side in (100, -100))
    shift = (value / 100 - (good - bad)) / 2
    good, bad = np.clip([good + shift, bad - shift], 0, 1)
    size = max(1.0, 1e4 * (good + bad - (good - bad) ** 2) / doubt)
    low, high = net_interval(good * size, bad * size, size, added=NPS_ADDED)
    return float(value), 100 * low, 100 * high


def ridge(known: np.ndarray, said: np.ndarray, weights: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    weights = weights / weights.mean()
    middle, level = np.average(known, axis=0, weights=weights), np.average(said, weights=weights)
    away = known - middle
    bend = away.T @ (away * weights[:, None]) + HELD_BACK * np.eye(known.shape[1])
    return level + (wanted - middle) @ np.linalg.solve(bend, away.T @ (weights * (said - level)))


def at_size(said: np.ndarray, weights: np.ndarray, size: float) -> Bounds:
    good, bad = (float(weights @ (said == side)) for side in (100, -100))
    low, high = net_interval(good * size, bad * size, size, added=NPS_ADDED)
    return 100 * (good - bad), 100 * low, 100 * high


def row(people: int, family: str, seed: int) -> dict:
    """One company: the truth, and what each method says."""
    about = company(seed, people, family)
    found = estimates(about)
    known = {"people": people, "family": family, "seed": seed, "nps": about.nps, "bias": about.bias}
    if found is None:
        return known
    return {**known, "answered": int(about.answered.sum()), "said": found}


def summary(rows: list[dict]) -> dict:
    """Of one setting, for each method: bias left, share removed, coverage and width."""
    told = [each for each in rows if "said" in each]
    truth = np.array([each["nps"] for each in told])
    bias = np.array([each["bias"] for each in told])
    methods = {name: np.array([each["said"][name] for each in told]) for name in told[0]["said"]}
    return {
        "companies": len(told),
        "answered": round(float(np.mean([each["answered"] for each in told])), 1),
        "bias": round(float(np.abs(bias).mean()), 2),
        "methods": {name: against(truth, bias, bounds) for name, bounds in methods.items()},
    }


def against(truth: np.ndarray, bias: np.ndarray, bounds: np.ndarray) -> dict:
    off = bounds[:, 0] - truth
    inside = (bounds[:, 1] <= truth) & (truth <= bounds[:, 2])
    # What is left, in the direction in which the raw score of each company is off
    left = float((np.sign(bias) * off).sum() / np.abs(bias).sum())
    return {
        "left": round(float((np.sign(bias) * off).mean()), 2),
        "removed": round(1 - left, 3),
        "rmse": round(float(np.sqrt((off**2).mean())), 2),
        "coverage": round(float(inside.mean()), 3),
        "width": round(float((bounds[:, 2] - bounds[:, 1]).mean()), 1),
    }


def nps_coverage() -> dict[str, dict[str, list[float]]]:
    """How often the unweighted intervals cover, computed exactly: the least and the most over mixes."""
    mixes = ((0.5, 0.2), (0.3, 0.3), (0.7, 0.1), (0.2, 0.5), (0.4, 0.4), (0.8, 0.1), (0.1, 0.3))
    kinds = {"wald": 0.0, "adjusted wald": float(NPS_ADDED)}
    return {
        str(n): {
            name: [round(f(exact(n, *mix, added) for mix in mixes), 3) for f in (min, max)]
            for name, added in kinds.items()
        }
        for n in (10, 20, 50, 200)
    }


def exact(n: int, promoters: float, detractors: float, added: float) -> float:
    good, bad = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
    good, bad = good[good + bad <= n], bad[good + bad <= n]
    log = np.array([math.lgamma(each + 1) for each in range(n + 1)])
    rest = n - good - bad
    odds = good * math.log(promoters) + bad * math.log(detractors)
    odds += rest * math.log(1 - promoters - detractors) + log[n] - log[good] - log[bad] - log[rest]
    size = n + added
    p, d = (good + added / 4) / size, (bad + added / 4) / size
    margin = Z * np.sqrt(np.maximum(p + d - (p - d) ** 2, 0) / size)
    inside = np.abs(p - d - (promoters - detractors)) <= margin + 1e-12
    return float(np.exp(odds)[inside].sum())


def kept(path: Path) -> list[dict]:
    """Rows of an earlier run that was stopped."""
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines() if line.endswith("}")]


def table(results: dict) -> None:
    for setting, found in results.items():
        print(
            f"\n{setting}: {found['companies']} companies, {found['answered']} answers, bias {found['bias']}"
        )
        for name, each in found["methods"].items():
            print(f"  {name:20}" + "".join(f"{key:>10} {value:7}" for key, value in each.items()))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "response.json")
    parser.add_argument("--rows", type=Path, default=Path(tempfile.gettempdir()) / "footpath-response.jsonl")
    options = parser.parse_args()
    rows = kept(options.rows)
    done = {(each["people"], each["family"], each["seed"]) for each in rows}
    begun = time.perf_counter()
    with options.rows.open("a") as file:
        for people, family in SETTINGS:
            for seed in range(options.seeds):
                if (people, family, seed) not in done:
                    rows.append(row(people, family, seed))
                    file.write(json.dumps(rows[-1]) + "\n")
    results = {
        f"{family}, {people} people": summary(
            [r for r in rows if (r["people"], r["family"]) == (people, family) and r["seed"] < options.seeds]
        )
        for people, family in SETTINGS
    }
    table(results)
    print(f"\n{time.perf_counter() - begun:.0f} s")
    document = {"seeds": options.seeds, "response": results, "nps_coverage": nps_coverage()}
    print(json.dumps(document["nps_coverage"]))
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
