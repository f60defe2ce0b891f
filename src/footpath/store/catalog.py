"""What people decided and what was done, in a small database: definitions, imports, links, erasures.

SQLite in the project folder, or PostgreSQL by URL.
"""

from __future__ import annotations

import hashlib
import secrets
import weakref
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

from msgspec import Struct
from sqlalchemy import (
    Connection,
    Engine,
    RowMapping,
    create_engine,
    delete,
    event,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool, StaticPool

from footpath.errors import NotAProject, StoreError
from footpath.store.migrations import migrate, version
from footpath.store.tables import FORGOTTEN, IMPORTS, LINKS, PROJECT, REVISIONS

PRAGMAS = (
    "journal_mode = WAL",
    "foreign_keys = ON",
    "busy_timeout = 10000",
    "secure_delete = ON",  # what is forgotten must not linger in free pages
)
SHORTEST_WORD = 5  # an identifier shorter than this is not looked for inside other texts
MEMORY = "sqlite://"
FORGOTTEN_WORD = "[forgotten]"
HINT = "Make a project with `footpath init`"


class Defined(NamedTuple):
    """The definitions in force."""

    revision: int
    text: str


class Revision(Struct, frozen=True):
    """One change of the definitions."""

    number: int
    text: str
    who: str
    at: datetime
    why: str


class Import(Struct, frozen=True, kw_only=True):
    """One import and what became of its rows; `id` is the `file` of its events.

    `content` is a hash of the file's bytes; None where there was no file, or nobody noted it.
    """

    id: str
    files: tuple[str, ...]
    source: str
    format: str
    options: Mapping[str, Any]
    received: int
    kept: int
    duplicates: int
    dropped: Mapping[str, int]
    warnings: Mapping[str, int]
    started: datetime
    seconds: float
    undone_at: datetime | None = None
    content: str | None = None


class HandLink(Struct, frozen=True, kw_only=True):
    """A person's judgement that two actors, each "kind:value", are one human or are not."""

    actor_a: str
    actor_b: str
    verdict: Literal["join", "split"]
    who: str
    at: datetime
    why: str


class Catalog:
    """The open catalog of a project."""

    def __init__(self, engine: Engine, salt: str, created: datetime) -> None:
        self._engine = engine
        self.salt = salt
        self.created = created
        # Whoever forgets to close it must not leave a connection behind, as one in memory always holds one.
        self._let_go = weakref.finalize(self, engine.dispose)

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        create: bool = False,
        now: datetime | None = None,
        salt: str | None = None,
    ) -> Catalog:
        """The catalog at a path or URL, brought forward to the newest version.

        With `create`, made if it isn't there; `now` is then when, and `salt` is random unless given.
        """
        if isinstance(where, Path) and not create and not where.is_file():
            raise NotAProject("no catalog", where=str(where), hint=HINT)
        engine = _engine(where)
        made = {"id": 1, "salt": salt or secrets.token_hex(16), "created": now or datetime.now(UTC)}
        try:
            with _explained(engine), engine.begin() as connection:
                row = _project(connection, made if create else None)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, row["salt"], row["created"])

    def close(self) -> None:
        """Lets go of the database."""
        self._let_go()

    def definitions(self) -> Defined | None:
        """The newest revision and its text."""
        found = self.revisions()
        return Defined(found[-1].number, found[-1].text) if found else None

    def revisions(self) -> list[Revision]:
        """All revisions, the oldest first."""
        with self._begin() as connection:
            rows = connection.execute(select(REVISIONS).order_by(REVISIONS.c.number)).mappings()
            return [Revision(**row) for row in rows]

    def define(self, text: str, *, who: str, when: datetime, why: str = "") -> int:
        """Puts definitions into force and returns their revision; the same text again changes nothing."""
        with self._begin() as connection:
            held = (
                connection.execute(select(REVISIONS).order_by(REVISIONS.c.number.desc())).mappings().first()
            )
            if held is not None and held["text"] == text:
                return int(held["number"])
            number = held["number"] + 1 if held is not None else 1
            connection.execute(insert(REVISIONS).values(number=number, text=text, who=who, at=when, why=why))
            return int(number)

    def record_import(self, done: Import) -> None:
        """Writes down an import that is in the store."""
        fields = {name: getattr(done, name) for name in Import.__struct_fields__}
        fields |= {name: _plain(fields[name]) for name in JSON_FIELDS}
        with self._begin() as connection:
            connection.execute(insert(IMPORTS).values(fields))

    def imports(self) -> list[Import]:
        """All imports, the oldest first, those undone among them."""
        with self._begin() as connection:
            rows = connection.execute(select(IMPORTS).order_by(IMPORTS.c.started, IMPORTS.c.id)).mappings()
            return [_import(row) for row in rows]

    def mark_undone(self, import_id: str, *, when: datetime) -> None:
        """Notes that an import was taken back; StoreError when there is none, or it was already."""
        chosen = (IMPORTS.c.id == import_id) & IMPORTS.c.undone_at.is_(None)
        with self._begin() as connection:
            if not connection.execute(update(IMPORTS).where(chosen).values(undone_at=when)).rowcount:
                raise StoreError(f'no import "{import_id}" to undo', hint="`footpath imports` lists them")

    def link(self, made: HandLink) -> None:
        """Writes down a judgement on two actors."""
        fields = {name: getattr(made, name) for name in HandLink.__struct_fields__}
        with self._begin() as connection:
            connection.execute(insert(LINKS).values(fields))

    def links(self) -> list[HandLink]:
        """The judgements, the oldest first."""
        columns = [LINKS.c[name] for name in HandLink.__struct_fields__]
        with self._begin() as connection:
            rows = connection.execute(select(*columns).order_by(LINKS.c.id)).mappings()
            return [HandLink(**row) for row in rows]

    def forget(self, actors: Collection[str], *, when: datetime) -> None:
        """Erases actors ("kind:value") from links and imports; a salted hash of each stays as a receipt."""
        with self._begin() as connection:
            naming = or_(LINKS.c.actor_a.in_(actors), LINKS.c.actor_b.in_(actors))
            connection.execute(delete(LINKS).where(naming))
            for row in connection.execute(select(IMPORTS)).mappings().all():
                clean = {name: _without(row[name], actors) for name in JSON_FIELDS}
                connection.execute(update(IMPORTS).where(IMPORTS.c.id == row["id"]).values(clean))
            known = set(connection.execute(select(FORGOTTEN.c.digest)).scalars())
            for digest in {self.digest(actor) for actor in actors} - known:
                connection.execute(insert(FORGOTTEN).values(digest=digest, at=when))
        self._sweep()

    def forgotten(self) -> dict[str, datetime]:
        """The digests of erased actors, and when each was erased."""
        with self._begin() as connection:
            return {row.digest: row.at for row in connection.execute(select(FORGOTTEN))}

    def digest(self, actor: str) -> str:
        """The salted hash that stands for an actor, in pseudonyms and in receipts of erasure."""
        return hashlib.blake2b(actor.encode(), key=self.salt.encode(), digest_size=32).hexdigest()

    def _sweep(self) -> None:
        """Takes what was deleted out of the journal and the free pages as well."""
        with self._engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM")
            if self._engine.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        with _explained(self._engine), self._engine.begin() as connection:
            yield connection


JSON_FIELDS = ("files", "options", "dropped", "warnings")


def _project(connection: Connection, made: dict[str, Any] | None) -> RowMapping:
    """The project's row, of which there is one, in a catalog of the newest version."""
    found = None
    if made is not None or version(connection) is not None:
        migrate(connection)
        found = connection.execute(select(PROJECT)).mappings().first()
    if found is None and made is not None:
        connection.execute(insert(PROJECT).values(made))
        found = connection.execute(select(PROJECT)).mappings().one()
    if found is None:
        raise NotAProject("the database holds no project", where=_shown(connection.engine), hint=HINT)
    return found


def _engine(where: str | Path) -> Engine:
    url = f"sqlite:///{where}" if isinstance(where, Path) or "://" not in where else where
    if not url.startswith("sqlite"):
        try:
            return create_engine(url)
        except ModuleNotFoundError as error:
            hint = 'Install it: pip install "psycopg[binary]"' if error.name == "psycopg" else None
            raise StoreError(f"the catalog's database needs the package {error.name}", hint=hint) from error
        except ArgumentError as error:
            hint = "Write it as postgresql+psycopg://user@host/database"
            raise StoreError(f"no database URL: {error}", where="FOOTPATH_DATABASE_URL", hint=hint) from error
    # A database in memory lives as long as its one connection.
    pool = StaticPool if url == MEMORY else NullPool
    engine = create_engine(url, poolclass=pool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: Any, _: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _explained(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"the catalog can't do that: {error.orig}", where=_shown(engine)) from error


def _shown(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _import(row: RowMapping) -> Import:
    return Import(**{**row, "files": tuple(row["files"])})


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else list(value)


def _without(value: Any, actors: Collection[str]) -> Any:
    """The same JSON value with the identifiers taken out of its texts."""
    if isinstance(value, Mapping):
        return {_without(key, actors): _without(held, actors) for key, held in value.items()}
    if isinstance(value, list):
        return [_without(held, actors) for held in value]
    if not isinstance(value, str):
        return value
    for word in {actor.partition(":")[2] or actor for actor in actors}:
        if len(word) >= SHORTEST_WORD:
            value = value.replace(word, FORGOTTEN_WORD)
    return value
