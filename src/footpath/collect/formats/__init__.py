"""The formats that files come in, in the order in which they are recognised."""

from __future__ import annotations

from footpath.collect.formats.ndjson import NDJSON
from footpath.collect.formats.parquet import PARQUET
from footpath.collect.formats.qualtrics import QUALTRICS
from footpath.collect.formats.segment import SEGMENT
from footpath.collect.formats.tabular import CSV
from footpath.collect.formats.traits import Traits
from footpath.collect.formats.xes import XES
from footpath.collect.formats.xlsx import XLSX
from footpath.collect.formats.zendesk import ZENDESK
from footpath.collect.reading import Format

TRAITS = Traits((PARQUET, XLSX, NDJSON, CSV))
FORMATS: tuple[Format, ...] = (PARQUET, XLSX, XES, SEGMENT, ZENDESK, QUALTRICS, NDJSON, CSV, TRAITS)
