"""What `footpath moments` prints, of a project that answers with moments made by hand."""

import json
import re
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from footpath.cli.moments import answer
from footpath.errors import UnknownName
from reference.hand_made_moments import FOUND, NOTHING, PAYS, Telling


@dataclass(frozen=True)
class Printed:
    out: str
    asked: list

    @property
    def lines(self):
        return self.out.splitlines()


@pytest.fixture
def moments(capfd):
    def asked(*words, found=FOUND, **more):
        project = Telling(found)
        capfd.readouterr()
        answer(project, *words, **more)
        return Printed(capfd.readouterr().out, project.asked)

    return asked


def test_the_list_begins_with_what_was_looked_at(moments):
    assert moments("buy").lines[0] == "buy: 4,812 people; 61 patterns looked at, 5 shown, 2 undecided."


def test_a_line_a_pain_point_with_rank_cost_and_interval(moments):
    lines = moments("buy").lines
    head = lines[lines.index("What hurts") + 1]
    assert re.split("  +", head) == [
        *(
            "rank",
            "moment",
            "met it",
            "goals lost",
            "on the goal",
            "in top 3",
            "since when",
            "most so in",
            "id",
        )
    ]
    first = lines[lines.index("What hurts") + 2]
    assert first.startswith("1st to 2nd  Back to “Pays” again ")
    assert "412 of 1,200  120 [75, 165]  −27.9 points [−38.4 to −17.4]  –" in first
    assert first.endswith("from 9 Feb to 23 Mar 2026  students    loop-1")


def test_what_none_has_is_no_column(moments):
    lines = moments("buy").lines
    head = lines[lines.index("What delights") + 1]
    assert "rank" not in head
    assert "since when" not in head
    assert "64 [38, 90]" in lines[lines.index("What delights") + 2]


def test_ties_are_said_in_words(moments):
    said = moments("buy").out
    assert "1st to 2nd: These two can’t be told apart: each of them may be the one that costs most." in said


def test_the_undecided_stand_apart_with_the_reason(moments):
    said = moments("buy").out
    assert said.index("Undecided") > said.index("What delights")
    assert "Too few people who met it can be compared." in said
    assert "up to 31 % would be false" in said


def test_nothing_found_is_said_plainly(moments):
    lines = moments("buy", found=NOTHING).lines
    assert lines[1].startswith("Nothing is shown, because nothing stands out beyond chance among 61 patterns")
    assert len(lines) == 2


def test_notes_are_sentences(moments):
    noted = replace(NOTHING, notes=("people who did more than anybody are left out",))
    assert moments("buy", found=noted).lines[-1] == "People who did more than anybody are left out."


def test_the_lens_is_what_the_project_is_asked(moments):
    [(question, journey, lens)] = moments("buy", segment="students", since="2026-01-01").asked
    assert (question.one, journey) == (None, "buy")
    assert lens == {"segment": "students", "since": "2026-01-01", "until": None}


def test_the_page_of_one_tells_everything(moments):
    said = moments("buy", "loop-1").out
    for part in (
        "412 of 1,200 people who could have met it did, in 430 journeys. Most so in “students”.",
        "Seen from 9 Feb to 23 Mar 2026.",
        "It costs about 120 goals [75, 165]. Of 100 people who meet it, about 28 fewer reach the goal",
        "Among pain points it ranks 1st to 2nd.",
        "From observation, not from a trial",
        "Check on the past",
        "Time to the goal  +1.5 d [+9.6 h to +2.6 d]",
        "meets it most, suffers most",
        "can’t be told: only 3 people met it",
        "about 214 more journeys would reach the goal [190 to 240], by the absorbing chain",
        "(the journey begins)     112  27.0 % [23.0, 32.0]",
        "“My card was declined three times and ███ could not say why.”",
        "The people: footpath people --evidence lens --journey buy",
    ):
        assert part in said


def test_the_page_of_an_undecided_one_claims_nothing(moments):
    said = moments("buy", "hesitation-1").out
    assert "Undecided. Too few people who met it can be compared." in said
    assert "costs" not in said


def test_the_command_for_the_people_can_be_copied(moments):
    said = moments("buy", "loop-1", segment="it's me").out
    assert """--evidence lens --journey buy --segment 'it'"'"'s me'""" in said


def test_an_unknown_id_is_an_error_that_names_those_there_are(moments):
    with pytest.raises(UnknownName, match="loop-2") as failed:
        moments("buy", "loop-2")
    assert "loop-1" in str(failed.value)


def test_json_is_one_document_with_the_names_of_the_contract(moments):
    found = json.loads(moments("buy", as_json=True).out)
    assert {"journey", "segment", "people", "revision", "moments", "undecided"} <= set(found)
    first = found["moments"][0]
    assert {
        *("id", "polarity", "kind", "touchpoint", "from", "stage", "title", "at_risk", "exposed", "effect"),
        *("refused", "lost_goals", "outcomes", "effect_method", "overlap", "robustness", "q_value", "rank"),
        *("rank_low", "rank_high", "p_top3", "began", "ended", "segment_most_hit", "evidence"),
    } <= set(first)
    assert (first["began"], first["detail"]) == ("2026-02-09", None)


def test_json_of_one_has_its_detail_and_no_others(moments):
    found = json.loads(moments("buy", "loop-1", as_json=True).out)
    assert [each["id"] for each in found["moments"]] == ["loop-1"]
    assert found["undecided"] == []
    assert found["moments"][0]["detail"]["controls"] == 788


def test_hostile_names_steer_no_terminal(moments):
    hostile = replace(PAYS, title="Back to “\x1b[31m[red]Pays”", segment_most_hit="\u202ex")
    said = moments("buy", found=replace(FOUND, moments=(hostile,))).out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "[red]" in said
