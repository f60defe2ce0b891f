"""The world: the same for the same seed, plausible, and changed only where it is changed."""

from __future__ import annotations

import numpy as np
import pytest

from footpath.errors import UsageError
from footpath.sim import clock, simulate
from footpath.sim.company import CODES, STATES
from footpath.sim.moments import PLANTED
from footpath.sim.moves import EXITS, TRAITS
from footpath.sim.noise import Noise, Purpose, pick
from footpath.sim.people import PLANS, invent
from footpath.sim.world import Barred, History, live

TRIALS = 400
MET_ON_THE_WAY = [each for each in PLANTED if each.polarity != "none"]


def steps_of(history: History, person: int) -> list[tuple[int, int]]:
    mine = history.person == person
    return list(zip(history.time[mine].tolist(), history.state[mine].tolist(), strict=True))


def test_a_draw_hangs_on_its_address_and_not_on_who_else_is_drawn():
    noise = Noise(seed=5)
    all_of_them = noise.uniform(Purpose.CHOICE, np.arange(100), 3, 2)
    some_of_them = noise.uniform(Purpose.CHOICE, np.array([7, 99]), 3, 2)
    assert some_of_them.tolist() == all_of_them[[7, 99]].tolist()


def test_draws_are_uniform_and_those_of_different_purposes_unrelated():
    noise, people = Noise(seed=5), np.arange(20_000)
    choice, wait = noise.uniform(Purpose.CHOICE, people), noise.uniform(Purpose.WAIT, people)
    assert np.histogram(choice, bins=10, range=(0, 1))[0] == pytest.approx([2_000] * 10, rel=0.1)
    assert abs(np.corrcoef(choice, wait)[0, 1]) < 0.03


def test_an_exit_of_weight_zero_is_never_taken():
    weights = np.tile([0.0, 1.0, 0.0, 1.0, 0.0], (TRIALS, 1))
    assert set(pick(weights, Noise(1).uniform(Purpose.CHOICE, np.arange(TRIALS))).tolist()) == {1, 3}


def test_every_state_leads_somewhere_that_exists_and_leans_on_traits_that_exist():
    for name, exits in EXITS.items():
        assert name in CODES
        assert all(way.to in CODES and set(way.lean) <= {*TRAITS, "mood", "again"} for way in exits)


def test_each_step_comes_after_the_one_before(company):
    history = company.world.history
    same = history.person[1:] == history.person[:-1]
    assert (np.diff(history.time)[same] > 0).all()


def test_people_make_about_twenty_events_each_within_the_data(company):
    history = company.world.history
    per_person = (history.time < clock.end()).sum() / len(company.world.people)
    assert 16 <= per_person <= 27


def test_most_people_only_look_and_about_a_quarter_of_visitors_buy(company):
    buy = company.truth["journeys"]["buy"]
    assert 0.2 <= buy["reached"] / buy["people"] <= 0.3


def test_every_state_but_the_last_is_met_by_somebody(company):
    met = set(np.unique(company.world.history.state).tolist())
    assert {STATES[each].name for each in set(CODES.values()) - met} == {"gone"}


def test_shops_and_desks_see_nobody_at_night(company):
    history = company.world.history
    kept = np.isin(history.state, [code for code, each in enumerate(STATES) if each.hours != "people"])
    hours = clock.local(history.time[kept]) // clock.HOUR % 24
    assert hours.min() >= 8
    assert hours.max() < 20


def test_the_incident_lasts_from_its_first_to_its_last_day(company):
    moment = next(each for each in PLANTED if each.id == "card-outage")
    history = company.world.history
    declined = history.time[history.state == CODES["declined"]]
    began, ended = (clock.seconds(day) for day in moment.during if day)
    assert declined.min() >= began
    assert declined.max() < ended + clock.DAY


@pytest.mark.parametrize("moment", MET_ON_THE_WAY, ids=lambda each: each.id)
def test_switching_off_a_moment_changes_nobody_who_never_met_it(moment):
    noise = Noise(seed=3)
    people = invent(TRIALS, noise)
    state = CODES[moment.state]
    as_it_was = live(people, noise)
    without = live(people, noise, Barred(state, np.zeros(TRIALS, np.int64)))
    met = set(as_it_was.person[as_it_was.state == state].tolist())
    assert state not in without.state
    for person in set(range(TRIALS)) - met:
        assert steps_of(without, person) == steps_of(as_it_was, person)


def test_until_a_moment_is_met_the_world_without_it_is_the_same():
    noise = Noise(seed=3)
    people, state = invent(TRIALS, noise), CODES["identity_fails"]
    as_it_was, without = live(people, noise), live(people, noise, Barred(state, np.zeros(TRIALS, np.int64)))
    for person in np.unique(as_it_was.person[as_it_was.state == state]).tolist():
        before = steps_of(as_it_was, person)
        meeting = next(n for n, (_, each) in enumerate(before) if each == state)
        assert steps_of(without, person)[:meeting] == before[:meeting]


def test_some_people_lived_alone_live_as_they_did_among_all():
    noise = Noise(seed=3)
    people = invent(TRIALS, noise)
    alone = live(people.take(np.array([17, 230])), noise)
    among_all = live(people, noise)
    assert steps_of(alone, 0) == steps_of(among_all, 17)
    assert steps_of(alone, 1) == steps_of(among_all, 230)


def test_more_people_come_in_december_than_in_july_and_at_night_hardly_anybody():
    people = invent(20_000, Noise(seed=1))
    came = clock.local(people.arrival[~people.customer])
    month = came.astype("datetime64[s]").astype("datetime64[M]").astype(str)
    assert (month == "2025-12").sum() > 1.3 * (month == "2025-07").sum()
    assert (came // clock.HOUR % 24 < 5).mean() < 0.08


def test_what_people_want_and_how_old_they_are_go_together():
    people = invent(5_000, Noise(seed=1))
    students = people.plan == PLANS.index("student")
    assert people.age[students].mean() < people.age[~students].mean()


@pytest.mark.parametrize("people", [0, -1, 10_000_000])
def test_a_company_has_a_sensible_number_of_people(people):
    with pytest.raises(UsageError, match="people"):
        simulate(people=people)


def test_a_company_of_one_person_has_a_truth_too():
    assert simulate(people=1, seed=4).truth["people"] == 1


def test_summer_time_is_an_hour_ahead_of_winter_time():
    noon = np.array(
        [clock.seconds("2026-01-15") + 12 * clock.HOUR, clock.seconds("2026-07-15") + 12 * clock.HOUR]
    )
    assert (clock.local(noon) - noon).tolist() == [clock.HOUR, 2 * clock.HOUR]
    assert (clock.local(noon) // clock.HOUR % 24).tolist() == [12, 12]
