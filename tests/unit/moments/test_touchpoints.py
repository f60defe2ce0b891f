"""Arriving at a touchpoint: who could, when, and who did."""

from footpath.journeys import notation
from footpath.moments.candidate import Candidate
from footpath.moments.detect import Touchpoints


def candidates(text, least=1, **options):
    tool = Touchpoints(least=least, **options)
    return tool.finish(tool.partial(notation.journeys(text)))


def names(text, least=1, **options):
    return [each.touchpoint for each in candidates(text, least, **options)]


def risk(text, candidate, **options):
    """How many steps each journey had come by each time of risk, "!" where it is met; then the strays."""
    seen = notation.journeys(text, **options)
    found = Touchpoints().risk(seen, candidate)
    rows = [[] for _ in range(len(seen))]
    for journey, position, met in zip(found.journey, found.position, found.met, strict=True):
        rows[journey].append(f"{position - seen.first[journey]}{'!' if met else ''}")
    return [" ".join(each) for each in rows], found.strays.tolist()


HELP = Candidate("touchpoint", "help", after=("home",))


def test_a_touchpoint_is_one_where_enough_persons_arrive():
    assert names("ann: home help · bob: home help pay", least=2) == ["help"]
    assert names("ann: home help · bob: home help pay", least=3) == []


def test_a_person_who_arrives_in_two_journeys_is_one():
    assert names("ann: home#1 help#1 home#2 help#2", least=2) == []


def test_to_begin_there_is_not_to_arrive():
    assert names("ann: home help home · bob: home help", least=2) == ["help"]


def test_goals_and_ends_can_not_be_one():
    assert names("ann: home help pay", never=frozenset({"pay"})) == ["help"]


def test_it_is_met_after_what_it_comes_after_the_commonest_first():
    [found] = candidates("a: faq help · b: home help · c: home help help")
    assert (found.touchpoint, found.after) == ("help", ("home", "faq"))


def test_only_the_first_arrival_says_what_it_comes_after():
    found = candidates("a: home help faq help")
    assert {each.touchpoint: each.after for each in found} == {"help": ("home",), "faq": ("help",)}


def test_what_hardly_anybody_comes_from_is_left_out():
    many = " · ".join(f"p{at}: home help" for at in range(400))
    assert candidates(f"{many} · odd: faq help")[0].after == ("home",)


def test_every_time_after_such_a_touchpoint_is_one_of_risk_until_it_is_met():
    assert risk("ann: home home help home help", HELP) == (["1 2!"], [])


def test_after_another_touchpoint_nobody_is_at_risk():
    assert risk("ann: home faq home help", HELP) == (["1 3!"], [])


def test_after_the_last_step_is_one_more_time_of_risk_at_which_nothing_came():
    assert risk("ann: home faq home · bob: help", HELP) == (["1 3", ""], [])


def test_a_journey_that_begins_there_is_not_at_risk():
    assert risk("ann: help home help · bob: home help", HELP) == (["", "1!"], [])


def test_who_comes_by_a_way_that_hardly_anybody_takes_strays_and_has_no_rows():
    assert risk("ann: home faq help home · bob: home faq", HELP) == (["", "1"], [0])


def test_lead_in_and_aftermath_are_not_of_the_journey():
    around = "ann: home help@1m home@1d pay@25h home@26h help@27h"
    assert risk(around, HELP, start="pay", within="1h", before="2d", after="2d") == (["2"], [])
