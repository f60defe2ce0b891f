"""Rows that each stand for several events in, who is who out: the local stitching, with rows that count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from footpath.identity.actors import Actors, actors_of
from footpath.identity.guards import CASES, Guards, behaviours
from footpath.identity.links import Links, Rows, joined, links_in_cases, links_in_rows
from footpath.identity.stitch import _Found, _Graph, _marked, _place
from footpath.kernels.components import Bools, Int32s, Int64s, pairs
from footpath.model.definition import Identifier
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex


def stitch_weighed(
    log: EventLog, weight: Int64s, identifiers: Sequence[Identifier], *, region: str | None = None
) -> PersonIndex:
    """As `identity.stitch` answers for a log in which each row stands `weight` times [rows].

    What it counts, it counts in rows, not in events.
    """
    limited = {kind for kind, each in behaviours(identifiers).items() if each.most_people is not None}
    actors, rows = actors_of(log, limited, region), Rows.of(log)
    guards = Guards.of(actors.nodes, identifiers)
    graph, links = _Graph.of(guards), _in_rows(actors, rows, weight)
    outcome = np.zeros(len(links), np.int8)
    for phase in np.unique(guards.phase[guards.phase < CASES]):
        outcome |= graph.look_at(links, int(phase))
    decides, shared_only = _place(actors, guards, graph.shared)
    cases = _marked(decides, len(guards.slot)) & (guards.phase == CASES)
    in_cases = _in_cases(actors, rows, cases, weight)
    links = joined(links, in_cases)
    outcome = np.concatenate([outcome, np.zeros(len(in_cases), np.int8)])
    outcome |= graph.look_at(links, CASES)
    return _Found(actors, rows, graph, links, outcome, decides).index(shared_identifier=shared_only)


def _in_rows(actors: Actors, rows: Rows, weight: Int64s) -> Links:
    low, high, row = pairs(actors.offsets, actors.items)
    return _weighed(links_in_rows(actors, rows), low, high, weight[row])


def _in_cases(actors: Actors, rows: Rows, cases: Bools, weight: Int64s) -> Links:
    case, row = actors.stand_in[actors.row_of_item], actors.row_of_item
    low, high = np.minimum(case, actors.items), np.maximum(case, actors.items)
    return _weighed(links_in_cases(actors, rows, cases), low, high, weight[row])


def _weighed(links: Links, low: Int32s, high: Int32s, weight: Int64s) -> Links:
    """The links with the weights of their rows as their count, in the order that this makes canonical."""
    if not len(links):
        return links
    width = int(links.high.max()) + 1
    keys = links.low.astype(np.int64) * width + links.high
    order = np.argsort(keys)
    asked = np.where(high < width, low.astype(np.int64) * width + high, -1)
    place = np.minimum(np.searchsorted(keys[order], asked), len(keys) - 1)
    hit = keys[order][place] == asked
    count = np.zeros(len(links), np.int64)
    np.add.at(count, order[place[hit]], weight[hit])
    return replace(links, evidence=replace(links.evidence, count=count)).in_order()
