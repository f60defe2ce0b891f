"""One SELECT is answered; nothing else can be read or written by it."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from footpath.engine.query import query
from footpath.errors import QueryError

TABLES = {"events": pa.table({"event": ["visit", "pay", "visit"], "value": [1, 2, 3]})}


def rows(statement):
    return query(statement, TABLES).to_pylist()


def test_a_select_is_answered():
    assert rows("SELECT event, count(*) AS n FROM events GROUP BY event ORDER BY n DESC") == [
        {"event": "visit", "n": 2},
        {"event": "pay", "n": 1},
    ]
    assert rows("WITH few AS (SELECT * FROM events LIMIT 1) SELECT count(*) AS n FROM few") == [{"n": 1}]
    assert rows("VALUES (1)") == [{"col0": 1}]


def test_columns_of_one_name_are_told_apart():
    assert rows("SELECT 1 AS n, 2 AS n, 3 AS n_2") == [{"n": 1, "n_2": 2, "n_2_2": 3}]


def test_answers_are_plain_numbers_and_times():
    [row] = rows(
        "SELECT sum(value) AS total, 1.25::DECIMAL(8, 2) AS price, TIMESTAMP '2026-01-01 10:00' AS at, "
        "INTERVAL 90 MINUTE AS lasted, NULL::INTERVAL AS never FROM events"
    )
    assert row == {
        "total": 6,
        "price": 1.25,
        "at": datetime(2026, 1, 1, 10, tzinfo=UTC),
        "lasted": 5400.0,
        "never": None,
    }
    assert isinstance(row["total"], int)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM read_csv('https://example.com/a.csv')",
        "COPY events TO 'out.csv'",
        "COPY (SELECT 1) TO 'out.csv'",
        "EXPORT DATABASE 'out'",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA database_list",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "CREATE TABLE mine AS SELECT 1",
        "INSERT INTO events VALUES ('x', 1)",
        "DELETE FROM events",
        "DROP VIEW events",
        "CALL pragma_version()",
        "SELECT 1; SELECT 2",
        "SELECT 1; COPY events TO 'out.csv'",
        "",
        "-- nothing",
    ],
)
def test_all_else_is_refused(statement, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QueryError, match="Tables: events"):
        query(statement, TABLES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT nothing FROM events", "nothing"),
        ("SELECT * FROM evens", "evens"),
        ("SELECT 'a'::INT", "Conversion"),
    ],
)
def test_mistakes_are_told_in_one_line(statement, said):
    with pytest.raises(QueryError) as caught:
        query(statement, TABLES)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_python_variables_are_out_of_reach():
    secret = pa.table({"a": [1]})
    assert len(secret) == 1
    with pytest.raises(QueryError, match="secret"):
        query("SELECT * FROM secret", TABLES)
