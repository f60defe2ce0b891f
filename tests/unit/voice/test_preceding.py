"""The steps of those who said something are looked up among theirs alone, and are those that a search of all
steps finds.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.model.timeline import NO_TIME
from footpath.voice.preceding import at, places, steps_of
from reference.spoken import build, event

law = settings(max_examples=60, deadline=None)
numbers = st.lists(st.integers(0, 12), unique=True)
PEOPLE = ("ann", "bob", "cy")


@law
@given(numbers, numbers)
def test_a_number_is_found_where_it_stands(sought, among):
    found = places(np.array(sought, np.int64), np.array(among, np.int32))
    assert found.tolist() == [among.index(each) if each in among else -1 for each in sought]
    assert at(np.array(among, np.int16), found).tolist() == [each if each in among else -1 for each in sought]


rows = st.lists(
    st.builds(
        event,
        st.sampled_from(PEOPLE),
        st.sampled_from(["visit", "pay", "else"]),
        st.none() | st.integers(0, 3),
        said=st.booleans(),
        seq=st.integers(0, 9),
    ),
    unique_by=lambda row: (row["source"], row["id"]),
    max_size=12,
)


@law
@given(rows, st.lists(st.integers(0, len(PEOPLE) - 1)))
def test_the_steps_of_some_persons_are_those_of_all_that_are_theirs(rows, wanted):
    log, people, timelines = build(rows, ("visit", "pay"))
    persons = np.array([each for each in wanted if each < people.n_people], np.int32)
    answers = [row for row, each in enumerate(rows) if each["kind"] == "said"]
    record = {row: 10 + each for each, row in enumerate(answers)}
    steps = steps_of(log, timelines, persons, np.array(answers, np.int64), np.array([*record.values()]))
    theirs = [
        (position, person)
        for person in range(people.n_people)
        for position in range(timelines.offsets[person], timelines.offsets[person + 1])
        if person in persons
    ]
    of_log = [int(timelines.row[position]) for position, _ in theirs]
    assert list(zip(steps.position.tolist(), steps.person.tolist(), strict=True)) == theirs
    assert steps.row.tolist() == of_log
    assert steps.record.tolist() == [record.get(row, -1) for row in of_log]
    assert steps.touchpoint.tolist() == [timelines.touchpoint[position] for position, _ in theirs]
    # Where there are times, what the source counts orders nothing, and is not read
    untimed = steps.keys.time == NO_TIME
    told = [rows[row]["seq"] for row in of_log]
    assert steps.keys.seq[untimed].tolist() == np.array(told, np.int64)[untimed].tolist()
