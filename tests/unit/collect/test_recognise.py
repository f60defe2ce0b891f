"""What a file is, and which of its columns tells what, where nobody said so."""

import pytest

from footpath.collect.columns import choose
from footpath.collect.load import load, recognise
from footpath.collect.reading import ImportOptions, Input
from footpath.errors import InputError, UnknownColumn, UnknownFormat, UsageError


def guessed(samples, **options):
    return dict(choose(samples, ImportOptions(**options), "log.csv").guessed)


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        ("user_id event timestamp", {"person": "user_id", "event": "event", "time": "timestamp"}),
        (
            "case:concept:name concept:name time:timestamp org:resource",
            {"case": "case:concept:name", "event": "concept:name", "time": "time:timestamp"},
        ),
        (
            "case_id activity timestamp resource",
            {"case": "case_id", "event": "activity", "time": "timestamp"},
        ),
        (
            "Customer ID,Event Name,Created At,E-Mail,Phone Number",
            {
                "person": "Customer ID",
                "event": "Event Name",
                "time": "Created At",
                "actor.email": "E-Mail",
                "actor.phone": "Phone Number",
            },
        ),
        ("journey position activity", {"case": "journey", "position": "position", "event": "activity"}),
    ],
)
def test_columns_are_known_by_their_usual_names(names, fields):
    samples = {name: [] for name in (names.split(",") if "," in names else names.split())}
    assert guessed(samples) == fields


def test_contents_decide_where_names_could_mean_either():
    samples = {
        "type": ["1", "2"],
        "date": ["soon", "later"],
        "when_it_was": ["2025-01-01", "2025-01-02"],
        "step": ["Cart", "Pay"],
        "user": ["a", "b"],
    }
    assert guessed(samples) == {"time": "when_it_was", "event": "step", "person": "user"}


def test_where_something_is_named_only_what_is_needed_is_guessed():
    samples = {"time": [], "event": [], "user": [], "order": [], "email": []}
    assert guessed(samples, columns={"case": "order"}) == {"time": "time", "event": "event"}


def test_a_wrong_name_gets_the_right_one():
    with pytest.raises(UnknownColumn, match=r'log.csv: no column "tiem". Did you mean "time"'):
        guessed({"time": [], "event": []}, columns={"time": "tiem"})
    with pytest.raises(UsageError, match=r'can\'t be mapped to "evnt". Did you mean "event"'):
        guessed({"time": [], "event": []}, columns={"evnt": "event"})


def test_what_can_not_be_guessed_is_asked_for_with_the_option_to_use():
    with pytest.raises(UnknownFormat) as error:
        guessed({"a b": ["x"], "day": ["2025-01-01"], "user": ["ann"]})
    assert "no column tells what happened" in str(error.value)
    assert '"a b", "day", "user"' in str(error.value)
    assert "--columns time=day --columns person=user --columns event=COLUMN" in str(error.value)


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("log.csv", "a,b\n1,2\n", "csv"),
        ("log", "a;b;c\n1;2;3\n4;5;6\n", "csv"),
        ("log", '{"event": "A"}\n', "ndjson"),
        ("log.json", '[{"event": "A"}]', "ndjson"),
    ],
)
def test_a_format_is_known_by_its_content(tmp_path, name, content, named):
    path = tmp_path / name
    path.write_text(content)
    assert recognise(Input(path), ImportOptions()).name == named


@pytest.mark.parametrize(
    "content",
    [
        b"\x7fELF\x02\x01\x01" + bytes(200),
        b"\x89PNG\r\n\x1a\n" + bytes(200),
        b"PK\x03\x04" + b"hello" * 50,
        b"just words\nand more words\n",
    ],
)
def test_what_nobody_recognises_is_told(tmp_path, content):
    path = tmp_path / "thing"
    path.write_bytes(content)
    with pytest.raises(UnknownFormat, match=r"not recognised.*--format"):
        recognise(Input(path), ImportOptions())


def test_a_format_that_is_not_there_gets_the_right_one(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("x")
    with pytest.raises(UsageError, match=r'no format "parqet". Did you mean "parquet"'):
        recognise(Input(path), ImportOptions(format="parqet"))


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path):
    for path, what in ((tmp_path / "none.csv", "no such file"), (tmp_path, "this is a folder")):
        with pytest.raises(InputError, match=what):
            next(load(path, now=None, file_id="f"))
