"""How many meet a candidate, exactly, and a bounded sample of them."""

import numpy as np
import pytest

from footpath.journeys import notation
from footpath.moments.candidate import Candidate
from footpath.moments.detect import Touchpoints
from footpath.moments.learning import risk_set
from footpath.moments.measuring import MOST_ROWS, Measuring, persons
from reference.grounded import ground

HELP = Candidate("touchpoint", "help", after=("home",))
TEXT = """
ann: home help pay
bob: home pay
cy: home help
di: home faq help
old: home@90d
"""


def seen(text=TEXT):
    return notation.journeys(text, start="home", goal="pay", within="1d")


def met(journeys, most=MOST_ROWS, **more):
    return Measuring(HELP, Touchpoints(), ground(journeys, **more), most).partial(journeys)


def test_all_that_could_meet_it_and_all_that_did_are_counted():
    counts = met(seen()).counts
    assert (counts.at_risk, counts.exposed, counts.journeys) == (5, 3, 3)  # di strays there: met all the same
    assert counts.sampled_from.tolist() == [2, 2]


def test_of_the_journeys_that_reach_the_goal_those_that_came_by_it():
    counts = met(seen()).counts
    assert (counts.reached, counts.reached_by) == (2, 1)


def test_persons_count_once_and_journeys_each():
    found = met(seen("ann: home help pay home@2d help pay · bob: home help · old: home@90d"))
    assert (found.counts.exposed, found.counts.journeys) == (2, 3)


def test_each_segment_is_counted():
    women = np.array([True, False, False, True, False])  # ann, di
    assert met(seen(), groups={"women": women, "men": ~women}).counts.groups.tolist() == [[2, 2], [3, 1]]


def test_each_day_is_counted_by_the_step_before():
    found = met(seen("ann: home help · bob: home help@1d · cy: home@3d pay")).counts
    assert (found.days - found.days[0]).tolist() == [0, 3]
    assert found.by_day.tolist() == [[2, 2], [1, 0]]


def test_a_row_holds_the_past_the_ending_and_the_segments():
    found = met(seen(), groups={"a": np.arange(5) == 0})
    exposed = found.exposed  # ann and cy
    assert exposed.person.tolist() == [0, 2]
    assert exposed.met.tolist() == [True, True]
    assert exposed.outcomes.tolist() == [[1], [0]]
    assert exposed.groups.tolist() == [[True], [False]]
    assert exposed.columns.shape == (2, len(found.names)) == (2, len(found.ways))
    assert found.others.observed.tolist() == [[1], [0]]  # bob's journey is over, that of old is not


def test_who_is_no_human_or_was_not_seen_is_counted_and_not_learnt_from():
    found = met(seen(), unusual=np.arange(5) == 0, blind=lambda journeys, _: journeys.person == 1)
    assert (found.counts.exposed, found.counts.unusual, found.counts.blind) == (3, 1, 1)
    assert found.exposed.person.tolist() == [2]
    assert found.others.person.tolist() == [4]


def test_only_persons_that_may_be_sampled_are():
    found = met(seen(), sampled=np.arange(5) < 2)
    assert (found.counts.at_risk, found.counts.sampled_from.tolist()) == (5, [1, 1])
    assert (found.exposed.person.tolist(), found.others.person.tolist()) == ([0], [1])


def test_persons_who_met_it_are_those_that_are_counted():
    journeys = seen()
    assert persons(journeys, Touchpoints(), HELP).tolist() == [0, 2, 3]


CROWD = " · ".join(f"p{at:03}: home {'home ' * (at % 4)}{'help' if at % 3 else 'pay'}" for at in range(300))


@pytest.mark.parametrize("most", [40, 120])
def test_a_sample_is_bounded_and_holds_the_lowest_hashes_of_either_side(most):
    journeys = seen(f"{CROWD} · z: home@90d")
    hashes = np.random.default_rng(1).permutation(301)
    found = met(journeys, most, hashes=hashes)
    for side, of_side in ((found.exposed, np.arange(301) % 3 > 0), (found.others, np.arange(301) % 3 == 0)):
        assert most / 2 - 4 < len(side) <= most / 2
        lowest = np.sort(hashes[of_side])[: len(np.unique(side.person))]
        assert np.unique(side.person).tolist() == lowest.tolist()
    assert found.counts.exposed == 200


@pytest.mark.parametrize("most", [40, MOST_ROWS])
def test_weights_add_up_to_the_persons_that_rows_stand_for(most):
    risk, _ = risk_set(met(seen(f"{CROWD} · z: home@90d"), most), 0)
    _, one_each = np.unique(risk.person, return_index=True)
    exposed = np.isin(risk.person, risk.person[risk.met])[one_each]
    assert risk.weight[one_each][exposed].sum() == pytest.approx(200)
    assert risk.weight[one_each][~exposed].sum() == pytest.approx(101)
