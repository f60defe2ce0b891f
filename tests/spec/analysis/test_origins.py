"""What a map rests on, and how much it is of."""

from dataclasses import replace
from functools import reduce

import numpy as np

from footpath.analysis.extent import Extent
from footpath.analysis.origins import Origins
from footpath.analysis.together import Together
from footpath.engine.local import run
from footpath.model.timeline import NO_TIME
from reference.drawn import MINUTE, journeys


def with_sources(found, sources, of_step):
    return replace(found, sources=sources, source=np.array(of_step, np.int16))


def test_sources_come_by_name_with_the_newest_time_and_only_of_what_is_visited():
    found = with_sources(journeys("ann: view@1 pay@7", "bob: view@5"), ("shop", "app"), [0, 0, 1])
    found = replace(found, touchpoints=(*found.touchpoints, "never"))
    told = {row["touchpoint"]: (row["sources"], row["newest"]) for row in run(Origins(), found).rows()}
    assert told == {"view": (("app", "shop"), 5 * MINUTE), "pay": (("shop",), 7 * MINUTE)}


def test_a_time_that_nobody_knows_is_not_the_newest():
    [pay, view] = run(Origins(), journeys("ann: view@? pay@3", "bob: pay@?")).touchpoints
    assert (pay.newest, view.newest) == (3 * MINUTE, NO_TIME)


def test_parts_that_know_other_sources_are_joined_by_name():
    found = with_sources(journeys("ann: view@1", "bob: view@5"), ("app", "shop"), [0, 1])
    ann, bob = (
        found.of_people(found.persons.to_numpy(zero_copy_only=False) == name) for name in ("ann", "bob")
    )
    bob = with_sources(bob, ("shop",), [0])
    analysis = Origins()
    joined = analysis.merge(analysis.partial(bob), analysis.partial(ann))
    assert analysis.finish(joined) == run(analysis, found)


def test_what_is_outside_journeys_is_counted_once_however_many_parts_there_are():
    lines = (f"{name}: view pay / view" for name in "abcdefgh")
    found = replace(journeys(*lines, early=["c"]), outside=5, as_of=9)
    analysis = Extent()
    parts = map(analysis.partial, found.buckets(3))
    told = analysis.finish(reduce(analysis.merge, parts))
    assert told == run(analysis, found)
    assert list(told.rows()) == [{"people": 8, "journeys": 16, "early": 1, "outside": 5, "as_of": 9}]


def test_questions_asked_together_have_the_answers_of_each():
    found = journeys("ann: view pay", "bob: view", "cy: pay view")
    asked = (Extent(), Origins())
    together = Together(asked)
    parts = map(together.partial, found.buckets(2))
    assert together.finish(reduce(together.merge, parts)) == tuple(run(each, found) for each in asked)
