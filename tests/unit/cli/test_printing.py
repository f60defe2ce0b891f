"""Numbers and texts as people read them on a terminal."""

import doctest
from datetime import UTC, datetime

import pytest

from footpath.cli import options, printing
from footpath.collect.receipt import Receipt
from footpath.errors import UsageError
from footpath.model.estimate import Estimate


@pytest.mark.parametrize("module", [printing, options])
def test_examples(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "–"),
        (Estimate(0.412, 0.401, 0.423, 7310, "share", "wilson"), "41.2 % [40.1, 42.3]"),
        (Estimate(1.0, 0.5, 1.0, 3, "share", "wilson"), "100.0 % [50.0, 100.0]"),
        (Estimate(90.0, 30.0, 7200.0, 3, "seconds", "median"), "1.5 min [30 s, 2 h]"),
        (Estimate(0.0, 0.0, 0.0, 3, "seconds", "median"), "0 s [0 s, 0 s]"),
        (Estimate(42.0, 40.0, 44.5, 3, "score", "mean"), "42 [40, 44.5]"),
    ],
)
def test_estimates(value, said):
    assert printing.estimate(value) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.5, "0.5 s"), (59, "59 s"), (3600, "1 h"), (86_400 * 400, "400 d"), (-60, "-1 min")],
)
def test_spans(seconds, said):
    assert printing.span(seconds) == said


def test_a_receipt_adds_up_in_words():
    dropped, samples = {"future": 2, "no_time_readable": 1}, {"no_time_readable": "31/02/2026"}
    found = Receipt(10, 6, 1, dropped, {"no_time_zone": 6}, 1.25, {"time": "when"}, samples)
    assert list(printing.receipt(found)) == [
        "10 received = 6 kept + 1 duplicates + 3 dropped, in 1.2 s",
        "  dropped: 2 future: dated in the future; check --timezone and --time-format",
        '  dropped: 1 no_time_readable: no time could be read (such as "31/02/2026"); '
        "say how times are written with --time-format '%d/%m/%Y %H:%M'",
        "  kept with a doubt: 6 no_time_zone: times without a time zone; read as UTC; "
        "say their zone with --timezone Europe/Amsterdam",
        "  took “when” for time; another: --columns time=COLUMN",
    ]


def test_a_table_keeps_a_line_a_row_and_sets_numbers_right(capsys):
    long = "x" * 300
    rows = [
        ("a", 1234, None),
        ("日本", 5, datetime(2026, 1, 2, 3, 4, tzinfo=UTC)),
        (long, 1, "two\nlines [b]"),
    ]
    printing.table(["name", "n", "when"], rows, numbers=["n"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in lines[:3]] == [
        "name" + " " * 296 + "      n  when",
        "a" + " " * 299 + "  1,234  –",
        "日本" + " " * 296 + "      5  2026-01-02 03:04",
    ]
    assert lines[3] == f"{long}      1  two ↵ lines [b]"


@pytest.mark.parametrize("text", ["\x1b[2J", "a\x07b", "\x9b1m", "\u202eevil", "\r", "\udc80", "\x7f"])
def test_what_steers_a_terminal_is_spelled_out(text, capsys):
    printing.say(text)
    printing.note(text)
    printing.table(["name"], [(text,)])
    found = capsys.readouterr()
    assert text not in found.out + found.err
    assert found.out.count("\\") >= 2


def test_names_and_smileys_are_no_markup(capsys):
    printing.say("[bold]x[/bold] [/] :smile:")
    assert capsys.readouterr().out == "[bold]x[/bold] [/] :smile:\n"


@pytest.mark.parametrize(
    ("said", "columns"),
    [
        (["time=when", "event=what"], {"time": "when", "event": "what"}),
        (["time=when,event=a, b,case=c"], {"time": "when", "event": "a, b", "case": "c"}),
        (["actor.email=E-Mail = privat"], {"actor.email": "E-Mail = privat"}),
        (["answer=Q7*,NPS", "id=n", "answer=Q8*"], {"answer": "Q7*,NPS,Q8*", "id": "n"}),
    ],
)
def test_columns(said, columns):
    found = options.import_options(
        format=None, source=None, columns=said, timezone=None, time_format=None, null=None, set=None
    )
    assert dict(found.columns) == columns


def test_columns_without_an_equals_sign_are_wrong_usage():
    with pytest.raises(UsageError, match="FIELD=COLUMN"):
        options.import_options(
            format=None, source=None, columns=["time"], timezone=None, time_format=None, null=None, set=None
        )
