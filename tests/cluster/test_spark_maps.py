"""A project drawn on one machine and on a cluster: the same map, also when a worker dies."""

import json
import shutil
import threading
import time
from datetime import UTC, datetime

import msgspec
import pytest
from typer.testing import CliRunner

import footpath
from footpath.analysis import Flow, Visits
from footpath.cli.app import app
from footpath.draw.json import trimmed
from footpath.engine.choice import Spark
from footpath.engine.spark.components import components
from footpath.errors import DefinitionError, StoreError, UsageError
from footpath.mapping.evidence import evidence_id
from footpath.model.lens import Lens
from footpath.moments.questions import MomentsOf
from footpath.project.clustered import NO_MOMENTS, NO_WEIGHTS
from footpath.voice.questions import DriversOf, Scores
from footpath.voice.themes_told import Themes

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def here(folder):
    return footpath.open(folder)


@pytest.fixture(scope="module")
def there(project):
    return project


@pytest.fixture(scope="module")
def drawn(there):
    return there.map("buy", now=NOW)


def test_a_map_is_the_same_from_a_cluster_but_for_moments(drawn, here):
    assert without_moments(drawn) == without_moments(here.map("buy", now=NOW))


def test_a_map_of_a_cluster_says_what_is_not_on_it(drawn):
    assert {NO_MOMENTS, NO_WEIGHTS} <= set(drawn.coverage.warnings)
    assert {cell.state for lane in drawn.lanes if lane.id == "moment" for cell in lane.cells} == {"none"}


def test_the_persons_behind_a_number_are_the_same(there, here):
    lens = Lens("buy")
    visits = here.run(Visits(), "buy").touchpoints[0].touchpoint
    number = evidence_id("visits", lens.parameters() | {"touchpoint": visits})
    assert there.people(number, journey="buy") == here.people(number, journey="buy")
    assert there.people(journey="buy", at=visits) == here.people(journey="buy", at=visits)


def test_a_command_prints_from_a_cluster_what_it_prints_from_one_machine(there, here, folder, cluster):
    asked = ["people", "--journey", "help", "-p", str(folder), "--json"]
    elsewhere = CliRunner().invoke(app, [*asked, "--engine", "spark", "--master", cluster.master])
    assert elsewhere.stdout == CliRunner().invoke(app, asked).stdout


def test_what_is_worked_out_on_one_machine_only_says_so(there):
    for asked in (Scores(), DriversOf(), MomentsOf()):
        with pytest.raises(UsageError, match="on one machine"):
            there.run(asked, "buy")


def test_themes_are_the_same(there, here):
    assert there.run(Themes()) == here.run(Themes())


def test_an_error_in_a_worker_arrives_as_it_was_raised(there):
    class Refusing(Flow):
        def partial(self, _):
            raise DefinitionError("it says something that can't be", where='step "Pay"', hint="Say another")

    with pytest.raises(DefinitionError) as told:
        there.run(Refusing(), "buy")
    assert str(told.value) == 'step "Pay": it says something that can\'t be. Say another'


def test_a_broken_file_of_the_lake_is_named(there, folder, tmp_path, cluster):
    broken = tmp_path / "project"
    shutil.copytree(folder, broken)
    file = max(broken.glob("lake/events/**/*.parquet"), key=lambda each: each.stat().st_size)
    file.write_bytes(file.read_bytes()[:4] + bytes(file.stat().st_size - 12) + file.read_bytes()[-8:])
    with pytest.raises(StoreError) as told:
        footpath.open(broken, engine=Spark(cluster.master)).run(Flow(), "buy")
    assert file.name in str(told.value)
    assert "can't be read by a worker" in str(told.value)


def test_stars_find_the_components_that_one_machine_finds(there):
    spark = there._present.clustered().engine.spark
    tied = [(1, 2), (2, 3), (9, 4), (4, 4), (7, 8), (8, 7), (3, 1), (11, 12), (12, 13), (13, 14), (14, 15)]
    edges = spark.createDataFrame(tied, "a long, b long")
    assert rows(components(edges, few=0)) == rows(components(edges))


def test_the_map_of_a_segment_is_the_same_though_a_worker_dies_in_the_middle(there, here, cluster):
    lens = {"segment": "students", "since": "2025-03-01", "now": NOW}
    found = []
    asking = threading.Thread(target=lambda: found.append(there.map("help", **lens)))
    asking.start()
    wait_until(lambda: at_work(there))
    cluster.kill_worker()
    asking.join(timeout=180)
    assert without_moments(found[0]) == without_moments(here.map("help", **lens))


def without_moments(drawn):
    found = json.loads(msgspec.json.encode(trimmed(drawn, people=True, words=True)))
    found["coverage"].pop("warnings")
    found["lanes"] = [lane for lane in found["lanes"] if lane["id"] != "moment"]
    found["evidence"] = {key: each for key, each in found["evidence"].items() if each["analysis"] != "moment"}
    return {name: each for name, each in found.items() if name not in ("moments", "undecided")}


def at_work(project):
    tracker = project._present.clustered().engine.spark.sparkContext.statusTracker()
    stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
    return any(each and each.numActiveTasks for each in stages)


def rows(frame):
    return sorted(map(tuple, frame.collect()))


def wait_until(holds):
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end, "no task was ever seen at work"
        time.sleep(0.02)
