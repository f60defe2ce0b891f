"""Events and definitions as they are now in; what answers questions about them out, new when they change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from footpath import definitions as toml
from footpath.engine.choice import Spark
from footpath.errors import UsageError
from footpath.mapping.suggest import suggest
from footpath.model.definition import Definitions
from footpath.model.lens import Lens, moment
from footpath.project.drawing import Caption
from footpath.project.growing import continued, settled
from footpath.project.records import Records
from footpath.project.snapshot import Snapshot
from footpath.store.events import EventStore
from footpath.voice.hearing import Readers
from footpath.voice.readers import default_readers

if TYPE_CHECKING:
    from footpath.project.clustered import Clustered

Moment = datetime | str | None  # a text is a day or time as ISO 8601 writes it; without a zone it is UTC
State = tuple[int, str | None]  # the revision of the events, and the definitions in force


@dataclass(slots=True, eq=False)
class Present:
    """What is in a project now, and the state that was last asked."""

    store: EventStore
    records: Records
    name: str
    timezone: str | None = None  # of events that name none, while no definitions say it
    readers: Callable[[], Readers] = default_readers
    engine: Spark | None = None  # where analyses run; None is this machine
    origin: str = ""  # the options of a command that looks at the same events
    _latest: tuple[State, Snapshot] | None = field(default=None, init=False)
    _there: tuple[State, Clustered] | None = field(default=None, init=False)  # the same on a cluster

    @property
    def zone(self) -> str | None:
        """The zone of events that name none."""
        text = self.records.text
        return toml.parse(text).timezone if text is not None else self.timezone

    @property
    def asked(self) -> Snapshot | Clustered:
        """What answers: this machine, or a cluster."""
        return self.snapshot() if self.engine is None else self.clustered()

    def snapshot(self) -> Snapshot:
        """The present state, made anew when events or definitions have changed."""
        state = self._state
        if self._latest is None or self._latest[0] != state:
            self._latest = (state, self._looked_at(state))
        return self._latest[1]

    def suggested(self) -> Definitions:
        """A first definition of what was imported."""
        snapshot = self.snapshot()
        return suggest(snapshot.log, snapshot.people, name=self.name, timezone=self.zone).definitions

    def settle(self) -> bool:
        """Makes an index of all events where many came since the one there is; whether there was need to."""
        text, folder = self.records.text, self.records.folder
        if text is None or folder is None:
            return False
        kept = self.records.kept((self.store.revision(), text), readings_only=self._own_readers)
        return settled(self.store, folder.cache, kept, toml.parse(text))

    def last(self) -> Snapshot:
        """The same, which is held no longer: what is asked next may differ."""
        found, self._latest = self.snapshot(), None
        return found

    def clustered(self) -> Clustered:
        """The present state on the cluster; UsageError where it has no definitions."""
        from footpath.project.clustered import Clustered

        folder, state = self.records.folder, self._state
        text = state[1]
        if text is None or folder is None or self.engine is None:
            hint = "`footpath apply` takes them; on a cluster none are suggested"
            raise UsageError("no definitions are in force", hint=hint)
        if self._there is None or self._there[0] != state:
            kept = self.records.kept(state, readings_only=self._own_readers)
            there = Clustered.of(self.engine, folder, toml.parse(text), self.readers, kept)
            self._there = (state, there)
        return self._there[1]

    def lens(self, journey: str | None, segment: str | None, since: Moment, until: Moment) -> Lens:
        """A lens on a journey, on the first one defined where none is named; UsageError where none is."""
        if journey is None:
            journeys = self.asked.definitions.journeys
            if not journeys:
                raise UsageError("no journey is defined", hint="footpath suggest proposes one")
            journey = journeys[0].name
        return Lens(journey, segment, moment(since), moment(until, last=True))

    def caption(self, now: datetime) -> Caption:
        """What a map of it says of where it comes from."""
        command = f"footpath people {self.origin}".strip()
        return Caption(self.records.revision, now, self.records.pseudonym, command)

    @property
    def _state(self) -> State:
        text = self.records.text
        return self.store.revision(), text

    @property
    def _own_readers(self) -> bool:
        return self.readers is not default_readers

    def _looked_at(self, state: State) -> Snapshot:
        text, records = state[1], self.records
        held = toml.parse(text) if text is not None else None
        defined = held or Definitions(self.name, self.timezone)
        kept = records.kept(state, readings_only=self._own_readers)
        cache = records.folder.cache if records.folder else None
        log, kept, grown = continued(self.store, cache, kept, defined)
        found = Snapshot(log, defined, self.readers, kept, grown)
        return found.suggested(self.name, self.timezone) if held is None and len(log) else found
