"""The front door: opens a project, wires its parts, and hands every question to the part that answers it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from msgspec import structs

from footpath import definitions as toml
from footpath.collect.load import load, load_table, recognise
from footpath.collect.reading import ImportOptions, Input, Progress
from footpath.collect.receipt import Receipt
from footpath.definitions import Change
from footpath.engine.choice import Spark
from footpath.engine.query import query
from footpath.errors import InputError, UnknownName, UsageError
from footpath.mapping.suggest import suggest
from footpath.model.analysis import Analysis
from footpath.model.definition import Definitions
from footpath.model.lens import Lens, moment
from footpath.model.map import JourneyMap, LaneId
from footpath.moments.questions import MomentsOf
from footpath.project.erasing import Erasure, erase
from footpath.project.exporting import WRITERS
from footpath.project.growing import continued
from footpath.project.importing import added, take_in
from footpath.project.origin import origin
from footpath.project.records import Records
from footpath.project.remembering import is_kept, remembered
from footpath.project.snapshot import Snapshot
from footpath.project.tables import tables
from footpath.project.views import (
    PersonView,
    Status,
    identities,
    named_people,
    person_view,
    resolve,
    status_of,
)
from footpath.store.events import EventStore
from footpath.store.memory import MemoryStore
from footpath.voice.hearing import Readers
from footpath.voice.questions import Question
from footpath.voice.readers import default_readers

if TYPE_CHECKING:
    from footpath.project.clustered import Clustered
    from footpath.store.catalog import Import

Files = str | Path
Moment = datetime | str | None  # a text is a day or time as ISO 8601 writes it; without a zone it is UTC


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
        self._name = name
        self._timezone = timezone
        self._readers = readers
        self._engine = engine  # where analyses run; None is this machine
        self._origin = origin  # the options of a command that looks at the same events
        self.receipt = Receipt(0, 0, 0)  # what became of the rows of everything taken in since it was opened
        self._latest: tuple[tuple[int, str | None], Snapshot] | None = None
        self._there: tuple[tuple[int, str | None], Clustered] | None = None  # the same on a cluster

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
        now = now or datetime.now(UTC)
        batches = load_table(_columns(events), options, now=now, file_id="table")
        project.receipt = take_in(
            project._store, batches, file="table", forgotten=project._records.forgotten()
        )
        project._records.note_import("table", Path("table"), options, project.receipt, now, kind="table")
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
            why = "; ".join(map(receipt.explained, receipt.dropped))
            raise InputError(
                "no event in it", where=", ".join(map(str, files)), hint=why and f"Dropped: {why}"
            )
        project._origin = origin(files, chosen)
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
        return self._asked().definitions

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
        return identities(self._snapshot())

    def beside(self) -> Project | None:
        """The same project for another thread, with what both keep; None where it is in memory only."""
        folder = self._records.folder
        if folder is None or self._readers is not default_readers:
            return None
        return Project(
            self._store, Records(folder), name=self._name, timezone=self._timezone, origin=self._origin
        )

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
        receipts = [self._load(Path(file), chosen, now, progress, dry_run=dry_run) for file in files]
        return reduce(added, receipts)

    def _load(
        self, file: Path, options: ImportOptions, now: datetime, progress: Progress | None, *, dry_run: bool
    ) -> Receipt:
        key = uuid.uuid4().hex[:12]
        kind = _recognised(file, options)
        batches = load(file, options, now=now, file_id=key, project_timezone=self._zone(), progress=progress)
        with self._records.writing(f"the import of {file.name}"):
            forgotten = self._records.forgotten()
            receipt = take_in(self._store, batches, file=key, forgotten=forgotten, dry_run=dry_run)
            if not dry_run:
                self._records.note_import(key, file, options, receipt, now, kind=kind)
        self.receipt = added(self.receipt, receipt)
        return receipt

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
        snapshot = self._snapshot()
        found = suggest(snapshot.log, snapshot.people, name=self._name, timezone=self._zone())
        return toml.write(found.definitions)

    def forget(self, *identifiers: str, now: datetime | None = None) -> Erasure:
        """Erases persons, by any identifier, from everything the project keeps."""
        with self._records.writing("forget"):
            snapshot, self._latest = self._snapshot(), None
            persons = sorted({resolve(snapshot, identifier) for identifier in identifiers})
            receipt = erase(
                snapshot,
                persons,
                self._store,
                self._records.catalog,
                now=now or datetime.now(UTC),
                texts=self._records.texts,
            )
            self._records.clear_cache()
        return receipt

    def status(self) -> Status:
        """Sources with freshness, persons, what matches, what was dropped."""
        dropped = [each.dropped for each in self.imports if each.undone_at is None]
        return status_of(self._snapshot(), dropped=dropped, revision=self.revision, drift=self.drift)

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
        if self._engine is not None:
            whole = isinstance(analysis, Question) and journey is None
            lens = self._lens("" if whole else journey, segment, since, until)
            return self._clustered().run(analysis, lens)
        if isinstance(analysis, MomentsOf):
            found = self._snapshot().moments(self._lens(journey, segment, since, until))
            return found.moments(revision=self.revision, asked=analysis, pseudonym=self._records.pseudonym)
        if isinstance(analysis, Question):
            lens = Lens(journey or "", segment, moment(since), moment(until, last=True))
            return self._snapshot().ask(analysis, lens)
        return self._snapshot().run(analysis, self._lens(journey, segment, since, until))

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
        now = now or datetime.now(UTC)
        if self._engine is not None:
            return self._clustered_map(self._lens(journey, segment, since, until), now)
        snapshot, lens = self._snapshot(), self._lens(journey, segment, since, until)

        def draw(waiting: frozenset[LaneId] = frozenset()) -> JourneyMap:
            return snapshot.map(
                lens,
                revision=self.revision,
                now=now,
                pseudonym=self._records.pseudonym,
                command=f"footpath people {self._origin}".strip(),
                waiting=waiting,
            )

        results = snapshot.kept.results
        if not wait and not is_kept(results, "map", lens) and (waiting := snapshot.waiting(lens)):
            return draw(waiting)
        return structs.replace(remembered(results, "map", lens, JourneyMap, draw), generated_at=now)

    def _clustered_map(self, lens: Lens, now: datetime) -> JourneyMap:
        there, command = self._clustered(), f"footpath people {self._origin}".strip()

        def draw() -> JourneyMap:
            pseudonym = self._records.pseudonym
            return there.map(lens, revision=self.revision, now=now, pseudonym=pseudonym, command=command)

        found = remembered(there.kept.results, "map of a cluster", lens, JourneyMap, draw)
        return structs.replace(found, generated_at=now)

    def people(
        self,
        evidence: str | None = None,
        *,
        journey: str | None = None,
        at: str | None = None,
        segment: str | None = None,
        since: Moment = None,
        until: Moment = None,
    ) -> list[str]:
        """The ids of the persons behind a number of a map, or of those who met the touchpoint `at`.

        Without `journey`, evidence is looked for in every journey.
        """
        asked, lens = self._asked(), self._lens(journey, segment, since, until)

        def named(found: Any) -> list[str]:
            return found if isinstance(found, list) else named_people(self._snapshot(), found)

        if evidence is None:
            number, part = ("visits", {"touchpoint": at}) if at else ("outcomes", {})
            return named(asked.behind(lens, number, part))
        names = [lens.journey] if journey else [each.name for each in asked.definitions.journeys]
        for name in names:
            found = asked.evidence(replace(lens, journey=name), evidence)
            if found is not None:
                return named(found)
        raise UsageError(f'no evidence "{evidence}"', hint="Name the journey, segment and period of its map")

    def person(self, identifier: str) -> PersonView:
        """One person, by any identifier: why each belongs, and what happened."""
        snapshot = self._snapshot()
        return person_view(snapshot, resolve(snapshot, identifier))

    def query(self, statement: str) -> pa.Table:
        """The answer to a SELECT over `events`, `journeys`, `people` and `responses`."""
        return query(statement, tables(self._snapshot(), statement))

    def export(self, what: str, output: Files) -> None:
        """Writes definitions (TOML), xes, parquet or responses to a file."""
        if what == "definitions":
            Path(output).write_text(self.definitions_text, encoding="utf-8")
        elif what in WRITERS:
            WRITERS[what](self._snapshot(), Path(output))
        else:
            raise UnknownName("export", what, ["definitions", *WRITERS])

    def _zone(self) -> str | None:
        text = self._records.text
        return toml.parse(text).timezone if text is not None else self._timezone

    def _lens(self, journey: str | None, segment: str | None, since: Moment, until: Moment) -> Lens:
        if journey is None:
            journeys = self.definitions.journeys
            if not journeys:
                raise UsageError("no journey is defined", hint="footpath suggest proposes one")
            journey = journeys[0].name
        return Lens(journey, segment, moment(since), moment(until, last=True))

    def _asked(self) -> Snapshot | Clustered:
        """What answers: this machine, or a cluster."""
        return self._snapshot() if self._engine is None else self._clustered()

    def _clustered(self) -> Clustered:
        """The present state on the cluster."""
        from footpath.project.clustered import Clustered

        text, folder = self._records.text, self._records.folder
        if text is None or folder is None or self._engine is None:
            hint = "`footpath apply` takes them; on a cluster none are suggested"
            raise UsageError("no definitions are in force", hint=hint)
        state = (self._store.revision(), text)
        if self._there is None or self._there[0] != state:
            kept = self._records.kept(state, readings_only=self._readers is not default_readers)
            there = Clustered.of(self._engine, folder, toml.parse(text), self._readers, kept)
            self._there = (state, there)
        return self._there[1]

    def _snapshot(self) -> Snapshot:
        """The present state, made anew when events or definitions have changed."""
        text = self._records.text
        state = (self._store.revision(), text)
        if self._latest is None or self._latest[0] != state:
            held = toml.parse(text) if text is not None else None
            defined = held or Definitions(self._name, self._timezone)
            own = self._readers is not default_readers
            kept = self._records.kept(state, readings_only=own)
            cache = self._records.folder.cache if self._records.folder else None
            log, kept, grown = continued(self._store, cache, kept, defined)
            snapshot = Snapshot(log, defined, self._readers, kept, grown)
            if held is None and len(log):
                snapshot = snapshot.suggested(self._name, self._timezone)
            self._latest = (state, snapshot)
        return self._latest[1]


def _recognised(file: Path, options: ImportOptions) -> str:
    """The name of the file's format."""
    found = Input(file)
    if not found.size or not found.head:
        raise InputError("the file is empty", where=found.name)
    return recognise(found, options).name


def _columns(events: Any) -> Any:
    """Events as Arrow takes them: the index of a data frame is no column of it."""
    return events.reset_index(drop=True) if hasattr(events, "reset_index") else events
