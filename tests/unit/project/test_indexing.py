from functools import cache

import pyarrow as pa

from footpath.journeys import notation
from footpath.model.timeline import Timelines
from footpath.project.indexing import Index
from footpath.store.index import IndexCache
from reference.same import same


@cache  # not while tests are collected: kernels would be compiled there
def made():
    return notation.timelines("ann: visit pay@1d=9 · bob: visit")


class Making:
    """Makes timelines, and counts how often."""

    def __init__(self):
        self.made = 0

    def __call__(self, _):
        self.made += 1
        return made()


def test_what_was_made_comes_back_the_same_and_is_not_made_again(tmp_path):
    make = Making()
    for _ in range(2):
        found = Index(IndexCache(tmp_path), "1").kept(Timelines, "visits", make, persons=made().persons)
        same(found, made())
        assert isinstance(found.sources, tuple)
    assert make.made == 1


def test_of_other_events_or_rules_it_is_made_anew(tmp_path):
    make = Making()
    for state, rules in (("1", "visits"), ("2", "visits"), ("1", "orders")):
        Index(IndexCache(tmp_path), state).kept(Timelines, rules, make)
    assert make.made == 3


def test_what_is_shared_with_others_is_not_kept_with_it(tmp_path):
    Index(IndexCache(tmp_path)).kept(Timelines, "visits", Making(), persons=made().persons)
    others = pa.array(["eve", "mia"])
    found = Index(IndexCache(tmp_path)).kept(Timelines, "visits", Making(), persons=others)
    assert found.persons.to_pylist() == ["eve", "mia"]


def test_without_a_cache_everything_is_made_each_time():
    make = Making()
    for _ in range(2):
        assert Index().kept(Timelines, "visits", make) is made()
    assert make.made == 2


def test_a_cache_that_cannot_be_written_costs_time_and_no_answer(tmp_path):
    (tmp_path / "a file").write_text("no folder")
    assert Index(IndexCache(tmp_path / "a file")).kept(Timelines, "visits", Making()) is made()
