"""The truth's own reading of a journey: from a start, to a goal, within a time."""

from __future__ import annotations

import numpy as np

from footpath.sim.clock import DAY
from footpath.sim.company import CODES
from footpath.sim.journeys import Definition, Journeys, cut, definitions, first_meeting
from footpath.sim.world import History

HELP = Definition("help", start=("Searches for help",), goal=("Problem solved",), ends=(), within=14 * DAY)
STAY = Definition("stay", ("Asks to cancel",), ("Keeps the plan",), ("Takes the number elsewhere",), 30 * DAY)


def people(*lives: str) -> History:
    """One text a person: "help:0 solved:3" is a search on day 0 and a solution on day 3."""
    steps = [(n, *each.split(":")) for n, life in enumerate(lives) for each in life.split()]
    person = np.array([n for n, _, _ in steps])
    time = np.array([int(float(day) * DAY) for _, _, day in steps])
    state = np.array([CODES[name] for _, name, _ in steps])
    return History(person, time, state, np.zeros(len(steps), np.int64), np.zeros(len(steps)))


def outcomes(journeys: Journeys) -> list[tuple[int, float, bool]]:
    starts = (journeys.start / DAY).tolist()
    return list(zip(journeys.person.tolist(), starts, journeys.reached.tolist(), strict=True))


def test_a_journey_is_reached_at_its_goal():
    assert outcomes(cut(people("help:0 call:1 solved:2"), HELP)) == [(0, 0.0, True)]


def test_a_goal_at_the_last_second_counts_and_a_second_later_does_not():
    assert outcomes(cut(people("help:0 solved:14", "help:0 solved:14.001"), HELP)) == [
        (0, 0.0, True),
        (1, 0.0, False),
    ]


def test_another_start_while_a_journey_is_open_belongs_to_it():
    assert outcomes(cut(people("help:0 help:5 solved:6"), HELP)) == [(0, 0.0, True)]


def test_a_person_may_make_several_journeys():
    assert outcomes(cut(people("help:0 solved:1 help:2 help:17 solved:18"), HELP)) == [
        (0, 0.0, True),
        (0, 2.0, False),
        (0, 17.0, True),
    ]


def test_the_goal_of_the_next_person_is_not_mine():
    assert outcomes(cut(people("help:0", "solved:1", "help:2 solved:3"), HELP)) == [
        (0, 0.0, False),
        (2, 2.0, True),
    ]


def test_an_end_before_the_goal_closes_the_journey_without_it():
    journeys = cut(people("asks_cancel:0 ports:1 keeps:2"), STAY)
    assert outcomes(journeys) == [(0, 0.0, False)]
    assert journeys.left.tolist() == [True]
    assert journeys.closed.tolist() == [DAY]


def test_a_meeting_counts_from_start_to_end_only():
    history = people("chase:0 help:1 solved:2 chase:3", "help:0 chase:1 chase:2 solved:3", "help:0 chase:15")
    meeting = first_meeting(history, cut(history, HELP), CODES["chase"])
    assert meeting.tolist() == [-1, DAY, -1]


def test_nobody_makes_no_journeys():
    assert len(cut(people("app:0"), HELP)) == 0


def test_the_journeys_are_those_of_the_written_definitions():
    assert {name: each.within // DAY for name, each in definitions().items()} == {
        "buy": 45,
        "settle": 60,
        "help": 14,
        "stay": 30,
    }
