"""A map names the first few of the persons behind each number, however persons are split."""

from dataclasses import replace
from functools import reduce

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analysis.stages import StageProgress
from footpath.analysis.witnesses import Witnesses
from footpath.engine.local import run
from footpath.mapping.evidence import behind
from laws.strategies import PEOPLE, journeys

STAGES = (("early", ("A", "B")), ("late", ("C", "E")))
law = settings(max_examples=25, deadline=None)
parts = st.lists(st.integers(0, 2), min_size=PEOPLE, max_size=PEOPLE)


def asked(found):
    """Every number, what it is of as names, and as places."""
    names = list(enumerate(found.touchpoints))
    yield "outcomes", {}, ()
    for at, name in names:
        for number in ("visits", "first_contact", "left_after", "reached_at"):
            yield number, {"touchpoint": name}, (at,)
        for to, other in names:
            yield "flow", {"from": name, "to": other}, (at, to)
    for at, (stage, _) in enumerate(STAGES):
        yield "stage", {"stage": stage}, (at,)
    for at, path in enumerate(paths_of(found)):
        yield "path", {"path": path}, (at,)


def paths_of(found):
    paths = np.split(found.touchpoint, found.offsets[1:-1]) if len(found) else []
    return sorted({tuple(found.touchpoints[code] for code in path) for path in paths})


@law
@given(journeys(), st.integers(1, 3))
def test_they_are_the_first_of_those_behind_the_number(found, most):
    told = run(Witnesses(STAGES, tuple(paths_of(found)), most), found)
    stages = StageProgress(STAGES)
    for number, part, places in asked(found):
        persons = [found.persons[int(each)].as_py() for each in behind(found, stages, number, part)]
        assert [told.persons[each] for each in told.of(number, *places)] == persons[:most]


@law
@given(journeys(), parts, st.permutations(range(3)), st.booleans())
def test_any_split_by_persons_names_the_same(found, part_of, order, own_ids):
    analysis, persons = Witnesses(STAGES, tuple(paths_of(found)), 2), np.array(part_of[: len(found.persons)])
    split = [found.of_people(persons == part) for part in order]
    states = [analysis.partial(with_own_ids(part) if own_ids else part) for part in split]
    told = analysis.finish(reduce(analysis.merge, states))
    whole = run(analysis, found)
    assert sorted(map(str, told.rows())) == sorted(map(str, whole.rows()))
    assert told.persons == whole.persons


def with_own_ids(part):
    """The same as a bucket on a cluster has it: its persons have numbers of their own."""
    there, person = np.unique(part.person, return_inverse=True)
    return replace(
        part,
        persons=part.persons.take(pa.array(there)),
        person=person.astype(np.int32),
        first_step=part.first_step[there],
        early=part.early[there],
    )
