"""Events with persons and their steps as frames in, all that is known of who said something out.

What people say is read on one machine. It takes their own events and nobody else's, and most say nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.engine.spark.buckets import NOTHING, people_of
from footpath.engine.spark.rows import as_log
from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

SAID = "kind = 'said'"
IN_WORDS = "kind IN ('said', 'traits')"  # of other events nobody asks but where and when they happened


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """The events of the persons who said something, whose each is, and the touchpoint of each [rows]."""

    log: EventLog
    people: PersonIndex
    codes: NDArray[np.int32]

    @classmethod
    def nothing(cls) -> Self:
        """Nobody ever said anything."""
        return cls(EventLog.empty(), people_of(NOTHING), np.empty(0, np.int32))


def spoken(events: DataFrame, steps: DataFrame) -> Spoken:
    """Those of all `events`, at the touchpoints that `steps` tell."""
    who = events.where(f"{SAID} AND person IS NOT NULL").select("person").distinct().persist()
    told = events.where(IN_WORDS).join(who, "person", "left_semi").toArrow()
    placed = steps.join(who, "person", "left_semi").drop("bucket").toArrow()
    who.unpersist()
    return together(told, placed)


def together(told: pa.Table, placed: pa.Table) -> Spoken:
    """Events in full, and events at their touchpoints, as one; those that are in both are there once."""
    at = pc.index_in(_key(told), _key(placed))
    codes = pc.fill_null(placed["touchpoint"].combine_chunks().take(at), -1)
    elsewhere = np.ones(len(placed), np.bool_)
    elsewhere[at.drop_null().to_numpy()] = False
    rest = placed.filter(pa.array(elsewhere))
    both = pa.concat_tables([as_log(told).table, as_log(rest).table]).unify_dictionaries()
    persons = pa.chunked_array([*told["person"].chunks, *rest["person"].chunks], pa.string())
    return Spoken(
        EventLog(both.cast(EVENT_SCHEMA)),
        people_of(pa.table({"person": persons})),
        np.concatenate([codes.to_numpy(), rest["touchpoint"].to_numpy()]).astype(np.int32),
    )


def _key(table: pa.Table) -> pa.Array:
    """What tells one event from all others."""
    return pc.binary_join_element_wise(table["source"], table["id"], "\0").combine_chunks()
