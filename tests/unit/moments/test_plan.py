"""By which columns the past is told: what is common, and the days that part the calendar."""

from footpath.journeys import notation
from footpath.moments.plan import MOST, MOST_CHANNELS, Planning


def plan(text, **options):
    tool = Planning()
    return tool.finish(tool.partial(notation.journeys(text, **options)))


def test_what_is_visited_is_told_in_the_order_of_the_journeys():
    assert plan("ann: home help home help pay").touchpoints == ("home", "help", "pay")


def test_there_is_room_for_so_many_and_those_the_commonest():
    names = [f"t{at:02}" for at in range(MOST + 8)]
    text = " ".join(f"{name} " * (2 if at >= 8 else 1) for at, name in enumerate(names))
    assert plan(f"ann: {text}").touchpoints == tuple(names[8:])


def test_what_is_rarer_than_one_visit_in_a_hundred_is_not_told():
    assert plan("ann: " + "home " * 200 + "help").touchpoints == ("home",)


def test_channels_are_told_likewise_at_most_five():
    text = " ".join(f"home/c{at} " * (2 if at >= 3 else 1) for at in range(8))
    assert plan(f"ann: home {text}").channels == ("c3", "c4", "c5", "c6", "c7")
    assert MOST_CHANNELS == 5
    assert plan("ann: home help").channels == ()


def test_the_calendar_may_bend_at_every_fifth_of_the_visits():
    text = "ann: " + " ".join(f"home@{day}d" for day in range(10))
    first = 20454  # 2026-01-01
    assert plan(text, quiet="2d").days == tuple(first + day for day in (1, 3, 5, 7))


def test_days_that_are_one_bend_once_and_without_times_there_are_none():
    assert len(plan("ann: home home home home home home@9d").days) == 1
    assert plan("ann: home help", timed=False).days == ()


def test_nobody():
    assert plan("ann: home", since="9d").touchpoints == ()
