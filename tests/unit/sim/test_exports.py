"""The exports: each opens with nothing but the standard library, and says what the world says."""

from __future__ import annotations

import csv
import gzip
import json
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from footpath.sim import clock, simulate
from footpath.sim.company import CODES, STATES
from footpath.sim.moments import PLANTED

RECOGNISED = {"web.ndjson.gz", "tickets.ndjson"}

pytestmark = pytest.mark.usefixtures("exports")  # all of them, written into `folder`


def table(path: Path, separator: str = ",", encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=separator))


@pytest.fixture(scope="module")
def web(folder, exports) -> list[dict[str, Any]]:
    with gzip.open(folder / "web.ndjson.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        simulate(people=60, seed=seed).write(tmp_path / name)
    first, same, other = (contents(tmp_path / name) for name in "abc")
    assert first == same
    assert all(first[name] != other[name] for name in first)


def test_every_export_is_there_and_beside_them_the_truth(folder, exports):
    assert set(exports) | {"truth.json", "truth_people.csv"} == {each.name for each in folder.iterdir()}
    assert json.loads((folder / "truth.json").read_text())["people"] == 2_000


def test_columns_that_are_mapped_are_in_the_file(folder, exports):
    for each in exports.values():
        assert bool(each.columns) != (each.file in RECOGNISED)
        encoding = "utf-16" if each.file == "app_reviews.csv" else "utf-8"
        separator = ";" if each.file == "store.csv" else ","
        if each.columns:
            found = table(folder / each.file, separator, encoding)[0]
            assert {mapping.partition("=")[2] for mapping in each.columns} <= set(found)


def test_the_site_writes_every_kind_of_call_that_it_knows(web):
    assert {each["type"] for each in web} == {"page", "track", "screen", "identify"}
    assert all("anonymousId" in each or "userId" in each for each in web)


def test_a_message_comes_twice_only_as_an_exact_copy(web):
    copies = defaultdict(set)
    for each in web:
        copies[each["messageId"]].add(json.dumps(each, sort_keys=True))
    assert all(len(each) == 1 for each in copies.values())
    assert 0 < len(web) - len(copies) < 0.02 * len(web)


def test_some_events_come_days_late_and_some_clocks_are_wrong(web):
    days_late = [each for each in web if each["receivedAt"][:10] > each["timestamp"][:10]]
    wrong = [each for each in web if each["originalTimestamp"] != each["timestamp"]]
    assert 0 < len(days_late) < 0.05 * len(web)
    assert 0 < len(wrong) < 0.1 * len(web)


def test_the_store_tablets_are_used_by_many_accounts(folder, web):
    accounts = defaultdict(set)
    for each in web:
        if each.get("anonymousId") and each.get("userId"):
            accounts[each["anonymousId"]].add(each["userId"])
    in_store = {
        each["anonymousId"] for each in web if each.get("properties", {}).get("path") == "/store-tablet"
    }
    assert max(len(accounts[each]) for each in in_store) >= 3


def test_some_tablets_are_shared_by_two_people_of_a_family(folder):
    owners = Counter(row["value"] for row in table(folder / "truth_people.csv") if row["kind"] == "anon")
    assert set(owners.values()) == {1, 2}


def test_a_phone_number_is_spelled_in_many_ways_and_some_are_no_number(folder):
    phones = [row["phone"] for row in table(folder / "calls.csv")]
    assert "0000000000" in phones
    for beginning in ("+316", "06", "00316", "06-", "+31 6", "+31 (0)6"):
        assert any(each.startswith(beginning) for each in phones)


def test_an_order_has_its_dates_in_order(folder):
    for row in table(folder / "orders.csv"):
        dates = [row[name] for name in row if name.endswith("_at") and row[name]]
        assert dates == sorted(dates)


def test_orders_and_receipts_are_the_goals_of_the_truth(company, folder):
    ordered = sum(row["ordered_at"] != "" for row in table(folder / "orders.csv"))
    receipts = len(table(folder / "store.csv", ";"))
    assert ordered + receipts == pytest.approx(company.truth["journeys"]["buy"]["reached"], abs=10)


def test_every_step_in_the_data_is_a_row_of_its_system(company, folder, web):
    history = company.world.history
    in_data = Counter(STATES[each].system for each in history.state[history.time < clock.end()].tolist())
    seen = {each["messageId"] for each in web if each["type"] != "identify"}
    assert len(seen) == in_data["web"]
    assert len(table(folder / "calls.csv")) == in_data["calls"]
    assert len(table(folder / "ads.csv")) == in_data["ads"]
    assert len((folder / "tickets.ndjson").read_text().splitlines()) == in_data["tickets"]


def test_a_ticket_is_a_zendesk_ticket(folder):
    tickets = [json.loads(line) for line in (folder / "tickets.ndjson").read_text().splitlines()]
    first = tickets[0]
    assert {"id", "created_at", "updated_at", "status", "via", "subject", "description"} <= set(first)
    assert first["requester"]["email"].count("@") == 1
    assert {each["satisfaction_rating"]["score"] for each in tickets} >= {"good", "bad", "offered"}
    assert all(each["created_at"] <= each["updated_at"] for each in tickets)


def test_the_survey_has_three_header_rows_and_previews(folder):
    questions, imports, *answers = table(folder / "survey.csv")
    assert "recommend" in questions["Q1"]
    assert json.loads(imports["StartDate"]) == {"ImportId": "startDate", "timeZone": "Europe/Amsterdam"}
    assert {row["Status"] for row in answers} == {"Survey Preview", "IP Address"}
    assert all(
        row["RecipientEmail"] or row["ExternalReference"]
        for row in answers
        if row["Status"] != "Survey Preview"
    )


def test_app_reviews_are_utf_16_and_name_nobody(folder):
    assert (folder / "app_reviews.csv").read_bytes()[:2] == b"\xff\xfe"
    assert {row["Package Name"] for row in table(folder / "app_reviews.csv", encoding="utf-16")} == {
        "example.northwind.app"
    }


def test_the_customer_file_has_traits_and_some_junk(folder):
    rows = table(folder / "crm.csv")
    assert {row["plan_type"] for row in rows} == {"student", "family", "business", "prepaid"}
    assert any(row["phone"] == "0000000000" for row in rows)
    assert len({row["user_id"] for row in rows if row["user_id"]}) == sum(
        row["user_id"] != "" for row in rows
    )


def test_the_touchpoints_of_the_definitions_are_those_of_the_company(company):
    written = tomllib.loads(company.definitions)
    names = {each["name"] for each in written["touchpoint"]}
    assert {each.touchpoint for each in STATES if each.touchpoint} | {"Reviews the app"} == names
    assert {each.touchpoint for each in PLANTED} <= names
    stages = {each["name"] for each in written["stage"]}
    assert {each["stage"] for each in written["touchpoint"]} == stages
    assert len({each["phase"] for each in written["stage"]}) == 9


def test_each_rule_for_the_site_finds_what_the_site_writes(company, web):
    rules = {each["name"]: each["match"] for each in tomllib.loads(company.definitions)["touchpoint"]}
    written = {
        (each.get("event"), each["properties"].get("path"), each["properties"].get("name"))
        for each in web
        if each["type"] != "identify"
    }
    found = [found_by(rules, *each) for each in sorted(written, key=str)]
    assert sorted(found) == sorted({each.touchpoint for each in STATES if each.system == "web"})


def found_by(rules: dict[str, dict[str, Any]], event: str | None, path: str | None, name: str | None) -> str:
    columns = {"source": "web", "event": event, "properties.path": path, "properties.name": name}
    return next(name for name, match in rules.items() if all(columns.get(key) == match[key] for key in match))


def test_each_queue_of_the_call_centre_has_its_rule(company, folder):
    rules = [each["match"] for each in tomllib.loads(company.definitions)["touchpoint"]]
    queues = {row["queue"] for row in table(folder / "calls.csv")}
    assert queues <= {each.get("properties.queue") for each in rules}
    assert STATES[CODES["chase"]].event in queues
