"""The same lake asked on one machine and on a cluster: equal to the last digit, also when a worker dies."""

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from footpath import definitions as toml
from footpath.analysis import DropOff, Flow, Funnel, Outcomes, Paths, StageProgress, Timing, Visits
from footpath.errors import UnknownName
from footpath.model.definition import Touchpoint
from footpath.model.lens import Lens
from footpath.project.snapshot import Snapshot
from footpath.store.lake import LakeStore

ANALYSES = [
    Flow(),
    Funnel(["Visits the site", {"Pays", "Buys in the store"}, "Order confirmed"], within=timedelta(days=9)),
    Paths(top=7),
    Outcomes(),
    Visits(),
    StageProgress((("looking", ("Visits the site", "Compares plans")), ("buying", ("Pays",)))),
    Timing(),
    DropOff(),
]
LONG = Touchpoint("Waits long", "I need help", {"source": ("calls",)}, where="properties.wait_seconds > 60")


@pytest.fixture(scope="module")
def lake(folder):
    return folder / "lake" / "events", toml.parse((folder / "footpath.toml").read_text())


@pytest.fixture(scope="module")
def log(lake):
    return LakeStore(lake[0]).scan()


@pytest.fixture(scope="module")
def here(lake, log):
    return Snapshot(log, lake[1])


@pytest.fixture(scope="module")
def there(project):
    return project._present.clustered().engine


def test_every_event_is_the_same_persons(there, here, log):
    found = there.people().select("source", "id", "seq", "person").toArrow()
    persons = [None if each < 0 else here.people.ids[each].as_py() for each in here.people.row_person]
    assert rows(found) == rows(log.table.append_column("person", [persons]))


@pytest.mark.parametrize("analysis", ANALYSES, ids=lambda each: type(each).__name__)
def test_every_analysis_has_the_same_answer(there, here, analysis):
    expected = here.run(analysis, Lens("buy"))  # first: what is compiled here, no worker compiles again
    assert there.run(analysis, Lens("buy")) == expected


@pytest.mark.parametrize(
    "lens",
    [
        Lens("help", "students"),
        Lens("buy", "asked an advisor", until=datetime(2025, 9, 1, tzinfo=UTC)),
        Lens("settle", since=datetime(2025, 6, 1, tzinfo=UTC)),
    ],
    ids=str,
)
def test_every_lens_has_the_same_answer(there, here, lens):
    assert there.run(Flow(), lens) == here.run(Flow(), lens)


def test_what_is_quiet_is_found_from_all_gaps(there, here, log):
    open_ended = replace(there.definitions.journeys[0], within=None)
    definitions = replace(there.definitions, journeys=(open_ended,), touchpoints=(LONG, *touchpoints(there)))
    engine = there.under(definitions)
    assert engine.run(Timing(), Lens("buy")) == Snapshot(log, definitions).run(Timing(), Lens("buy"))


def test_a_name_that_nobody_defined_is_told_without_asking_a_worker(there):
    with pytest.raises(UnknownName, match="bye"):
        there.run(Flow(), Lens("bye"))


def test_a_worker_may_die_in_the_middle(there, here, cluster):
    class Slowly(Flow):
        """Takes its time over each bucket."""

        def partial(self, journeys):
            time.sleep(0.3)
            return super().partial(journeys)

    answers = []
    asking = threading.Thread(target=lambda: answers.append(there.run(Slowly(), Lens("buy"))))
    asking.start()
    wait_until(lambda: busy(there))
    cluster.kill_worker()
    asking.join(timeout=180)
    cluster.add_worker()
    assert answers == [here.run(Flow(), Lens("buy"))]


def rows(table):
    return sorted(zip(*(table[name].to_pylist() for name in ("source", "id", "seq", "person")), strict=True))


def touchpoints(engine):
    return engine.definitions.touchpoints


def busy(engine):
    """Whether a task is done already while others are still to come."""
    tracker = engine.spark.sparkContext.statusTracker()
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    return any(each and each.numCompletedTasks and each.numActiveTasks for each in stages)


def wait_until(holds):
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "no task was ever seen at work"
        time.sleep(0.02)
