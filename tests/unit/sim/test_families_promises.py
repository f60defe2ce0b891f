"""Each family keeps the promise of its name: seen in big worlds."""

from functools import cache

import numpy as np
import pytest

from footpath.sim.families import FAMILIES, world
from footpath.sim.families.people import start_of

FAILS = "Sign-in fails"
QUIET = ("null", "volume", "broken", "bots")


@cache
def big(family, people=40_000):
    return world(family, 1, people)


def met(about, touchpoint=FAILS):
    flags = np.zeros(about.people, bool)
    flags[about.plan(touchpoint).exposed] = True
    return flags


def naive(about, touchpoint=FAILS):
    hit = met(about, touchpoint)
    return about.reached[hit].mean() - about.reached[~hit].mean()


def effect(about, touchpoint=FAILS):
    return about.plan(touchpoint).effect


def starts(about):
    first = np.flatnonzero(np.diff(about.person, prepend=-1))
    return about.person[first], about.time[first]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_fifth_to_a_half_reach_the_goal(family):
    assert 0.2 < big(family).reached.mean() < 0.45


@pytest.mark.parametrize("family", sorted({*FAMILIES} - {*QUIET, "tiny"}))
def test_pains_cost_and_delights_win_within_reason(family):
    for each in big(family).planted:
        sign = {"pain": -1, "delight": 1, "none": 0}[each.polarity]
        assert np.sign(each.effect) == sign
        assert each.polarity == "none" or 0.01 < abs(each.effect) < 0.27


@pytest.mark.parametrize("family", QUIET)
def test_nothing_hurts(family):
    about = big(family)
    assert 10 <= len(about.touchpoints) <= 14
    assert all(each.polarity == "none" and not each.difference.any() for each in about.planted)
    assert all(len(each.exposed) > 500 for each in about.planted)


def test_eight_are_of_different_size_with_two_tied_and_a_delight():
    pains = [each for each in big("eight").planted if each.polarity == "pain"]
    lost = {each.touchpoint: each.lost_goals / 40_000 for each in pains}
    others = sorted(share for name, share in lost.items() if name != "Photo is refused")
    assert len(pains) == 8
    assert lost["Code is refused"] == pytest.approx(lost["Photo is refused"], abs=0.0015)
    assert min(np.diff(others)) > 0.0005
    assert [each.touchpoint for each in big("eight").planted if each.polarity == "delight"] == ["Is advised"]


def test_confounded_the_plain_contrast_is_twice_to_thrice_too_big():
    assert 2 < naive(big("confounded")) / effect(big("confounded")) < 3
    assert "interest" in big("confounded").traits


def test_hidden_intent_shows_in_pace_alone_and_silent_nowhere():
    def pace_of_those_who_met_it(family):
        about = big(family)
        person, begun = starts(about)
        second = np.flatnonzero(about.touchpoint == 1)
        start, taken = np.zeros(about.people), np.full(about.people, np.nan)
        start[person] = begun
        taken[about.person[second]] = np.log(about.time[second] - start[about.person[second]])
        came = np.zeros(about.people, bool)
        came[about.person[about.touchpoint == 2]] = True
        hit = met(about)
        return np.nanmean(taken[came & hit]) - np.nanmean(taken[came & ~hit])

    assert pace_of_those_who_met_it("hidden") > 0.2
    assert abs(pace_of_those_who_met_it("hidden_silent")) < 0.03
    assert all("interest" not in big(family).traits for family in ("hidden", "hidden_silent"))


def test_immortal_who_left_early_did_not_meet_it_and_it_looks_good():
    about = big("immortal")
    came = np.zeros(about.people, bool)
    came[about.person[about.touchpoint == about.way.index("Fills the cart")]] = True
    assert came[about.plan(FAILS).exposed].all()
    assert (~came).mean() > 0.3
    assert naive(about) > 0.2
    assert effect(about) < -0.1


def test_repeated_it_is_met_again_and_again_at_many_steps():
    about = big("repeated")
    times = np.bincount(
        about.person[about.touchpoint == about.touchpoints.index(FAILS)], minlength=about.people
    )
    assert len(about.way) - 1 >= 8
    assert (times[times > 0] > 1).mean() > 0.2
    assert times.max() >= 5
    harm = [effect_of(about, times, n) for n in (1, 2)]
    assert harm[1] < harm[0] < 0


def effect_of(about, times, n):
    plan = about.plan(FAILS)
    return plan.difference[times[plan.exposed] == n].mean()


def test_simpson_it_looks_good_and_hurts_in_each_segment():
    about = big("simpson")
    plan, segment = about.plan(FAILS), about.traits["segment"]
    assert naive(about) > 0.1
    assert plan.effect < -0.1
    assert (segment[plan.exposed] == "business").mean() > 0.5
    assert all(plan.difference[segment[plan.exposed] == name].mean() < 0 for name in np.unique(segment))
    rate = {name: about.reached[segment == name].mean() for name in np.unique(segment)}
    assert rate["business"] > 2 * max(rate["students"], rate["families"])


def test_seasonal_arrivals_and_exposure_swing():
    about = big("seasonal")
    person, begun = starts(about)
    high = np.sin(2 * np.pi * (begun - start_of(0)) / 86_400 / 90) > 0
    assert high.mean() > 0.6
    assert met(about)[person[high]].mean() < 0.8 * met(about)[person[~high]].mean()
    assert about.reached[person[high]].mean() > about.reached[person[~high]].mean() + 0.05


def test_volume_bursts_and_only_then_fewer_reach_the_goal():
    about = big("volume")
    person, begun = starts(about)
    burst = (start_of(90) <= begun) & (begun < start_of(104))
    assert burst.mean() > 2.5 * 14 / 180
    assert about.reached[person[burst]].mean() < 0.75 * about.reached[person[~burst]].mean()


def test_tiny_it_is_met_in_three_percent_only_and_hurts_more():
    about = big("tiny")
    segment = about.traits["segment"]
    assert (segment == "business").mean() == pytest.approx(0.03, abs=0.003)
    assert set(segment[about.plan(FAILS).exposed]) == {"business"} == {about.plan(FAILS).segment}
    assert effect(about) < -0.25


def test_incident_it_happens_in_one_segment_between_two_days():
    about = big("incident")
    plan = about.plan(FAILS)
    assert set(about.traits["segment"][plan.exposed]) == {"families"}
    assert start_of(80) <= plan.met.min() < plan.met.max() < start_of(115) + 3600


def test_broken_a_source_is_silent_for_ten_days_and_people_go_on():
    about = big("broken")
    of_source = about.time[about.source == about.sources.index("catalogue")]
    silent = (start_of(100) <= of_source) & (of_source < start_of(110))
    assert not silent.any()
    assert len(of_source) > 5_000
    assert (about.reached == big("bots").reached).mean() > 0.99  # the same people, bots aside


def test_bots_rush_and_never_reach_the_goal():
    about = big("bots")
    steps = np.bincount(about.person, minlength=about.people)
    bot = steps >= 50
    gap = np.diff(about.time)[(np.diff(about.person) == 0) & bot[about.person[1:]]]
    decoy = about.touchpoint == about.touchpoints.index("Reads the questions")
    assert bot.mean() == pytest.approx(0.015, abs=0.003)
    assert steps[~bot].max() < 40
    assert steps.max() <= 200
    assert gap.max() <= 1
    assert not about.reached[bot].any()
    assert decoy[bot[about.person]].mean() > 3 * decoy[~bot[about.person]].mean()


def test_drift_it_is_met_more_often_over_time_and_always_hurts():
    about = big("drift")
    plan = about.plan(FAILS)
    late = plan.met > start_of(90)
    assert late.mean() > 0.55
    assert plan.difference[late].mean() == pytest.approx(plan.difference[~late].mean(), abs=0.05)
