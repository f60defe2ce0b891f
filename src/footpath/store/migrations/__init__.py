"""A catalog of any older version in, one of the newest out."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from footpath.errors import StoreTooNew

NEWEST = "0002"


def migrate(connection: Connection, to: str = NEWEST) -> None:
    """Brings the catalog forward to version `to`; StoreTooNew when it is already past what is known."""
    found = version(connection)
    if found is not None and found > NEWEST:
        raise StoreTooNew(
            f"the catalog has version {found}, this Footpath knows versions up to {NEWEST}",
            where=connection.engine.url.render_as_string(),
            hint="Install a newer Footpath",
        )
    if found is None or found < to:
        _upgrade(connection, to)


def version(connection: Connection) -> str | None:
    """The version of the catalog, None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _upgrade(connection: Connection, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
