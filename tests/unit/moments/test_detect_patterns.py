"""What each detector takes for its pattern, and what it doesn't."""

import pytest

from footpath.journeys import notation
from footpath.moments.detect import (
    ChannelSwitches,
    Detours,
    Hesitations,
    Loops,
    Rage,
    RepeatContacts,
    Waits,
)
from footpath.moments.detect.durations import DAY, HOUR, MINUTE


def found(detector, text, **options):
    seen = notation.journeys(text, **options)
    return [(each.touchpoint, each.from_, each.threshold) for each in detector.finish(detector.partial(seen))]


def places(detector, text, **options):
    return [(touchpoint, from_) for touchpoint, from_, _ in found(detector, text, **options)]


def rows(detector, text, which=0, **options):
    """Person, position in the steps and whether it is met there, of the first candidate."""
    seen = notation.journeys(text, **options)
    candidate = detector.finish(detector.partial(seen))[which]
    risk = detector.risk(seen, candidate)
    names = seen.persons.take(seen.person[risk.journey]).to_pylist()
    return list(zip(names, risk.position.tolist(), risk.met.tolist(), strict=True))


def everybody(n, path, name="p"):
    return "\n".join(f"{name}{i}: {path}" for i in range(n))


def test_coming_back_from_elsewhere_is_a_loop_and_says_from_where():
    assert places(Loops(least=1), "ann: cart pay cart · bob: cart") == [("cart", "pay")]


def test_a_loop_from_many_places_says_none():
    text = "ann: cart pay cart · bob: cart help cart · cy: cart faq cart"
    assert places(Loops(least=3), text) == [("cart", None)]


def test_a_repeat_at_once_is_a_loop_of_its_own():
    assert places(Loops(least=1), "ann: form form pay form") == [("form", "pay"), ("form", "form")]


def test_a_loop_needs_enough_persons_however_often_one_does_it():
    assert places(Loops(least=2), "ann: a b a b a b a") == []


def test_a_loop_can_be_met_where_others_came_back_from_once_one_has_been_there():
    text = "ann: cart pay cart pay · bob: cart pay done · cy: pay done"
    assert rows(Loops(least=1), text) == [("ann", 2, True), ("bob", 6, False)]


def test_that_nothing_more_comes_decides_too_but_not_after_the_goal():
    text = "ann: cart pay cart · bob: cart pay · cy: cart pay done"
    assert rows(Loops(least=1), text, goal="done", quiet="1m") == [
        ("ann", 2, True),
        ("bob", 5, False),
        ("cy", 7, False),
    ]


def test_a_detour_is_put_between_two_touchpoints_that_most_join_directly():
    text = everybody(3, "cart pay") + "\n" + everybody(2, "cart survey pay", "q")
    assert places(Detours(least=2), text) == [("survey", "cart")]


def test_what_most_go_through_is_the_way_and_not_a_detour():
    text = everybody(1, "cart pay") + "\n" + everybody(2, "cart survey pay", "q")
    assert places(Detours(least=1), text) == []


def test_what_comes_in_any_order_is_no_detour():
    text = everybody(3, "cart pay survey") + "\n" + everybody(2, "cart survey pay", "q")
    assert places(Detours(least=1), text) == []


def test_what_leads_elsewhere_is_no_detour():
    text = everybody(3, "cart pay") + "\n" + everybody(2, "cart help", "q") + "\nann: cart help pay"
    assert places(Detours(least=1), text) == []


def waiting(hours, after="card"):
    return "\n".join(f"p{i}: apply {after}@{each}h" for i, each in enumerate(hours))


SLOW = [2] * 75 + [80] * 25
LATER = "\nlater: hello@60d"  # so that all others are settled
TIMES = {"within": "30d", "goal": "card"}


def test_a_wait_is_long_where_most_are_served_much_sooner():
    [(name, _, threshold)] = found(Waits(least=20), waiting(SLOW) + LATER, **TIMES)
    assert name == "apply"
    assert 2 * HOUR <= threshold < 80 * HOUR


def test_a_wait_that_all_have_alike_is_not_long():
    assert found(Waits(least=1), waiting([48, 50, 52, 54, 47] * 20) + LATER, **TIMES) == []


def test_where_many_stop_they_leave_rather_than_wait():
    text = waiting(SLOW) + "\n" + everybody(30, "apply", "q")
    assert found(Waits(least=20), text + LATER, **TIMES) == []


def test_a_wait_is_met_when_the_time_is_up_also_while_nothing_came():
    text = waiting(SLOW) + "\nq: apply@58d · r: apply@1439h" + LATER
    seen = rows(Waits(least=20), text, **TIMES)
    met = {name for name, _, hit in seen if hit}
    assert met == {f"p{i}" for i in range(75, 100)} | {"q"}
    assert [name for name, *_ in seen if name in "qr"] == ["q", "r"]


def test_a_second_call_within_a_week_is_a_repeated_contact():
    text = "ann: order call/phone@1d site/web@2d complaint/phone@3d · bob: order call/phone@1d site/web@9d"
    assert places(RepeatContacts(least=1), text) == [("complaint", "call")]
    assert rows(RepeatContacts(least=1), text) == [("ann", 3, True)]


@pytest.mark.parametrize(
    "second", ["complaint/phone@9d", "complaint/web@3d", "complaint@3d", "complaint/e-mail@3d"]
)
def test_a_contact_later_or_of_another_kind_repeats_none(second):
    assert places(RepeatContacts(least=1), f"ann: order call/phone@1d {second}") == []


def test_the_steps_of_one_call_are_one_contact():
    assert places(RepeatContacts(least=1), "ann: order menu/phone@60m agent/phone@62m note/phone@70m") == []


def test_a_channel_that_never_varies_is_how_the_case_came_in():
    text = everybody(20, "new/phone active/phone@1d solved/phone@2d")
    assert places(RepeatContacts(least=1), text) == []


def test_leaving_the_site_for_a_call_is_a_switch_of_channel():
    text = "ann: faq/web call/phone@2d · bob: faq/web call/phone@4d · cy: faq/web pay/web · di: ad call/phone"
    assert places(ChannelSwitches(least=1), text) == [("call", "faq")]
    assert rows(ChannelSwitches(least=1), text) == [
        ("ann", 1, True),
        ("bob", 3, False),
        ("cy", 5, False),
    ]


def test_a_call_after_something_else_in_between_is_no_switch():
    assert places(ChannelSwitches(least=1), "ann: faq/web note call/phone") == []


def test_three_clicks_in_a_row_within_a_second_each_are_rage():
    text = "ann: pay@0.1s pay@0.9s pay@1.8s pay@2.2s · bob: pay@0.1s pay@0.9s pay@2.8s"
    assert places(Rage(least=1), text) == [("pay", None)]
    assert rows(Rage(least=1), text) == [("ann", 2, True), ("bob", 6, False)]


def test_rage_is_not_seen_where_times_are_whole_seconds():
    assert places(Rage(least=1), "ann: pay@1s pay@1s pay@2s") == []


def test_hesitation_is_staying_long_and_then_going_back():
    quick = everybody(97, "home form done")
    slow = "ann: home form home@7m · bob: home form@1m home@8m"
    text = f"{quick}\n{slow}\ncy: home form@1m done@9m\ndi: home form"
    assert ("form", None, MINUTE) in found(Hesitations(least=2), text)


def test_to_leave_is_no_hesitation_and_an_absence_is_none():
    text = everybody(97, "home form done") + "\nann: home form@1m · bob: home form@1m home@2h"
    assert places(Hesitations(least=1), text) == []


def test_thresholds_are_what_people_say():
    text = waiting([20] * 76 + [300] * 24) + LATER
    assert found(Waits(least=20), text, **TIMES) == [("apply", None, DAY)]
