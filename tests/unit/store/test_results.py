import os

import pytest

from footpath.store.results import Results


def test_an_answer_is_kept_for_as_long_as_the_state_is_the_same(tmp_path):
    Results(tmp_path, "revision 1").put("moments of buy", b"[1]")
    assert Results(tmp_path, "revision 1").get("moments of buy") == b"[1]"
    assert Results(tmp_path, "revision 2").get("moments of buy") is None
    assert Results(tmp_path, "revision 1").get("moments of leave") is None


def test_a_later_answer_takes_the_place_of_an_earlier_one(tmp_path):
    kept = Results(tmp_path, "now")
    kept.put("moments", b"old")
    kept.put("moments", b"new")
    assert kept.get("moments") == b"new"
    assert len(list(tmp_path.iterdir())) == 1


def test_the_answers_that_were_used_last_stay(tmp_path):
    kept = Results(tmp_path, "now", newest=2)
    for age, name in enumerate(("first", "second")):
        kept.put(name, name.encode())
        for file in tmp_path.iterdir():
            os.utime(file, (age + 1, age + 1))
    kept.get("first")
    kept.put("third", b"third")
    assert [kept.get(name) is not None for name in ("first", "second", "third")] == [True, False, True]


def test_without_a_folder_nothing_is_kept():
    kept = Results()
    kept.put("moments", b"[1]")
    assert kept.get("moments") is None


def test_a_folder_that_cannot_be_written_costs_time_and_no_answer(tmp_path):
    (tmp_path / "a file").write_text("no folder")
    kept = Results(tmp_path / "a file")
    kept.put("moments", b"[1]")
    assert kept.get("moments") is None


@pytest.mark.parametrize("name", ["../escape", "a/b", "journey \N{SNOWMAN}"])
def test_no_name_of_an_answer_becomes_the_name_of_a_file(tmp_path, name):
    Results(tmp_path / "results").put(name, b"1")
    assert Results(tmp_path / "results").get(name) == b"1"
    assert [each.name for each in tmp_path.iterdir()] == ["results"]
