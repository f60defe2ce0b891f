"""A file with a text in it, and the events found there."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cached_property

import pyarrow as pa
import pytest

from footpath.collect.load import load
from footpath.collect.reading import ImportOptions
from footpath.model.event import EVENT_SCHEMA
from footpath.store.memory import MemoryStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Found:
    """All batches of a file as one."""

    def __init__(self, batches):
        batches = list(batches)
        self.received = sum(batch.received for batch in batches)
        self.duplicates = sum(batch.duplicates for batch in batches)
        self.dropped = dict(sum((batch.dropped for batch in batches), Counter()))
        self.warnings = dict(sum((batch.warnings for batch in batches), Counter()))
        self.samples = next((batch.samples for batch in batches if batch.samples), {})
        self.table = pa.concat_tables([EVENT_SCHEMA.empty_table(), *(batch.table for batch in batches)])

    @cached_property
    def rows(self):
        return self.table.to_pylist()

    def column(self, name):
        return [row[name] for row in self.rows]

    @property
    def ids(self):
        return sorted(self.column("id"))

    @property
    def actors(self):
        return [sorted(f"{actor['kind']}:{actor['value']}" for actor in row["actors"]) for row in self.rows]

    @property
    def balanced(self):
        return self.received == len(self.rows) + self.duplicates + sum(self.dropped.values())


@pytest.fixture
def found(tmp_path):
    """found("a,b\\n1,2", columns={…}): the events of a file of that content."""

    def read(content, name="log.csv", project_timezone="UTC", **options):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        chosen = ImportOptions(**options)
        return Found(load(path, chosen, now=NOW, file_id="f1", project_timezone=project_timezone))

    return read


@pytest.fixture
def kept(tmp_path):
    """kept("…", "…"): id and what was said, of answers that remain of files that came one a day."""

    def read(*contents, **options):
        store = MemoryStore()
        for n, content in enumerate(contents):
            path = tmp_path / "log.csv"
            path.write_text(content, encoding="utf-8")
            for _ in range(2):  # whatever is imported again changes nothing
                batches = load(
                    path,
                    ImportOptions(**options),
                    now=NOW + timedelta(days=n),
                    file_id=f"f{n}",
                    project_timezone="UTC",
                )
                appended = store.append([batch.table for batch in batches], file=f"f{n}")
            assert appended.kept == 0
        rows = store.scan().table.to_pylist()
        return {row["id"]: row["text"] if row["score"] is None else row["score"] for row in rows}

    return read
