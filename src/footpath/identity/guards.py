"""How kinds of identifiers behave in, what may be joined out: the guards against gluing strangers together.

`unique`: a person has one value of that kind. `most_people`: a value that would connect more persons than
that joins nobody. What a project says of a kind goes before the table here; a `most_people` that it doesn't
mention stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.identity.junk import CASE
from footpath.kernels.components import Bools, Int8s, Int32s, Int64s
from footpath.model.definition import Identifier

SHARED_BY = 20  # a household and its guests have fewer, a shop's tablet or a call centre's number has more
# From the most personal to the most shared, which is the order in which they are looked at.
DEFAULTS = (
    Identifier("user", unique=True),
    Identifier("card", most_people=SHARED_BY),
    Identifier("phone", most_people=SHARED_BY),
    Identifier("cookie", most_people=SHARED_BY),
    Identifier("anon", most_people=SHARED_BY),
    Identifier("device", most_people=SHARED_BY),
    Identifier("ip", most_people=SHARED_BY),
)
NO_LIMIT = np.iinfo(np.int32).max

CASES = np.iinfo(np.int8).max  # the phase of cases, the last
UNIQUE, PERSONAL, LIMITED, OF_CASE, SHARED = range(5)  # which identifier of an event decides: the least


def behaviours(identifiers: Sequence[Identifier]) -> dict[str, Identifier]:
    """How each kind behaves; of two definitions of one kind, the later.

    >>> behaviours([Identifier("phone", unique=True)])["phone"].most_people
    20
    """
    table = {each.kind: each for each in DEFAULTS}
    for each in identifiers:
        default = table.get(each.kind)
        limit = default.most_people if each.most_people is None and default else each.most_people
        table[each.kind] = Identifier(each.kind, each.unique, limit)
    return table


@dataclass(frozen=True, slots=True, eq=False)
class Guards:
    """The guards by node.

        slot   int32 [N], which unique kind the node is a value of, -1 for none; `kinds` names them
        limit  int32 [N], most people, NO_LIMIT where any number may share it
        phase  int8 [N], when its links are looked at: 0 without a limit, then by kind, cases last
        rank   int8 [N], CASES = np.iinfo(np.int8).max  # the phase of cases, the last
    UNIQUE, PERSONAL, LIMITED or OF_CASE
    """

    kinds: tuple[str, ...]
    slot: Int32s
    limit: Int32s
    phase: Int8s
    rank: Int8s

    @classmethod
    def of(cls, nodes: pa.StringArray, identifiers: Sequence[Identifier]) -> Guards:
        """The guards for nodes "kind:value"."""
        kind = pc.list_element(pc.split_pattern(nodes, ":", max_splits=1), 0).dictionary_encode()
        code = kind.indices.to_numpy(zero_copy_only=False)
        names: list[str] = kind.dictionary.to_pylist()
        table = behaviours(identifiers)
        of_kind = [table.get(name, Identifier(name)) for name in names]
        uniques = sorted(name for name, each in zip(names, of_kind, strict=True) if each.unique)
        phases = _phases(of_kind)
        slots = [uniques.index(name) if name in uniques else -1 for name in names]
        ranks = [_rank(each) for each in of_kind]
        return cls(
            kinds=tuple(uniques),
            slot=np.array(slots, np.int32)[code],
            limit=np.array([_limit(each) for each in of_kind], np.int32)[code],
            phase=np.array([phases[name] for name in names], np.int8)[code],
            rank=np.array(ranks, np.int8)[code],
        )

    def held(self) -> Int32s:
        """The value of each unique kind that each node alone holds [N, kinds], -1 for none."""
        held = np.full((len(self.slot), len(self.kinds)), -1, np.int32)
        (values,) = np.nonzero(self.slot >= 0)
        held[values, self.slot[values]] = values
        return held


def _phases(kinds: Sequence[Identifier]) -> dict[str, int]:
    order = {each.kind: at for at, each in enumerate(DEFAULTS)}
    limited = [each.kind for each in kinds if _is_limited(each)]
    limited.sort(key=lambda kind: (order.get(kind, -1), kind))
    phases = {each.kind: CASES if each.kind.endswith(CASE) else 0 for each in kinds}
    return phases | {kind: min(1 + at, CASES - 1) for at, kind in enumerate(limited)}


def _is_limited(identifier: Identifier) -> bool:
    return identifier.most_people is not None and not identifier.kind.endswith(CASE)


def _rank(identifier: Identifier) -> int:
    if identifier.kind.endswith(CASE):
        return OF_CASE
    if identifier.unique:
        return UNIQUE
    return PERSONAL if identifier.most_people is None else LIMITED


def _limit(identifier: Identifier) -> int:
    if identifier.kind.endswith(CASE):
        return 1
    return NO_LIMIT if identifier.most_people is None else identifier.most_people


def connected(
    low: Int32s, high: Int32s, *, group: Int32s, phase: Int8s, now: int, shared: Bools
) -> tuple[Int64s, Int64s]:
    """How many persons each node of phase `now` would connect [N], counted on the graph without that phase.

    A neighbour that was looked at stands for its group, a shared one and a case for nobody. One that comes
    later stands for the only group that it touches, else for itself. The first count leaves out those that
    stand for themselves, the second has them.
    """
    n = len(group)
    a, b = np.concatenate([low, high]), np.concatenate([high, low])
    counts = ~shared[a] & ~shared[b] & ((phase[b] < CASES) | (now == CASES))
    a, b, done = a[counts], b[counts], phase < now
    stands = _stands_for(a, b, group, done)
    mine = phase[a] == now
    keys = np.unique(a[mine].astype(np.int64) * n + stands[b[mine]])
    node, person = keys // max(n, 1), keys % max(n, 1)
    return np.bincount(node[done[person]], minlength=n), np.bincount(node, minlength=n)


def too_many(known: Int64s, possible: Int64s, limit: Int32s) -> Bools:
    """Which nodes [N] connect too many of `connected`'s persons.

    Devices on which nobody signed in may all be one person's, so only very many of them count.
    """
    return (known > limit) | (possible > np.maximum(limit, SHARED_BY))


def _stands_for(a: Int32s, b: Int32s, group: Int32s, done: Bools) -> Int32s:
    n = len(group)
    least, most = np.full(n, n, np.int32), np.full(n, -1, np.int32)
    known = done[b] & ~done[a]
    np.minimum.at(least, a[known], group[b[known]])
    np.maximum.at(most, a[known], group[b[known]])
    one = least == most
    return np.where(done, group, np.where(one, least, np.arange(n, dtype=np.int32))).astype(np.int32)
