"""The address of a cluster in, a session on it out."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from footpath.errors import StoreError, UsageError

# Arrow carries the rows; whole numbers for times keep the zone of the session out of it.
NEEDED = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
}
QUIET = {"spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false"}  # errors are told here
STANDALONE = "spark://"
ANSWERS = 10.0  # seconds in which a master takes a connection
JOINS = 90.0  # seconds in which the first worker takes part


def connect(master: str, configuration: Mapping[str, str] | None = None) -> Any:
    """A session on the cluster at `master` ("spark://host:7077", "yarn", "local[2]").

    `configuration` is Spark's own. UsageError where Spark or Java is not installed, StoreError where the
    master doesn't answer or no worker takes part, each within a bounded time.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError("Spark is not installed", hint="pip install footpath[spark]") from error
    if not _has_java(os.environ):
        raise UsageError(
            "Java is not installed", hint="Spark needs Java 17 or newer, on PATH or in JAVA_HOME"
        )
    if master.startswith(STANDALONE):
        reach(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    chosen = SparkSession.builder.master(master).appName("footpath")
    for name, value in {**QUIET, **NEEDED, **(configuration or {})}.items():
        chosen = chosen.config(name, value)
    try:
        spark = chosen.getOrCreate()
    except Exception as error:  # py4j and Spark raise what they like
        hint = "Spark needs Java 17 or newer on this machine, and a master that answers"
        raise StoreError(f"no session: {_first_line(error)}", where=master, hint=hint) from error
    if master.startswith(STANDALONE):
        _await_worker(spark, master)
    return spark


def reach(master: str, *, within: float = ANSWERS) -> None:
    """StoreError unless one of the masters of a standalone cluster takes a connection."""
    refused = [why for where in _masters(master) if (why := _refusal(*where, within))]
    if len(refused) == len(list(_masters(master))):
        raise StoreError(
            f"no master answers ({'; '.join(refused)})",
            where=master,
            hint="Is the cluster up, and the address the one that its page shows?",
        )


def _masters(master: str) -> Iterable[tuple[str, str]]:
    for each in master.removeprefix(STANDALONE).split(","):
        host, _, port = each.rpartition(":")
        yield host.strip("[]") or each, port if host else "7077"


def _refusal(host: str, port: str, within: float) -> str | None:
    try:
        socket.create_connection((host, int(port)), timeout=within).close()
    except (OSError, ValueError, OverflowError) as error:
        return str(error)
    return None


def _await_worker(spark: Any, master: str) -> None:
    """Without a worker, questions would wait for ever."""
    end = time.monotonic() + JOINS
    context = spark.sparkContext
    while context._jsc.sc().getExecutorMemoryStatus().size() < 2:  # the driver is one of them
        if time.monotonic() > end:
            spark.stop()
            raise StoreError(
                f"no worker took part within {JOINS:.0f} s",
                where=master,
                hint="Are workers up, with free cores and as much memory as spark.executor.memory asks?",
            )
        time.sleep(0.1)


def _has_java(environment: Mapping[str, str]) -> bool:
    home = environment.get("JAVA_HOME")
    path = str(Path(home) / "bin") if home else environment.get("PATH")
    return shutil.which("java", path=path) is not None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
