"""Promise: how far people come. Distinct persons by step of a funnel of three steps within seven days of the
first, with anything in between.
"""

from __future__ import annotations

from operator import eq

from running import Promise

PROMISE = Promise(
    name="funnel",
    title="Funnel: people by step, three steps within seven days of the first",
    peers={
        "in_duckdb": "funnel",
        "in_chdb": "funnel",
        "in_polars": "funnel",
        "in_retentioneering": "anytime",
    },
    agree=eq,
    remarks={"in_retentioneering": "without the seven days, which its funnel cannot express"},
)
