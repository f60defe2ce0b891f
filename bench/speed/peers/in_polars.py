"""A log in Parquet in; Polars' answers out.

Lazy, so that the optimiser sees each question whole. Of the ways to write them, the quickest on a sorted log:
neighbours by `shift` and a comparison of persons, where `over("person")` groups first; distinct persons by
counting where the person changes, as rows of a group keep their order, where `n_unique` hashes.
"""

from __future__ import annotations

from pathlib import Path

import measuring
import polars as pl

CODE, PERSON, TIME = pl.col("touchpoint"), pl.col("person"), pl.col("time")
CHANGES = PERSON.ne(PERSON.shift(1)).fill_null(True)
WIDTH = 256  # codes are of one byte


def load(folder: Path) -> pl.DataFrame:
    """The events in memory."""
    return pl.read_parquet(folder / "events.parquet").with_columns(PERSON.set_sorted())


def flow(events: pl.DataFrame) -> list[tuple[int, ...]]:
    """From, to, people and moves of every pair."""
    pair = CODE.cast(pl.UInt16) * WIDTH + CODE.shift(-1)
    moves = events.lazy().select("person", pair=pair, next=PERSON.shift(-1)).filter(pl.col("next") == PERSON)
    found = moves.group_by("pair").agg(people=CHANGES.sum(), moves=pl.len()).collect()
    return [(pair // WIDTH, pair % WIDTH, people, moves) for pair, people, moves in found.rows()]


def funnel(events: pl.DataFrame) -> list[int]:
    """People by step."""
    first, second, third = measuring.STEPS
    found = events.lazy().filter(CODE.is_in(measuring.STEPS))
    found = found.with_columns(start=_latest(CODE.eq(first), TIME))
    found = found.with_columns(later=_latest(CODE.eq(second) & _within("start"), pl.col("start")))
    steps = (
        PERSON.filter(CODE.eq(first)).n_unique().alias("first"),
        PERSON.filter(CODE.eq(second) & _within("start")).n_unique().alias("second"),
        PERSON.filter(CODE.eq(third) & _within("later")).n_unique().alias("third"),
    )
    return list(found.select(*steps).collect().row(0))


def _latest(where: pl.Expr, value: pl.Expr) -> pl.Expr:
    """The value at the person's latest row that meets a condition, so far."""
    filled = pl.when(where).then(value).forward_fill()
    of = pl.when(where).then(PERSON).forward_fill()
    return pl.when(of == PERSON).then(filled)


def _within(start: str) -> pl.Expr:
    return (TIME - pl.col(start) <= pl.duration(seconds=measuring.WITHIN)).fill_null(False)


if __name__ == "__main__":
    measuring.main(load, flow=flow, funnel=funnel)
