"""Files and a store in, kept events and a receipt out: all of an import, or none of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.collect.ahead import ahead
from footpath.collect.receipt import Receipt
from footpath.identity.junk import CASE
from footpath.project.spelling import spellings
from footpath.store.events import EventStore
from footpath.store.memory import MemoryStore

if TYPE_CHECKING:
    from footpath.collect.pipeline import Batch
    from footpath.store.catalog import Import

FORGOTTEN = "forgotten"  # the drop reason of events of persons who asked to be erased


@dataclass(slots=True)
class Tally:
    """Counts batches as they pass to the store."""

    forgotten: Callable[[pa.Table], np.ndarray]  # which rows are of persons who were erased
    received: int = 0
    duplicates: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    guessed: dict[str, str] = field(default_factory=dict)
    samples: dict[str, str] = field(default_factory=dict)

    def tables(self, batches: Iterable[Batch]) -> Iterator[pa.Table]:
        """The events of the batches that may be kept."""
        for batch in batches:
            self.received += batch.received
            self.duplicates += batch.duplicates
            self.dropped += batch.dropped
            self.warnings += batch.warnings
            self.guessed |= batch.guessed
            self.samples = {**batch.samples, **self.samples}
            gone = self.forgotten(batch.table)
            if gone.any():
                self.dropped[FORGOTTEN] += int(gone.sum())
            yield batch.table.filter(pa.array(~gone)) if gone.any() else batch.table


def take_in(
    store: EventStore,
    batches: Iterable[Batch],
    *,
    file: str,
    forgotten: Callable[[pa.Table], np.ndarray],
    dry_run: bool = False,
) -> Receipt:
    """What became of each row; nothing is kept on a dry run, or when anything fails on the way."""
    began = time.monotonic()
    tally = Tally(forgotten)
    into = rehearsal(store) if dry_run else store
    hold_memory()
    appended = into.append(tally.tables(ahead(batches)), file=file)
    return Receipt(
        received=tally.received,
        kept=appended.kept,
        duplicates=tally.duplicates + appended.duplicates,
        dropped=dict(tally.dropped),
        warnings=dict(tally.warnings),
        guessed=tally.guessed,
        samples=tally.samples,
        seconds=time.monotonic() - began,
    )


def hold_memory() -> None:
    """From now on memory that a batch leaves is kept a second for the next, where Arrow can do so.

    Its default hands it back to the system after each batch, and asking for it again takes a quarter of the
    time of an import.
    """
    if "jemalloc" in pa.supported_memory_backends():
        pa.set_memory_pool(pa.jemalloc_memory_pool())


def rehearsal(store: EventStore) -> MemoryStore:
    """A store with the same events that may be written to without consequence."""
    copy = MemoryStore()
    copy.append([store.scan().table], file="")
    return copy


def added(left: Receipt, right: Receipt) -> Receipt:
    """Two receipts as one."""
    return replace(
        left,
        received=left.received + right.received,
        kept=left.kept + right.kept,
        duplicates=left.duplicates + right.duplicates,
        dropped=dict(Counter(left.dropped) + Counter(right.dropped)),
        warnings=dict(Counter(left.warnings) + Counter(right.warnings)),
        guessed={**left.guessed, **right.guessed},
        samples={**right.samples, **left.samples},
        alone=tuple({each.column: each for each in (*left.alone, *right.alone)}.values()),
        unmatched=dict((Counter(left.unmatched) + Counter(right.unmatched)).most_common()),
        seconds=left.seconds + right.seconds,
    )


def all_dropped(imports: Iterable[Import]) -> dict[str, int]:
    """What was dropped of all files, by reason, without imports that were taken back.

    `imports` come the oldest first: of a file that was read again for the same events, the newest counts,
    under whatever zone and form of its times.
    """
    newest = {_read_for(each): Counter(each.dropped) for each in imports if each.undone_at is None}
    return dict(sum(newest.values(), Counter()))


def _read_for(each: Import) -> tuple[str, ...]:
    """The file of an import, and what makes its events those that they are."""
    mapped = [repr(sorted(each.options.get(name, {}).items())) for name in ("columns", "set")]
    return (each.content or each.id, each.source, each.format, *mapped)


def among_hashes(
    hashed: Callable[[str], str], erased: Collection[str], timezone: str | None
) -> Callable[[pa.Table], np.ndarray]:
    """Marks events that carry an actor, in any spelling, whose hash was noted when its person was erased.

    A case that stood for an erased person, because nothing else did, is marked as well.
    """

    def marks(table: pa.Table) -> np.ndarray:
        mask = np.zeros(len(table), dtype=np.bool_)
        if not erased or not len(table):
            return mask
        found = spellings(table["actors"], timezone)
        names = zip(found.sent, found.one, strict=True)
        bad = np.array([any(hashed(name) in erased for name in pair if name) for pair in names], np.bool_)
        rows = pc.list_parent_indices(table["actors"].combine_chunks()).to_numpy()
        mask[rows[bad[found.of_item.to_numpy()]]] = True
        mask |= _cases(table, hashed, erased)
        return mask

    return marks


def _cases(table: pa.Table, hashed: Callable[[str], str], erased: Collection[str]) -> np.ndarray:
    kind = pc.binary_join_element_wise(table["source"].cast(pa.string()), CASE, "")
    names = pc.binary_join_element_wise(kind, table["case"], ":").combine_chunks().dictionary_encode()
    bad = np.array([hashed(name) in erased for name in names.dictionary.to_pylist()] + [False], np.bool_)
    marked: np.ndarray = bad[names.indices.fill_null(len(bad) - 1).to_numpy()]
    return marked
