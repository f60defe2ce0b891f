"""A cache gives back what it was given, or nothing."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from footpath.store.index import NEWEST, IndexCache


@pytest.fixture
def cache(tmp_path):
    return IndexCache(tmp_path / "cache")


ARRAYS = {"time": np.arange(5), "persons": pa.array(["ann", "bob", None])}


def test_arrays_come_back_as_they_were(cache):
    cache.save("revision 1", ARRAYS, {"as_of": 7})
    found, meta = cache.load("revision 1")
    assert found["time"].tolist() == [0, 1, 2, 3, 4]
    assert found["persons"].equals(ARRAYS["persons"])
    assert meta == {"as_of": 7}


def test_arrays_come_back_as_memory_maps(cache):
    cache.save("a", ARRAYS, {})
    assert isinstance(cache.load("a")[0]["time"].base, np.memmap)


def test_what_somebody_changes_in_them_is_in_no_file(cache):
    cache.save("a", ARRAYS, {})
    cache.load("a")[0]["time"][:] = 9
    assert cache.load("a")[0]["time"].tolist() == [0, 1, 2, 3, 4]


def test_what_was_never_saved_is_none(cache):
    assert cache.load("a") is None


def test_the_last_saved_under_a_key_holds(cache):
    cache.save("a", {"n": np.array([1])}, {})
    cache.save("a", {"n": np.array([2])}, {})
    assert cache.load("a")[0]["n"].tolist() == [2]


def test_names_and_keys_may_hold_anything(cache):
    cache.save("../../etc", {"../x": np.array([1])}, {})
    assert cache.load("../../etc")[0]["../x"].tolist() == [1]


def test_entries_of_another_state_go(cache):
    cache.save("a", ARRAYS, {}, state="before")
    cache.save("b", ARRAYS, {}, state="now")
    cache.save("c", ARRAYS, {}, state="now")
    assert [cache.load(key) is None for key in "abc"] == [True, False, False]


def test_the_oldest_entries_go(cache):
    for number in range(NEWEST + 2):
        cache.save(str(number), ARRAYS, {})
    assert [cache.load(str(number)) is None for number in range(NEWEST + 2)] == [True, True] + [
        False
    ] * NEWEST


def test_what_is_used_stays(cache, tmp_path):
    for number in range(NEWEST):
        cache.save(str(number), ARRAYS, {})
        for entry in (tmp_path / "cache").iterdir():
            os.utime(entry, ns=(0, entry.stat().st_mtime_ns // 2))
    assert cache.load("0")
    cache.save("new", ARRAYS, {})
    assert cache.load("0") is not None


def test_a_cache_with_any_file_cut_off_missing_or_overwritten_is_none(cache, tmp_path):
    spoil = [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"junk"),
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
        lambda file: file.write_bytes(b"\xff" * file.stat().st_size),
    ]
    for damage in spoil:
        for number in range(3):
            cache.save("a", ARRAYS, {})
            files = sorted(path for path in (tmp_path / "cache").rglob("*") if path.is_file())
            damage(files[number])
            assert cache.load("a") is None
            cache.clear()


def test_a_save_that_fails_leaves_what_was_there(cache, tmp_path):
    cache.save("a", ARRAYS, {})
    with pytest.raises(ValueError, match="allow_pickle"):
        cache.save("a", {"n": np.array([object()])}, {})
    assert cache.load("a")[0]["time"].tolist() == [0, 1, 2, 3, 4]
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_clearing_leaves_nothing_and_the_cache_still_works(cache, tmp_path):
    cache.save("a", ARRAYS, {})
    cache.clear()
    assert not (tmp_path / "cache").exists()
    cache.save("a", ARRAYS, {})
    assert cache.load("a")


@settings(max_examples=25, deadline=None)
@given(
    numbers=arrays(
        st.sampled_from([np.int64, np.int32, np.bool_, np.float64]), array_shapes(min_side=0, max_dims=2)
    ),
    texts=st.lists(st.none() | st.text(max_size=5), max_size=5),
)
def test_law_load_undoes_save(numbers, texts):
    with TemporaryDirectory() as folder:
        cache = IndexCache(Path(folder) / "cache")
        cache.save("a", {"numbers": numbers, "texts": pa.array(texts, pa.string())}, {"n": len(texts)})
        found, meta = cache.load("a")
        assert found["numbers"].dtype == numbers.dtype
        np.testing.assert_array_equal(found["numbers"], numbers)
        assert found["texts"].to_pylist() == texts
        assert meta == {"n": len(texts)}
        del found


def test_arrays_are_made_in_an_entry_piece_by_piece(cache):
    with cache.making("a") as entry:
        column, empty = entry.column(np.int32), entry.column(np.int8)
        column.append(np.array([1, 2]))
        column.append(np.array([3]))
        made = column.whole()
        made[0] = 7
        entry.keep({"n": made, "none": empty.whole(), "own": np.arange(2)}, {"as_of": 7})
    found, meta = cache.load("a")
    assert [found[name].tolist() for name in ("n", "none", "own")] == [[7, 2, 3], [], [0, 1]]
    assert (found["n"].dtype, found["none"].dtype, meta) == (np.int32, np.int8, {"as_of": 7})


def test_what_was_made_and_is_not_kept_takes_no_room(cache, tmp_path):
    with cache.making("a") as entry:
        spare, unused, kept = entry.column(np.int64, spare=True), entry.column(np.int8), entry.column(np.int8)
        for column in (spare, unused, kept):
            column.append(np.ones(9))
        assert spare.whole().sum() + unused.whole().sum() == 18
        entry.keep({"n": kept.whole()}, {})
    assert sum(file.suffix == ".raw" for file in (tmp_path / "cache").rglob("*")) == 1


def test_an_entry_that_breaks_off_leaves_nothing_and_what_was_there(cache, tmp_path):
    cache.save("a", ARRAYS, {})
    with pytest.raises(KeyboardInterrupt), cache.making("a") as entry:
        entry.column(np.int8).append(np.ones(9))
        entry.column(np.int8, spare=True).append(np.ones(9))
        raise KeyboardInterrupt
    assert cache.load("a")[0]["time"].tolist() == [0, 1, 2, 3, 4]
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_one_value_over_and_over_is_kept_once(cache, tmp_path):
    cache.save("a", {"score": np.broadcast_to(np.nan, 10**9)}, {})
    assert cache.load("a")[0]["score"].shape == (10**9,)
    assert sum(file.stat().st_size for file in (tmp_path / "cache").rglob("*")) < 10_000


def test_scratch_leaves_no_file(cache, tmp_path):
    column = cache.scratch().column(np.int16)
    column.append(np.arange(3))
    assert column.whole().tolist() == [0, 1, 2]
    assert list((tmp_path / "cache").iterdir()) == []


def test_what_a_killed_process_left_goes_after_a_day(cache, tmp_path):
    for name, age in (("new-old", 2 * 86_400), ("new-now", 0)):
        left = tmp_path / "cache" / name
        left.mkdir(parents=True)
        (left / "0.raw").write_bytes(b"left")
        for each in (left / "0.raw", left):
            os.utime(each, (each.stat().st_mtime - age,) * 2)
    cache.save("a", ARRAYS, {})
    assert sorted(path.name for path in (tmp_path / "cache").glob("new-*")) == ["new-now"]
