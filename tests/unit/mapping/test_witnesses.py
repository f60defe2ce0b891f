"""A map names a few of the persons behind each of its many numbers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from footpath.journeys.notation import journeys
from footpath.kernels.witnesses import witnesses
from footpath.mapping.witnesses import movers, visitors
from reference.witnesses import first_persons


def test_visitors_and_movers_are_named_in_order():
    found = journeys("ann: view pay · bob: view · cy: view pay view pay")
    assert {name: row.tolist() for name, row in visitors(found, 2).items()} == {"view": [0, 1], "pay": [0, 2]}
    assert {edge: row.tolist() for edge, row in movers(found, 9).items()} == {
        ("view", "pay"): [0, 2],
        ("pay", "view"): [2],
    }


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 3)), max_size=30), st.integers(1, 4))
def test_the_kernel_names_whom_its_twin_names(rows, most):
    rows.sort(key=lambda row: row[0])
    persons, keys = [row[0] for row in rows], [row[1] for row in rows]
    found = witnesses(np.array(keys, dtype=np.int64), np.array(persons, dtype=np.int32), 4, most)
    for key in range(4):
        assert [p for p in found[key].tolist() if p >= 0] == first_persons(keys, persons, key, most)
