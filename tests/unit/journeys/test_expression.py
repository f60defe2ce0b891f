"""An expression sees its rows and nothing else."""

from __future__ import annotations

import pyarrow as pa
import pytest

from footpath.errors import QueryError
from footpath.journeys.expression import among, holds, references
from footpath.journeys.properties import readings
from footpath.journeys.sandbox import sandbox

ROWS = pa.table({"age": [17, 30, None], "plan": ["student", None, "family"]})

HOSTILE = [
    "read_text('/etc/passwd') = ''",
    "exists (select * from read_text('/etc/passwd'))",
    "(select content from read_text('/etc/passwd')) is not null",
    "age in (select 1 from read_csv('/etc/passwd'))",
    "age > (select count(*) from '/etc/passwd')",
    "exists (from duckdb_settings())",
    "true); copy rows to '/tmp/stolen.csv'; select (true",
    "true; attach '/tmp/other.db'",
    "true) union all select (true",
    "true) from read_text('/etc/passwd') where (true",
    "true) order by (1",
    "true), (false",
    "copy rows to '/tmp/stolen.csv'",
    "attach '/tmp/other.db'",
    "install httpfs",
    "set threads = 1",
    "pragma version",
    "true) -- ",
    "true /* ",
    "",
    "   ",
    "(",
    "'",
    "count(*) > 1",
    "row_number() over () = 1",
    "unnest([true, false])",
    "*",
    "age > ?",
    "getenv('HOME') = '/root'",
    "plan",
    "plan > 5",
]


def members(expression):
    return holds(expression, [ROWS], where='segment "s"', columns=lambda: ROWS.column_names).tolist()


@pytest.mark.parametrize("expression", HOSTILE)
def test_what_is_no_condition_on_a_row_is_refused(expression):
    with pytest.raises(QueryError) as caught:
        members(expression)
    assert str(caught.value).startswith('segment "s": ')
    assert expression in caught.value.what


def test_null_counts_as_false():
    assert members("age > 18") == [False, True, False]
    assert members("not age > 18") == [True, False, False]
    assert members("plan is null") == [False, True, False]


def test_the_last_line_may_be_a_comment():
    assert members("age > 18 -- grown up") == [False, True, False]


def test_the_first_reading_that_makes_sense_counts():
    text = pa.table({"n": ["10", "9"]})
    number = pa.table({"n": [10, 9]})
    sort = lambda expression: holds(expression, [number, text], where="w", columns=list).tolist()  # noqa: E731
    assert sort("n > 9") == [True, False]
    assert sort("n like '1%'") == [True, False]


def test_a_column_that_does_not_exist_is_told_with_what_was_meant():
    with pytest.raises(QueryError) as caught:
        members("plam = 'student'")
    assert str(caught.value) == 'segment "s": no column "plam" in "plam = \'student\'". Did you mean "plan"?'


def test_the_columns_of_an_expression_are_named_once():
    assert references('a.b > 1 and "A b" = a.b or c in (1, 2)', where="w") == [("a", "b"), ("A b",), ("c",)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        "ATTACH '/tmp/other.db'",
        "COPY rows TO '/tmp/stolen.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
    ],
)
def test_nothing_outside_can_be_reached_even_by_whole_statements(statement):
    with sandbox(rows=ROWS) as database, pytest.raises(Exception, match=r"disabled|locked"):
        database.execute(statement).fetchall()


def test_names_of_this_program_are_no_tables():
    secret = pa.table({"key": ["x"]})
    with sandbox(rows=ROWS) as database, pytest.raises(Exception, match="does not exist"):
        database.execute("SELECT * FROM secret").fetchall()
    assert secret.num_rows == 1


def test_only_columns_that_are_named_are_looked_at():
    columns = ["person", "Age", "plan", "reached('x') #1"]
    assert among(columns, "age > 18 or \"reached('X') #1\"", where="here") == ["Age", "reached('x') #1"]


def test_what_names_none_or_all_looks_at_all():
    assert among(["a", "b"], "1 = 1", where="here") == ["a", "b"]
    assert among(["a", "b"], "a > 1 and columns(*) > 1", where="here") == ["a", "b"]


def test_types_are_tried_only_until_the_condition_makes_sense():
    def types():
        yield pa.table({"a": ["one"]})
        yield pa.table({"a": [1]})
        raise AssertionError("nobody needs another")

    assert holds("a + 1 = 2", types(), where="here", columns=list).tolist() == [True]


def test_a_text_may_look_like_a_number_for_long():
    ages = ["18"] * 3000 + ["unknown"]
    (first, *_) = readings([pa.chunked_array([ages])])
    assert first[0].to_pylist() == ages
