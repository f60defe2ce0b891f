"""A folder in, an open project out; with a word where its definitions are not what the file says."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from footpath.cli import printing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from footpath.collect.reading import ImportOptions
    from footpath.engine.choice import Spark
    from footpath.project import Project


def opened(folder: Path, engine: Spark | None = None) -> Project:
    """The project in the folder; its analyses run on an engine, if one is given."""
    import footpath

    project = footpath.open(folder, on_wait=printing.note, engine=engine)
    if project.drift:
        printing.note(
            "footpath.toml differs from what is in force: `footpath apply` takes the file, "
            "`footpath export definitions -o footpath.toml` takes what is in force."
        )
    return project


@contextmanager
def reading(project: Project) -> Iterator[Project]:
    """The project, with a bar for what takes long: words that were never read, patterns never measured."""
    with printing.progress("Reading and measuring") as progress:
        project.on_reading(progress)
        yield project


def from_files(files: Sequence[Path], chosen: ImportOptions) -> Project:
    """The files without a project; what was dropped, guessed or doubted in them is told beside the answer."""
    import footpath

    with printing.progress("Reading") as progress:
        project = footpath.Project.from_files(*files, options=chosen, progress=progress)
    for line in printing.doubts(project.receipt):
        printing.note(line)
    return project
