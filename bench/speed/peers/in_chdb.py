"""A log in Parquet in; the answers of chDB, ClickHouse's engine in this process, out.

Loaded into a MergeTree ordered by person and time, with the narrowest types, as its documentation advises.
`windowFunnel` is its own function for the funnel. For the flow, arrays by person are the quickest of the ways
tried, before `neighbor`, `leadInFrame` and `uniqExact`.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import measuring
from chdb.session import Session

TABLE = """
create table events (person UInt32, time DateTime('UTC'), touchpoint UInt8)
engine = MergeTree order by (person, time)
"""
FILL = "insert into events select person, toDateTime(time), touchpoint from file('{}', Parquet)"

FLOW = """
select pair.1, pair.2, countIf(nth = 1), count()
from (
    select arrayZip(arrayPopBack(path), arrayPopFront(path)) as pairs, arrayEnumerateUniq(pairs) as nths
    from (
        select groupArray(touchpoint) as path
        from (select person, touchpoint from events order by person, time) group by person
    )
)
array join pairs as pair, nths as nth
group by pair
format JSONCompactColumns
"""

FUNNEL = """
select countIf(depth >= 1), countIf(depth >= 2), countIf(depth >= 3)
from (
    select windowFunnel({within})(time, touchpoint = {0}, touchpoint = {1}, touchpoint = {2}) as depth
    from events where touchpoint in ({0}, {1}, {2}) group by person
)
format JSONCompactColumns
"""


def load(folder: Path) -> Session:
    """The events in a table of merged parts."""
    session = Session(tempfile.mkdtemp())
    session.query(f"set max_threads = {measuring.CORES}, output_format_json_quote_64bit_integers = 0")
    for statement in ("create database bench", "use bench", TABLE, FILL.format(folder / "events.parquet")):
        session.query(statement)
    session.query("optimize table events final")
    return session


def flow(session: Session) -> list[tuple[int, ...]]:
    """From, to, people and moves of every pair."""
    return list(zip(*_columns(session, FLOW), strict=True))


def funnel(session: Session) -> list[int]:
    """People by step."""
    query = FUNNEL.format(*measuring.STEPS, within=measuring.WITHIN)
    return [column[0] for column in _columns(session, query)]


def _columns(session: Session, query: str) -> list[list[Any]]:
    return json.loads(str(session.query(query)))


if __name__ == "__main__":
    measuring.main(load, flow=flow, funnel=funnel)
