"""A log that comes in several parts, one after the other, tells what it tells when it is there at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from footpath.engine.local import run
from footpath.journeys import notation
from footpath.mapping.counted import count
from footpath.model.definition import Definitions, Identifier, Stage, Touchpoint
from footpath.model.event import EVENT_SCHEMA
from footpath.model.lens import Lens
from footpath.model.log import EventLog
from footpath.project.basis import Grown
from footpath.project.drawing import Caption, drawn
from footpath.project.indexing import Kept
from footpath.project.snapshot import Snapshot
from reference.same import same

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
TOUCHPOINTS = (
    Touchpoint("views", "look", {"event": ("view",)}),
    Touchpoint("pays", "buy", {"event": ("pay",)}, channel="till"),
    Touchpoint("says", "buy", {"kind": ("said",), "source": ("*",)}),
)
TYPED = (*TOUCHPOINTS[:2], replace(TOUCHPOINTS[2], where="properties.price is null"))
STAGES = (Stage("look", "consideration"), Stage("buy", "purchase"), Stage("never", "use"))
JOURNEYS = [
    notation.definition(start="views", goal="pays", within="2h", before="1h", after="1h"),
    notation.definition(start="views", goal="pays", ends="says", quiet="1h"),
    replace(notation.definition(goal="pays", quiet="1h"), stages=("look",)),
    notation.definition(),
]
ACTORS = [("user", f"u{i}") for i in range(5)] + [("anon", "a1"), ("anon", "a2"), ("email", "a@x.org")]
EVENT = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["web", "app", "crm"]),
        "seq": st.sampled_from([0, 0, 1]),
        "time": st.none() | st.integers(0, 5).map(lambda hours: BEGINNING + timedelta(hours=hours)),
        "case": st.sampled_from([None, None, None, "1", "2"]),
        "event": st.sampled_from(["view", "view", "pay", "noise"]),
        "kind": st.sampled_from(["did", "did", "did", "did", "said", "traits"]),
        "channel": st.sampled_from([None, "phone", "app"]),
        "score": st.none() | st.integers(0, 10),
        "actors": st.lists(st.sampled_from(ACTORS), max_size=2).map(
            lambda some: [{"kind": kind, "value": value} for kind, value in some]
        ),
    }
)
PARTS = st.lists(st.lists(EVENT, min_size=1, max_size=8), min_size=2, max_size=4)
RULES = st.sampled_from([(), (Identifier("anon", most_people=1),), (Identifier("email", unique=True),)])
LENS = Lens("journey")


def log_of(events, begin=0) -> EventLog:
    """A log of events, whose ids don't come in the order of rows."""
    told = {"file": "f", "received": BEGINNING}
    rows = [told | event | {"id": f"{at * 7 % 53:03}-{at}"} for at, event in enumerate(events, begin)]
    return EventLog(pa.Table.from_pylist(rows, EVENT_SCHEMA))


def snapshots(parts, definitions, *, onto_first):
    """Of more and more parts; each rests on the first part, or on the one before it."""
    events = [event for part in parts for event in part]
    ends = np.cumsum([len(part) for part in parts]).tolist()
    found = [Snapshot(log_of(events[: ends[0]]), definitions, kept=Kept())]
    for end in ends[1:]:
        before = found[0] if onto_first else found[-1]
        begin = len(before.log)
        grown = Grown(before, log_of(events[begin:end], begin), begin, lambda: None)
        found.append(Snapshot(log_of(events[:end]), definitions, kept=Kept(), grown=grown))
    return found


def map_of(snapshot):
    return drawn(snapshot, LENS, Caption(1, BEGINNING, str, "footpath people"), frozenset({"moment"}))


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(PARTS, RULES, st.sampled_from(JOURNEYS), st.sampled_from([TOUCHPOINTS, TYPED]), st.booleans())
def test_its_map_and_its_persons_are_those_of_all_parts_at_once(parts, rules, journey, touchpoints, first):
    definitions = Definitions("p", "UTC", STAGES, touchpoints, rules, (journey,))
    for each in snapshots(parts, definitions, onto_first=first)[1:]:
        found, anew = map_of(each), map_of(Snapshot(each.log, definitions, kept=Kept()))
        for name in anew.__struct_fields__:
            assert getattr(found, name) == getattr(anew, name), name
    for key in list(found.evidence)[:2]:
        assert len(each.evidence(LENS, key)) == found.evidence[key].n
    anew = Snapshot(each.log, definitions, kept=Kept())
    same(anew.people, each.people)
    same(anew.whole, each.whole)
    same(anew.journeys(LENS), each.journeys(LENS))
    np.testing.assert_array_equal(anew.codes, each.codes)


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(PARTS, st.sampled_from(JOURNEYS[:3]), st.integers(2, 3))
def test_what_is_counted_is_the_same_however_many_threads_look(parts, journey, threads):
    definitions = Definitions("p", "UTC", STAGES, TOUCHPOINTS, journeys=(journey,))
    found = snapshots(parts, definitions, onto_first=True)[-1]
    stages = found._progress(LENS)

    def counted(journeys, threads):
        return count(lambda analysis: run(analysis, journeys, threads=threads), stages)

    assert repr(counted(found.drawn(LENS), threads)) == repr(counted(found.journeys(LENS), 1))
