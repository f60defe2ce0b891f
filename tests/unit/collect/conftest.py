"""A file with a text in it, and the events found there."""

from collections import Counter
from datetime import UTC, datetime
from functools import cached_property

import pyarrow as pa
import pytest

from footpath.collect.load import load
from footpath.collect.reading import ImportOptions
from footpath.model.event import EVENT_SCHEMA

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
