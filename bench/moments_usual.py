"""A log in; which three touchpoints the usual ways would have fixed first, out. And what a choice wins.

The usual ways know touchpoints only, so that is what they choose among: all but the goal. A choice is held
against what each fix would win, of which they know nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import worlds
from moments_effects import Row, Truth

from footpath.analysis.steps import inside, journey_of_steps
from footpath.sim.families import SmallWorld
from footpath.stats.intervals import wilson

CHOICES = 3
ANSWER = 0.12  # of the people
FEWEST_ANSWERS = 10
USUAL, HAPPIER, HURT, NOISE = 6.0, 2.0, 1.0, 1.5  # of a satisfaction from 0 to 10
SELDOM = 0.01  # of the journeys; what fewer go is no edge of the graph


@dataclass(frozen=True, slots=True, eq=False)
class Passed:
    """Which of k touchpoints each settled journey passed [J, k], where it stopped [J], and moves [k, k]."""

    names: tuple[str, ...]
    person: np.ndarray  # [J]
    met: np.ndarray
    reached: np.ndarray  # [J]
    stopped: np.ndarray
    moves: np.ndarray


def passed(log: worlds.Log) -> Passed:
    """Settled journeys as the usual ways see them."""
    journeys = log.journeys.select(log.journeys.settled)
    k = len(journeys.touchpoints)
    here = np.flatnonzero(inside(journeys))
    journey, code = journey_of_steps(journeys)[here], journeys.touchpoint[here]
    met = np.zeros((len(journeys), k), np.bool_)
    met[journey, code] = True
    moves = np.zeros((k, k), np.int64)
    same = journey[1:] == journey[:-1]
    np.add.at(moves, (code[:-1][same], code[1:][same]), 1)
    stopped = journeys.touchpoint[journeys.last - 1]
    return Passed(journeys.touchpoints, journeys.person, met, journeys.outcome == 1, stopped, moves)


def chosen(about: SmallWorld, log: worlds.Log) -> dict[str, dict[str, list[str]]]:
    """The three of each way: among all touchpoints, and among those beside the way to the goal.

    The second is help: nobody tells them in practice that the way itself is nothing to fix. What is planted
    at the way stays among them.
    """
    walked = passed(log)
    hurting = {each.touchpoint for each in about.planted if each.polarity != "none"}
    beside = {*walked.names} - {*about.way} | hurting
    among = {"all": {*walked.names} - {*about.goal}, "beside": beside - {*about.goal}}
    worst = {name: way(walked, about) for name, way in WAYS.items()}
    return {
        name: {of: first(walked.names, each, those) for of, those in among.items()}
        for name, each in worst.items()
    }


def first(names: Sequence[str], worst: np.ndarray, among: Iterable[str]) -> list[str]:
    """The names of the largest of some, without those of which nothing is known."""
    allowed = {*among}
    order = np.argsort(-worst, kind="stable")
    return [names[at] for at in order if names[at] in allowed and np.isfinite(worst[at])][:CHOICES]


def most_met(walked: Passed, _: SmallWorld) -> np.ndarray:
    """How many journeys meet it: stands in for the volume of complaints, which grows with that."""
    return walked.met.sum(axis=0).astype(np.float64)


def drop_off(walked: Passed, _: SmallWorld) -> np.ndarray:
    """How many journeys stop there for good."""
    return np.bincount(walked.stopped[~walked.reached], minlength=len(walked.names)).astype(np.float64)


def lowest_score(walked: Passed, about: SmallWorld) -> np.ndarray:
    """How unhappy those are who met it, of those who answer a survey at the end.

    Satisfaction is a made-up number: USUAL, HAPPIER with the goal, HURT less by each pain met and more by
    each delight, with NOISE; ANSWER of all people give it, whoever they are.
    """
    rng = np.random.default_rng(about.seed)
    mood = np.zeros(about.people)
    for each in about.planted:
        mood[each.exposed] += {"pain": -HURT, "delight": HURT, "none": 0.0}[each.polarity]
    score = USUAL + HAPPIER * walked.reached + mood[walked.person] + rng.normal(0, NOISE, len(walked.person))
    score = np.clip(np.round(score), 0, 10)
    answered = rng.random(len(score)) < ANSWER
    answers = walked.met[answered].sum(axis=0)
    mean = walked.met[answered].T @ score[answered] / np.maximum(answers, 1)
    return np.where(answers >= FEWEST_ANSWERS, -mean, -np.inf)


def naive(walked: Passed, _: SmallWorld) -> np.ndarray:
    """Met against not met, times how many met it: what most tools call the cost of friction."""
    n = walked.met.sum(axis=0)
    reached = walked.reached @ walked.met
    others = (walked.reached.sum() - reached) / np.maximum(len(walked.reached) - n, 1)
    alone = (n == 0) | (n == len(walked.reached))
    return np.where(alone, -np.inf, (others - reached / np.maximum(n, 1)) * n)


def central_friction(walked: Passed, _: SmallWorld) -> np.ndarray:
    """The share of visits that are the last, times how central it is among all that journeys walk."""
    visits = walked.moves.sum(axis=0) + np.bincount(walked.stopped, minlength=len(walked.names))
    edges = walked.moves >= SELDOM * len(walked.reached)
    return drop_off(walked, None) / np.maximum(visits, 1) * betweenness(edges)  # type: ignore[arg-type]


def betweenness(edges: np.ndarray) -> np.ndarray:
    """Of each of k nodes, on how many shortest ways between others it lies; edges [k, k] have a direction.

    Brandes (2001), A faster algorithm for betweenness centrality, Journal of Mathematical Sociology 25.

    >>> betweenness(np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]], bool)).tolist()
    [0.0, 1.0, 0.0]
    """
    after = [np.flatnonzero(row).tolist() for row in edges]
    total = np.zeros(len(after))
    for source in range(len(after)):
        order, ways, before = _shortest(after, source)
        share = np.zeros(len(after))
        for node in reversed(order):
            for earlier in before[node]:
                share[earlier] += ways[earlier] / ways[node] * (1 + share[node])
        share[source] = 0.0
        total += share
    return total


def _shortest(after: Sequence[Sequence[int]], source: int) -> tuple[list[int], np.ndarray, list[list[int]]]:
    """Nodes in the order of their distance, how many shortest ways lead to each, and from where."""
    ways, distance = np.zeros(len(after)), np.full(len(after), -1)
    before: list[list[int]] = [[] for _ in after]
    ways[source], distance[source] = 1.0, 0
    order, waiting = [], deque([source])
    while waiting:
        node = waiting.popleft()
        order.append(node)
        for other in after[node]:
            if distance[other] < 0:
                distance[other] = distance[node] + 1
                waiting.append(other)
            if distance[other] == distance[node] + 1:
                ways[other] += ways[node]
                before[other].append(node)
    return order, ways, before


WAYS: dict[str, Callable[[Passed, SmallWorld], np.ndarray]] = {
    "most met": most_met,
    "drop-off": drop_off,
    "lowest score": lowest_score,
    "naive difference": naive,
    "central friction": central_friction,
}


def regrets(rows: Sequence[Row], known: Truth) -> Row:
    """By way: what share of the goals that the best three fixes would win its three leave behind.

    What a fix wins is the loss in the population: it is those who come next who are spared. `here` is the
    same by what it cost the very people of the log.
    """
    tomorrow = {name: max(each["lost"], 0.0) for name, each in known.items()}
    ways = {"Footpath": [ours(row) for row in rows]}
    for name in WAYS:
        ways[name] = [row["usual"][name]["all"] for row in rows]
        ways[f"{name}, beside the way"] = [row["usual"][name]["beside"] for row in rows]
    return {name: _scored(choices, rows, tomorrow) for name, choices in ways.items()}


def ours(row: Row) -> list[str]:
    """The first three pains that are shown; those that are nothing count as a choice too."""
    return [each["is"] or each["touchpoint"] for each in row["found"] if each["polarity"] == "pain"][:CHOICES]


def _scored(choices: Sequence[Sequence[str]], rows: Sequence[Row], tomorrow: Mapping[str, float]) -> Row:
    left = np.array([regret(each, tomorrow) for each in choices])
    here = [regret(each, row["planted"]) for each, row in zip(choices, rows, strict=True)]
    none = wilson(int((left > 0.999).sum()), len(left))
    return {
        "regret": float(left.mean()),
        "error": float(left.std() / np.sqrt(len(left))),
        "worst": float(left.max()),
        "here": float(np.mean(here)),
        "nothing_won": none.value if none else None,
    }


def regret(choice: Iterable[str], losses: Mapping[str, float]) -> float:
    """1 less what a choice wins, of what the best choice of three would.

    >>> regret(["b", "x"], {"a": 60.0, "b": 30.0, "c": 10.0, "d": 5.0})
    0.7
    """
    won = sum(max(losses.get(name, 0.0), 0.0) for name in {*choice})
    best = sum(max(each, 0.0) for each in sorted(losses.values(), reverse=True)[:CHOICES])
    return 1 - won / best
