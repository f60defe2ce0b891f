"""Who is who of a log and of rows that come later is what stitching all rows at once says."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.identity.actors import actors_of
from footpath.identity.alike import alike
from footpath.identity.growing import Before, Growth, grow
from footpath.identity.known import Known, Near
from footpath.identity.links import Rows
from footpath.identity.stitch import limited, spread, stitch, stitch_actors
from footpath.model.definition import Identifier
from footpath.model.log import EventLog
from reference.same import same
from reference.sent import log_of

KINDS = ("anon", "user", "email", "device", "phone")
ACTORS = st.builds("{}:{}".format, st.sampled_from(KINDS), st.sampled_from(["a1", "a2", "a3", "a4", "null"]))
HEADS = st.sampled_from(["web", "web!", "crm!", "desk/1", "desk/2", "web/1"])
ROW = st.builds(lambda head, some: " ".join([head, *some]), HEADS, st.lists(ACTORS, max_size=3))
ROWS = st.lists(ROW, max_size=12)
RULES = st.lists(
    st.builds(Identifier, st.sampled_from(KINDS), st.booleans(), st.none() | st.integers(1, 2)), max_size=3
)


def before(log: EventLog, rules: list[Identifier]) -> Before:
    same = alike(log)
    actors = actors_of(same.log, limited(rules), None)
    people = spread(stitch_actors(actors, Rows.of(same.log, same.weight), rules), same.of_row)
    return Before(people, Known.of(same), Near.of(actors))


def grown(first: list[str], later: list[str], rules: list[Identifier]) -> Growth | None:
    numbered = list(enumerate([*first, *later]))
    return grow(before(log_of(numbered[: len(first)]), rules), log_of(numbered[len(first) :]), rules)


@settings(max_examples=200, deadline=None)
@given(ROWS, ROWS, RULES)
def test_persons_reasons_and_counts_are_those_of_all_rows_and_who_is_not_touched_is_as_ever(
    first, later, rules
):
    found = grown(first, later, rules)
    if found is None:
        return
    people = found.people()
    same(stitch(log_of(enumerate([*first, *later])), rules), people)
    was = stitch(log_of(enumerate(first)), rules)
    for person, now in enumerate(found.woven.places(was.n_people).tolist()):
        if now >= 0:
            assert was.ids[person] == people.ids[now]
            rows = np.flatnonzero(was.row_person == person)
            np.testing.assert_array_equal(rows, np.flatnonzero(people.row_person == now))


def test_only_who_shares_an_identifier_with_a_new_row_is_touched():
    first = ["web user:ann anon:1", "web user:bob", "web user:eve anon:2", "web anon:1"]
    found = grown(first, ["web anon:1 email:ann@x.org"], [])
    assert found is not None
    assert len(found.touched) == 1
    assert len(found.gone) == 1


def test_a_new_row_joins_two_persons():
    found = grown(["web email:a@x.org", "web anon:1", "web anon:2"], ["web email:a@x.org anon:1"], [])
    assert found is not None
    assert found.people().row_person.tolist()[:2] == [found.people().row_person[3]] * 2
    assert found.n_people == 2


def test_when_cases_begin_to_stand_in_all_rows_must_be_looked_at():
    assert grown(["desk/7 user:ann"], ["desk/7"], []) is None
    assert grown(["desk/7 user:ann", "desk/8"], ["desk/7"], []) is not None
