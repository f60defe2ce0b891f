"""Journeys made bucket by bucket, as on a cluster, give the answers of the whole; no cluster is needed."""

from datetime import timedelta
from functools import reduce

import pytest

from footpath.analysis import DropOff, Flow, Funnel, Outcomes, Paths, Timing, Visits
from footpath.engine.local import run
from footpath.engine.spark import SparkEngine
from footpath.engine.spark.buckets import View, Whole, timelines_of
from footpath.errors import UnknownName
from footpath.journeys import notation
from footpath.journeys.cut import cut, default_quiet, gaps
from footpath.journeys.timelines import build
from footpath.journeys.touchpoints import place
from footpath.model.definition import Definitions, JourneyDefinition
from footpath.model.lens import Lens

TEXT = (
    "ann: ad@0 visit@1h cart@2h pay@3h visit@30h · bob: visit@2h cart@9h"
    " · cy: cart@1h visit@4h · dee: visit@90h pay@91h"
)
BUY = JourneyDefinition("buy", "I buy", start=("visit",), within=timedelta(hours=20))
ANALYSES = [Flow(), Paths(top=3), Funnel(["visit", "pay"]), Outcomes(), Visits(), Timing(), DropOff()]


class Made:
    """Events in any number of buckets, and the timelines of all."""

    def __init__(self, text, buckets):
        log = notation.log(text)
        people, self.touchpoints = notation.people(log), notation.touchpoints(log)
        codes = place(log, self.touchpoints)
        self.timelines = whole = build(log, people, codes, self.touchpoints)
        self.whole = Whole(
            whole.oldest,
            whole.newest,
            whole.total,
            whole.total - whole.unmatched,
            frozenset(whole.touchpoint.tolist()),
            whole.channels,
            whole.sources,
        )
        table = log.table.append_column("person", people.ids.take(people.row_person))
        table = table.append_column("touchpoint", [codes])
        some = [table.filter(people.row_person % buckets == each) for each in range(buckets)]
        self.buckets = [timelines_of(each, self.touchpoints) for each in some]

    def view(self, definition):
        return View(self.touchpoints, definition, self.whole)


@pytest.mark.parametrize("buckets", [1, 2, 3])
@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda each: type(each).__name__)
def test_buckets_give_the_answer_of_the_whole(analysis, buckets):
    made = Made(TEXT, buckets)
    states = [analysis.partial(made.view(BUY).journeys(bucket)) for bucket in made.buckets]
    assert analysis.finish(reduce(analysis.merge, states)) == run(analysis, cut(made.timelines, BUY))


def test_gaps_of_all_buckets_are_those_that_quiet_is_taken_from():
    made = Made(TEXT, 3)
    found = sorted(gap for bucket in made.buckets for gap in gaps(bucket).tolist())
    assert timedelta(microseconds=found[-(-95 * len(found) // 100) - 1]) == default_quiet(made.timelines)


def test_a_bucket_without_events_has_no_journeys():
    assert len(Made(TEXT, 1).view(BUY).nobodys()) == 0


def test_a_journey_that_nobody_defined_is_told_before_there_is_a_session(tmp_path):
    engine = SparkEngine(lake=tmp_path, definitions=Definitions(), master="spark://127.0.0.1:1")
    with pytest.raises(UnknownName, match="buy"):
        engine.run(Flow(), Lens("buy"))
