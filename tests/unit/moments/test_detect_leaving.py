"""Which touchpoints journeys leave from, and from which they get no further."""

from functools import partial

from footpath.engine.local import run
from footpath.journeys import notation
from footpath.moments.detect.leaving import Stops, labels

OLD = "\nlate: home@90d"  # so that all others are settled


def paths(**counts):
    lines = [f"{path}{i}: {path.replace('_', ' ')}" for path, count in counts.items() for i in range(count)]
    return "\n".join(lines)


def seen(text, **options):
    return notation.journeys(text, goal="done", start="home", within="10d", **options)


def told(text):
    return labels(partial(run, journeys=seen(text + OLD), threads=1))


USUAL = {"home": 40, "home_a": 40, "home_a_b": 40, "home_a_b_done": 200}


def test_an_ordinary_leak_at_every_step_is_nothing():
    assert told(paths(**USUAL)) == {}


def test_where_many_more_stop_than_elsewhere_is_a_drop_off():
    assert told(paths(**USUAL, home_form=60, home_form_a_b_done=100)) == {"form": "drop_off"}


def test_from_where_most_get_no_further_is_a_dead_end():
    assert told(paths(**USUAL, home_form=60, home_form_b_done=30)) == {"form": "dead_end"}


def test_going_round_in_circles_gets_nobody_further():
    assert told(paths(**USUAL, home_form_faq_form_faq=60, home_form_b_done=20))["form"] == "dead_end"


def test_a_journey_that_is_not_over_has_not_stopped():
    late = "\n".join(f"x{i}: home@89d form@89d" for i in range(60))
    assert told(paths(**USUAL, home_form_a_b_done=100) + "\n" + late) == {}


def test_what_can_never_be_one_is_not_named_nor_compared_with():
    text = paths(**USUAL, home_form=60, home_form_b_done=30) + OLD
    assert labels(partial(run, journeys=seen(text), threads=1), frozenset({"form"})) == {}


def test_the_goal_is_closest_to_itself():
    stopped = run(Stops(), seen(paths(**USUAL) + OLD))
    names = [place.touchpoint for place in stopped.places]
    ranks = dict(zip(names, stopped.ranks, strict=True))
    assert sorted(ranks, key=ranks.__getitem__) == ["home", "a", "b", "done"]
