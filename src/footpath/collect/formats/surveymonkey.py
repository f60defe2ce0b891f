"""Responses to SurveyMonkey's surveys in, raw rows out: exported CSV, or pages of the API.

The CSV has two header rows: questions, and under each its rows or choices. Choices with a column each are one
answer, so that expanded and condensed exports tell the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from footpath.collect.formats.json_files import looks_like_json
from footpath.collect.formats.responses import batches
from footpath.collect.formats.surveymonkey_api import responses_in_pages
from footpath.collect.formats.surveymonkey_csv import is_export, responses_in_export
from footpath.collect.reading import ImportOptions, Input, RawBatch

STATUS = re.compile(r'"response_status"\s*:')
ONLY_RESPONSES = re.compile(r'"(collector_id|collection_mode|page_path)"\s*:')


class SurveyMonkey:
    """What people answered."""

    name = "surveymonkey"

    def recognise(self, file: Input, /) -> bool:
        """Whether the head is JSON of its API, or has the columns of its export."""
        head = file.head_text if file.is_text else ""
        if looks_like_json(head):
            return bool(STATUS.search(head) and ONLY_RESPONSES.search(head))
        return is_export(head)

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 answers."""
        if is_export(file.head_text):
            found = responses_in_export(file, as_written=options.time_format is not None)
        else:
            found = responses_in_pages(file)
        yield from batches(found, options, file.name)


SURVEYMONKEY = SurveyMonkey()
