"""Invariant law of the map: each number is the length of the list that opens behind it."""

from hypothesis import given, settings
from hypothesis import strategies as st

import footpath as fp
from footpath.draw.gates import reached_here
from footpath.model.map import JourneyMap

LETTERS = "ABCDE"
DEFINITIONS = """
stage = [{ name = "early", phase = "consideration" }, { name = "late", phase = "use" }]
touchpoint = [
  { name = "A", stage = "early", match = { event = "A" } },
  { name = "B", stage = "early", match = { event = "B" } },
  { name = "C", stage = "late", match = { event = "C" } },
  { name = "D", stage = "late", match = { event = "D" } },
]
journey = [
  { name = "whole", title = "Everything", quiet = "10h" },
  { name = "short", title = "A to D", start = ["A", "B"], goal = ["D"], ends = ["C"], within = "6h" },
]
segment = [{ name = "came to B", where = "reached('B')" }]

[project]
name = "test"
timezone = "UTC"
"""

steps = st.tuples(st.sampled_from(["ann", "bob", "cy", "dee"]), st.sampled_from(LETTERS), st.integers(0, 60))
period = st.one_of(
    st.none(), st.integers(0, 60).map(lambda hour: f"2026-01-0{1 + hour // 24}T{hour % 24:02}:00Z")
)


def project_of(events):
    people, names, hours = zip(*events, strict=True)
    times = [f"2026-01-0{1 + hour // 24}T{hour % 24:02}:00:00Z" for hour in hours]
    table = {"person": people, "event": names, "time": times}
    return fp.Project.from_events(table, definitions=DEFINITIONS)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(steps, min_size=1, max_size=40),
    st.sampled_from(["whole", "short"]),
    st.sampled_from([None, "came to B"]),
    period,
    period,
)
def test_every_number_of_a_map_opens_its_persons(events, journey, segment, since, until):
    project = project_of(events)
    lens = {"journey": journey, "segment": segment, "since": since, "until": until}
    found = project.map(**lens)

    for key, evidence in found.evidence.items():
        assert len(project.people(key, **lens)) == evidence.n
        assert len(evidence.persons) == evidence.n == len(set(evidence.persons))
    shown = {stage.evidence: stage.people for stage in found.stages}
    shown |= {each.evidence: each.people for stage in found.stages for each in stage.touchpoints}
    shown |= {flow.evidence: flow.people for flow in found.flows}
    shown |= {path.evidence: path.people for path in found.paths}
    assert {key: found.evidence[key].n for key in shown} == shown
    [outcomes] = [each for each in found.evidence.values() if each.analysis == "outcomes"]
    assert outcomes.n == found.people == len(project.people(**lens))
    for number in ("first_contact", "left_after"):
        noted = {e.parameters["touchpoint"]: e.n for e in found.evidence.values() if e.analysis == number}
        there = {
            each.name: getattr(each, f"{number}_people")
            for stage in found.stages
            for each in stage.touchpoints
            if getattr(each, f"{number}_people")
        }
        assert noted == there
        keys = [getattr(each, f"{number}_evidence") for stage in found.stages for each in stage.touchpoints]
        assert {
            found.evidence[key].parameters["touchpoint"]: found.evidence[key].n for key in keys if key
        } == there
    for touchpoint in (each for stage in found.stages for each in stage.touchpoints):
        assert touchpoint.first_contact_people <= touchpoint.people
        reached = reached_here(found, touchpoint)
        key = touchpoint.reached_evidence
        assert (found.evidence[key].n if key else 0) == reached


@settings(max_examples=15, deadline=None)
@given(st.lists(steps, min_size=1, max_size=40), st.sampled_from(["whole", "short"]))
def test_a_map_agrees_with_itself_and_with_funnels(events, journey):
    project = project_of(events)
    found = project.map(journey)
    for flow in found.flows:
        funnel = project.run(fp.Funnel([flow.from_, flow.to], directly=True), journey)
        assert funnel.steps[1].people == flow.people
    for stage in found.stages:
        for touchpoint in stage.touchpoints:
            assert abs(sum(each.share.value for each in touchpoint.next) - 1) < 1e-9
            assert sum(each.journeys for each in touchpoint.next) == touchpoint.journeys
            assert len(project.people(journey=journey, at=touchpoint.name)) == touchpoint.people
    total = sum((found.journeys.reached, found.journeys.left, found.journeys.open))
    assert sum(path.journeys for path in found.paths) + found.paths_other.journeys == total
    assert JourneyMap.from_json(found.to_json()) == found
