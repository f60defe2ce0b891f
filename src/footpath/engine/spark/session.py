"""The address of a cluster in, a session on it out."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

from footpath.errors import StoreError, UsageError

# Arrow carries the rows; whole numbers for times keep the zone of the session out of it.
NEEDED = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
}


def connect(master: str, configuration: Mapping[str, str] | None = None) -> Any:
    """A session on the cluster at `master` ("spark://host:7077", "yarn", "local[2]").

    `configuration` is Spark's own. UsageError where Spark is not installed, StoreError where it can't start.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError("Spark is not installed", hint="pip install footpath[spark]") from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    chosen = SparkSession.builder.master(master).appName("footpath")
    for name, value in {**NEEDED, **(configuration or {})}.items():
        chosen = chosen.config(name, value)
    try:
        return chosen.getOrCreate()
    except Exception as error:  # py4j and Spark raise what they like
        hint = "Spark needs Java 17 on this machine, and a master that answers"
        raise StoreError(f"no session: {_first_line(error)}", where=master, hint=hint) from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
