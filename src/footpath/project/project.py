"""The front door: every question to a project in, the part that answers it asked, its answer out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from footpath import definitions as toml
from footpath.collect.reading import ImportOptions, Progress
from footpath.collect.receipt import Receipt
from footpath.definitions import Change
from footpath.engine.choice import Spark
from footpath.engine.query import query
from footpath.errors import UnknownName, UsageError
from footpath.model.analysis import Analysis
from footpath.model.definition import Definitions
from footpath.model.map import JourneyMap
from footpath.moments.questions import MomentsOf
from footpath.project.asking import answer, behind, met, without_journey
from footpath.project.drawing import map_for
from footpath.project.erasing import Erasure, erase
from footpath.project.exporting import WRITERS
from footpath.project.importing import added, all_dropped
from footpath.project.loading import load_events, load_file, nothing_in
from footpath.project.origin import origin
from footpath.project.present import Moment, Present
from footpath.project.records import Records
from footpath.project.tables import tables
from footpath.project.views import PersonView, Status, identities, person_view, resolve, status_of
from footpath.store.events import EventStore
from footpath.store.memory import MemoryStore
from footpath.voice.hearing import Readers
from footpath.voice.questions import Question
from footpath.voice.readers import default_readers

if TYPE_CHECKING:
    from footpath.store.catalog import Import

Files = str | Path


class Project:
    """Events and definitions, and everything that can be asked of them.

    Made by `footpath.open`, `footpath.create`, `Project.from_events` and `Project.from_files`.
    """

    def __init__(
        self,
        store: EventStore,
        records: Records,
        *,
        name: str,
        timezone: str | None = None,
        origin: str = "",
        readers: Callable[[], Readers] = default_readers,
        engine: Spark | None = None,
    ) -> None:
        self._store = store
        self._records = records
        self._present = Present(store, records, name, timezone, readers, engine, origin)
        self.receipt = Receipt(0, 0, 0)  # what became of the rows of everything taken in since it was opened

    @classmethod
    def from_events(
        cls,
        events: Any,
        *,
        definitions: str | None = None,
        columns: Mapping[str, str] | None = None,
        timezone: str | None = None,
        now: datetime | None = None,
    ) -> Project:
        """A project in memory, from a data frame, an Arrow table or a mapping of columns.

        Columns are recognised by their names unless `columns` maps them, as on import. Without
        `definitions` (TOML) they are suggested.
        """
        project = cls(MemoryStore(), Records(None), name="events", timezone=timezone)
        options = ImportOptions(columns=columns or {}, timezone=timezone, source="events")
        project.receipt = load_events(project._present, events, options, now=now or datetime.now(UTC))
        if definitions is not None:
            project.define(definitions)
        return project

    @classmethod
    def from_files(
        cls, *files: Files, options: ImportOptions | None = None, progress: Progress | None = None
    ) -> Project:
        """A project in memory, from files that `footpath import` can read; definitions are suggested.

        Raises InputError where nothing of them can be kept.
        """
        chosen = options or ImportOptions()
        name = Path(files[0]).name.split(".")[0]
        project = cls(MemoryStore(), Records(None), name=name, timezone=chosen.timezone)
        receipt = project.load(*files, options=chosen, progress=progress)
        if not receipt.kept:
            raise nothing_in(files, receipt)
        project._present.origin = origin(files, chosen)
        return project

    @property
    def imports(self) -> list[Import]:
        """What was imported, the oldest first."""
        return self._records.imports

    @property
    def revision(self) -> int:
        """The revision of the definitions in force; 0 while they are only suggested."""
        return self._records.revision

    @property
    def state(self) -> tuple[int, int]:
        """The revisions of events and definitions: equal for as long as all answers stay the same."""
        return self._store.revision(), self._records.revision

    @property
    def definitions(self) -> Definitions:
        """The definitions in force; the suggested ones where there are none."""
        return self._present.asked.definitions

    @property
    def definitions_text(self) -> str:
        """The same as TOML, as it was written."""
        held = self._records.text
        return held if held is not None else self.suggest()

    @property
    def drift(self) -> bool:
        """Whether the folder's footpath.toml says something else than the definitions in force."""
        return self._records.drift

    @property
    def identities(self) -> dict[str, Any]:
        """Every actor with its person and the reason, as `identities --json` prints it."""
        return identities(self._present.snapshot())

    def beside(self) -> Project | None:
        """The same project for another thread, with what both keep; None where it is in memory only."""
        folder, here = self._records.folder, self._present
        if folder is None or here.readers is not default_readers:
            return None
        records = Records(folder)
        return Project(self._store, records, name=here.name, timezone=here.timezone, origin=here.origin)

    def settle(self) -> bool:
        """Lays the index and the many events that came since together; False where there was no need."""
        return self._present.settle()

    def on_reading(self, progress: Progress) -> None:
        """From now on `progress` is told how many of the texts that must be read are."""
        self._records.on_reading = progress

    def load(
        self,
        *files: Files,
        options: ImportOptions | None = None,
        dry_run: bool = False,
        now: datetime | None = None,
        progress: Progress | None = None,
    ) -> Receipt:
        """Takes files in; doing it again changes nothing. Each file is kept whole or not at all.

        Raises InputError at the first file that can't be read; those before it are kept.
        """
        if not files:
            raise UsageError("no file to import")
        chosen, now = options or ImportOptions(), now or datetime.now(UTC)
        receipts = []
        for file in map(Path, files):
            receipt = load_file(self._present, file, chosen, now=now, progress=progress, dry_run=dry_run)
            self.receipt = added(self.receipt, receipt)
            receipts.append(receipt)
        return reduce(added, receipts)

    def undo(self, import_id: str, *, now: datetime | None = None) -> int:
        """Takes an import back; how many events that removed."""
        with self._records.writing(f"the undoing of {import_id}"):
            self._records.note_undone(import_id, now or datetime.now(UTC))
            return self._store.undo(import_id)

    def define(
        self,
        text: str,
        *,
        why: str = "",
        where: str = "footpath.toml",
        now: datetime | None = None,
        show: Callable[[list[Change]], object] | None = None,
        dry_run: bool = False,
    ) -> list[Change]:
        """Puts definitions (TOML) into force; what that changes, which `show` is told beforehand.

        With `dry_run` nothing is put into force.
        """
        now = now or datetime.now(UTC)
        return self._records.define(text, why=why, where=where, now=now, show=show, dry_run=dry_run)

    def suggest(self) -> str:
        """A first definition of what was imported, as TOML to read and change."""
        return toml.write(self._present.suggested())

    def forget(self, *identifiers: str, now: datetime | None = None) -> Erasure:
        """Erases persons, by any identifier, from everything the project keeps."""
        with self._records.writing("forget"):
            snapshot = self._present.last()
            persons = sorted({resolve(snapshot, identifier) for identifier in identifiers})
            catalog, texts, at = self._records.catalog, self._records.texts, now or datetime.now(UTC)
            receipt = erase(snapshot, persons, self._store, catalog, now=at, texts=texts)
            self._records.clear_cache()
        return receipt

    def status(self) -> Status:
        """Sources with freshness, persons, what matches, what was dropped."""
        dropped = all_dropped(self.imports)
        return status_of(self._present.snapshot(), dropped=dropped, revision=self.revision, drift=self.drift)

    def run(
        self,
        analysis: Analysis[Any, Any] | Question[Any] | MomentsOf,
        journey: str | None = None,
        *,
        segment: str | None = None,
        since: Moment = None,
        until: Moment = None,
    ) -> Any:
        """The answer to an analysis of a journey; of the first one defined where none is named.

        A question about what was said, such as `Scores`, looks at everything where no journey is named.
        """
        named = "" if isinstance(analysis, Question) and journey is None else journey
        return answer(self._present, analysis, self._present.lens(named, segment, since, until))

    def map(
        self,
        journey: str | None = None,
        *,
        segment: str | None = None,
        since: Moment = None,
        until: Moment = None,
        now: datetime | None = None,
        wait: bool = True,
    ) -> JourneyMap:
        """The map of a journey, for everybody or a segment, of all time or a period.

        Without `wait`, lanes that take long and were never asked for are `computing`.
        """
        lens = self._present.lens(journey, segment, since, until)
        caption = self._present.caption(now or datetime.now(UTC))
        return map_for(self._present.asked, lens, caption, wait=wait)

    def people(
        self,
        evidence: str | None = None,
        *,
        journey: str | None = None,
        at: str | None = None,
        segment: str | None = None,
        since: Moment = None,
        until: Moment = None,
        outside: bool = False,
    ) -> list[str]:
        """The ids of the persons behind a number of a map, of those who met the touchpoint `at`, or `outside`
        of those with touchpoints in no journey. Without `journey`, evidence is looked for in every journey.
        """
        lens = self._present.lens(journey, segment, since, until)
        if outside:
            return without_journey(self._present, lens)
        if evidence is None:
            return met(self._present, lens, at)
        return behind(self._present, lens, evidence, everywhere=not journey)

    def unmatched(self) -> dict[str, int]:
        """The names of the events that match no touchpoint, the commonest first, with how many they are."""
        return self._present.snapshot().unmatched()

    def person(self, identifier: str) -> PersonView:
        """One person, by any identifier: why each belongs, and what happened."""
        snapshot = self._present.snapshot()
        return person_view(snapshot, resolve(snapshot, identifier))

    def query(self, statement: str) -> pa.Table:
        """The answer to a SELECT over `events`, `journeys`, `people` and `responses`."""
        return query(statement, tables(self._present.snapshot(), statement))

    def export(self, what: str, output: Files) -> None:
        """Writes definitions (TOML), xes, parquet or responses to a file."""
        if what == "definitions":
            Path(output).write_text(self.definitions_text, encoding="utf-8")
        elif what in WRITERS:
            WRITERS[what](self._present.snapshot(), Path(output))
        else:
            raise UnknownName("export", what, ["definitions", *WRITERS])
