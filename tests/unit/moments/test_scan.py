"""One look at everything: what hurts, what delights, what nobody can tell, and often nothing at all."""

import sys
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from footpath.moments.candidate import Candidate
from footpath.moments.learning import Learnt
from footpath.moments.measuring import Measuring
from footpath.moments.scan import AT_FIRST, FALSE, candidates, evidence, matters, scan, ways
from footpath.sim.families import world
from footpath.stats.logistic import sigmoid
from reference.grounded import measured, thing
from reference.risk_sets import fated, once

BENCH = Path(__file__).parents[3] / "bench" / "worlds.py"
FORM, LOOP = Candidate("touchpoint", "form"), Candidate("loop", "form", "form")
HELP, WAIT = Candidate("touchpoint", "help"), Candidate("wait", "form", threshold=7)
N = 3000


def met(seed=1, *, helps=False, share=0.3, nothing=False, circumstance_decides=False, **counts):
    """What measuring would find of something that many meet, and that takes 25 points off the goal."""
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(N, 2))
    hit = features[:, 0] > 0.5 if circumstance_decides else rng.random(N) < share
    outcome, _ = fated(rng, hit, sigmoid(features[:, 0] + 0.5 - 2 * helps))
    if helps:
        outcome = ~outcome
    if nothing:
        outcome = rng.random(N) < 0.5
    return measured(once(hit, outcome, features), **({"reached": 100, "reached_by": 30} | counts))


def look(found, labels=None, closer=None):
    """A scan of candidates of which it is known what measuring them finds; detectors are their candidates.

    `closer` is what measuring finds of more persons, where that is something else.
    """

    def run(asked):
        if not isinstance(asked, Measuring):
            return asked
        return (closer if closer and asked.most > AT_FIRST else found)[asked.candidate]

    kinds = {each.kind for each in found}
    detectors = {kind: tuple(each for each in found if each.kind == kind) for kind in kinds}
    return scan(run, candidates(run, detectors.values()), None, labels or {}, threads=1)


def names(found):
    return [each.candidate for each in found]


def test_what_hurts_is_found_with_its_evidence():
    found = look({FORM: met()})
    assert (names(found.pains), found.delights, found.undecided) == ([FORM], (), ())
    assert found.pains[0].q < FALSE / 100
    assert found.pains[0].learnt.effect.value == pytest.approx(-0.25, abs=0.05)
    assert found.looked_at == 1


def test_what_does_nothing_is_not_shown():
    found = look({FORM: met(nothing=True), HELP: met(2, nothing=True)})
    assert (found.pains, found.delights, found.ranks) == ((), (), {})
    assert found.looked_at == 2


def test_nothing_to_look_at():
    assert look({}).looked_at == 0


def test_what_helps_is_a_delight():
    found = look({HELP: met(helps=True), FORM: met(2)})
    assert (names(found.pains), names(found.delights)) == ([FORM], [HELP])


def test_to_get_on_along_the_way_to_the_goal_is_no_delight():
    on_the_way = met(helps=True, reached_by=80)
    assert look({HELP: on_the_way}).delights == ()
    assert names(look({HELP: met(helps=True, reached_by=70)}).delights) == [HELP]


def test_the_way_may_hurt_for_all_that():
    assert names(look({FORM: met(reached_by=80)}).pains) == [FORM]


def test_a_way_to_suffer_is_no_delight():
    assert look({LOOP: met(helps=True)}).delights == ()


def test_what_is_one_thing_is_shown_once_and_a_delight_by_what_can_delight():
    found = look({FORM: met(), LOOP: met()})
    assert [(each.candidate, each.thing.also) for each in found.pains] == [(LOOP, (FORM,))]
    assert found.looked_at == 1
    assert names(look({FORM: met(helps=True), LOOP: met(helps=True)}).delights) == [FORM]


def test_what_costs_most_goals_comes_first():
    found = look({FORM: met(share=0.1), HELP: met(2, share=0.5)})
    assert names(found.pains) == [HELP, FORM]
    ranks = found.ranks["pain"].expected_rank[[each.rank for each in found.pains]]
    assert ranks == pytest.approx([1, 2], abs=0.05)


def test_what_nobody_can_tell_is_undecided():
    found = look({FORM: met(circumstance_decides=True)})
    assert (found.pains, names(found.undecided)) == ((), [FORM])
    assert found.undecided[0].q is None


@pytest.mark.parametrize("closer", [{"circumstance_decides": True}, {"share": 0.005}])
def test_what_nobody_can_tell_when_more_are_looked_at_is_undecided_too(closer):
    found = look({FORM: met(), HELP: met(2)}, closer={FORM: met(**closer), HELP: met(2)})
    assert (names(found.pains), names(found.undecided)) == ([HELP], [FORM])
    assert found.undecided[0].q is None


def test_a_way_to_suffer_that_helps_when_more_are_looked_at_is_no_delight():
    found = look({LOOP: met()}, closer={LOOP: met(helps=True)})
    assert (found.pains, found.delights, found.undecided) == ((), (), ())


@pytest.mark.parametrize(
    ("candidate", "label", "kind"),
    [
        (FORM, "dead_end", "dead_end"),
        (FORM, None, "touchpoint"),
        (WAIT, "drop_off", "wait"),  # of arriving there it says nothing
    ],
)
def test_the_kind_says_how_it_hurts(candidate, label, kind):
    labels = {"form": label} if label else {}
    [found] = look({candidate: met()}, labels).pains
    assert found.candidate == replace(candidate, kind=kind)


def test_ways_are_the_touchpoints_by_which_most_come_who_reach_the_goal():
    passed = [
        thing(FORM, range(50), reached=100, reached_by=75),
        thing(HELP, range(50), reached=100, reached_by=74),
        thing(LOOP, range(50), reached=100, reached_by=90),
    ]
    assert ways(passed) == {"form"}


def test_what_hurts_matters_anywhere_and_what_helps_off_the_way():
    assert matters(thing(FORM, range(50), effect=-0.1), {"form"})
    assert not matters(thing(FORM, range(50), effect=0.1), {"form"})
    assert matters(thing(FORM, range(50), effect=0.1), {"help"})


def test_what_may_draw_people_there_is_no_evidence():
    plain = look({FORM: met()}).pains[0].learnt
    assert evidence(plain) > evidence(replace(plain, drawn=0.1)) > 1 / FALSE
    assert evidence(replace(plain, drawn=0.2)) < 1 / FALSE
    assert evidence(replace(plain, drawn=0.5)) < 1
    assert evidence(replace(plain, refused="nobody can tell")) == 0
    assert evidence(Learnt(plain.counts, 10, 5)) == 0


def test_without_which_hardly_anybody_would_get_there_is_the_way_too():
    found = thing(HELP, range(100), effect=0.3)
    hardly = replace(found.learnt, effect=replace(found.learnt.effect, counterfactual=0.05))
    assert matters(found, ())
    assert not matters(replace(found, learnt=hardly), ())


@pytest.fixture(scope="module")
def worlds():
    spec = spec_from_file_location("worlds", BENCH)
    module = sys.modules["worlds"] = module_from_spec(spec)  # where its dataclasses look for their types
    spec.loader.exec_module(module)
    return module


def test_in_a_world_where_nothing_has_an_effect_nothing_is_found(worlds):
    found = worlds.scanned(worlds.read(world("null", 1, people=3000)))
    assert found.looked_at > 10
    assert (found.pains, found.delights) == ((), ())


def test_the_one_pain_of_a_world_is_found_and_its_interval_holds_the_truth(worlds):
    small = world("single", 1, people=5000)
    [truth] = [each for each in small.planted if each.effect]
    found = worlds.scanned(worlds.read(small))
    [pain] = found.pains
    assert (pain.candidate.touchpoint, found.delights) == (truth.touchpoint, ())
    effect = pain.learnt.effect
    assert abs(effect.value - truth.effect) < 1.96 * effect.error < 0.1
