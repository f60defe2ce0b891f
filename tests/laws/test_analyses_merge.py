"""Merge law: however persons are split, and in whatever order parts are joined, the result is the same."""

import pickle
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analysis.dropoff import DropOff
from footpath.analysis.flow import Flow
from footpath.analysis.funnel import Funnel
from footpath.analysis.outcomes import Outcomes
from footpath.analysis.paths import Paths
from footpath.analysis.stages import StageProgress
from footpath.analysis.timing import Timing
from footpath.analysis.visits import Visits
from footpath.engine.local import run
from footpath.journeys.choosing import Chosen, met
from laws.strategies import NAMES, PEOPLE, journeys, persons
from reference.drawn import build

ANALYSES = [
    Flow(),
    Paths(top=2),
    Paths(top=3, collapse=True, span="journey"),
    Funnel(["A", {"B", "C"}, "D"], within=timedelta(minutes=12)),
    Funnel(["A", "B"], directly=True),
    Timing(),
    Timing(between=("A", "B")),
    DropOff(),
    Outcomes(),
    Visits(),
    StageProgress((("early", ("A", "B")), ("middle", ("C",)), ("late", ("E",)))),
]
each_analysis = pytest.mark.parametrize("analysis", ANALYSES, ids=repr)


@each_analysis
@settings(max_examples=12, deadline=None)
@given(journeys(), st.data())
def test_any_split_by_persons_gives_the_same_result(analysis, all_journeys, data):
    part_of = data.draw(st.lists(st.integers(0, 3), min_size=PEOPLE, max_size=PEOPLE))
    order = data.draw(st.permutations(range(4)))
    persons = np.array(part_of[: len(all_journeys.persons)])
    parts = [analysis.partial(all_journeys.of_people(persons == part)) for part in order]
    assert analysis.finish(reduce(analysis.merge, parts)) == analysis.finish(analysis.partial(all_journeys))


@each_analysis
@settings(max_examples=4, deadline=None)
@given(journeys())
def test_what_is_sent_elsewhere_is_the_same_there(analysis, all_journeys):
    sent = pickle.loads(pickle.dumps(analysis.partial(all_journeys)))
    assert analysis.finish(sent) == analysis.finish(analysis.partial(all_journeys))


@each_analysis
@settings(max_examples=6, deadline=None)
@given(journeys(), st.data(), st.integers(1, 3))
def test_persons_are_chosen_as_well_when_they_are_looked_at(analysis, all_journeys, data, threads):
    some = st.lists(st.booleans(), min_size=PEOPLE, max_size=PEOPLE)
    members = np.array(data.draw(some)[: len(all_journeys.persons)], bool)
    chosen, wanted = Chosen(all_journeys, members), all_journeys.of_people(members)
    assert run(analysis, chosen, threads=threads) == run(analysis, wanted, threads=1)
    assert chosen.n_people == wanted.n_people
    assert met(chosen) == tuple(wanted.touchpoints[code] for code in np.unique(wanted.touchpoint))


@each_analysis
@settings(max_examples=6, deadline=None)
@given(persons())
def test_persons_of_two_parts_are_different_though_numbered_alike(analysis, drawn):
    again = [replace(each, person=f"another {each.person}") for each in drawn]
    part = analysis.partial(build(drawn, NAMES))
    assert analysis.finish(analysis.merge(part, part)) == run(analysis, build(drawn + again, NAMES))


@each_analysis
@settings(max_examples=5, deadline=None)
@given(journeys(), st.integers(1, 4))
def test_any_number_of_threads_gives_the_same_result(analysis, all_journeys, threads):
    assert run(analysis, all_journeys, threads=threads) == run(analysis, all_journeys)


@each_analysis
@settings(max_examples=5, deadline=None)
@given(journeys())
def test_a_state_holds_whole_numbers_and_names_only(analysis, all_journeys):
    assert set(kinds(analysis.partial(all_journeys))) <= {"i", "u", "b", "name"}


@each_analysis
@settings(max_examples=5, deadline=None)
@given(journeys())
def test_every_result_is_a_table(analysis, all_journeys):
    result = run(analysis, all_journeys)
    assert result.to_arrow().num_rows == len(list(result.rows()))


def kinds(state):
    if isinstance(state, np.ndarray):
        yield state.dtype.kind
    elif isinstance(state, tuple):
        for each in state:
            yield from ["name"] if isinstance(each, str) else kinds(each)
    elif is_dataclass(state):
        for field in fields(state):
            yield from kinds(getattr(state, field.name))
    else:
        yield np.array(state).dtype.kind
