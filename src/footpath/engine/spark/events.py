"""A lake in, its events as a Spark frame out: the same rows that a scan of the lake returns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from footpath.errors import StoreError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def read(spark: Any, lake: Path | str, options: Mapping[str, str] | None = None) -> DataFrame:
    """All events of a lake, of responses only the last version.

    As a Delta table where the cluster knows such, else by the list of its files; each worker reads them by
    their own address, so a folder must be one that all workers see. StoreError where there is no lake.
    """
    table = _opened(lake, options)
    if "delta" in spark.conf.get("spark.sql.extensions", "").lower():
        reader = spark.read.format("delta").option("versionAsOf", table.version())
        return only_latest(reader.load(str(lake)))
    files = table.file_uris()
    if not files:
        raise StoreError("the lake holds no events", where=str(lake))
    return only_latest(spark.read.parquet(*files))


def rows(lake: Path | str, options: Mapping[str, str] | None = None) -> int:
    """About how many events a lake holds, as its log tells: nothing is read for it."""
    told = pa.table(_opened(lake, options).get_add_actions(flatten=True))
    return int(pc.sum(told["num_records"]).as_py() or 0) if "num_records" in told.column_names else 0


def only_latest(events: DataFrame) -> DataFrame:
    """Without the responses that a later version, by received and seq, replaced."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    said = f.col("kind") == "said"
    newest_first = Window.partitionBy("source", "id").orderBy(f.desc("received"), f.desc("seq"))
    versions = events.where(said).withColumn("version", f.row_number().over(newest_first))
    return events.where(~said).unionByName(versions.where("version = 1").drop("version"))


def _opened(lake: Path | str, options: Mapping[str, str] | None) -> DeltaTable:
    try:
        return DeltaTable(str(lake), storage_options=dict(options or {}))
    except (DeltaError, OSError) as error:
        raise StoreError(f"the lake can't be read: {error}", where=str(lake)) from error
