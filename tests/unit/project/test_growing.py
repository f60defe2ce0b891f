"""An index of many events serves when a few come; when others change, all are looked at again."""

from __future__ import annotations

import shutil
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest

from footpath.journeys import notation
from footpath.journeys.recutting import Recut
from footpath.model.definition import Definitions, Touchpoint
from footpath.model.event import EVENT_SCHEMA
from footpath.model.lens import Lens
from footpath.project.growing import continued, settled
from footpath.project.indexing import Index, Kept
from footpath.project.snapshot import Snapshot
from footpath.store.index import IndexCache
from footpath.store.lake import LakeStore
from reference.same import same
from reference.sent import log_of

TOUCHPOINTS = (Touchpoint("Web", "s", {"source": ("web",)}), Touchpoint("Shop", "s", {"source": ("shop",)}))
TYPED = (Touchpoint("Web", "s", {"source": ("web",)}, where="properties.price is null"), TOUCHPOINTS[1])
JOURNEY = notation.definition(start="Web", goal="Shop", within="2h")
MANY = [f"{('web', 'shop')[at % 3 == 0]} user:u{at % 9} anon:a{at % 20}" for at in range(80)]
LENS = Lens(JOURNEY.name)


class Grows:
    """A project's events and what is kept of them."""

    def __init__(self, folder):
        self.store, self.cache, self.rows = LakeStore(folder / "lake"), folder / "cache", 0

    def sends(self, *rows, file="f"):
        numbered = list(enumerate(rows, self.rows))
        self.rows += len(rows)
        self.store.append([log_of(numbered).table], file=file)

    def hears(self, number, score, *, days=0):
        """An answer of u1; what came later under the same number replaces it."""
        row = log_of([(number, "desk user:u1")]).table.to_pylist()[0]
        row |= {"id": f"answer {number}", "kind": "said", "score": score}
        row["received"] += timedelta(days=days)
        self.store.append([pa.Table.from_pylist([row], EVENT_SCHEMA)], file="answers")

    def opened(self, touchpoints=TOUCHPOINTS, store=None):
        defined, kept = self.as_it_is(touchpoints)
        log, kept, grown = continued(store or self.store, self.cache, kept, defined, small=1)
        return Snapshot(log, defined, kept=kept, grown=grown), grown is not None

    def settles(self, store=None, due=100):
        defined, kept = self.as_it_is(TOUCHPOINTS)
        return settled(store or self.store, self.cache, kept, defined, due=due)

    def as_it_is(self, touchpoints):
        defined = Definitions("p", "UTC", touchpoints=touchpoints, journeys=(JOURNEY,))
        return defined, Kept(Index(IndexCache(self.cache), ""))


class Watched:
    """A store that tells of which files it was known that no event replaces another."""

    def __init__(self, store):
        self.files, self._store, self.known = store.files, store, []

    def scan_files(self, paths, *, all_shown=False):
        self.known.append(all_shown)
        return self._store.scan_files(paths, all_shown=all_shown)


class Full:
    """A store on whose disk there is no room for one more look at all events."""

    def __init__(self, store):
        self.files, self._store = store.files, store

    def scan_files(self, paths, *, all_shown=False):
        if len(paths) == len(self.files()):
            raise OSError("no space left on device")
        return self._store.scan_files(paths, all_shown=all_shown)


@pytest.fixture
def project(tmp_path):
    found = Grows(tmp_path)
    found.sends(*MANY)
    known(found.opened()[0])
    return found


def known(snapshot):
    return snapshot.outline, snapshot.people, snapshot.whole, snapshot.journeys(LENS)


def is_what_all_events_tell(project, touchpoints=TOUCHPOINTS):
    found, _ = project.opened(touchpoints)
    told = known(found)
    for one, other in zip(told, known(project.opened(touchpoints)[0]), strict=True):
        same(one, other)  # as it was kept
    shutil.rmtree(project.cache)
    anew, grown = project.opened(touchpoints)
    assert not grown
    for one, other in zip(told, known(anew), strict=True):
        same(one, other)
    np.testing.assert_array_equal(found.codes, anew.codes)
    return True


def test_the_same_events_need_nothing_new(project):
    assert not project.opened()[1]


def test_nor_does_anybody_look_again_whether_one_replaces_another(project):
    store = Watched(project.store)
    project.opened(store=store)
    assert store.known == [True]


def test_where_an_answer_was_replaced_that_is_looked_at_each_time(tmp_path):
    project = Grows(tmp_path)
    project.hears(1, 7)
    project.hears(1, 2, days=1)
    for store in (Watched(project.store), Watched(project.store)):
        snapshot, _ = project.opened(store=store)
        assert store.known == [False]
        assert len(snapshot.log) == 1


def test_a_few_events_more_are_merged_with_what_is_kept_of_the_others(project):
    project.sends("web user:u1", "shop user:new anon:a3")
    assert project.opened()[1]
    assert is_what_all_events_tell(project)


def test_and_again_a_few(project):
    project.sends("web user:u1 email:u1@x.org")
    known(project.opened()[0])
    project.sends("shop user:u2 email:u1@x.org", "shop anon:other")
    assert project.opened()[1]
    assert is_what_all_events_tell(project)


def test_many_events_more_are_looked_at_with_all_others(project):
    project.sends(*MANY)
    assert not project.opened()[1]
    assert is_what_all_events_tell(project)


def test_after_an_import_is_taken_back_all_are_looked_at_again(project):
    project.sends("web user:u1", file="later")
    known(project.opened()[0])
    project.store.undo("later")
    assert not project.opened()[1]
    assert is_what_all_events_tell(project)


def test_a_condition_is_asked_of_all_events_for_types_hang_on_all_of_them(project):
    known(project.opened(TYPED)[0])
    project.sends("web user:u1")
    assert is_what_all_events_tell(project, TYPED)


def test_when_cases_begin_to_stand_in_the_next_index_is_of_all_events(project):
    project.sends("desk/7")
    assert project.opened()[1]
    assert is_what_all_events_tell(project)
    project.sends("web user:u1")
    assert project.opened()[1]


def test_answers_are_events_like_others(project):
    project.hears(1, 7)
    assert project.opened()[1]
    project.hears(2, 3)
    assert project.opened()[1]
    assert is_what_all_events_tell(project)


def test_an_answer_in_place_of_an_earlier_one_asks_for_a_look_at_all(project):
    project.hears(1, 7)
    assert project.opened()[1]
    project.hears(1, 2, days=1)
    assert not project.opened()[1]
    assert is_what_all_events_tell(project)


def test_also_where_the_earlier_one_was_there_before(tmp_path):
    project = Grows(tmp_path)
    project.hears(1, 7)
    project.sends(*MANY)
    known(project.opened()[0])
    project.hears(2, 3)
    assert project.opened()[1]
    project.hears(1, 2, days=1)
    assert not project.opened()[1]


def test_a_map_is_drawn_without_a_look_at_all_of_it(project):
    project.sends("web user:u1", "shop user:new anon:a3")
    found, _ = project.opened()
    assert isinstance(found.drawn(LENS), Recut)
    known(found)
    assert not isinstance(project.opened()[0].drawn(LENS), Recut)  # it is there in one piece


def test_what_came_is_laid_together_with_the_index_before_anybody_asks(project):
    project.sends("web user:u1", "shop user:new anon:a3")
    before, _ = project.opened()
    assert project.settles()
    now, grown = project.opened()
    assert not grown
    for one, other in zip(known(before), known(now), strict=True):
        same(one, other)
    assert is_what_all_events_tell(project)


def test_and_is_grown_from_when_more_comes(project):
    project.sends("web user:u1 email:u1@x.org", "shop user:new anon:a3")
    assert project.settles()
    project.sends("shop user:u2 email:u1@x.org")
    assert project.opened()[1]
    assert is_what_all_events_tell(project)


def test_few_events_are_not_worth_the_work(project):
    project.sends("web user:u1")
    assert not project.settles(due=79)
    assert project.opened()[1]
    assert project.settles(due=80)


def test_where_nothing_came_nothing_is_done(project):
    assert not project.settles()


def test_while_it_is_made_and_when_that_fails_the_index_there_is_serves(project):
    project.sends("web user:u1")
    with pytest.raises(OSError, match="no space"):
        project.settles(Full(project.store))
    assert project.opened()[1]
    assert is_what_all_events_tell(project)


def test_what_was_made_of_an_index_that_serves_no_more_is_gone(project):
    project.sends("web user:u1")
    known(project.opened()[0])
    assert project.settles()
    assert [each.name for each in project.cache.iterdir() if each.is_dir()] == ["index"]
    assert len([*project.cache.glob("index/*")]) == 1
