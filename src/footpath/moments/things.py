"""Measured candidates in, each thing once out: what is one goes by the kind that tells most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from footpath.model.moment import KINDS
from footpath.moments.candidate import Candidate
from footpath.moments.learning import Learnt
from footpath.moments.measuring import Met

Ints = NDArray[np.int64]
ALIKE = 0.7  # of the journeys that met either met both
FAR = 3.0  # errors, beyond which two effects are not one
INSIDE = 0.8  # of the journeys that met the rarer met the other


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """A candidate as it was measured, what was learnt of it, and other patterns that are the same thing."""

    candidate: Candidate
    met: Met
    learnt: Learnt
    also: tuple[Candidate, ...] = ()
    by: Candidate | None = None  # the one of them that was measured; the candidate itself where it is None

    @property
    def measured(self) -> Candidate:
        """The pattern that its numbers are of."""
        return self.by or self.candidate

    @property
    def refused(self) -> bool:
        """Whether nobody can tell its effect."""
        return self.learnt.refused is not None


def things(measured: Iterable[Thing]) -> list[Thing]:
    """Each thing once: two are one where the same journeys meet both at the same place.

    The kind that tells most stands for it; where its effect can't be told and that of another can, that one.
    """
    kept: list[Thing] = []
    for each in sorted(measured, key=_telling):
        same = next((at for at, other in enumerate(kept) if is_one(each, other)), None)
        if same is None:
            kept.append(each)
            continue
        held = kept[same]
        told, other = (each, held) if held.refused and not each.refused else (held, each)
        kept[same] = replace(told, also=(*held.also, other.candidate))
    return kept


def widest(found: Sequence[Thing]) -> list[Thing]:
    """Without what is only a part of another thing at the same place: whoever met it met that too."""
    kept: list[Thing] = []
    for each in sorted(found, key=lambda thing: (-thing.learnt.counts.exposed, *_telling(thing))):
        whole = next((at for at, other in enumerate(kept) if _is_part(each, other)), None)
        if whole is None:
            kept.append(each)
        else:
            kept[whole] = replace(kept[whole], also=(*kept[whole].also, each.candidate, *each.also))
    return kept


def is_one(one: Thing, other: Thing) -> bool:
    """Whether both are met at the same touchpoint, by the same journeys."""
    if _places(one.candidate).isdisjoint(_places(other.candidate)):
        return False
    both, ours, theirs = together(one.met, other.met)
    return both >= ALIKE * max(ours + theirs - both, 1) and does_alike(one.learnt, other.learnt)


def does_alike(one: Learnt, other: Learnt) -> bool:
    """Whether both may do the same to people, as far as that is known of both."""
    if one.effect is None or other.effect is None or one.refused or other.refused:
        return True
    apart = one.effect.value - other.effect.value
    return abs(apart) <= FAR * float(np.hypot(one.effect.error, other.effect.error))


def _is_part(part: Thing, whole: Thing) -> bool:
    """Whether nearly all that meet a part meet the whole too, and fare better by both, or worse."""
    effect, other = part.learnt.effect, whole.learnt.effect
    if part.candidate.touchpoint != whole.candidate.touchpoint or effect is None or other is None:
        return False
    both, ours, _ = together(part.met, whole.met)
    return both >= INSIDE * max(ours, 1) and effect.value * other.value > 0


def together(one: Met, other: Met) -> tuple[int, int, int]:
    """How many journeys met both, the one, and the other, as far as both samples go."""
    ours, theirs = (each.exposed.take(each.exposed.met) for each in (one, other))
    if not len(ours) or not len(theirs):
        return 0, 0, 0
    # A sample holds the persons with the lowest hashes: beyond the last of either, nothing can be compared
    upto = min(_reach(one), _reach(other))
    mine, others = (each.journey[each.person <= upto] for each in (ours, theirs))
    return len(np.intersect1d(mine, others)), len(mine), len(others)


def _reach(met: Met) -> int:
    """The hash up to which everybody who met it is in the sample."""
    return met.exposed.below - 1


def _telling(thing: Thing) -> tuple[int, int, str]:
    return KINDS.index(thing.candidate.kind), -thing.met.counts.exposed, thing.candidate.touchpoint


def _places(candidate: Candidate) -> frozenset[str]:
    return frozenset({candidate.touchpoint, *([candidate.from_] if candidate.from_ else [])})
