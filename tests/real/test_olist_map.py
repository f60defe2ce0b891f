"""The orders of a marketplace, from its tables to a map by commands; its numbers against plain pandas."""

import json
import shlex
import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
DEFINITIONS = Path(__file__).with_name("olist.toml")
ORDER = "case=order_id,actor.order=order_id"
REVIEW = f"{ORDER},id=review_id+order_id"
STEPS = (
    "time.Ordered=order_purchase_timestamp,time.Approved=order_approved_at,"
    "time.Shipped=order_delivered_carrier_date,time.Delivered=order_delivered_customer_date"
)
WORDS = "score=review_score,text=review_comment_message"
PROMISE = "time=order_estimated_delivery_date,id=order_id"
DUE = "time=shipping_limit_date,value=price,id=order_id+order_item_id"
TRAITS = "--format traits --columns"
FIRM = "--set kind=firm_did --set"
IMPORTS = f"""
customers {TRAITS} actor.customer=customer_id,actor.buyer=customer_unique_id
orders --columns {STEPS},id=order_id,{ORDER},actor.customer=customer_id
orders --source promises --columns {PROMISE},{ORDER} {FIRM} 'event=Promised day'
order_reviews --columns time=review_answer_timestamp,{WORDS},{REVIEW} --set event=Review --set scale=1..5
order_reviews --source asked --columns time=review_creation_date,{REVIEW} {FIRM} 'event=Review asked'
order_items --columns {DUE},{ORDER} {FIRM} 'event=Shipping due'
order_payments {TRAITS} actor.order=order_id
"""
PER_ORDER = """
WITH reviewed AS (
    SELECT events."case" AS "order", arg_max(responses.score, responses.time) AS stars
    FROM responses JOIN events USING (source, id) WHERE responses.score IS NOT NULL GROUP BY 1
), promised AS (
    SELECT "case" AS "order", any_value(properties->>'order_status') AS status,
        any_value((properties->>'order_estimated_delivery_date')::DATE) AS due,
        max(CASE event WHEN 'Delivered' THEN timezone('America/Sao_Paulo', time)::DATE END) AS came
    FROM events WHERE source = 'orders' GROUP BY 1
)
SELECT status, came - due AS delay, stars FROM promised JOIN reviewed USING ("order")
"""
DELAYS = {
    "15+ early": (-1000, -15),
    "8-14 early": (-14, -8),
    "1-7 early": (-7, -1),
    "on the day": (0, 0),
    "1-3 late": (1, 3),
    "4-7 late": (4, 7),
    "8-14 late": (8, 14),
    "15+ late": (15, 1000),
}


@pytest.fixture(scope="module")
def project(command, data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("olist") / "olist"
    command("init", folder)
    for line in IMPORTS.strip().splitlines():
        name, *options = shlex.split(line)
        file = data / "olist-orders" / f"{name}.csv.gz"
        command("import", file, "--timezone", "America/Sao_Paulo", *options, "-p", folder)
    shutil.copy(DEFINITIONS, folder / "footpath.toml")
    command("apply", "-p", folder)
    return folder


@pytest.fixture(scope="module")
def known(data):
    return json.loads((data / "olist-orders" / "reference.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def orders(command, project):
    return json.loads(command("sql", PER_ORDER, "--json", "-p", project))["rows"]


@pytest.fixture(scope="module")
def drawn(command, project):
    command("map", "order", "-o", project / "order.json", "-p", project)
    return json.loads((project / "order.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def touchpoints(drawn):
    return {each["name"]: each for stage in drawn["stages"] for each in stage["touchpoints"]}


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def test_every_order_has_its_latest_review(orders, known):
    assert len(orders) == known["orders"]
    found = {
        status: mean(each["stars"] for each in orders if each["status"] == status)
        for status in known["orders_by_status"]
    }
    assert found == pytest.approx(known["mean_score_by_status"], abs=1e-6)


def test_who_waits_beyond_the_promised_day_is_less_content(orders, known):
    delivered = [each for each in orders if each["status"] == "delivered" and each["delay"] is not None]
    for name, (first, last) in DELAYS.items():
        stars = [each["stars"] for each in delivered if first <= each["delay"] <= last]
        expected = known["mean_score_and_orders_by_delay_days"][name]
        assert {"orders": len(stars), "mean_score": mean(stars)} == pytest.approx(expected, abs=1e-6), name
    late, on_time = (
        [x["stars"] for x in delivered if (x["delay"] > 0) == is_late] for is_late in (True, False)
    )
    assert len(late) == known["late_orders"]
    assert (mean(late), mean(on_time)) == pytest.approx(
        (known["mean_score_late"], known["mean_score_on_time"])
    )


def test_all_reviews_together_have_the_mean_of_the_reference(command, project, known):
    query = "SELECT count(*) AS n, avg(score) AS mean FROM responses"
    (row,) = json.loads(command("sql", query, "--json", "-p", project))["rows"]
    assert (row["n"], row["mean"]) == (known["reviews"], pytest.approx(known["review_score_mean"], abs=1e-6))
    # The score counts a person once, with the latest review of any of their orders
    (stars,) = json.loads(command("scores", "--json", "-p", project))["scores"]
    assert (stars["answered"], stars["asked"]) == (known["customers"], known["customers"])
    assert stars["raw"]["value"] == pytest.approx(known["review_score_mean"], abs=0.03)


def test_the_map_shows_where_it_hurts(touchpoints, known):
    stars = {name: each["scores"]["stars"]["value"] for name, each in touchpoints.items()}
    assert touchpoints["Delivered late"]["people"] == known["late_orders"]
    assert stars["Promised day passes"] < 1.8
    assert stars["Delivered"] == pytest.approx(known["mean_score_on_time"], abs=0.02)
    # Three of four late orders were reviewed before they came: what their buyers say is said of the waiting
    assert touchpoints["Delivered late"]["scores"]["stars"]["n"] < known["late_orders"] / 4


def test_portuguese_is_not_read_for_emotion_and_scores_carry_it(drawn, touchpoints, command, project):
    waited = touchpoints["Promised day passes"]
    assert waited["emotion"]["words"] is None
    assert waited["emotion"]["scores"]["value"] < -1
    assert waited["unread"]["language not supported"] > 900
    assert any(
        "in a language that the reader of emotions does not know" in each
        for each in drawn["coverage"]["warnings"]
    )
    told = command("themes", "-p", project)
    assert "comments, language not supported" in told
    assert "feels" not in told


def test_themes_tell_apart_what_buyers_say_at_each_touchpoint(touchpoints):
    most = {name: max(each["themes"], key=lambda theme: theme["people"])["name"]
            for name, each in touchpoints.items() if len(each["themes"]) > 3}  # fmt: skip
    assert most["Promised day passes"] == "Has not come"
    assert most["Delivered"] == "On time or early"


def test_what_keeps_a_parcel_from_coming_is_told(command, project):
    told = command("drivers", "order", "-p", project)
    assert "Promised day passes" in told
    assert "Left out: Places the order, " in told
