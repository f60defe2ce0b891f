"""What Spark tells in a page of Java, told in a line; it needs no cluster."""

import socket

import pytest

from footpath.cli import options
from footpath.engine.choice import Spark, chosen
from footpath.engine.spark.failures import meaning, told
from footpath.engine.spark.progress import look
from footpath.engine.spark.session import connect, reach
from footpath.errors import DefinitionError, FootpathError, StoreError, UnknownName, UsageError

JOB = "An error occurred while calling o1.collectToPython.\n: org.apache.spark.SparkException: "
UNREAD = "Encountered error while reading file"
JAVA = "\n\tat org.apache.spark.scheduler.Task.run(Task.scala:147)\n\nDriver stacktrace:\n\tat more"
TRACEBACK = (
    "An exception was thrown from the Python worker:\nTraceback (most recent call last):\n  File x, line 1\n"
)


class Raised(Exception):
    """Stands for what Spark raises."""

    __module__ = "pyspark.errors"


def arrives(text):
    with pytest.raises(FootpathError) as found, told("yarn"):
        raise Raised(text)
    return found.value


def test_an_error_of_ours_arrives_as_it_was_raised():
    text = (
        f"{TRACEBACK}footpath.errors.DefinitionError: step x: says something. Do this\n SQLSTATE: 38000{JAVA}"
    )
    assert type(arrives(text)) is DefinitionError
    assert str(arrives(text)) == "step x: says something. Do this"


def test_an_unknown_name_arrives_with_what_was_meant():
    known = str(UnknownName("touchpoint", "chekout", ["checkout"]))
    assert str(arrives(f"{TRACEBACK}footpath.errors.UnknownName: {known}")) == known


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (f"{TRACEBACK}ValueError: oh", "yarn", "a worker failed: ValueError: oh"),
        (
            f"{JOB}[FAILED_READ_FILE.FILE_NOT_EXIST] {UNREAD} file:///a/b.parquet. {JAVA}",
            "file:///a/b.parquet",
            "a file of the lake is not where a worker looks for it",
        ),
        (
            f"{JOB}[FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER] {UNREAD} file:/x. {JAVA}",
            "file:/x",
            "a file of the lake can't be read by a worker",
        ),
        (
            "[PATH_NOT_FOUND] Path does not exist: file:/x.parquet. SQLSTATE: 42K03",
            "file:/x.parquet",
            "a file of the lake is not where a worker looks for it",
        ),
        (
            f"{TRACEBACK}ModuleNotFoundError: No module named 'footpath'",
            "yarn",
            "the workers have no Footpath, or another version of it",
        ),
        (
            f"{JOB}Job aborted: Python worker exited unexpectedly (crashed).{JAVA}",
            "yarn",
            "a worker died again and again, most likely for want of memory",
        ),
        (f"{JOB}Something new.{JAVA}", "yarn", "Spark failed: Something new"),
    ],
)
def test_a_page_of_java_is_a_line(text, where, what):
    found = arrives(text)
    assert (type(found), found.where, found.what) == (StoreError, where, what)
    assert "\n" not in str(found)


def test_a_mistake_of_this_machine_stays_what_it_is():
    with pytest.raises(ZeroDivisionError), told("yarn"):
        raise ZeroDivisionError


def test_a_text_that_says_nothing_is_told_as_that():
    assert meaning("", "yarn").what == "Spark failed: it doesn't say why"


def test_a_master_that_takes_no_connection_is_given_up():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(StoreError, match="no master answers"):
        reach(f"spark://127.0.0.1:{port}")
    with pytest.raises(StoreError, match="no master answers"):
        reach("spark://127.0.0.1:port")


def test_one_master_of_several_that_answers_is_enough():
    with socket.create_server(("127.0.0.1", 0)) as server:
        reach(f"spark://127.0.0.1:1,127.0.0.1:{server.getsockname()[1]}")


def test_a_session_needs_java(monkeypatch, tmp_path):
    pytest.importorskip("pyspark")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(UsageError, match="Java"):
        connect("local[1]")


def test_an_engine_is_a_choice_of_two():
    assert options.engine("local", None, None) is None
    assert options.engine("spark", "yarn", ["spark.a=b=c"]) == Spark("yarn", {"spark.a": "b=c"})
    assert options.engine("spark", None, None) == Spark("local[*]")


@pytest.mark.parametrize(
    "asked", [("sparc", None, {}), ("local", "yarn", {}), ("local", None, {"spark.a": "b"})], ids=str
)
def test_a_choice_that_makes_no_sense_is_told(asked):
    with pytest.raises(UsageError):
        chosen(*asked)


class Stage:
    def __init__(self, done, tasks):
        self.numCompletedTasks, self.numTasks = done, tasks


class Tracker:
    """Stands for Spark's own: the stages that are at work."""

    def __init__(self, **stages):
        self.stages = stages

    def getActiveStageIds(self):
        return list(self.stages)

    def getStageInfo(self, stage):
        return self.stages[stage]


def test_a_stage_that_is_no_longer_at_work_is_done():
    first = look(Tracker(a=Stage(1, 4), b=Stage(0, 2)), {})
    assert look(Tracker(b=Stage(1, 2), c=None), first) == {"a": (4, 4), "b": (1, 2)}
