"""A project is a folder: where each of its things is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from footpath.errors import NotAProject, StoreError

DATABASE, LAKE = "FOOTPATH_DATABASE_URL", "FOOTPATH_LAKE_URL"


@dataclass(frozen=True, slots=True)
class Folder:
    """The places of a project: in its folder, unless the settings say elsewhere."""

    root: Path
    catalog: Path | str  # a file, or a database URL
    lake: Path | str  # a folder, or a URL
    lake_options: Mapping[str, str]  # of object storage

    @property
    def toml(self) -> Path:
        """The working copy of the definitions."""
        return self.root / "footpath.toml"

    @property
    def cache(self) -> Path:
        """What can be derived again."""
        return self.root / "cache"


def create(root: Path, settings: Mapping[str, str]) -> Folder:
    """An empty project folder; StoreError when there is a project already. `settings` is the environment."""
    folder = _located(root, settings)
    if _is_project(folder):
        raise StoreError("there is a project already", where=str(root), hint="Choose another folder")
    try:
        folder.cache.mkdir(parents=True, exist_ok=True)
        if isinstance(folder.lake, Path):
            folder.lake.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"can't make the folder: {error.strerror}", where=str(root)) from error
    return folder


def open(root: Path, settings: Mapping[str, str]) -> Folder:  # noqa: A001
    """The project in a folder; NotAProject when there is none."""
    folder = _located(root, settings)
    if not _is_project(folder):
        hint = f"Make one with `footpath init {root}`, or name another with --project"
        raise NotAProject("no project here", where=str(root), hint=hint)
    return folder


def _located(root: Path, settings: Mapping[str, str]) -> Folder:
    options = {name: value for name, value in settings.items() if name.startswith("AWS_")}
    elsewhere = settings.get(LAKE)
    return Folder(
        root=root,
        catalog=settings.get(DATABASE) or root / "catalog.db",
        lake=elsewhere or root / "lake" / "events",
        lake_options=options if elsewhere else {},
    )


def _is_project(folder: Folder) -> bool:
    return folder.toml.is_file() or (isinstance(folder.catalog, Path) and folder.catalog.is_file())
