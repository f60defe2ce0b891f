"""What hurts in logs that are known well: what those who know the process would say, and no more."""

import re
from pathlib import Path

import pytest

import footpath as fp
from footpath.collect.reading import ImportOptions

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
ORDER = {"case": "order_id", "actor.order": "order_id"}
STEPS = {
    "time.Ordered": "order_purchase_timestamp",
    "time.Approved": "order_approved_at",
    "time.Shipped": "order_delivered_carrier_date",
    "time.Delivered": "order_delivered_customer_date",
    "actor.customer": "customer_id",
    "id": "order_id",
}
PROMISE = {"time": "order_estimated_delivery_date", "id": "order_id"}
REVIEW = {
    "time": "review_answer_timestamp",
    "score": "review_score",
    "text": "review_comment_message",
    "id": "review_id+order_id",
}
BUYERS = {"actor.customer": "customer_id", "actor.buyer": "customer_unique_id"}
CONTENT = """
[[journey]]
name = "content"
title = "I order something and am content with it"
start = ["Places the order"]
goal = { touchpoint = "Reviews the order", score = ">= 4" }
within = "90d"
"""
LATE = ("Promised day passes", "Delivered late")
STATES = {"time": "sys_updated_at", "event": "incident_state", "case": "number", "actor.caller": "caller_id"}
ONCE = r'match = { event = "\1", "properties.lifecycle:transition" = "START" }'


def orders(data):
    """One order is one journey, and it went well where the review is good."""
    table = (data / "olist-orders" / "orders.csv.gz", ORDER)
    customers = ImportOptions(format="traits", columns=BUYERS)
    steps = ImportOptions(columns=STEPS | ORDER, timezone="America/Sao_Paulo")
    promise = ImportOptions(
        source="promises",
        columns=PROMISE | ORDER,
        timezone="America/Sao_Paulo",
        set={"event": "Promised day", "kind": "firm_did"},
    )
    reviews = ImportOptions(
        source="order_reviews",
        columns=REVIEW | ORDER,
        timezone="America/Sao_Paulo",
        set={"event": "Review", "scale": "1..5"},
    )
    project = fp.Project.from_files(table[0], options=steps)
    project.load(table[0], options=promise)
    project.load(data / "olist-orders" / "order_reviews.csv.gz", options=reviews)
    project.load(data / "olist-orders" / "customers.csv.gz", options=customers)
    project.define((HERE / "olist.toml").read_text(encoding="utf-8") + CONTENT)
    return project, "content"


def bills(data):
    """The footpath that is suggested: a package of care is billed, or deleted."""
    options = ImportOptions(columns={"case": "case_id"}, timezone="UTC")
    log = data / "hospital-billing-10k" / "hospital_billing_10k.csv.gz"
    project = fp.Project.from_files(log, options=options)
    project.define(project.suggest())
    return project, "journey"


def incidents(data):
    """An incident is solved within a week, or not."""
    options = ImportOptions(columns=STATES, null=("?",), timezone="UTC")
    log = data / "uci-incident-contact-channels" / "incidents_part_a.csv.gz"
    project = fp.Project.from_files(log, options=options)
    project.define((HERE / "incidents.toml").read_text(encoding="utf-8"))
    return project, "solved"


def loans(data):
    """The suggested definition, where a piece of work counts once: when it is begun."""
    project = fp.Project.from_files(data / "bpic2012-loan-application" / "BPI_Challenge_2012.xes.gz")
    project.define(re.sub(r'match = \{ event = "(W_[^"]+)" \}', ONCE, project.suggest()))
    return project, "journey"


@pytest.fixture(scope="module")
def seen(data):
    """seen(orders): the project of a log, and its moments; each is looked at once."""
    known = {}

    def look(log):
        if log not in known:
            project, journey = log(data)
            known[log] = project, project.run(fp.MomentsOf(), journey)
        return known[log]

    return look


def pains(found):
    return [each for each in found.moments if each.polarity == "pain"]


def test_what_costs_most_good_reviews_is_a_parcel_that_is_late_or_never_comes(seen):
    _, found = seen(orders)
    first = found.moments[0]
    assert (first.polarity, first.rank_low, first.rank_high) == ("pain", 1, 1)
    assert first.touchpoint in LATE
    assert first.effect.high < -0.5
    assert first.lost_goals.low > 0


def test_waiting_for_the_parcel_to_be_sent_and_to_come_costs_good_reviews_too(seen):
    _, found = seen(orders)
    waits = {each.touchpoint for each in pains(found) if each.kind == "wait"}
    assert {"Payment accepted", "Parcel on its way"} <= waits


def test_a_bill_that_is_reopened_or_whose_code_is_wrong_is_paid_less_often(seen):
    _, found = seen(bills)
    assert {"REOPEN", "CODE NOK"} <= {each.touchpoint for each in pains(found)}


def test_an_incident_takes_longer_where_the_caller_is_asked_or_another_group_has_it(seen):
    _, found = seen(incidents)
    assert {"They ask me something", "With another group"} <= {each.touchpoint for each in pains(found)}


def test_applicants_who_must_be_called_again_or_wait_for_an_answer_take_fewer_loans(seen):
    _, found = seen(loans)
    assert {"W_Nabellen offertes", "O_SENT"} <= {each.touchpoint for each in pains(found)}


@pytest.mark.parametrize("log", [orders, bills, incidents, loans])
def test_what_is_shown_is_clear_of_nothing_and_possible(log, seen):
    _, found = seen(log)
    assert found.moments
    for each in found.moments:
        assert each.refused is None
        assert each.q_value <= 0.05
        assert each.effect.high < 0 if each.polarity == "pain" else each.effect.low > 0
        assert -1 <= each.effect.value <= 1
        assert each.lost_goals.value == pytest.approx(-each.effect.value * each.journeys)


@pytest.mark.parametrize("log", [orders, bills, incidents, loans])
def test_behind_each_moment_are_as_many_persons_as_met_it(log, seen):
    project, found = seen(log)
    for each in (*found.moments, *found.undecided):
        persons = project.people(each.evidence, journey=found.journey)
        assert len(persons) == len(set(persons)) == each.exposed <= each.at_risk
