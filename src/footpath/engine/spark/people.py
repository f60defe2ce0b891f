"""Events as a frame in, each with its person out, by the rules that hold on one machine.

Equal rows of identifiers are counted first. Identifiers that any chain of rows or cases ties together make a
component, whatever guards say of it. Guards look at nothing outside a component, so each is stitched by
itself, on whichever worker has it, and exactly as one machine would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.engine.spark.components import components
from footpath.engine.spark.frames import afresh
from footpath.engine.spark.rows import as_log, tables
from footpath.identity.actors import actors_of
from footpath.identity.guards import behaviours
from footpath.identity.junk import CASE
from footpath.identity.region import region_of
from footpath.identity.stitch import stitch_alike
from footpath.model.definition import Definitions, Identifier

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Two hashes of 64 bits stand for a row of identifiers; the length comes first so that no two rows read alike.
TOLD = "kind = 'traits'"
SAME = f"size(actors), actors, source, {TOLD}, case"
KEY = {"key": f"xxhash64({SAME})", "check": f"xxhash64('again', {SAME})"}
SEEN = "key long, `check` long, nodes array<string>, case_node string, needs boolean"
WHO = "key long, `check` long, person string, people int, joined int"


@dataclass(frozen=True, slots=True)
class Rules:
    """How identifiers behave, and the country of phone numbers that name none."""

    identifiers: tuple[Identifier, ...]
    region: str | None

    @classmethod
    def of(cls, definitions: Definitions) -> Rules:
        """Those of a project."""
        return cls(definitions.identifiers, region_of(definitions.timezone))

    @property
    def limited(self) -> set[str]:
        """The kinds that a few persons may share."""
        found = behaviours(self.identifiers)
        return {kind for kind, each in found.items() if each.most_people is not None}


@dataclass(frozen=True, slots=True)
class Told:
    """Events with `person`, the id of whose each is, null for nobody; and how many persons there are."""

    events: DataFrame
    who: DataFrame

    def counts(self) -> tuple[int, int]:
        """All persons, and those with more than one identifier."""
        (row,) = self.who.selectExpr("coalesce(sum(people), 0)", "coalesce(sum(joined), 0)").collect()
        return row[0], row[1]


def told_apart(events: DataFrame, rules: Rules, *, parts: int) -> Told:
    """The events and whose they are; `parts` is how many stitch."""
    keyed = events.withColumns({name: _expr(text) for name, text in KEY.items()})
    rows = afresh(_rows(keyed))
    placed = rows.join(_component_of(rows, rules), ["key", "check"])
    shared_out = placed.selectExpr("*", f"pmod(component, {parts}) AS part").groupBy("part")
    who = afresh(shared_out.applyInArrow(_stitching(rules), WHO))
    named = who.drop("people", "joined")
    return Told(keyed.join(named, ["key", "check"], "left").drop("key", "check"), who)


def _rows(keyed: DataFrame) -> DataFrame:
    """The distinct rows of identifiers, how often each occurs, and since when."""
    return keyed.groupBy("key", "check").agg(
        *map(
            _expr,
            (
                "first(actors) AS actors",
                "first(case) AS case",
                "first(source) AS source",
                f"if(first({TOLD}), 'traits', 'did') AS kind",
                "min(time) AS time",
                "count(*) AS weight",
            ),
        )
    )


def _component_of(rows: DataFrame, rules: Rules) -> DataFrame:
    """The component of each row that has an identifier; two may share a hash, which is harmless."""
    seen = afresh(rows.mapInArrow(_seeing(rules), SEEN))
    wanted = seen.where("needs AND case_node IS NOT NULL").selectExpr("case_node AS wanted").distinct()
    tied = seen.join(wanted, seen.case_node == wanted.wanted, "left").selectExpr(
        "key", "check", "transform(array_compact(array_append(nodes, wanted)), n -> xxhash64(n)) AS ends"
    )
    some = afresh(tied.where("size(ends) > 0").selectExpr("*", "array_min(ends) AS least"))
    edges = some.selectExpr("explode(ends) AS a", "least AS b")
    found = components(edges)
    return some.join(found, some.least == found.node, "left").selectExpr(
        "key", "check", "coalesce(component, least) AS component"
    )


def _seeing(rules: Rules) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Which identifiers, in one spelling, each row has, and whether its case may have to stand in."""

    def see(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for table in tables(batches):
            yield from identifiers_seen(table, rules).to_batches()

    return see


def identifiers_seen(table: pa.Table, rules: Rules) -> pa.Table:
    """The nodes of each row, the node of its case, and whether nothing personal but the case is there."""
    actors = actors_of(as_log(table), rules.limited, rules.region)
    texts = actors.nodes.take(pa.array(actors.items))
    kinds = pc.list_element(pc.split_pattern(texts, ":", max_splits=1), 0)
    weak = np.asarray(pc.is_in(kinds, pa.array(sorted(rules.limited), pa.string())), bool)
    strong = np.bincount(actors.row_of_item[~weak], minlength=len(table)) > 0
    source, case = (table.column(name).combine_chunks() for name in ("source", "case"))
    named = pc.binary_join_element_wise(pc.binary_join_element_wise(source, CASE, ""), case, ":")
    return pa.table(
        {
            "key": table.column("key"),
            "check": table.column("check"),
            "nodes": pa.ListArray.from_arrays(actors.offsets.astype(np.int32), texts),
            "case_node": pc.if_else(pc.not_equal(case, ""), named, None),
            "needs": pa.array(~strong),
        }
    )


def _stitching(rules: Rules) -> Callable[[pa.Table], pa.Table]:
    def stitch(table: pa.Table) -> pa.Table:
        weight = np.asarray(table.column("weight"), np.int64)
        people = stitch_alike(as_log(table), weight, rules.identifiers, region=rules.region)
        nobody = people.row_person < 0
        person = people.ids.take(pa.array(people.row_person, mask=nobody))
        counts = {name: np.zeros(len(table), np.int32) for name in ("people", "joined")}
        counts["people"][0], counts["joined"][0] = people.n_people, people.joined  # once, to be summed up
        return pa.table(
            {"key": table.column("key"), "check": table.column("check"), "person": person, **counts}
        )

    return stitch


def _expr(text: str) -> Any:
    from pyspark.sql import functions as f

    return f.expr(text)
