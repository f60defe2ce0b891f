"""Real logs, through import and map: the counts are those that plain pandas finds (reference.json)."""

import json
from dataclasses import dataclass, field

import numpy as np
import pytest

import footpath as fp
from footpath.collect.reading import ImportOptions


@dataclass(frozen=True)
class Log:
    folder: str
    file: str
    part: tuple = ()
    columns: dict = field(default_factory=dict)
    null: tuple = ()


LOGS = {
    "loan": Log("bpic2012-loan-application", "BPI_Challenge_2012.xes.gz", ("all_transitions",)),
    "declarations": Log("bpic2020-travel-expenses", "DomesticDeclarations.xes.gz", ("DomesticDeclarations",)),
    "payments": Log("bpic2020-travel-expenses", "RequestForPayment.xes.gz", ("RequestForPayment",)),
    "helpdesk": Log("helpdesk-tickets", "helpdesk.csv.gz", columns={"case": "case_id"}),
    "incidents": Log(
        "uci-incident-contact-channels",
        "incidents_part_a.csv.gz",
        columns={
            "time": "sys_updated_at",
            "event": "incident_state",
            "case": "number",
            "channel": "contact_type",
        },
        null=("?",),
    ),
    "permits": Log(
        "permit-receipt-by-channel", "receipt.csv.gz", columns={"case": "case_id", "channel": "case_channel"}
    ),
    "billing": Log("hospital-billing-10k", "hospital_billing_10k.csv.gz", columns={"case": "case_id"}),
    "greps": Log(
        "greps-user-journeys",
        "greps_journeys.csv.gz",
        columns={"case": "journey", "event": "activity", "position": "position"},
    ),
}


@pytest.fixture(scope="module", params=LOGS)
def log(request, data):
    chosen = LOGS[request.param]
    reference = json.loads((data / chosen.folder / "reference.json").read_text(encoding="utf-8"))
    for part in chosen.part:
        reference = reference[part]
    options = ImportOptions(columns=chosen.columns, null=chosen.null, timezone="UTC")
    project = fp.Project.from_files(data / chosen.folder / chosen.file, options=options)
    return project, reference


def test_cases_events_and_activities_are_those_of_the_reference(log):
    project, reference = log
    visits = {row["touchpoint"]: row for row in project.run(fp.Visits()).rows()}
    found = {name: row["events"] for name, row in visits.items() if row["events"]}
    assert found == {name: n for name, n in reference["activity_counts"].items() if n}
    assert len(found) == reference["activities"]
    assert sum(found.values()) == reference.get("events", reference.get("touchpoints"))
    outcomes = project.run(fp.Outcomes())
    assert outcomes.reached + outcomes.left + outcomes.open == reference.get(
        "cases", reference.get("journeys")
    )


def test_each_activity_is_in_as_many_cases_as_in_the_reference(log):
    project, reference = log
    covered = {row["touchpoint"]: row["journeys"] for row in project.run(fp.Visits()).rows()}
    for name, cases in reference.get("activity_case_coverage", {}).items():
        assert covered.get(name, 0) == cases


def test_variants_and_the_most_frequent_ones_are_those_of_the_reference(log):
    project, reference = log
    paths = project.run(fp.Paths(top=10))
    assert len(paths.paths) + paths.other.variants == reference["variants"]
    counts = {path.touchpoints: path.journeys for path in paths.paths}
    if top := reference.get("top_variants"):
        assert counts[tuple(top[0]["trace"])] == top[0]["cases"] == paths.paths[0].journeys
        listed = sorted((each["cases"] for each in top), reverse=True)
        assert [path.journeys for path in paths.paths][: len(listed)] == listed


def test_moves_between_activities_are_those_of_the_reference(log):
    project, reference = log
    moves = {(edge.from_, edge.to): edge.moves for edge in project.run(fp.Flow()).edges}
    for from_, to, n in reference["directly_follows_top20"]:
        assert moves[from_, to] == n
    assert np.sum(list(moves.values())) == project.run(fp.Visits()).to_pandas()["events"].sum() - _cases(
        reference
    )
    if "directly_follows_edges" in reference:
        assert len(moves) == reference["directly_follows_edges"]


def test_the_map_shows_these_moves_and_every_number_has_its_persons(log):
    project, reference = log
    drawn = project.map()
    assert sum(flow.moves for flow in drawn.flows) == sum(e.moves for e in project.run(fp.Flow()).edges)
    for stage in drawn.stages:
        for touchpoint in stage.touchpoints[:3]:
            persons = project.people(touchpoint.evidence, journey=drawn.journey)
            assert len(persons) == touchpoint.people == drawn.evidence[touchpoint.evidence].n
    assert sum((drawn.journeys.reached, drawn.journeys.left, drawn.journeys.open)) == _cases(reference)


def _cases(reference):
    return reference.get("cases", reference.get("journeys"))


def test_tickets_that_carry_two_customers_are_a_journey_of_each(data):
    options = ImportOptions(columns={"case": "case_id", "person": "customer"})
    project = fp.Project.from_files(data / "helpdesk-tickets" / "helpdesk.csv.gz", options=options)
    reference = json.loads((data / "helpdesk-tickets" / "reference.json").read_text(encoding="utf-8"))
    outcomes = project.run(fp.Outcomes())
    two = reference["cases_with_more_than_one_customer"]
    assert outcomes.people == reference["customers"]
    assert outcomes.journeys == reference["cases"] + two
