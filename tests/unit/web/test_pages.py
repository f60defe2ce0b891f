"""What each page shows, and that its numbers are those of the project."""

from __future__ import annotations

import re

import pytest

from footpath.draw import FORMATS
from footpath.project import Project

from .conftest import EVENTS, Client, words


def evidence_of(client: Client, touchpoint: str) -> str:
    stages = client.get("/api/map/buy").json()["stages"]
    return next(t["evidence"] for stage in stages for t in stage["touchpoints"] if t["name"] == touchpoint)


def test_an_empty_project_greets_and_asks_for_a_file(newcomer: Client) -> None:
    answer = newcomer.get("/")
    assert answer.status_code == 200
    assert "Draw your first journey map" in words(answer)
    assert 'type="file"' in answer.text


def test_the_front_page_shows_each_journey_with_its_goal_rate(client: Client, project: Project) -> None:
    found = project.map("buy")
    said = words(client.get("/"))
    assert "Shop" in said
    assert "I buy something" in said
    assert f"{found.people} people" in said
    assert f"{found.journeys.reached} journeys reached the goal" in said


def test_a_journey_shows_its_map_in_a_frame_and_every_number_with_its_evidence(client: Client) -> None:
    answer = client.get("/journeys/buy")
    assert 'src="/journeys/buy/map.html"' in answer.text
    assert f"/evidence/{evidence_of(client, 'Visits the shop')}?journey=buy" in answer.text


def test_the_choice_of_segment_and_period_stays_in_the_url(client: Client) -> None:
    answer = client.get("/journeys/buy?segment=payers&since=2026-03-01&until=2026-03-08")
    assert (
        'src="/journeys/buy/map.html?segment=payers&amp;since=2026-03-01&amp;until=2026-03-08"' in answer.text
    )
    assert 'value="2026-03-01"' in answer.text
    assert "chosen by behaviour" in words(answer)


def test_empty_choices_are_taken_out_of_the_url(client: Client) -> None:
    answer = client.get("/journeys/buy?segment=payers&since=&until=")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/journeys/buy?segment=payers"


@pytest.mark.parametrize("ending", FORMATS)
def test_the_map_can_be_downloaded_in_every_format(client: Client, ending: str) -> None:
    answer = client.get(f"/journeys/buy/map.{ending}?download=yes")
    assert answer.status_code == 200
    assert re.search(rf'attachment; filename="[a-z0-9.-]+\.{ending}"', answer.headers["content-disposition"])
    assert len(answer.content) > 100


def test_a_period_in_which_nothing_happened_says_so(client: Client) -> None:
    assert "No journey matches" in words(client.get("/journeys/buy?since=2027-01-01"))


def test_evidence_lists_exactly_the_persons_of_the_number(client: Client, project: Project) -> None:
    key = evidence_of(client, "Pays")
    answer = client.get(f"/evidence/{key}?journey=buy")
    persons = project.people(key, journey="buy")
    assert len(persons) == 2
    assert set(re.findall(r'href="/people/(p[0-9a-f]+)"', answer.text)) == set(persons)
    assert project.map("buy").evidence[key].command in words(answer)
    assert "2 events there" in words(answer)


def test_evidence_of_another_map_is_not_found(client: Client) -> None:
    answer = client.get("/evidence/visits-0000000000?journey=buy")
    assert answer.status_code == 404
    assert "no evidence" in words(answer)


def test_a_person_is_found_by_an_identifier_and_told_by_days(client: Client, project: Project) -> None:
    found = project.person("cy")
    answer = client.get("/people?q=cy")
    assert (answer.status_code, answer.headers["location"]) == (303, "/people/cy")
    said = words(client.get("/people/cy"))
    assert found.person in said
    assert "Thursday, 5 Mar 2026" in said
    assert "10:00 Visits the shop" in said  # 9 o'clock UTC is ten in Amsterdam
    assert "1 of them at no touchpoint" in said
    assert said.index("Visits the shop") < said.index("Pays")


def test_who_is_nobody_is_told_so_without_naming_others(client: Client) -> None:
    answer = client.get("/people/dora")
    assert answer.status_code == 404
    assert "nobody is known as “dora”" in words(answer).replace("Nobody", "nobody")
    assert "ann" not in words(answer).replace("ann@example.com", "")


def test_the_status_tells_sources_and_imports(client: Client) -> None:
    said = words(client.get("/status"))
    assert "events.csv" in said
    assert "3 people" in said.replace("people 3", "3 people")


def test_pages_follow_the_data_at_once(client: Client, project: Project, tmp_path) -> None:
    assert project.map("buy").people == 3
    client.get("/journeys/buy")
    more = tmp_path / "more.csv"
    more.write_text("customer,time,event\ndan,2026-03-05T10:00:00Z,Visits\n", encoding="utf-8")
    project.load(more)
    assert client.get("/api/map/buy").json()["people"] == 4


def test_a_file_is_taken_in_with_a_receipt_and_again_changes_nothing(newcomer: Client) -> None:
    first = newcomer.upload("events.csv", EVENTS)
    assert first.status_code == 303
    said = words(newcomer.get(first.headers["location"]))
    assert "7 events added" in said
    assert "What happened event" in said  # the column that was guessed
    again = newcomer.upload("events.csv", EVENTS)
    assert "Nothing new" in words(newcomer.get(again.headers["location"]))


def test_what_was_refused_is_told_by_its_reason(newcomer: Client) -> None:
    answer = newcomer.upload("events.csv", EVENTS + "dan,2926-03-05T10:00:00Z,Visits,\n")
    assert "dated in the future 1" in words(newcomer.get(answer.headers["location"]))


def test_unclear_columns_are_asked_for_and_the_file_is_tried_again(newcomer: Client) -> None:
    odd = EVENTS.replace("customer,time,event,note", "wer,wann,was,x")
    answer = newcomer.upload("odd.csv", odd)
    assert answer.status_code == 400
    assert "odd.csv could not be read yet" in words(answer)
    assert "/tmp" not in answer.text
    assert '<option value="wann">' in answer.text
    action = re.search(r'action="(/uploads/[^"]+/columns)"', answer.text)
    assert action is not None
    chosen = {"column.person": "wer", "column.time": "wann", "column.event": "was"}
    second = newcomer.post(action[1], data=chosen)
    assert second.status_code == 303
    assert "7 events added" in words(newcomer.get(second.headers["location"]))


def test_people_whom_two_files_know_by_one_identifier_are_the_same(newcomer: Client) -> None:
    files = {
        "web.csv": "kunde,wann,was\nann,2026-03-01,Visits\nbob,2026-03-02,Visits\n",
        "till.csv": "card,wann,was\nann,2026-03-03,Pays\n",
    }
    for name, text in files.items():
        action = re.search(r'action="(/uploads/[^"]+/columns)"', newcomer.upload(name, text).text)
        assert action is not None
        who = text.partition(",")[0]
        chosen = {"column.person": who, "same_people": "card number", "column.time": "wann"}
        wrong = newcomer.post(action[1], data={**chosen, "column.event": "wann", "time_format": "?"})
        assert f'<option selected value="{who}">' in wrong.text
        assert 'value="card number"' in wrong.text
        newcomer.post(action[1], data={**chosen, "column.event": "was"})
    assert "people in more than one source 1" in words(newcomer.get("/status"))


def test_times_that_cannot_be_read_are_shown_and_the_file_is_tried_again(newcomer: Client) -> None:
    slashed = EVENTS.replace("T10:00:00Z", "").replace("T11:00:00Z", "").replace("T09:00:00Z", "")
    slashed = re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3/\2/\1", slashed)
    columns = {"column.person": "customer", "column.time": "time", "column.event": "event"}
    asked = newcomer.upload("slashed.csv", slashed)
    action = re.search(r'action="(/uploads/[^"]+/columns)"', asked.text)
    assert action is not None
    receipt = newcomer.get(newcomer.post(action[1], data=columns).headers["location"])
    assert "no time could be read, such as “01/03/2026”" in words(receipt)
    assert f'href="{action[1]}"' in receipt.text
    assert "/suggestion" not in receipt.text
    form = newcomer.get(action[1])
    assert "%d.%m.%Y %H:%M reads 22.01.2025 18:00" in words(form)
    refused = newcomer.post(action[1], data={**columns, "time_format": "dd/mm/yyyy"})
    assert "does not say how times are written" in words(refused)
    assert 'value="dd/mm/yyyy"' in refused.text
    last = newcomer.post(action[1], data={**columns, "time_format": "%d/%m/%Y"})
    assert "7 events added" in words(newcomer.get(last.headers["location"]))
    assert newcomer.get(action[1]).status_code == 303


def test_a_file_that_is_no_table_says_why(newcomer: Client) -> None:
    answer = newcomer.upload("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    assert answer.status_code == 400
    assert "not recognised" in words(answer)


def test_the_suggestion_is_shown_and_put_into_force_with_a_reason(newcomer: Client, empty: Project) -> None:
    newcomer.upload("events.csv", EVENTS)
    page = newcomer.get("/suggestion")
    assert "Use these" in words(page)
    assert "guess" in words(page)
    answer = newcomer.post("/definitions", data={"text": empty.suggest(), "why": "looks right"})
    assert answer.status_code == 303
    assert empty.revision == 1
    assert "Revision 1 is in force" in words(newcomer.get(answer.headers["location"]))


def test_wrong_definitions_are_explained_and_the_text_is_kept(client: Client, project: Project) -> None:
    text = project.definitions_text.replace('goal = ["Pays"]', 'goal = ["Payz"]')
    answer = client.post("/definitions", data={"text": text})
    assert answer.status_code == 400
    assert "Did you mean" in words(answer)
    assert "Payz" in answer.text
    assert project.revision == 1
