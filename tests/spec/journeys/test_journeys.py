"""What a journey is, said in examples."""

from __future__ import annotations

import pytest

from footpath.errors import DefinitionError, UnknownName
from footpath.journeys.notation import BEGINNING, journeys, log, people, span, touchpoints
from footpath.journeys.timelines import microseconds
from footpath.model.definition import Goal
from footpath.model.journey import OUTCOMES


def told(found):
    """Each journey as: person, its steps with the journey itself in bars, outcome."""
    lines = []
    for j in range(len(found)):
        low, first, last, high = found.offsets[j], found.first[j], found.last[j], found.offsets[j + 1]
        names = [found.touchpoints[code] for code in found.touchpoint]
        parts = [" ".join(names[a:b]) for a, b in ((low, first), (first, last), (last, high))]
        lines.append(f"{found.persons[found.person[j]]}: {'|'.join(parts)} {OUTCOMES[found.outcome[j]]}")
    return lines


def test_without_start_and_cases_the_whole_timeline_is_one_journey():
    assert told(journeys("ann: view cart pay · bob: view", quiet="1h")) == [
        "ann: |view cart pay| open",
        "bob: |view| open",
    ]


def test_a_journey_goes_from_its_start_to_its_first_goal():
    found = journeys("ann: ad view cart pay help", start="view", goal="pay", within="1d")
    assert told(found) == ["ann: ad|view cart pay|help reached"]


def test_further_starts_inside_belong_to_the_journey():
    found = journeys("ann: view view pay", start="view", goal="pay", within="1d")
    assert told(found) == ["ann: |view view pay| reached"]


def test_after_its_goal_a_person_may_begin_again():
    found = journeys("ann: view pay view pay", start="view", goal="pay", within="1d")
    assert told(found) == ["ann: |view pay| reached", "ann: |view pay| reached"]


def test_a_goal_at_the_very_end_of_the_window_counts_and_one_after_it_does_not():
    text = "ann: view@0 pay@2d · bob: view@0 pay@49h"
    assert told(journeys(text, start="view", goal="pay", within="2d")) == [
        "ann: |view pay| reached",
        "bob: |view|pay left",
    ]


def test_a_touchpoint_that_ends_it_ends_it_without_the_goal():
    found = journeys("ann: view declines pay", start="view", goal="pay", ends="declines", within="1d")
    assert told(found) == ["ann: |view declines|pay left"]


def test_a_journey_is_open_until_its_window_has_passed():
    text = "ann: view@0 · bob: view@1d · cy: x@2d"
    found = journeys(text, start="view", goal="x", within="2d")
    assert told(found) == ["ann: |view| left", "bob: |view| open"]
    assert found.settled.tolist() == [True, False]


def test_a_reached_journey_is_settled_only_when_its_window_has_passed():
    found = journeys("ann: view@0 pay@1h · bob: view@2d", start="view", goal="pay", within="1d", until="3h")
    assert (told(found), found.settled.tolist()) == (["ann: |view pay| reached"], [False])


def test_without_a_window_a_long_quiet_closes_it():
    found = journeys("ann: view@0 cart@1h view@9h · bob: x@9h", start="view", goal="x", quiet="3h")
    assert told(found) == ["ann: |view cart| left", "ann: |view| open"]
    assert found.settled.tolist() == [True, False]


def test_quiet_does_not_divide_a_whole_timeline():
    assert told(journeys("ann: view@0 cart@9h", goal="cart", quiet="3h")) == ["ann: |view cart| reached"]


def test_each_case_is_a_journey_and_cases_may_overlap():
    found = journeys("ann: opens#1 opens#2 solved#1 solved#2", goal="solved")
    assert told(found) == ["ann: |opens solved| reached", "ann: |opens solved| reached"]
    assert found.case.tolist() == [0, 1]


def test_a_case_without_the_start_is_no_journey_but_may_be_part_of_one():
    found = journeys("ann: opens#1 solved#1 solved#2", start="opens", goal="solved")
    assert told(found) == ["ann: |opens solved|solved reached"]


def test_a_journey_that_starts_without_a_case_may_reach_its_goal_in_one():
    found = journeys("ann: visits cart#7 pays#7", start="visits", goal="pays")
    assert told(found) == ["ann: |visits cart pays| reached"]


def test_what_a_case_holds_around_its_journey_is_drawn_however_long_ago():
    found = journeys("ann: mail#1@0 opens#1@90d solved#1@91d survey#1@300d", start="opens", goal="solved")
    assert told(found) == ["ann: mail|opens solved|survey reached"]


def test_a_case_is_led_into_by_what_has_no_case():
    found = journeys("ann: site@0 mail#2@0s opens#1@1d solved#1@2d site@3d", start="opens", goal="solved")
    assert (told(found), found.outside) == (["ann: site mail|opens solved|site reached"], 0)


def test_lead_in_and_aftermath_end_where_they_are_told_to():
    found = journeys(
        "ann: ad@0 mail@20d view@25d pay@26d use@30d use@90d",
        start="view",
        goal="pay",
        within="2d",
        before="6d",
        after="5d",
    )
    assert (told(found), found.outside) == (["ann: mail|view pay|use reached"], 2)


def test_between_two_journeys_a_touchpoint_belongs_to_the_earlier():
    text = "ann: view@0 pay@1h help@2h ad@9h view@10h pay@11h"
    found = journeys(text, start="view", goal="pay", within="2h", after="3h", before="3h")
    assert told(found) == ["ann: |view pay|help reached", "ann: ad|view pay| reached"]


def test_a_goal_may_ask_for_a_score():
    text = "ann: view rates=5 · bob: view rates=3 · cy: view rates"
    found = journeys(text, start="view", goal=Goal("rates", ">= 4"), within="1d")
    assert told(found) == [
        "ann: |view rates| reached",
        "bob: |view rates| open",
        "cy: |view rates| open",
    ]


def test_a_start_that_is_the_goal_counts_as_goal_only_if_nothing_follows():
    text = "ann: buys buys · bob: buys · cy: buys help"
    assert told(journeys(text, start="buys", goal="buys", within="1d")) == [
        "ann: |buys buys| reached",
        "bob: |buys| reached",
        "cy: |buys help| open",
    ]


def test_without_times_all_of_a_timeline_is_drawn_and_what_is_not_reached_is_left():
    found = journeys(
        "ann: ad view pay use · bob: ad view", timed=False, start="view", goal="pay", before="1s"
    )
    assert told(found) == ["ann: ad|view pay|use reached", "bob: ad|view| left"]
    assert found.settled.tolist() == [True, True]


def test_since_and_until_select_by_start_and_look_no_further():
    text = "ann: view@0 pay@1h · bob: view@5h pay@6h · cy: view@9h"
    options = {"start": "view", "goal": "pay", "within": "2h"}
    assert told(journeys(text, since="5h", **options)) == ["bob: |view pay| reached", "cy: |view| open"]
    assert told(journeys(text, until="5h", **options)) == ["ann: |view pay| reached", "bob: |view| open"]
    assert journeys(text, until="5h", **options).as_of == microseconds(BEGINNING + span("5h"))


def test_the_first_contact_is_the_earliest_event_of_all_and_unknown_near_the_beginning():
    text = "ann: view@0 pay@1d · bob: (ad)@9d view@10d · cy: pay@9d"
    found = journeys(text, before="2d")
    assert found.first_step.tolist() == [0, -1, 3]
    assert found.early.tolist() == [True, False, False]


def test_a_first_contact_that_no_journey_holds_is_at_none_of_its_steps():
    found = journeys("ann: ad@0 view@9d pay@10d · bob: view@9d", start="view", goal="pay", before="1d")
    assert found.step.tolist() == [1, 2, 3]
    assert found.first_step.tolist() == [0, 3]


def test_a_first_contact_keeps_its_place_in_the_timelines_whatever_is_seen_of_them():
    found = journeys("ann: view@0 pay@9d · bob: pay@2d", until="3d")
    assert found.step.tolist() == [0, 2] == found.first_step.tolist()


def test_a_name_that_nobody_defined_is_told_with_what_was_meant():
    with pytest.raises(UnknownName, match='no touchpoint "viw"') as caught:
        journeys("ann: view", start="viw")
    assert str(caught.value) == 'journey "journey": no touchpoint "viw". Did you mean "view"?'


@pytest.mark.parametrize("score", ["four", ">= ", "4", "=> 4", ">= 4 5"])
def test_a_score_that_is_no_condition_is_told(score):
    with pytest.raises(DefinitionError, match="no condition on a score"):
        journeys("ann: view", goal=Goal("view", score))


def test_the_notation_gives_everybody_an_id_that_can_be_read():
    events = log("bob: view · ann: view (ad)")
    assert people(events).ids.to_pylist() == ["ann", "bob"]
    assert [each.name for each in touchpoints(events)] == ["view"]
