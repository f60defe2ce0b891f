"""A folder in, its project out."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from footpath import definitions as toml
from footpath.engine.choice import Spark
from footpath.project.project import Project
from footpath.project.records import Records, Say
from footpath.store import folder as folders
from footpath.store.folder import Folder
from footpath.store.lake import LakeStore


def open(  # noqa: A001 – the contract's name
    folder: str | Path,
    *,
    settings: Mapping[str, str] | None = None,
    on_wait: Say | None = None,
    engine: Spark | None = None,
) -> Project:
    """The project in a folder; NotAProject where there is none.

    `settings` is the environment unless given; `on_wait` is told who holds the project when it must wait.
    With an `engine`, analyses and maps run there, and not on this machine.
    """
    found = folders.open(Path(folder), settings if settings is not None else os.environ)
    return _project(found, on_wait, engine)


def create(
    folder: str | Path, *, settings: Mapping[str, str] | None = None, on_wait: Say | None = None
) -> Project:
    """An empty project in a new folder, with a commented footpath.toml."""
    made = folders.create(Path(folder), settings if settings is not None else os.environ)
    if not made.toml.exists():
        made.toml.write_text(toml.template(made.root.resolve().name), encoding="utf-8")
    project = _project(made, on_wait)
    _ = project.revision  # makes the catalog
    return project


def _project(folder: Folder, on_wait: Say | None, engine: Spark | None = None) -> Project:
    store = LakeStore(folder.lake, folder.lake_options)
    name, here = folder.root.resolve().name, folder.root == Path()
    origin = "" if here else f"--project {shlex.quote(str(folder.root))}"
    return Project(store, Records(folder, on_wait), name=name, origin=origin, engine=engine)
