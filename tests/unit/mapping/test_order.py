"""Touchpoints stand in the order in which people come to them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analysis.precedence import Precedence
from footpath.engine.local import run
from footpath.journeys.notation import journeys
from footpath.kernels.precedence import count_precedence
from footpath.mapping.order import in_order
from reference.precedence import precedes


def ordered(text):
    found = journeys(text)
    order = in_order(range(len(found.touchpoints)), run(Precedence(), found).before)
    return [found.touchpoints[i] for i in order]


def test_what_most_do_first_stands_first():
    assert ordered("ann: cart pay ship · bob: cart pay · cy: pay cart") == ["cart", "pay", "ship"]


def test_what_lies_far_apart_in_a_journey_is_ordered_too():
    assert ordered("ann: sim use use bill · bob: sim use bill use · cy: sim use") == ["sim", "use", "bill"]


def test_only_the_first_visit_counts():
    assert ordered("ann: view cart view view") == ["view", "cart"]


def test_only_pairs_of_one_group_are_counted():
    found = journeys("ann: view cart pay ship · bob: cart view ship pay")
    counted = run(Precedence((("pay", "ship"), ("view",))), found)
    assert list(counted.rows()) == [
        {"first": "pay", "then": "ship", "journeys": 1},
        {"first": "ship", "then": "pay", "journeys": 1},
    ]


@pytest.mark.parametrize(("n", "groups"), [(5, (-1, 2)), (12, (0, 0))])
@settings(deadline=None)
@given(st.data())
def test_the_kernel_counts_as_its_twin_in_small_groups_and_large(n, groups, data):
    sequences = data.draw(st.lists(st.lists(st.integers(0, n - 1), max_size=8), max_size=6))
    group = data.draw(st.lists(st.integers(*groups), min_size=n, max_size=n))
    offsets = np.cumsum([0, *map(len, sequences)])
    codes = np.array([code for sequence in sequences for code in sequence], dtype=np.int16)
    found = count_precedence(offsets, codes, np.array(group, dtype=np.int32))
    assert found.tolist() == [
        [precedes(sequences, a, b) if group[a] == group[b] >= 0 else 0 for b in range(n)] for a in range(n)
    ]
