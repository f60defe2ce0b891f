"""Times until an end, some of them cut short, in; how many have ended when, and what hastens it, out.

Who is still under way at the end of the data is censored: not ended, and not left out. Where several ends
compete, the share of each is Aalen and Johansen's; one minus Kaplan and Meier's, with the other ends as
censored, would promise more than there are people. A row is one person, or as good as one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.errors import UsageError
from footpath.model.estimate import Estimate
from footpath.stats.intervals import Z, student, wilson_bounds

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
ROUNDS, CLOSE, HALVINGS = 30, 1e-9, 20
FLAT = 1e-12  # shares as near to 0 or 1 are that


class Ends(NamedTuple):
    """The j distinct times at which something ends, who was still under way, and how it ended."""

    time: Floats  # [j] rising
    at_risk: Ints  # [j] under way just before; those censored at that time are in
    ends: Ints  # [K, j] of each cause
    open: Floats  # [j + 1] the share under way before the first, then after each
    last: float  # how far anybody was followed; inf if in the end nobody was under way


class Cox(NamedTuple):
    """A proportional hazards model of k features; not `converged` if a feature tells all and has no limit."""

    coefficients: Floats  # [k] change of the log hazard for one more of the feature
    errors: Floats  # [k]
    log_likelihood: float
    concordance: float  # share of pairs in which the one that ends first was at more risk
    converged: bool


def ends(time: Floats, cause: Ints, causes: int | None = None) -> Ends:
    """What `time` [n] and `cause` [n] (0 censored, 1..K) say at each time at which something ended."""
    ended = cause > 0
    size = int(cause.max(initial=0)) if causes is None else causes
    times, place = np.unique(time[ended], return_inverse=True)
    at_risk = len(time) - np.searchsorted(np.sort(time), times)
    cell = (cause[ended] - 1) * len(times) + place
    table = np.bincount(cell, minlength=size * len(times)).reshape(size, len(times))
    left = 1 - table.sum(axis=0) / at_risk
    still = np.concatenate([[1.0], np.cumprod(left)])
    last = float(time.max(initial=0.0)) if still[-1] > 0 else np.inf
    return Ends(times, at_risk, table, still, last)


def kaplan_meier(time: Floats, event: Bools, at: Floats) -> list[Estimate | None]:
    """The share [m] still under way after each time `at` [m]; None beyond all follow-up.

    Kaplan and Meier (1958), JASA 53, with Greenwood's variance; intervals on the log(−log) scale, Kalbfleisch
    and Prentice (1980), The Statistical Analysis of Failure Time Data.

    >>> ended = np.array([True, False, True, False])
    >>> [e.value for e in kaplan_meier(np.array([1.0, 2, 3, 4]), ended, np.array([1.0, 3]))]
    [0.75, 0.375]
    """
    known = ends(time, event.astype(np.int64), 1)
    place = np.searchsorted(known.time, at, side="right")
    value = known.open[place]
    low, high = _bounds(value, value**2 * _summed(_greenwood(known))[place], _told(time, event, at))
    return _estimates(value, low, high, at <= known.last, len(time), "kaplan–meier, log(−log)")


def cumulative_incidence(time: Floats, cause: Ints, at: Floats, causes: int | None = None) -> Floats:
    """The share that has ended by each cause by each time `at` [m], [K, m]; NaN beyond all follow-up.

    Times [n] and causes [n], 0 where censored, else 1..K; K is the highest there is or `causes`. Aalen and
    Johansen (1978), An empirical transition matrix for non-homogeneous Markov chains based on censored
    observations, Scandinavian Journal of Statistics 5. With those under way the shares sum to 1.

    >>> cumulative_incidence(np.array([1.0, 2, 3, 4]), np.array([1, 0, 2, 0]), np.array([1.0, 3])).tolist()
    [[0.25, 0.25], [0.0, 0.375]]
    """
    known = ends(time, cause, causes)
    share = _summed(_rises(known))[:, np.searchsorted(known.time, at, side="right")]
    return np.where(at <= known.last, share, np.nan)


def incidence_estimates(
    time: Floats, cause: Ints, at: Floats, causes: int | None = None
) -> list[list[Estimate | None]]:
    """The same shares [K][m] with intervals; None beyond all follow-up.

    Variance by the delta method: Marubini and Valsecchi (1995), Analysing Survival Data from Clinical Trials
    and Observational Studies, chapter 10; with one cause it is Greenwood's. Intervals on the log(−log) scale:
    Choudhury (2002), Statistics in Medicine 21. Where a share shows no variance Wilson's stands in, with
    those whose state at that time is known.
    """
    known = ends(time, cause, causes)
    place = np.searchsorted(known.time, at, side="right")
    told, seen = _told(time, cause > 0, at), at <= known.last
    shares, variances = _summed(_rises(known))[:, place], _delta(known)[:, place]
    low, high = _bounds(shares, variances, told)
    rows, method = zip(shares, low, high, strict=True), "aalen–johansen, log(−log)"
    return [_estimates(*row, seen, len(time), method) for row in rows]


def restricted_mean(time: Floats, event: Bools, horizon: float) -> Estimate | None:
    """The mean time under way within `horizon`, in the unit of `time` (seconds); None if it lies too far.

    The area under Kaplan and Meier's curve: Royston and Parmar (2013), Restricted mean survival time, BMC
    Medical Research Methodology 13; variance as in Klein and Moeschberger (2003), Survival Analysis, 2nd ed.,
    4.5, with Student's t. Too far is where nobody was followed to.

    >>> restricted_mean(np.array([1.0, 2, 3, 4]), np.array([True, True, True, False]), 4.0).value
    2.5
    """
    known = ends(time, event.astype(np.int64), 1)
    if horizon > known.last:
        return None
    inside = np.clip(known.time, 0.0, horizon)
    widths = np.diff(np.concatenate([[0.0], inside, [horizon]]))
    areas = known.open * widths
    after = areas[::-1].cumsum()[::-1][1:]  # from each end to the horizon
    value, error = float(areas.sum()), np.sqrt((after**2 * _greenwood(known)).sum())
    half = float(error * student(np.array(max(len(time) - 1.0, 1.0))))
    low, high = max(value - half, 0.0), min(value + half, horizon)
    if not (known.time < horizon).any():  # nothing ended, yet might have: at worst as early as can be
        [still] = kaplan_meier(time, event, np.array([horizon]))
        low = horizon * still.low if still else 0.0
    return Estimate(value, low, high, len(time), "seconds", "area under kaplan–meier")


def cox(features: Floats, time: Floats, event: Bools) -> Cox:
    """What features [n, k] do to the hazard of an end, by Newton's method; ties as Efron takes them.

    Cox (1972), Regression models and life-tables, JRSS B 34; Efron (1977), The efficiency of Cox's likelihood
    function for censored data, JASA 72. Errors are those of the information. Raises UsageError if nothing
    ended or the features determine each other.
    """
    spread = features.std(axis=0)
    z = (features - features.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    if not event.any() or np.linalg.matrix_rank(z) < z.shape[1]:
        hint = "Something must end, and no feature may follow from the others."
        raise UsageError("a hazard can't be fitted", hint=hint)
    order = np.argsort(time, kind="stable")
    risk = _RiskSets.of(z[order], time[order], event[order])
    beta, found, converged = _climb(risk)
    errors = np.sqrt(np.diag(np.linalg.pinv(found.information)))
    agreed = concordance(z @ beta, time, event)
    return Cox(beta / spread, errors / spread, found.log_likelihood, agreed, converged)


def concordance(score: Floats, time: Floats, event: Bools) -> float:
    """In what share of pairs the one that ended first has the higher score; equal scores count a half.

    Harrell, Califf, Pryor, Lee and Rosati (1982), Evaluating the yield of medical tests, JAMA 247. Of a pair
    one must have ended while the other was under way; NaN where no pair has.

    >>> concordance(np.array([3.0, 2, 1]), np.array([1.0, 2, 3]), np.array([True, True, False]))
    1.0
    """
    # A later key was under way at an end; two that differ do so at one highest bit, where the later has a 1
    key = 2 * np.unique(time, return_inverse=True)[1] + ~event
    rank = np.unique(score, return_inverse=True)[1]
    agreed = pairs = 0.0
    for bit in range(int(key.max(initial=0)).bit_length()):
        group, late = (key >> (bit + 1)) * len(key), (key >> bit) & 1 == 1
        later, own, first = np.sort((group + rank)[late]), (group + rank)[~late & event], group[~late & event]
        begin, end = np.searchsorted(later, first), np.searchsorted(later, first + len(key))
        below, upto = np.searchsorted(later, own), np.searchsorted(later, own, side="right")
        agreed += float((below + upto - 2 * begin).sum()) / 2
        pairs += float((end - begin).sum())
    return agreed / pairs if pairs else float("nan")


class _Fit(NamedTuple):
    log_likelihood: float
    slope: Floats  # [k]
    information: Floats  # [k, k]


class _RiskSets(NamedTuple):
    """n rows by rising time, and the e of them that ended, each with its place among those tied with it."""

    z: Floats  # [n, k]
    event: Bools  # [n]
    ended: Ints  # [e] rows
    begin: Ints  # [e] first row of those at risk with it
    tie: Ints  # [e] which distinct time
    gone: Floats  # [e] share of those tied with it that Efron takes as gone before
    before: Ints  # [n] how many ends up to the time of a row

    @classmethod
    def of(cls, z: Floats, time: Floats, event: Bools) -> _RiskSets:
        ended = np.flatnonzero(event)
        at = time[ended]
        _, first, tie, tied = np.unique(at, return_index=True, return_inverse=True, return_counts=True)
        gone = (np.arange(len(ended)) - first[tie]) / tied[tie]
        begin = np.searchsorted(time, at)
        return cls(z, event, ended, begin, tie, gone, np.searchsorted(at, time, side="right"))


def _climb(risk: _RiskSets) -> tuple[Floats, _Fit, bool]:
    """Newton's steps, halved while they lead down."""
    beta = np.zeros(risk.z.shape[1])
    here = _likelihood(risk, beta)
    for _ in range(ROUNDS):
        step = np.linalg.lstsq(here.information, here.slope, rcond=None)[0]
        for _ in range(HALVINGS):
            there = _likelihood(risk, beta + step)
            if there.log_likelihood >= here.log_likelihood - CLOSE:
                break
            step = step / 2
        beta, here = beta + step, there
        if np.abs(step).max() < CLOSE:
            return beta, here, True
    return beta, here, False


def _likelihood(risk: _RiskSets, beta: Floats) -> _Fit:
    score = risk.z @ beta
    top = float(score.max())
    hazard = np.exp(score - top)
    moved = hazard[:, None] * risk.z
    base = _left(hazard, risk)
    means = _left(moved, risk) / base[:, None]
    # What each row adds to the information: by every end while it was at risk, less its share as gone
    passed = np.concatenate([[0.0], np.cumsum(1 / base)])[risk.before]
    passed[risk.ended] -= np.bincount(risk.tie, risk.gone / base)[risk.tie]
    slope = (risk.event - hazard * passed) @ risk.z
    information = risk.z.T @ (moved * passed[:, None]) - means.T @ means
    return _Fit(float((score[risk.ended] - top - np.log(base)).sum()), slope, information)


def _left(values: Floats, risk: _RiskSets) -> Floats:
    """Sums of values [n, ...] over those at risk at each end [e, ...], less the ties that are gone."""
    whole = np.cumsum(values[::-1], axis=0)[::-1][risk.begin]
    starts = np.searchsorted(risk.tie, np.arange(risk.tie[-1] + 1))
    tied = np.add.reduceat(values[risk.ended], starts, axis=0)[risk.tie]
    gone = risk.gone.reshape(-1, *[1] * (values.ndim - 1))
    return np.asarray(whole - gone * tied)


def _rises(known: Ends) -> Floats:
    """By how much each cause's share rises at each time, [K, j]."""
    return np.asarray(known.open[:-1] * known.ends / known.at_risk)


def _greenwood(known: Ends) -> Floats:
    """What each time [j] adds to the relative variance of those under way; 0 where nobody is left."""
    ended, at_risk = known.ends.sum(axis=0), known.at_risk
    left = at_risk - ended
    return np.where(left > 0, ended / (at_risk * np.maximum(left, 1)), 0.0)


def _delta(known: Ends) -> Floats:
    """The variance of each cause's share after each time, [K, j + 1], the sums over times multiplied out."""
    share = _summed(_rises(known))
    own = share[:, 1:]
    common = np.broadcast_to(_greenwood(known), own.shape)
    n = known.at_risk
    alone = known.open[:-1] ** 2 * known.ends * (n - known.ends) / n**3
    both = known.open[:-1] * known.ends / n**2
    still, now = _summed(common), _summed(both)
    early = share**2 * still - 2 * share * _summed(common * own) + _summed(common * own**2)
    return np.maximum(early + _summed(alone) - 2 * (share * now - _summed(both * own)), 0.0)


def _summed(steps: Floats) -> Floats:
    """Sums up to each time, along the last axis, a 0 before."""
    before = np.zeros((*steps.shape[:-1], 1))
    return np.concatenate([before, np.cumsum(steps, axis=-1)], axis=-1)


def _told(time: Floats, ended: Bools, at: Floats) -> Floats:
    """Of how many the state is known at each time [m]: all but those censored before it; at least 1."""
    gone = np.searchsorted(np.sort(time[~ended]), at)
    return np.maximum(len(time) - gone, 1).astype(np.float64)


def _bounds(share: Floats, variance: Floats, told: Floats) -> tuple[Floats, Floats]:
    """Intervals on the log(−log) scale, and Wilson's on `told` where there is no variance."""
    flat = (share < FLAT) | (share > 1 - FLAT) | (variance < FLAT**2)
    inner = np.where(flat, 0.5, share)
    power = np.exp(Z * np.sqrt(np.where(flat, 0.0, variance)) / (-inner * np.log(inner)))
    low, high = wilson_bounds(np.where(flat, np.clip(share, 0.0, 1.0), 0.5), told)
    return np.where(flat, low, inner**power), np.where(flat, high, inner ** (1 / power))


def _estimates(
    value: Floats, low: Floats, high: Floats, seen: Bools, n: int, method: str
) -> list[Estimate | None]:
    rows = zip(value.tolist(), low.tolist(), high.tolist(), seen.tolist(), strict=True)
    return [Estimate(v, a, b, n, "share", method) if told else None for v, a, b, told in rows]
