"""How people get from stage to stage."""

import pytest

from footpath.analysis.stages import StageProgress
from footpath.engine.local import run
from footpath.errors import DefinitionError, UnknownName
from reference.drawn import journeys

STAGES = StageProgress((("learn", ("ad", "view")), ("choose", ("cart",)), ("buy", ("pay",))))


def stages(*lines):
    found = journeys(*lines, touchpoints=["ad", "view", "cart", "pay", "help"])
    return {stage.stage: stage for stage in run(STAGES, found).stages}


def test_people_and_journeys_that_come_to_a_stage():
    found = stages("ann: ad view cart / view", "bob: ad [cart]")
    assert [(stage.people, stage.journeys) for stage in found.values()] == [(2, 3), (2, 2), (0, 0)]


def test_going_on_is_reaching_any_later_stage():
    assert stages("ann: view pay", "bob: view help")["learn"].continue_rate.value == 0.5


def test_going_back_is_not_going_on():
    assert stages("ann: cart view")["choose"].continue_rate.value == 0


def test_reaching_the_goal_is_going_on():
    assert stages("ann: view cart pay +")["buy"].continue_rate.value == 1
    assert stages("ann: view cart pay")["buy"].continue_rate.value == 0


def test_rates_are_of_settled_journeys_that_enter_the_stage_before_their_end():
    found = stages("ann: view cart", "bob: view cart ?", "cy: ad [cart]")["learn"]
    assert (found.settled, found.continued, found.people) == (1, 1, 3)


def test_time_runs_from_the_first_touchpoint_in_a_stage_to_the_first_in_a_later_one():
    assert stages("ann: ad@0 view@5 help@7 cart@30 pay@50")["learn"].time.value == 30 * 60


def test_a_touchpoint_stands_in_one_stage():
    with pytest.raises(DefinitionError, match='"ad" is in two stages'):
        StageProgress((("learn", ("ad",)), ("buy", ("pay", "ad"))))


def test_an_unknown_stage_is_told():
    with pytest.raises(UnknownName, match='no stage "by"'):
        STAGES.who(journeys("ann: ad", touchpoints=["ad", "view", "cart", "pay"]), stage="by")
