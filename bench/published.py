"""Published results beside what Footpath makes of the same data; exit status 1 where they disagree.

    python bench/published.py

Writes bench/results/published.json. bench/data holds the data and tells where they come from. A figure agrees
if it is the published one to its last digit; an effect agrees if its 95 % interval holds what an experiment
has found, and those who stand in for the treated were like them before.
"""

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from footpath.errors import InputError
from footpath.stats import effects
from footpath.stats.importance import johnson, lmg
from footpath.stats.intervals import Z
from footpath.stats.survival import cox

DATA = Path(__file__).parent / "data"
SUMS = "SHA256SUMS"
SEEDS = 5  # deals of the folds; the effect has to hold in each

Columns = dict[str, np.ndarray]


class Effect(NamedTuple):
    """What an estimator hands back: the effect on the treated, its error, and who stands in for them."""

    value: float
    error: float
    weights: np.ndarray  # [n] of the controls; 0 for the treated


Estimator = Callable[[np.ndarray, np.ndarray, np.ndarray, int], Effect]

DRIVERS = ("agriculture", "examination", "education", "catholic", "infant_mortality")
# Grömping (2006), Relative importance for linear regression in R, Journal of Statistical Software 17 (1)
LMG = (0.0571, 0.1712, 0.2601, 0.1056, 0.1128)
R2 = 0.7067
# Johnson (2000), of the same data, by a computation apart from Footpath's (a singular value decomposition)
RELATIVE_WEIGHTS = (0.0484, 0.1547, 0.2720, 0.1147, 0.1170)

# Fox and Weisberg, Cox Proportional-Hazards Regression for Survival Data in R, appendix to An R Companion to
# Applied Regression; more digits of the concordance and the likelihood in the documentation of lifelines
HAZARDS = {
    "fin": (-0.3794, 0.1914),
    "age": (-0.0574, 0.0220),
    "race": (0.3139, 0.3080),
    "wexp": (-0.1498, 0.2122),
    "mar": (-0.4337, 0.3819),
    "paro": (-0.0849, 0.1958),
    "prio": (0.0915, 0.0286),
}
CONCORDANCE, LOG_LIKELIHOOD = 0.6403, -658.7477

# Dehejia and Wahba (1999), Causal effects in nonexperimental studies, JASA 94, tables 1 and 3
EXPERIMENT, NAIVE = 1794, -8498
EARNED_BEFORE = {"re74": 2096, "re75": 1532}  # by the treated; by all of CPS 14,017 and 13,651
BALANCED = 0.25  # standard deviations of the treated: Stuart (2010), Matching methods, Statistical Science 25


class Figure(NamedTuple):
    """One figure: as published, as found, and the interval in which the published one must lie, if any."""

    study: str
    name: str
    published: float
    ours: float
    digits: int = 4
    interval: tuple[float, float] | None = None

    @property
    def agrees(self) -> bool:
        low, high = self.interval or (self.ours, self.ours)
        last = 0.5 * 10**-self.digits if self.interval is None else 0.0
        return low - last <= self.published <= high + last

    def row(self) -> dict:
        interval = [round(bound, self.digits) for bound in self.interval] if self.interval else None
        known = self._asdict() | {"ours": round(self.ours, self.digits), "interval": interval}
        return known | {"agrees": self.agrees}


def swiss() -> Iterator[Figure]:
    """What drove fertility in 47 Swiss provinces about 1888: shares of R² by LMG, and relative weights."""
    about = columns("swiss.csv")
    table = np.corrcoef([about[name] for name in (*DRIVERS, "fertility")])
    shares, weights = lmg(table), johnson(table)
    for name, published, ours in zip(DRIVERS, LMG, shares, strict=True):
        yield Figure("swiss", f"lmg {name}", published, float(ours))
    yield Figure("swiss", "r²", R2, float(shares.sum()))
    for name, published, ours in zip(DRIVERS, RELATIVE_WEIGHTS, weights, strict=True):
        yield Figure("swiss", f"relative weight {name}", published, float(ours))


def rossi() -> Iterator[Figure]:
    """What hastened the arrest of 432 released prisoners: Cox's model, ties by Efron."""
    about = columns("rossi.csv")
    found = cox(np.column_stack([about[name] for name in HAZARDS]), about["week"], about["arrest"] == 1)
    for i, (name, (coefficient, error)) in enumerate(HAZARDS.items()):
        yield Figure("rossi", f"{name} coefficient", coefficient, float(found.coefficients[i]))
        yield Figure("rossi", f"{name} error", error, float(found.errors[i]))
    yield Figure("rossi", "concordance", CONCORDANCE, found.concordance)
    yield Figure("rossi", "log-likelihood", LOG_LIKELIHOOD, found.log_likelihood)


def nsw(estimator: Estimator, seeds: int = SEEDS) -> Iterator[Figure]:
    """What a job programme was worth, in dollars a year: an experiment, and without its control group.

    `estimator` turns features [n, k], who was treated [n], outcomes [n] and a seed into an effect. Those who
    stand in must have earned before what the treated had, or the interval holds it by its width alone.
    """
    experiment, others = columns("nsw.csv"), columns("cps.csv.gz")
    treated = experiment["treat"] == 1
    earned, control = experiment["re78"][treated], experiment["re78"][~treated]
    yield Figure("nsw", "experiment", EXPERIMENT, float(earned.mean() - control.mean()), 0)
    yield Figure("nsw", "treated less CPS", NAIVE, float(earned.mean() - others["re78"].mean()), 0)
    features = np.vstack([covariates(experiment)[treated], covariates(others)])
    ours = np.arange(len(features)) < treated.sum()
    outcome = np.concatenate([earned, others["re78"]])
    for seed in range(seeds):
        found = estimator(features, ours, outcome, seed)
        interval = (found.value - Z * found.error, found.value + Z * found.error)
        yield Figure("nsw", f"effect from CPS, seed {seed}", EXPERIMENT, found.value, 0, interval)
        for year, published in EARNED_BEFORE.items():
            before = float(np.average(others[year], weights=found.weights[~ours]))
            off = BALANCED * float(experiment[year][treated].std())
            name = f"{year} of those who stand in, seed {seed}"
            yield Figure("nsw", name, published, before, 0, (before - off, before + off))


def covariates(about: Columns) -> np.ndarray:
    """What is known of each before the programme, with squares, and whether they earned nothing."""
    given = [about[name] for name in ("age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75")]
    squares = [about[name] ** 2 for name in ("age", "educ", "re74", "re75")]
    nothing = [about[name] == 0 for name in ("re74", "re75")]
    return np.column_stack([*given, *squares, *nothing]).astype(np.float64)


def doubly_robust(features: np.ndarray, met: np.ndarray, outcome: np.ndarray, seed: int) -> Effect:
    """Footpath's own; each person is one journey with one row."""
    each, ones = np.arange(len(met)), np.ones(len(met))
    risk = effects.RiskSet(each, each, met, outcome, features, observed=ones, weight=ones)
    found, _ = effects.estimate(risk, seed=seed, binary=False)
    return Effect(found.value, found.error, found.odds)


def columns(name: str, folder: Path = DATA) -> Columns:
    """The columns of a file of numbers."""
    header, *lines = read(name, folder).decode().splitlines()
    return dict(zip(header.split(","), np.loadtxt(lines, delimiter=",").T, strict=True))


def read(name: str, folder: Path = DATA) -> bytes:
    """The bytes of a file, unpacked; InputError if it is not the one that was put there."""
    lines = (folder / SUMS).read_text().split("\n")
    known = dict(reversed(line.split(maxsplit=1)) for line in lines if line)
    packed = (folder / name).read_bytes()
    if hashlib.sha256(packed).hexdigest() != known.get(name):
        hint = f"Restore the file, or see README.md beside it for how it was made, and {SUMS}."
        raise InputError("these are not the bytes that the results rest on", where=name, hint=hint)
    return gzip.decompress(packed) if name.endswith(".gz") else packed


def table(figures: list[Figure]) -> Iterator[str]:
    yield f"{'':6}{'figure':34}{'published':>12}{'ours':>12}  {'agrees':6}"
    for each in figures:
        low, high = each.interval or (None, None)
        within = "" if low is None else f"  [{low:,.{each.digits}f}, {high:,.{each.digits}f}]"
        numbers = f"{each.published:12,.{each.digits}f}{each.ours:12,.{each.digits}f}"
        yield f"{each.study:6}{each.name:34}{numbers}  {'yes' if each.agrees else 'NO':6}{within}".rstrip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "published.json")
    options = parser.parse_args()
    figures = [*swiss(), *rossi(), *nsw(doubly_robust)]
    print(*table(figures), sep="\n")
    agree = sum(each.agrees for each in figures)
    print(f"{agree} of {len(figures)} agree")
    document = {"agree": agree, "of": len(figures), "figures": [each.row() for each in figures]}
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    return int(agree < len(figures))


if __name__ == "__main__":
    sys.exit(main())
