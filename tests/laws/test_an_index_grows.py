"""An index to which events are added is the one that all events at once make."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyarrow as pa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from footpath.identity import stitch
from footpath.identity.actors import actors_of
from footpath.identity.alike import alike
from footpath.identity.growing import Before, grow
from footpath.identity.known import Known, Near
from footpath.identity.links import Rows
from footpath.identity.stitch import limited, spread, stitch_actors
from footpath.journeys import notation
from footpath.journeys.cut import cut
from footpath.journeys.lengthening import Events, lengthen
from footpath.journeys.recutting import recut
from footpath.journeys.timelines import build
from footpath.journeys.touchpoints import place
from footpath.model.definition import Identifier, Touchpoint
from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog
from reference.same import same

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
RULES = [
    Touchpoint("views", "s", {"event": ("view",)}),
    Touchpoint("pays", "s", {"event": ("p*",)}, channel="till"),
    Touchpoint("says", "s", {"kind": ("said",), "source": ("*",)}),
]
DEFINITIONS = [
    notation.definition(start="views", goal="pays", within="2h"),
    notation.definition(start="views", goal="pays", ends="says", before="1h", after="1h"),
    notation.definition(start="views", goal="pays", quiet="1h", before="2h"),
    notation.definition(goal="pays", quiet="1h"),
    notation.definition(),
]
ACTORS = [("user", f"u{i}") for i in range(6)] + [
    ("anon", "a1"),
    ("anon", "a2"),
    ("email", "A@x.org"),
    ("ip", ""),
]
EVENT = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["web", "app", "crm"]),
        "seq": st.sampled_from([0, 0, 1, 2**40]),
        "time": st.none() | st.integers(0, 4).map(lambda hours: BEGINNING + timedelta(hours=hours)),
        "case": st.sampled_from([None, None, None, "1", "2", ""]),
        "event": st.sampled_from(["view", "pay", "noise"]),
        "kind": st.sampled_from(["did", "did", "did", "said", "traits"]),
        "channel": st.sampled_from([None, "phone", "app"]),
        "score": st.none() | st.integers(0, 10),
        "actors": st.lists(st.sampled_from(ACTORS), max_size=2).map(
            lambda some: [{"kind": kind, "value": value} for kind, value in some]
        ),
    }
)
EVENTS = st.lists(EVENT, max_size=25)
MANY, PHASES = 60, (Phase.explicit, Phase.reuse, Phase.generate)
GUARDS = st.sampled_from([[], [Identifier("anon", most_people=1)], [Identifier("email", unique=True)]])


def log_of(events, numbers) -> EventLog:
    """A log of events, whose ids don't come in the order of rows."""
    told = {"file": "f", "received": BEGINNING}
    rows = [
        told | event | {"id": f"{at * 7 % 53:03}-{at}"} for at, event in zip(numbers, events, strict=True)
    ]
    return EventLog(pa.Table.from_pylist(rows, EVENT_SCHEMA))


@settings(max_examples=MANY, deadline=None, phases=PHASES)
@given(EVENTS, EVENTS, GUARDS, st.integers(1, 9), st.sampled_from(DEFINITIONS))
def test_timelines_and_journeys_of_more_events_are_those_of_all_of_them(
    first, later, rules, bucket, definition
):
    whole = log_of([*first, *later], range(len(first) + len(later)))
    old = EventLog(whole.table.slice(0, len(first)))
    new = EventLog(whole.table.slice(len(first)))
    alikes = alike(old)
    actors = actors_of(alikes.log, limited(rules), None)
    people = spread(stitch_actors(actors, Rows.of(alikes.log, alikes.weight), rules), alikes.of_row)
    codes = place(whole, RULES)
    timelines = build(old, people, codes[: len(first)], RULES)
    journeys = cut(timelines, definition)

    growth = grow(Before(people, Known.of(alikes), Near.of(actors)), new, rules)
    if growth is None:
        return
    everybody = stitch(whole, rules)
    same(everybody, growth.people())
    expected = build(whole, everybody, codes, RULES)
    events = Events(whole, new, len(first), codes[len(first) :], codes[: len(first)])
    longer = lengthen(timelines, growth, events, RULES)
    same(expected, longer.whole(bucket=bucket))
    again = recut(journeys, longer, definition)
    if again is None:
        return
    every = cut(expected, definition)
    same(every, again.whole(bucket=bucket))
    assert again.steps == len(every.touchpoint)
    parts = again.buckets(bucket)
    for one, other in zip(every.buckets(bucket), parts, strict=True):
        same(one, other.made())
