"""Each text is read once; what was read is kept until somebody deletes it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.store.readings import PART, Readings


class Reader:
    """Reads lengths, and remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, texts):
        self.asked += texts
        return np.array([[len(text), -len(text)] for text in texts], dtype=np.float32).reshape(-1, 2)


@pytest.fixture
def reader():
    return Reader()


def test_a_text_is_read_once(reader):
    readings = Readings(None)
    assert readings.read("length/1", ["late", "ok", "late"], reader).tolist() == [[4, -4], [2, -2], [4, -4]]
    assert readings.read("length/1", ["ok", "fine"], reader).tolist() == [[2, -2], [4, -4]]
    assert reader.asked == ["late", "ok", "fine"]


def test_another_version_reads_again(reader):
    readings = Readings(None)
    for version in ("length/1", "length/2"):
        readings.read(version, ["late"], reader)
    assert reader.asked == ["late", "late"]


def test_what_was_read_is_there_after_opening_again(tmp_path, reader):
    Readings(tmp_path / "cache").read("length/1", ["late"], reader)
    assert Readings(tmp_path / "cache").read("length/1", ["late"], reader).tolist() == [[4, -4]]
    assert reader.asked == ["late"]


def test_a_broken_file_is_read_anew(tmp_path, reader):
    Readings(tmp_path).read("length/1", ["late"], reader)
    next(tmp_path.iterdir()).write_bytes(b"nothing of that kind")
    assert Readings(tmp_path).read("length/1", ["late"], reader).tolist() == [[4, -4]]


def test_no_text_has_no_reading(reader):
    assert Readings(None).read("length/1", [], reader).shape == (0, 2)


def test_long_work_tells_how_far_it_is(reader):
    told = []
    texts = [str(number) for number in range(PART + 1)]
    Readings(None, progress=lambda done, total: told.append((done, total))).read("length/1", texts, reader)
    assert told == [(PART, PART + 1), (PART + 1, PART + 1)]


@given(st.lists(st.lists(st.text(max_size=5), max_size=6), max_size=4))
def test_what_is_kept_is_what_the_reader_says(parts):
    readings = Readings(None)
    for texts in parts:
        assert readings.read("length/1", texts, Reader()).tolist() == Reader()(texts).tolist()
