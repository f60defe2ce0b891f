"""The bench of speed asks everyone about the same log, and tells no time before the answers agree."""

import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

SPEED = Path(__file__).parents[3] / "bench" / "speed"


@pytest.fixture(scope="module")
def bench():
    """The modules of the bench, by name, for as long as these tests need them."""
    known = set(sys.modules)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SPEED))
        yield import_module
    for name in set(sys.modules) - known:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(SPEED)):
            del sys.modules[name]


@pytest.fixture(scope="module")
def log(bench):
    return bench("data").make(3_000, block=1_000)


def test_a_larger_log_begins_with_the_smaller(bench, log):
    smaller = bench("data").make(2_000, block=1_000)

    assert np.array_equal(smaller.touchpoint, log.touchpoint[:2_000])
    assert np.array_equal(smaller.time, log.time[:2_000])
    assert np.array_equal(smaller.offsets, log.offsets[: len(smaller.offsets)])


def test_times_rise_strictly_within_a_person(log):
    same_person = np.diff(log.person) == 0

    assert (np.diff(log.time)[same_person] > 0).all()
    assert len(log.offsets) - 1 == 150


def test_parts_hold_every_event_once_and_cut_nobody(bench, log):
    parts = list(bench("data").parts(log, 2))

    assert np.array_equal(np.concatenate([part.touchpoint for part in parts]), log.touchpoint)
    lengths = np.concatenate([np.diff(part.offsets) for part in parts])
    assert np.array_equal(lengths, np.diff(log.offsets))


@pytest.mark.parametrize(
    ("theirs", "same"),
    [
        ([(0, 1, 2, 3), (1, 0, 1, 1)], True),
        ([(1, 0, 1, 1), (0, 1, None, 3)], True),  # another order, and no persons counted
        ([(0, 1, 2, 4), (1, 0, 1, 1)], False),
        ([(0, 1, 1, 3), (1, 0, 1, 1)], False),
        ([(0, 1, 2, 3)], False),
        ([(0, 1, 2, 3), (1, 0, 1, 1), (1, 1, 1, 1)], False),
    ],
)
def test_a_flow_agrees_when_every_number_that_both_have_is_the_same(bench, theirs, same):
    assert bench("flow").agree([[0, 1, 2, 3], [1, 0, 1, 1]], theirs) is same


@pytest.mark.parametrize(
    ("value", "written"), [(0.00123, "0.0012"), (0.456, "0.46"), (7.89, "7.9"), (1234.5, "1,234"), (2.0, "2")]
)
def test_numbers_on_the_page_have_two_digits(bench, value, written):
    assert bench("page").number(value) == written


def test_a_log_that_is_sent_has_every_event_once_whoever_is_cut_off(bench, log):
    whole, data = bench("whole"), bench("data")
    parts = list(data.parts(log, 3))
    begins = [int(np.searchsorted(log.offsets, whole._begin(log, part))) for part in parts]
    sent = [whole._rows(part, 1, first=first) for part, first in zip(parts, begins, strict=True)]

    rows = sorted(
        row for table in sent for row in zip(*table.select([0, 1]).to_pydict().values(), strict=True)
    )
    persons = [whole.PERSON.format(each) for each in log.person.tolist()]
    names = data.names()
    assert rows == sorted(zip(persons, (names[code] for code in log.touchpoint.tolist()), strict=True))


def test_the_way_to_the_first_map_is_the_sum_of_its_steps_and_needs_the_memory_of_the_largest(bench):
    steps = {"import": (3.0, 4.0, 2_000), "index": (2.0, 3.0, 500), "first map": (1.0, 1.0, 300)}
    names = ("seconds", "cpu", "private_mib")
    rows = [{"step": s, "events": 10, **dict(zip(names, took, strict=True))} for s, took in steps.items()]
    page = bench("page")

    assert page.whole_table(rows)[2] == "| **from file to first map** | 6 (8) |"
    assert page.memory_table(rows)[2] == "| **from file to first map** | 2.1 |"


def test_a_tool_asked_another_question_stands_below_footpath_asked_the_same(bench):
    taken = {"events": 10, "seconds": 1.0, "cpu": 1.0, "ns_per_event_and_core": 1.0, "peak_mib": 1.0}
    asked = [("in_footpath", "funnel"), ("in_footpath", "anytime"), ("in_retentioneering", "anytime")]
    rows = [
        {"tool": tool, "question": each, "load_seconds": 1.0, **taken}
        for tool, each in [*asked[1:], asked[0]]
    ]
    lines = bench("page").table("funnel", rows, {"in_retentioneering": "5"})

    assert [line.split(" | ")[0] for line in lines[2:]] == [
        "| Footpath",
        "| Footpath, no time limit",
        "| Retentioneering 5, no time limit",
    ]
