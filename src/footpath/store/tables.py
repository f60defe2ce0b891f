"""The catalog's tables, as the newest migration leaves them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, Float, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A point in time: UTC in the database, aware outside it."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """To UTC, without saying so: SQLite knows no zones."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Aware again."""
        return value.replace(tzinfo=UTC) if value else None


METADATA = MetaData()

PROJECT = Table(
    "project",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("salt", String(64), nullable=False),
    Column("created", Moment, nullable=False),
)

REVISIONS = Table(
    "revisions",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("why", Text, nullable=False),
)

IMPORTS = Table(
    "imports",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("files", JSON, nullable=False),
    Column("source", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("options", JSON, nullable=False),
    Column("received", Integer, nullable=False),
    Column("kept", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
    Column("dropped", JSON, nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("started", Moment, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("undone_at", Moment),
    Column("content", String(64)),  # of the file, as a hash; nothing for imports of before it was noted
)

LINKS = Table(
    "links",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("actor_a", Text, nullable=False),
    Column("actor_b", Text, nullable=False),
    Column("verdict", String(8), nullable=False),  # join or split
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("why", Text, nullable=False),
)

FORGOTTEN = Table(
    "forgotten",
    METADATA,
    Column("digest", String(64), primary_key=True),  # salted, never the identifier
    Column("at", Moment, nullable=False),
)
