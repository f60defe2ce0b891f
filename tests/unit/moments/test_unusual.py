"""Who is no human, when something fell silent, and which journeys nobody can judge."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from footpath.journeys import notation
from footpath.moments.unusual import DAY, Silence, blind, bots, silent_days

SECOND = 1_000_000
START = int(notation.BEGINNING.timestamp()) * SECOND


def every(seconds, times, name="page"):
    return " ".join(f"{name}@{round(at * seconds, 3)}s" for at in range(times))


def pace(text, timed=True):
    timelines = notation.timelines(text, timed=timed)
    found = bots(timelines)
    assert found.tolist() == bots(notation.journeys(text, timed=timed)).tolist()
    return dict(zip(timelines.persons.to_pylist(), found.tolist(), strict=True))


def test_a_step_a_second_for_half_a_minute_is_no_human():
    assert pace(f"ann: {every(8, 40)} · bot: {every(1, 40)}") == {"ann": False, "bot": True}


def test_also_with_fractions_of_a_second():
    assert pace(f"bot: {every(0.25, 200)}") == {"bot": True}


def test_a_few_quick_steps_are_human():
    assert pace(f"ann: {every(1, 29)}") == {"ann": False}


def test_a_pause_of_a_program_does_not_make_it_human():
    assert pace(f"bot: {every(1, 40)} page@2d page@3d") == {"bot": True}


def test_one_press_of_a_button_may_be_several_events():
    burst = " ".join(
        f"page@{30 * at + 3}s shown@{30 * at + 3.2:.1f}s click@{30 * at + 3.4:.1f}s" for at in range(40)
    )
    assert pace(f"ann: {burst}") == {"ann": False}


def test_where_only_days_are_known_there_is_no_pace():
    assert pace("ann: " + " ".join(f"page@{at // 20}d" for at in range(100))) == {"ann": False}


def test_where_only_positions_are_known_there_is_none_either():
    assert pace(f"ann: {every(1, 1200)}", timed=False) == {"ann": False}


def test_more_than_a_thousand_steps_a_day_are_no_human():
    assert pace(f"ann: {every(60, 1000)} · bot: {every(60, 1001)}") == {"ann": False, "bot": True}


def test_the_same_steps_in_overlapping_journeys_are_one_pace():
    steps = " ".join(f"page@{at}s#{at % 2}" for at in range(40))
    assert pace(f"bot: {steps}") == {"bot": True}


def test_nobody_is_a_bot_in_an_empty_log():
    assert bots(notation.timelines("")).tolist() == []


# --- Silence -------------------------------------------------------------------------------------------

DAYS = 84


def heard(**streams):
    """Timelines in which each stream, a touchpoint of a source, is heard so often on each of its days.

    A name such as `web_visit` is the touchpoint visit from the source web.
    """
    names = sorted({name.split("_")[1] for name in streams})
    sources = sorted({name.split("_")[0] for name in streams})
    rows = [
        (name.split("_"), day, number)
        for name, counts in streams.items()
        for day, count in enumerate(counts)
        for number in range(count)
    ]
    empty = notation.timelines(f"ann: {' '.join(names)}")
    rows.sort(key=lambda row: (row[1], row[2]))
    time = np.array([START + day * DAY + number * 60 * SECOND for _, day, number in rows])
    n = len(rows)
    return replace(
        empty,
        offsets=np.array([0, n]),
        touchpoint=np.array([names.index(name[1]) for name, *_ in rows], np.int32),
        source=np.array([sources.index(name[0]) for name, *_ in rows], np.int32),
        time=time,
        touchpoints=tuple(names),
        sources=tuple(sources),
    )


def daily(count, *gaps, days=DAYS):
    counts = np.random.default_rng(count).poisson(count, days)
    for low, high in gaps:
        counts[low:high] = 0
    return counts


def spans(timelines):
    return [
        (each.what, each.name, (each.begin - START) // DAY, (each.end - START) // DAY)
        for each in silent_days(timelines)
    ]


def test_a_source_that_is_silent_while_another_goes_on():
    timelines = heard(web_visit=daily(30), web_cart=daily(9), shop_buy=daily(20, (40, 45)))
    assert spans(timelines) == [("source", "shop", 40, 45)]
    (silence,) = silent_days(timelines)
    assert silence.touchpoints == ("buy",)


def test_a_touchpoint_that_is_silent_while_its_source_goes_on():
    timelines = heard(web_visit=daily(30), web_pay=daily(12, (50, 54)))
    assert spans(timelines) == [("touchpoint", "pay", 50, 54)]


def test_where_everything_is_silent_it_may_be_a_holiday():
    assert spans(heard(web_visit=daily(30, (40, 45)), shop_buy=daily(20, (40, 45)))) == []


def test_a_touchpoint_without_many_events_is_silent_now_and_then():
    assert spans(heard(web_visit=daily(30), web_help=daily(1, (40, 48)))) == []


def test_what_begins_or_stops_for_good_is_not_silent():
    timelines = heard(web_visit=daily(30), web_old=daily(12, (40, DAYS)), web_new=daily(11, (0, 40)))
    assert spans(timelines) == []


def test_two_incidents_are_no_silence_between_them():
    timelines = heard(web_visit=daily(30), web_error=daily(12, (0, 10), (20, 60), (70, DAYS)))
    assert spans(timelines) == []


def test_weekends_are_no_silence():
    counts = daily(15)
    counts[np.arange(DAYS) % 7 >= 5] = 0
    assert spans(heard(web_visit=daily(30), phone_call=counts)) == []


def test_without_times_nothing_is_silent():
    assert silent_days(notation.timelines("ann: visit pay", timed=False)) == ()


# --- Blind journeys ------------------------------------------------------------------------------------

TEXT = "ann: visit@0 pay@2d · bob: visit@0 help@1d · cy: visit@6d pay@7d · dee: visit@9d help@10d"


def silence(begin, end, *touchpoints):
    return Silence("source", "shop", START + begin * DAY, START + end * DAY, touchpoints)


def who(spans, touchpoints, text=TEXT, limits=None, **options):
    journeys = notation.journeys(text, start="visit", goal="pay", **options)
    found = blind(journeys, spans, touchpoints, **limits or {})
    return [journeys.persons[person].as_py() for person in journeys.person[found]]


@pytest.mark.parametrize(
    ("span", "found"),
    [
        ((1, 2), ["ann", "bob"]),
        ((3, 5), ["bob"]),  # it might have gone on unseen; ann's had ended
        ((5, 7), ["cy"]),
        ((4, 8), ["bob", "cy"]),
    ],
)
def test_a_journey_that_ran_through_a_silence_is_blind(span, found):
    limits = {"within": 5 * DAY - 1}
    assert who([silence(*span, "pay")], ["pay"], limits=limits, within=timedelta(days=5)) == found


def test_only_the_touchpoints_that_matter_blind():
    limits = {"within": 5 * DAY}
    assert who([silence(0, 30, "help")], ["pay", "visit"], limits=limits, within="5d") == []
    assert who([silence(0, 30, "help")], ["help"], limits=limits, within="5d") == ["ann", "bob", "cy", "dee"]


def test_without_a_limit_the_quiet_after_the_last_step_counts():
    assert who([silence(2, 3, "pay")], ["pay"], quiet="3d") == ["ann"]
    assert who([silence(2, 3, "pay")], ["pay"], limits={"quiet": 3 * DAY}, quiet="3d") == ["ann", "bob"]


def test_journeys_without_times_are_not_blind():
    journeys = notation.journeys("ann: visit pay", timed=False)
    assert blind(journeys, [silence(0, 9, "pay")], ["pay"], within=DAY).tolist() == [False]
