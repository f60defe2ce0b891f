"""A log in Parquet in; DuckDB's answers out.

Loaded into a table of its own, as its guide to performance advises for what is asked more than once. Of the
ways to write each question, the quickest on this log: LEAD over rows in the order they were loaded streams,
where PARTITION BY person ORDER BY time sorts again; joins by range are quicker than window functions or ASOF.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import measuring

FLOW = """
with moves as (
    select person, touchpoint as a, lead(touchpoint) over () as b, lead(person) over () as next_person
    from events
)
select a, b, count(distinct person), count(*) from moves where person = next_person group by a, b
"""

FUNNEL = """
with a as (select person, time from events where touchpoint = {0}),
b as (select person, time from events where touchpoint = {1}),
c as (select person, time from events where touchpoint = {2}),
second as (
    select b.person, b.time, max(a.time) as start
    from b join a on a.person = b.person and b.time > a.time and b.time <= a.time + interval {within} seconds
    group by b.person, b.time
),
third as (
    select c.person from c join second on c.person = second.person
    and c.time > second.time and c.time <= second.start + interval {within} seconds
)
select (select count(distinct person) from a), (select count(distinct person) from second),
    (select count(distinct person) from third)
"""


def load(folder: Path) -> duckdb.DuckDBPyConnection:
    """The events in a table in memory."""
    base = duckdb.connect()
    base.execute(f"set threads = {measuring.CORES}")
    base.execute(f"create table events as from read_parquet('{folder / 'events.parquet'}')")
    return base


def flow(base: duckdb.DuckDBPyConnection) -> list[Any]:
    """From, to, people and moves of every pair."""
    return base.execute(FLOW).fetchall()


def funnel(base: duckdb.DuckDBPyConnection) -> list[int]:
    """People by step."""
    row = base.execute(FUNNEL.format(*measuring.STEPS, within=measuring.WITHIN)).fetchone()
    return list(row or ())


if __name__ == "__main__":
    measuring.main(load, flow=flow, funnel=funnel)
