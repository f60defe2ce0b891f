"""Files in, batches of events out: the format is recognised, then every batch goes through the pipeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from footpath.collect.ahead import ahead
from footpath.collect.formats import ANSWERS, FORMATS
from footpath.collect.formats.answers import answers
from footpath.collect.pipeline import Batch, finish, prepare
from footpath.collect.questions import ANSWER
from footpath.collect.reading import Format, ImportOptions, Input, Progress, RawBatch
from footpath.collect.steps import Setting
from footpath.collect.tables import SAMPLE, read_tables
from footpath.errors import InputError, UnknownFormat, UsageError, suggestion
from footpath.model.event import EVENT_SCHEMA

ALIASES = {"tsv": "csv", "rudderstack": "segment", "json": "ndjson", "jsonl": "ndjson"}
BATCH = 1 << 18
Paths = str | Path | Sequence[str | Path]


def load(
    paths: Paths,
    options: ImportOptions | None = None,
    *,
    now: datetime,
    file_id: str,
    project_timezone: str | None = None,
    progress: Progress | None = None,
) -> Iterator[Batch]:
    """The events of one or more files, a batch at a time, files one after another.

    `now` is when they are received, `file_id` names the import. An InputError may come after some batches:
    whoever stores them commits once, at the end.
    """
    chosen = _checked(options)
    for path in [paths] if isinstance(paths, str | Path) else paths:
        yield from _load(Input(path, progress=progress), chosen, now, file_id, project_timezone)


def _load(
    file: Input, options: ImportOptions, now: datetime, file_id: str, project_timezone: str | None
) -> Iterator[Batch]:
    if not file.size or not file.head:
        raise InputError("the file is empty", where=file.name)
    setting = Setting(options, options.source or file.stem, file_id, now, project_timezone)
    yield from _through(recognise(file, options).read(file, options), setting)
    if file.warnings:
        yield Batch(EVENT_SCHEMA.empty_table(), 0, 0, Counter(), file.warnings, {})


def _checked(options: ImportOptions | None) -> ImportOptions:
    chosen = options or ImportOptions()
    if chosen.time_format and "%" not in chosen.time_format:
        hint = "%d.%m.%Y %H:%M reads 22.01.2025 18:00, and %m/%d/%Y reads 01/22/2025"
        raise UsageError(f'"{chosen.time_format}" does not say how times are written', hint=hint)
    return chosen


def recognise(file: Input, options: ImportOptions) -> Format:
    """The format that was named, else the first that recognises the file."""
    if ANSWER in options.columns and options.format in (None, *(each.name for each in ANSWERS.carriers)):
        return ANSWERS
    if options.format:
        return named(options.format)
    for candidate in FORMATS:
        if candidate.recognise(file):
            return candidate
    names = ", ".join(each.name for each in FORMATS)
    raise UnknownFormat(
        "the format is not recognised", where=file.name, hint=f"Name it with --format: {names}"
    )


def named(name: str) -> Format:
    """The format of this name; UsageError if there is none."""
    wanted = ALIASES.get(name.lower(), name.lower())
    formats = {each.name: each for each in FORMATS}
    if wanted not in formats:
        raise UsageError(f'no format "{name}"', hint=suggestion(name, formats, "There are"))
    return formats[wanted]


def load_table(
    events: Any, options: ImportOptions | None = None, *, now: datetime, file_id: str
) -> Iterator[Batch]:
    """The events of an Arrow table, a data frame, or anything else that `pyarrow.table` takes."""
    table = events if isinstance(events, pa.Table) else pa.table(events)
    chosen = _checked(options)
    setting = Setting(chosen, chosen.source or "events", file_id, now)
    parts = (pa.Table.from_batches([batch]) for batch in table.to_batches(max_chunksize=BATCH))
    raws = read_tables(table.slice(0, SAMPLE), parts, chosen, "the table")
    yield from _through(answers(raws, chosen, setting.source) if ANSWER in chosen.columns else raws, setting)


def _through(raws: Iterable[RawBatch], setting: Setting) -> Iterator[Batch]:
    """Two threads share the work: one reads and prepares, the other tells events apart."""

    def prepared() -> Iterator[Batch]:
        for raw in raws:
            columns = {**raw.guessed, **setting.options.columns}
            yield prepare(raw, replace(setting, options=replace(setting.options, columns=columns)))

    for batch in ahead(prepared()):
        yield finish(batch, setting)
