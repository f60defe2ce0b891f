from dataclasses import fields

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.identity import stitch
from footpath.identity.alike import alike
from footpath.identity.stitch import stitch_alike
from footpath.model.definition import Identifier
from reference.sent import sent

KINDS = ("anon", "user", "email", "phone")
ACTORS = st.builds("{}:{}".format, st.sampled_from(KINDS), st.sampled_from(["a1", "a2", "null"]))
HEADS = st.sampled_from(["web", "web!", "crm!", "desk/1", "desk/2", "web/1"])
ROWS = st.lists(st.builds(lambda head, some: " ".join([head, *some]), HEADS, st.lists(ACTORS, max_size=2)))
RULES = st.lists(
    st.builds(Identifier, st.sampled_from(KINDS), st.booleans(), st.none() | st.integers(1, 2)), max_size=3
)


def test_rows_that_say_the_same_of_who_is_who_are_one():
    found = alike(sent("web user:ann", "web user:bob", "web user:ann", "web user:ann"))
    assert found.weight.tolist() == [3, 1]
    assert found.of_row.tolist() == [0, 1, 0, 0]
    assert [each.hour for each in found.log.column("time").to_pylist()] == [0, 1]  # the first of each


def test_another_source_or_case_or_traits_or_order_is_another_row():
    noted = ("web user:ann", "app user:ann", "web/7 user:ann", "web/8 user:ann", "web! user:ann")
    both = ("web user:ann email:ann", "web email:ann user:ann", "web email:annuser user:ann", "web")
    found = alike(sent(*noted, *both))
    assert found.weight.tolist() == [1] * 9


def test_a_kind_and_its_value_do_not_run_into_each_other():
    assert len(alike(sent("web ab:c", "web a:bc")).weight) == 2


def test_no_rows():
    assert len(alike(sent()).log) == 0


@settings(max_examples=200, deadline=None)
@given(ROWS, RULES)
def test_persons_are_those_of_all_rows_one_by_one(noted, identifiers):
    log = sent(*noted)
    one, other = stitch(log, identifiers), stitch_alike(log, np.ones(len(log), np.int64), identifiers)
    for each in fields(one):
        mine, theirs = getattr(one, each.name), getattr(other, each.name)
        assert np.array_equal(mine, theirs) if isinstance(mine, np.ndarray) else mine == theirs, each.name
