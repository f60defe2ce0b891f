import pytest

from footpath.errors import InputError
from footpath.journeys import notation
from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog

WHOLE = notation.log("ann: visit pay@1d=9 · bob: visit").table


class Reads:
    """Reads the columns of three events, and remembers which were asked for."""

    def __init__(self):
        self.asked = []

    def __call__(self, names):
        self.asked.append(list(names))
        return WHOLE.select(names)


def test_a_log_has_the_declared_columns():
    assert EventLog(WHOLE).table.equals(WHOLE)
    with pytest.raises(InputError, match="has the columns id, source"):
        EventLog(WHOLE.drop_columns(["score"]))


def test_a_column_is_read_when_somebody_looks_at_it_and_only_once():
    read = Reads()
    log = EventLog.reading(read)
    assert log.column("event").to_pylist() == ["visit", "pay", "visit"]
    assert log.columns(["event", "score"]).to_pydict() == WHOLE.select(["event", "score"]).to_pydict()
    assert log.column("score").to_pylist() == log.column("score").to_pylist()
    assert read.asked == [["event"], ["score"]]


def test_a_log_that_is_read_by_and_by_is_the_same_as_the_whole():
    log = EventLog.reading(Reads())
    log.column("time")
    assert log.table.equals(WHOLE)
    assert log.table.schema.equals(EVENT_SCHEMA)
    assert len(log) == 3
