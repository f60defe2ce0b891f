"""The catalog keeps what people decided."""

import gc
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from importlib.util import find_spec

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from footpath.errors import NotAProject, StoreError, StoreTooNew
from footpath.store.catalog import MEMORY, Catalog, Defined, HandLink, Import
from footpath.store.migrations import NEWEST, migrate, version
from footpath.store.tables import METADATA

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def place(tmp_path):
    return tmp_path / "catalog.db"


@pytest.fixture
def catalog(place):
    return Catalog.open(place, create=True, now=NOON, salt="salt")


def done(name="a", **changes):
    fields = {
        "id": name,
        "files": ("web.csv",),
        "source": "web",
        "format": "csv",
        "options": {"timezone": "Europe/Amsterdam"},
        "received": 5,
        "kept": 3,
        "duplicates": 1,
        "dropped": {"future": 1},
        "warnings": {"naive_time": 2},
        "started": NOON,
        "seconds": 0.5,
    }
    return Import(**(fields | changes))


def test_a_catalog_is_made_once_and_found_again(catalog, place):
    again = Catalog.open(place, create=True, now=NOON + DAY)
    assert (again.salt, again.created) == ("salt", NOON)


def test_a_catalog_in_memory_that_nobody_holds_lets_go_of_its_connection():
    catalog = Catalog.open(MEMORY, create=True, now=NOON)
    with catalog._begin() as held:
        connection = held.connection.driver_connection
    del catalog, held
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_every_project_has_its_own_salt(tmp_path):
    salts = {Catalog.open(tmp_path / name, create=True, now=NOON).salt for name in "abc"}
    assert len(salts) == 3


def test_where_no_catalog_is_none_is_made(place):
    with pytest.raises(NotAProject, match="footpath init"):
        Catalog.open(place)
    assert not place.exists()


def test_the_newest_definitions_are_in_force(catalog):
    assert catalog.definitions() is None
    catalog.define("one", who="ann", when=NOON, why="first")
    assert catalog.define("two", who="bob", when=NOON + DAY) == 2
    assert catalog.definitions() == Defined(2, "two")
    assert [(each.number, each.who, each.at, each.why) for each in catalog.revisions()] == [
        (1, "ann", NOON, "first"),
        (2, "bob", NOON + DAY, ""),
    ]


def test_defining_the_same_again_is_no_revision_but_going_back_is_one(catalog):
    numbers = [catalog.define(text, who="ann", when=NOON) for text in ["one", "one", "two", "one"]]
    assert numbers == [1, 1, 2, 3]


def test_imports_are_listed_oldest_first_as_they_were_recorded(catalog):
    later = done("a", started=NOON + DAY)
    catalog.record_import(later)
    catalog.record_import(done("b"))
    assert catalog.imports() == [done("b"), later]


def test_an_import_is_undone_once(catalog):
    catalog.record_import(done("a"))
    catalog.mark_undone("a", when=NOON + DAY)
    assert [each.undone_at for each in catalog.imports()] == [NOON + DAY]
    with pytest.raises(StoreError, match="footpath imports"):
        catalog.mark_undone("a", when=NOON)


def test_times_come_back_in_utc_whatever_zone_they_had(catalog):
    amsterdam = timezone(timedelta(hours=1))
    catalog.define("one", who="ann", when=datetime(2026, 3, 1, 13, tzinfo=amsterdam))
    assert catalog.revisions()[0].at == NOON


def test_judgements_on_actors_are_kept(catalog):
    made = HandLink(actor_a="user:ann", actor_b="card:7", verdict="join", who="eve", at=NOON, why="called")
    catalog.link(made)
    assert catalog.links() == [made]


def test_a_forgotten_actor_leaves_a_receipt_and_no_trace(catalog, place):
    ann = "email:ann.unique@example.com"
    catalog.link(HandLink(actor_a="card:7", actor_b=ann, verdict="join", who="eve", at=NOON, why=""))
    catalog.link(HandLink(actor_a="card:8", actor_b="card:9", verdict="split", who="eve", at=NOON, why=""))
    catalog.record_import(done(files=("ann.unique@example.com.csv",)))
    catalog.forget({ann}, when=NOON)
    assert [link.actor_a for link in catalog.links()] == ["card:8"]
    assert catalog.imports()[0].files == ("[forgotten].csv",)
    assert catalog.forgotten() == {catalog.digest(ann): NOON}
    assert not any(b"ann.unique" in path.read_bytes() for path in place.parent.iterdir())


def test_forgetting_again_keeps_the_first_receipt(catalog):
    catalog.forget({"user:ann"}, when=NOON)
    catalog.forget({"user:ann", "user:bob"}, when=NOON + DAY)
    assert catalog.forgotten() == {catalog.digest("user:ann"): NOON, catalog.digest("user:bob"): NOON + DAY}


def test_a_short_identifier_is_not_looked_for_inside_other_texts(catalog):
    catalog.record_import(done(files=("web.csv",)))
    catalog.forget({"user:web"}, when=NOON)
    assert catalog.imports()[0].files == ("web.csv",)


def test_digests_of_two_projects_tell_nothing_of_each_other(catalog, tmp_path):
    other = Catalog.open(tmp_path / "other.db", create=True, now=NOON, salt="pepper")
    assert catalog.digest("user:ann") != other.digest("user:ann")


def test_a_catalog_of_version_one_comes_forward_with_what_it_holds(place):
    engine = create_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        migrate(connection, to="0001")
        connection.execute(text("INSERT INTO project VALUES (1, 'old', '2026-03-01 12:00:00.000000')"))
        connection.execute(
            text("INSERT INTO revisions VALUES (1, 'text', 'ann', '2026-03-01 12:00:00.000000', '')")
        )
    engine.dispose()
    catalog = Catalog.open(place)
    assert (catalog.salt, catalog.created, catalog.definitions()) == ("old", NOON, Defined(1, "text"))
    engine = create_engine(f"sqlite:///{place}")
    with engine.begin() as connection:
        assert version(connection) == NEWEST
    engine.dispose()


def test_the_migrations_make_the_tables_that_the_code_knows(catalog, place):
    engine = create_engine(f"sqlite:///{place}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_a_catalog_of_a_newer_footpath_is_left_alone(catalog, place):
    connection = sqlite3.connect(place)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreTooNew, match="Install a newer Footpath"):
        Catalog.open(place)


def test_a_file_that_is_no_database_is_told(place):
    place.write_text("hello, this is certainly not a database" * 100)
    with pytest.raises(StoreError, match="not a database"):
        Catalog.open(place)


@pytest.mark.skipif(find_spec("psycopg") is not None, reason="the driver is not missing here")
def test_a_missing_driver_is_named_with_the_package_to_install():
    with pytest.raises(StoreError, match=r"pip install \"psycopg\[binary\]\""):
        Catalog.open("postgresql+psycopg://nobody@127.0.0.1:1/nothing", create=True, now=NOON)


def test_a_catalog_in_postgresql_does_the_same(postgres):
    with pytest.raises(NotAProject):
        Catalog.open(postgres)
    catalog = Catalog.open(postgres, create=True, now=NOON, salt="salt")
    assert [catalog.define(each, who="ann", when=NOON) for each in ["one", "one", "two"]] == [1, 1, 2]
    catalog.record_import(done(files=("ann.unique@example.com.csv",)))
    catalog.mark_undone("a", when=NOON + DAY)
    catalog.link(HandLink(actor_a="card:7", actor_b="user:ann", verdict="join", who="eve", at=NOON, why=""))
    catalog.forget({"user:ann", "email:ann.unique@example.com"}, when=NOON)
    catalog.close()
    again = Catalog.open(postgres)
    assert (again.salt, again.definitions(), again.links()) == ("salt", Defined(2, "two"), [])
    assert again.imports() == [done(files=("[forgotten].csv",), undone_at=NOON + DAY)]
    assert set(again.forgotten().values()) == {NOON}
    again.close()
