"""Links and what became of them in, for each actor the words of why it belongs to its person out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.identity.links import SAME_CASE, SEEN, TOLD, Evidence, Links
from footpath.kernels.components import Bools, Int32s, Int64s

ALONE = "the only identifier"


@dataclass(frozen=True, slots=True, eq=False)
class Refusals:
    """The first link of each node that was refused: `link` [N], -1 for none; how many; what kind forbids."""

    link: Int64s
    many: Int64s
    kind: pa.StringArray  # [links]

    @classmethod
    def of(
        cls, links: Links, refused: Int64s, root: Int32s, held: Int32s, kinds: tuple[str, ...]
    ) -> Refusals:
        """Refused links, given as positions, and what the groups hold that forbade them."""
        n = len(root)
        ends = np.stack([links.low[refused], links.high[refused]], axis=1)
        first = np.full(n, -1, np.int64)
        first[ends[::-1].reshape(-1)] = np.repeat(refused[::-1], 2)
        a, b = held[root[ends[:, 0]]], held[root[ends[:, 1]]]
        dispute = np.argmax((a >= 0) & (b >= 0) & (a != b), axis=1) if len(refused) else refused
        names = np.zeros(len(links), np.int64)
        names[refused] = dispute
        kind = pa.array(kinds or ("",), pa.string()).take(pa.array(names))
        return cls(first, np.bincount(ends.reshape(-1), minlength=n), kind)


def reasons(
    nodes: pa.StringArray,
    links: Links,
    *,
    via: Int64s,
    alone: pa.StringArray,
    refusals: Refusals,
    sources: pa.StringArray,
) -> pa.StringArray:
    """The reason of each node [N]: the link that ties it in (`via`), else, where that is -1, from `alone`."""
    tied = via >= 0
    text = pc.replace_with_mask(
        alone, pa.array(tied), _of_links(nodes, links, np.nonzero(tied)[0], via[tied], sources)
    )
    apart = refusals.link >= 0
    return pc.replace_with_mask(
        text, pa.array(apart), _apart(text, nodes, links, refusals, np.nonzero(apart)[0])
    )


def why_alone(shared: Bools, people: Int64s, case: Bools) -> pa.StringArray:
    """What is said of a node that no link ties in [N]."""
    number = pa.array(people[shared]).cast(pa.string())
    many = pc.binary_join_element_wise("shared by ", number, " people", "")
    cases = pc.binary_join_element_wise("its case is of ", number, " people", "")
    told = pc.if_else(pa.array(case[shared]), cases, many)
    return pc.replace_with_mask(pa.repeat(ALONE, len(shared)), pa.array(shared), told)


def _of_links(
    nodes: pa.StringArray, links: Links, node: Int64s, via: Int64s, sources: pa.StringArray
) -> pa.StringArray:
    evidence = links.evidence.take(via)
    other = nodes.take(pa.array(links.low[via] + links.high[via] - node))
    where = _where(evidence, sources)
    unit = pa.array([" event)", " events)"]).take(pa.array((evidence.count > 1).astype(np.int8)))
    number = pa.array(evidence.count).cast(pa.string())
    words = {
        SEEN: pc.binary_join_element_wise(
            "seen together with ", other, " in ", where, " (", number, unit, ""
        ),
        TOLD: pc.binary_join_element_wise("same row in ", where, " as ", other, ""),
        SAME_CASE: pc.binary_join_element_wise("same case as ", other, " in ", where, ""),
    }
    strength = pa.array(evidence.strength)
    told, seen = pc.equal(strength, TOLD), pc.equal(strength, SEEN)
    return pc.if_else(told, words[TOLD], pc.if_else(seen, words[SEEN], words[SAME_CASE]))


def _where(evidence: Evidence, sources: pa.StringArray) -> pa.StringArray:
    return pc.if_else(pa.array(evidence.several), "several sources", sources.take(pa.array(evidence.source)))


def _apart(
    text: pa.StringArray, nodes: pa.StringArray, links: Links, refusals: Refusals, node: Int64s
) -> pa.StringArray:
    link = refusals.link[node]
    other = nodes.take(pa.array(links.low[link] + links.high[link] - node))
    more = pa.array(
        [f" and {n - 1} more" if n > 1 else "" for n in refusals.many[node].tolist()], pa.string()
    )
    kind = refusals.kind.take(pa.array(link))
    return pc.binary_join_element_wise(
        text.take(pa.array(node)),
        "; kept apart from ",
        other,
        more,
        ": two values of the unique kind ",
        kind,
        "",
    )
