"""Journeys in, which touchpoints go along with reaching the goal out.

It is a first look, not an effect: who stays longer meets more and reaches more. Each touchpoint counts as met
or not within the journey itself, from its start to its end.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from footpath.model.answer import Answers
from footpath.model.journey import REACHED, Journeys
from footpath.voice.drivers import ASSOCIATION, LEAST, Drivers, LeftOut, drivers, high_is_good

Floats = NDArray[np.float64]
SHOWN = 30  # touchpoints, by how many journeys meet them
LONGER = "who stays longer meets more touchpoints: compare with moments, which take that into account"


def of_outcome(
    journeys: Journeys,
    answers: Answers | None = None,
    *,
    leave_out: Collection[str] = (),
    often: bool = False,
) -> Drivers:
    """What goes along with reaching the goal, in settled journeys: touchpoints met, and scores given in them.

    A touchpoint at which a reached journey ended is its goal, and no driver; so is any in `leave_out`, where
    the `ends` of the definition belong. With `often` it counts how often one was met. A score is the mean of
    what the person gave of it about the journey's own steps.
    """
    settled = journeys.select(journeys.settled)
    visits = _visits(settled)
    goals = _goals(settled) | {settled.touchpoints.index(n) for n in leave_out if n in settled.touchpoints}
    met = [k for k in np.argsort(-(visits > 0).sum(axis=0), kind="stable").tolist() if visits[:, k].any()]
    chosen, left_out = _choose(settled, visits, [k for k in met if k not in goals])
    columns = [visits[:, chosen] if often else np.minimum(visits[:, chosen], 1.0)]
    names = [settled.touchpoints[k] for k in chosen]
    if answers is not None:
        columns.append(_scores(settled, answers))
        names += [f"score of {name}" for name in answers.names]
    gone = [LeftOut(settled.touchpoints[k], "it ends the journey") for k in met if k in goals]
    found = drivers(
        np.column_stack(columns),
        names,
        (settled.outcome == REACHED).astype(np.float64),
        "reached the goal",
        "binary",
        settled.person,
        notes=(ASSOCIATION, LONGER),
    )
    return replace(found, left_out=(*gone, *left_out, *found.left_out))


def _inside(journeys: Journeys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The steps from start to end of all journeys, as positions, and the journey of each."""
    lengths = journeys.last - journeys.first
    journey = np.repeat(np.arange(len(journeys)), lengths)
    begins = np.cumsum(lengths) - lengths
    return np.arange(len(journey)) - begins[journey] + journeys.first[journey], journey


def _visits(journeys: Journeys) -> Floats:
    """How often each journey met each touchpoint, [J, touchpoints]."""
    step, journey = _inside(journeys)
    width = len(journeys.touchpoints)
    key = journey * width + journeys.touchpoint[step]
    return np.bincount(key, minlength=len(journeys) * width).reshape(-1, width).astype(np.float64)


def _goals(journeys: Journeys) -> set[int]:
    reached = journeys.outcome == REACHED
    return set(journeys.touchpoint[journeys.last[reached] - 1].tolist())


def _choose(
    journeys: Journeys, visits: Floats, candidates: list[int]
) -> tuple[list[int], tuple[LeftOut, ...]]:
    """The commonest touchpoints that LEAST persons met and LEAST did not."""
    chosen: list[int] = []
    left_out: list[LeftOut] = []
    for k in candidates:
        met = visits[:, k] > 0
        fewest = min(len(np.unique(journeys.person[side])) for side in (met, ~met))
        if fewest < LEAST:
            left_out.append(
                LeftOut(journeys.touchpoints[k], f"{fewest} met it, or did not, fewer than {LEAST} people")
            )
        elif len(chosen) == SHOWN:
            left_out.append(LeftOut(journeys.touchpoints[k], f"{SHOWN} others are met in more journeys"))
        else:
            chosen.append(k)
    return chosen, tuple(left_out)


def _scores(journeys: Journeys, answers: Answers) -> Floats:
    """The mean of each score about a step of each journey, [J, names], NaN where none."""
    step, journey = _inside(journeys)
    place = journeys.step[step]
    order = np.argsort(place, kind="stable")
    scored = answers.select((answers.name >= 0) & ~np.isnan(answers.score) & (answers.step >= 0))
    at = np.searchsorted(place[order], scored.step)
    at[at == len(order)] = 0
    hit = place[order][at] == scored.step if len(order) else np.zeros(len(scored), np.bool_)
    key = journey[order[at[hit]]] * len(answers.names) + scored.name[hit]
    size = len(journeys) * len(answers.names)
    sums = np.bincount(key, weights=high_is_good(scored)[hit], minlength=size)
    counts = np.bincount(key, minlength=size)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return means.reshape(len(journeys), len(answers.names))
