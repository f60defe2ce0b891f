"""All that effects take into account besides steps, from a log, its persons and its journeys."""

from functools import partial

import numpy as np
import pyarrow as pa
import pytest

from footpath.engine.local import run
from footpath.journeys import notation
from footpath.journeys.cut import cut
from footpath.model.log import EventLog
from footpath.moments.candidate import Candidate
from footpath.moments.detect import Touchpoints
from footpath.moments.grounds import background
from footpath.moments.outcomes import outcomes

HELP, FAQ = Candidate("touchpoint", "help", after=("home",)), Candidate("touchpoint", "faq", after=("home",))
TEXT = """
ann: home#1 home#2@1h help#1@2h pay#2@3h pay#1@4h
bob: home#3 help#3 home#4@2h
cy: home#5@1d help#5 pay#5
late: home#6@9d
"""


def grounds(text=TEXT, *, log=None, table=None, groups=None, known=None, **options):
    """The background of a text, and its journeys."""
    definition = notation.definition(**({"start": "home", "goal": "pay", "within": "2d"} | options))
    timelines = notation.timelines(text)
    journeys = cut(timelines, definition)
    behind = background(
        partial(run, journeys=journeys, threads=1),
        journeys,
        definition,
        outcomes(journeys, definition),
        log=log,
        timelines=timelines,
        table=pa.table({"person": timelines.persons}) if table is None else table,
        groups=groups or {},
        known=known or {},
    )
    return behind, journeys


def keys(journeys):
    return journeys.step[journeys.first]


def reached(behind, journeys):
    return behind.of(keys(journeys))[0][:, 0]


def test_every_part_of_the_journeys_finds_its_own_endings():
    behind, journeys = grounds()
    assert behind.endings.names[0] == "reached"
    assert reached(behind, journeys).tolist() == [1, 1, 0, 0, 1, 0]
    for person in range(4):
        part = journeys.of_people(np.arange(4) == person)
        assert reached(behind, part).tolist() == (part.outcome == 1).tolist()


def test_of_a_journey_that_is_not_over_no_ending_is_known():
    behind, journeys = grounds()
    assert behind.of(keys(journeys))[1][:, 0].tolist() == [1, 1, 1, 1, 1, 0]


def test_a_person_has_the_same_hash_whoever_else_there_is():
    behind, journeys = grounds()
    alone, _ = grounds("cy: home help pay · aa: home help pay")
    assert alone.hashes[1] == behind.hashes[journeys.persons.to_pylist().index("cy")]
    assert len(set(behind.hashes.tolist())) == 4


def test_what_is_told_of_persons_is_known_at_their_times_of_risk():
    table = pa.table({"person": ["ann", "bob", "cy", "late"], "plan": ["a", "b", "a", "b"]})
    young = {"young": np.array([True, False, False, True])}
    behind, journeys = grounds(table=table, groups=young, known=young)
    risk = Touchpoints().risk(journeys, HELP)
    found = behind.pasts(journeys, HELP, risk)
    told = dict(zip(found.names, found.columns.T.tolist(), strict=True))
    person = journeys.person[risk.journey]
    assert told["plan=a"] == np.isin(person, [0, 2]).tolist()
    assert told["segment young"] == np.isin(person, [0, 3]).tolist()
    assert not any(way for name, way in zip(found.names, found.ways, strict=True) if name == "plan=a")
    assert behind.members(person)[:, 0].tolist() == np.isin(person, [0, 3]).tolist()


def test_a_segment_that_later_steps_decide_is_measured_but_not_taken_into_account():
    behind, journeys = grounds(groups={"buyers": np.array([True, False, True, False])})
    found = behind.pasts(journeys, HELP, Touchpoints().risk(journeys, HELP))
    assert list(behind.groups) == ["buyers"]
    assert not any("buyers" in name for name in found.names)


def test_a_log_adds_what_events_say():
    device = ["phone", "desk", "desk"]
    text = "\n".join(f"p{at:03}: home faq help {'pay' if at % 2 else ''}" for at in range(120))
    log = notation.log(text)
    said = pa.array([f'{{"device": "{device[int(each[0]["value"][1:]) % 3]}"}}' for each in actors(log)])
    told = EventLog(log.table.set_column(log.table.schema.get_field_index("properties"), "properties", said))
    behind, journeys = grounds(text, log=told, within=None)
    risk = Touchpoints().risk(journeys, HELP)
    found = behind.pasts(journeys, HELP, risk)
    phone = found.columns[:, found.names.index("device=phone")]
    assert phone.tolist() == (journeys.person[risk.journey] % 3 == 0).tolist()
    assert not found.ways[found.names.index("device=phone")]


def actors(log):
    return log.table.column("actors").to_pylist()


def test_robots_are_left_out_and_of_few_steps_everybody_may_be_sampled():
    crawler = " ".join(f"home@{second}s" for second in range(40))
    behind, _ = grounds(f"ann: home help pay · crawler: {crawler} · z: home@9d pay")
    assert behind.unusual.tolist() == [False, True, False]
    assert behind.sampled.all()


@pytest.fixture(scope="module")
def gap():
    """Ten persons a day; on eight days nothing was heard of help."""
    days = [(day, each) for day in range(60) for each in range(10)]
    lines = [
        f"p{day}x{each}: home@{day}d {'help' if each % 2 and not 26 <= day < 34 else 'faq'}"
        for day, each in days
    ]
    return grounds("\n".join([*lines, "first: home faq pay"]), within="1d")


def test_of_journeys_that_ran_while_it_was_not_heard_of_nobody_can_see_whether_they_met_it(gap):
    behind, journeys = gap
    begun = journeys.time[journeys.first] // 86_400_000_000 - 20454
    hidden = behind.blind(journeys, HELP)
    assert set(begun[hidden].tolist()) == set(range(25, 34))
    assert not behind.blind(journeys, FAQ).any()
