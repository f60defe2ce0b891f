"""Where things are in a project."""

import pytest

from footpath.errors import NotAProject, StoreError
from footpath.store import folder


def test_a_new_project_has_its_things_in_its_folder(tmp_path):
    made = folder.create(tmp_path / "new", {})
    assert (made.toml.name, made.catalog.name, made.cache.name) == ("footpath.toml", "catalog.db", "cache")
    assert made.lake == tmp_path / "new" / "lake" / "events"
    assert made.cache.is_dir()


def test_a_folder_with_definitions_or_a_catalog_is_a_project(tmp_path):
    for name in ["footpath.toml", "catalog.db"]:
        root = tmp_path / name.replace(".", "-")
        root.mkdir()
        (root / name).touch()
        assert folder.open(root, {}).root == root
        with pytest.raises(StoreError, match="already"):
            folder.create(root, {})


def test_any_other_folder_is_none(tmp_path):
    with pytest.raises(NotAProject, match="footpath init"):
        folder.open(tmp_path, {})


def test_settings_put_catalog_and_lake_elsewhere(tmp_path):
    settings = {
        "FOOTPATH_DATABASE_URL": "postgresql+psycopg://db/footpath",
        "FOOTPATH_LAKE_URL": "s3://bucket/events",
        "AWS_REGION": "eu-west-1",
        "HOME": "/",
    }
    made = folder.create(tmp_path, settings)
    assert (made.catalog, made.lake) == ("postgresql+psycopg://db/footpath", "s3://bucket/events")
    assert made.lake_options == {"AWS_REGION": "eu-west-1"}


def test_keys_of_object_storage_stay_out_of_a_lake_on_disk(tmp_path):
    assert folder.create(tmp_path, {"AWS_REGION": "eu-west-1"}).lake_options == {}


def test_a_place_that_cant_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="can't make"):
        folder.create(tmp_path / "file" / "project", {})
