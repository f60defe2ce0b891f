"""What a project keeps besides events: definitions in force, imports, the salt, who writes."""

from __future__ import annotations

import getpass
import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from footpath import __version__
from footpath import definitions as toml
from footpath.collect.reading import ImportOptions, Input
from footpath.collect.receipt import Receipt
from footpath.definitions import Change
from footpath.errors import DefinitionError, FootpathError
from footpath.project.importing import among_hashes
from footpath.project.indexing import Index, Kept
from footpath.store.folder import Folder
from footpath.store.index import IndexCache
from footpath.store.lock import writing
from footpath.store.readings import Progress, Readings
from footpath.store.results import Results

if TYPE_CHECKING:
    from footpath.store.catalog import Catalog, Import

RECEIVED = ("received", "kept", "duplicates", "dropped", "warnings", "seconds")
PATIENCE = 600.0  # seconds to wait for another writer
Say = Callable[[str], None]

NAMED = 1 << 17  # pseudonyms that are remembered: a map names tens of thousands, and mostly the same again


class Records:
    """The catalog of a project and its folder; in memory, where there is none, until it is let go."""

    def __init__(self, folder: Folder | None, on_wait: Say | None = None) -> None:
        self.folder = folder
        self._on_wait = on_wait
        self.on_reading: Progress | None = None  # told how far the reading of words is
        self._noted: list[dict[str, Any]] = []  # imports of a project in memory, as fields of `Import`

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog; a project in memory gets one when it first needs it."""
        from footpath.store.catalog import MEMORY, Catalog  # loading a database library takes half a second

        where = self.folder.catalog if self.folder else MEMORY
        return Catalog.open(where, create=True, now=datetime.now(UTC))

    @property
    def text(self) -> str | None:
        """The definitions in force, as TOML; None where there are none."""
        held = self.catalog.definitions() if self._kept else None
        return held.text if held else None

    @property
    def revision(self) -> int:
        """The revision of the definitions in force; 0 where there are none."""
        held = self.catalog.definitions() if self._kept else None
        return held.revision if held else 0

    @property
    def _kept(self) -> bool:
        """Whether anything can have been written: a project in memory may never need its catalog."""
        return self.folder is not None or "catalog" in self.__dict__

    @property
    def drift(self) -> bool:
        """Whether the folder's footpath.toml says something else than the definitions in force."""
        if self.folder is None or not self.folder.toml.exists():
            return False
        try:
            text, held = self.expanded(self.folder.toml.read_text(encoding="utf-8")), self.text
            return text != held if held is not None else not toml.is_blank(text)
        except (FootpathError, UnicodeDecodeError):
            return True  # `apply` tells what is wrong with it

    def define(
        self,
        text: str,
        *,
        why: str,
        where: str,
        now: datetime,
        show: Callable[[list[Change]], object] | None = None,
        dry_run: bool = False,
    ) -> list[Change]:
        """Puts definitions into force; what that changes, which `show` is told beforehand."""
        text = self.expanded(text)
        new, held = toml.parse(text, where=where), self.text
        changes = toml.difference(toml.parse(held) if held is not None else None, new)
        if show is not None:
            show(changes)
        if dry_run:
            return changes
        in_step = self.folder is not None and not self.drift
        with self.writing("apply"):
            self.catalog.define(text, who=_who(), when=now, why=why)
            if self.folder is not None and in_step and text != held:
                # A working copy that nobody has touched follows, wherever the definitions came from
                self.folder.toml.write_text(text, encoding="utf-8")
        return changes

    def expanded(self, text: str) -> str:
        """Definitions with what the files of codes beside them say."""
        root = self.folder.root if self.folder is not None else Path()
        return toml.with_codes(text, lambda name: _read(name, root))

    @contextmanager
    def writing(self, purpose: str) -> Iterator[None]:
        """Holds the project for writing; nobody else can reach one in memory."""
        if self.folder is None:
            yield
            return
        with writing(self.folder.root, purpose, timeout=PATIENCE, on_wait=self._on_wait):
            yield

    def note_import(
        self,
        key: str,
        file: Path,
        options: ImportOptions,
        receipt: Receipt,
        now: datetime,
        *,
        kind: str,
        content: str | None = None,
    ) -> None:
        """Writes down an import that is in the store, and the hash of what is in its file."""
        said = {name: getattr(options, name) for name in ("timezone", "time_format", "null")}
        made: dict[str, Any] = {
            "id": key,
            "files": (file.name,),
            "source": options.source or file.name.split(".")[0],
            "format": kind,
            "options": {
                **said,
                "columns": dict(options.columns),
                "guessed": dict(receipt.guessed),
                "set": dict(options.set),
            },
            **{name: getattr(receipt, name) for name in RECEIVED},
            "started": now,
            "content": content,
        }
        if self.folder is None:
            self._noted.append(made)
            return
        from footpath.store.catalog import Import

        self.catalog.record_import(Import(**made))

    @property
    def imports(self) -> list[Import]:
        """What was imported, the oldest first."""
        if self.folder is None and not self._noted:
            return []  # without loading a database library
        from footpath.store.catalog import Import

        return [Import(**fields) for fields in self._noted] if self.folder is None else self.catalog.imports()

    def note_undone(self, import_id: str, now: datetime) -> None:
        """Writes down that an import is taken back; StoreError where there is none."""
        held = [each for each in self._noted if each["id"] == import_id and "undone_at" not in each]
        if held:
            held[0]["undone_at"] = now
        else:
            self.catalog.mark_undone(import_id, when=now)

    @property
    def texts(self) -> dict[str, str]:
        """What people wrote, by the place where it stands: definitions, those in force and earlier ones."""
        found = {f"revision {each.number} of the definitions": each.text for each in self.catalog.revisions()}
        if self.folder is not None and self.folder.toml.exists():
            found = {"footpath.toml": self.folder.toml.read_text(encoding="utf-8", errors="replace"), **found}
        return found

    def forgotten(self) -> Callable[[pa.Table], np.ndarray]:
        """Marks events of persons who were erased, so that an old export does not bring them back."""
        if not self._kept:
            return among_hashes(str, frozenset(), None)
        text = self.text
        timezone = toml.parse(text).timezone if text is not None else None
        return among_hashes(self.catalog.digest, frozenset(self.catalog.forgotten()), timezone)

    def pseudonym(self, person: str) -> str:
        """A name for a person that means nothing outside this project."""
        return _pseudonym(self.catalog.salt if self._kept else "in memory", person)

    @cached_property
    def readings(self) -> Readings:
        """What was read from words, so that each is read once."""
        where = self.folder.cache / "readings" if self.folder is not None else None
        return Readings(where, self._tell)

    def kept(self, state: tuple[int, str | None], *, readings_only: bool) -> Kept:
        """What was found out of these events and definitions, by revision and text."""
        if self.folder is None or readings_only:
            return Kept(readings=self.readings, progress=self._tell)
        folder, (revision, _) = self.folder.cache, state
        return Kept(
            Index(IndexCache(folder), f"{__version__} {revision}"),
            self.readings,
            Results(folder / "results", f"{__version__} {state}"),
            self._tell,
        )

    def _tell(self, done: int, total: int) -> None:
        if self.on_reading is not None:
            self.on_reading(done, total)

    def clear_cache(self) -> None:
        """Deletes what can be derived again."""
        self.__dict__.pop("readings", None)
        _pseudonym.cache_clear()  # whom nobody shall know any more is in it by id
        if self.folder is not None:
            IndexCache(self.folder.cache).clear()


def _read(name: str, root: Path) -> str:
    file = root / name
    if not file.resolve().is_relative_to(root.resolve()):
        # Definitions also come by the web: they must not open any file of the machine
        raise DefinitionError("a file of codes stands beside footpath.toml", where=name, hint="Copy it there")
    with closing(Input(file).text()) as stream:
        return stream.read()


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run as a user without a name
        return "unknown"


@lru_cache(maxsize=NAMED)
def _pseudonym(salt: str, person: str) -> str:
    return f"person {hashlib.blake2b(person.encode(), key=salt.encode(), digest_size=4).hexdigest()}"
