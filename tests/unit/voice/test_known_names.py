"""The names of a person are found where exports put them."""

import json
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa

from footpath.journeys import notation
from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog
from footpath.voice.names import known_names


def row(person, kind, **properties):
    return {
        "id": f"{person}-{kind}",
        "source": "crm",
        "file": "f",
        "seq": 0,
        "received": datetime(2026, 1, 1, tzinfo=UTC),
        "event": "",
        "kind": kind,
        "actors": [{"kind": "name", "value": person}],
        "properties": json.dumps(properties),
    }


def names(*rows, of=(0, 1)):
    log = EventLog(pa.Table.from_pylist(list(rows), EVENT_SCHEMA))
    return known_names(log, notation.people(log), np.array(of, np.int32))


def test_a_name_comes_from_the_traits_of_a_person():
    assert names(row("ann", "traits", first_name="Ann", last_name="van Dam", plan_name="Gold")) == {
        0: ("Ann", "Dam", "van")
    }


def test_a_name_comes_with_an_answer_as_survey_tools_write_it():
    assert names(row("ann", "said", RecipientFirstName="Ann")) == {0: ("Ann",)}


def test_what_a_person_did_names_nobody():
    assert names(row("ann", "did", name="First Bill")) == {}


def test_other_persons_are_not_looked_at():
    assert names(row("ann", "traits", name="Ann"), row("bob", "traits", name="Bob"), of=[1]) == {1: ("Bob",)}
