"""A survey of air passengers, imported as its authors published it."""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from footpath.collect.load import load
from footpath.collect.reading import ImportOptions
from footpath.store.memory import MemoryStore

OPTIONS = ImportOptions(
    columns={"answer": "Q7*,NETPRO,Q8COM*", "id": "RESPNUM", "time": "INTDATE"},
    time_format="%d",
    timezone="America/Los_Angeles",
    set={"year": "2017", "month": "5"},
)
RESPONDENTS, ANSWERED, NPS = 2831, 2746, 39.84


@pytest.fixture(scope="module")
def batches(data):
    path = data / "sfo-airport-survey" / "sfo_customer_survey_2017.csv.gz"
    return list(load(path, OPTIONS, now=datetime(2026, 1, 1, tzinfo=UTC), file_id="f1"))


@pytest.fixture(scope="module")
def events(batches):
    return pa.concat_tables([batch.table for batch in batches])


def test_every_respondent_arrives_and_every_row_is_accounted_for(batches, events):
    persons = {tuple(sorted(actor.items())) for actors in events["actors"].to_pylist() for actor in actors}
    assert len(persons) == RESPONDENTS
    lost = sum(batch.duplicates + batch.dropped.total() for batch in batches)
    assert sum(batch.received for batch in batches) == len(events) + lost


def test_all_interviews_were_in_may(events):
    local = pc.local_timestamp(events["time"].cast(pa.timestamp("us", "America/Los_Angeles")))
    assert set(pc.strftime(local, "%Y-%m").to_pylist()) == {"2017-05"}


def test_the_answers_give_the_published_score(events):
    scores = events.filter(pc.equal(events["event"], "NETPRO"))["score"].to_numpy()
    scores = scores[scores <= 10]  # 11 stands for no answer
    assert len(scores) == ANSWERED
    assert round(100 * ((scores >= 9).mean() - (scores <= 6).mean()), 2) == NPS


def test_the_same_file_again_changes_nothing(batches):
    store = MemoryStore()
    tables = [batch.table for batch in batches]
    first, again = (store.append(tables, file=file) for file in ("f1", "f2"))
    assert (first.duplicates, again.kept) == (0, 0)
