"""Files or a table in; their events in the project, a note of the import, and a receipt out."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from footpath import definitions as toml
from footpath.collect.reading import ImportOptions, Input, Progress
from footpath.collect.receipt import Receipt
from footpath.errors import InputError
from footpath.journeys.touchpoints import place
from footpath.journeys.unmatched import unmatched
from footpath.project.importing import take_in
from footpath.project.joining import alone
from footpath.project.present import Present


def load_file(
    present: Present,
    file: Path,
    options: ImportOptions,
    *,
    now: datetime,
    progress: Progress | None,
    dry_run: bool,
) -> Receipt:
    """What became of the rows of a file, all of which are kept, or none."""
    from footpath.collect.load import load, recognise  # all formats, of which few commands need any

    key, kind, records = uuid.uuid4().hex[:12], recognise(_checked(file), options).name, present.records
    zone = present.zone
    batches = load(file, options, now=now, file_id=key, project_timezone=zone, progress=progress)
    with records.writing(f"the import of {file.name}"):
        forgotten = records.forgotten()
        receipt = take_in(present.store, batches, file=key, forgotten=forgotten, dry_run=dry_run)
        columns = {**receipt.guessed, **options.columns}
        source = options.source or file.name.split(".")[0]
        receipt = replace(receipt, alone=alone(columns, source, kind, records.imports))
        if not dry_run:
            content = Input(file).content
            records.note_import(key, file, options, receipt, now, kind=kind, content=content)
    return receipt if dry_run or not receipt.kept else replace(receipt, unmatched=_unmatched(present, key))


def _unmatched(present: Present, file: str) -> dict[str, int]:
    """What an import brought that no rule of the definitions in force matches; nothing without any."""
    text = present.records.text
    if text is None:
        return {}
    log = present.store.brought(file)
    return unmatched(log, place(log, toml.parse(text).touchpoints), file=file)


def load_events(present: Present, events: Any, options: ImportOptions, *, now: datetime) -> Receipt:
    """What became of the rows of a table."""
    from footpath.collect.load import load_table

    # Arrow takes the index of a data frame for a column of it
    table = events.reset_index(drop=True) if hasattr(events, "reset_index") else events
    batches = load_table(table, options, now=now, file_id="table")
    receipt = take_in(present.store, batches, file="table", forgotten=present.records.forgotten())
    present.records.note_import("table", Path("table"), options, receipt, now, kind="table")
    return receipt


def nothing_in(files: Iterable[str | Path], receipt: Receipt) -> InputError:
    """Says why nothing of files is kept."""
    why = "; ".join(map(receipt.explained, receipt.dropped))
    return InputError("no event in it", where=", ".join(map(str, files)), hint=why and f"Dropped: {why}")


def _checked(file: Path) -> Input:
    """A file that is there and has something in it."""
    found = Input(file)
    if not found.size or not found.head:
        raise InputError("the file is empty", where=found.name)
    return found
