"""A frame in, the same rows out as the beginning of a new plan, or of a new history."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def afresh(frame: DataFrame) -> DataFrame:
    """The rows of a frame, kept, and planned from here on as if they were read.

    A frame that is used twice a round would double its plan with every round. Spark's checkpoints cut the
    plan too, but a local one is lost with its worker, and the other needs a folder that all workers share;
    here a lost part is made again from what it was made of.
    """
    from pyspark.sql import DataFrame

    spark = frame.sparkSession
    # As Spark holds them: to make rows of Scala of them, and back, takes longer than most of what is asked
    rows, schema = frame._jdf.queryExecution().toRdd(), frame._jdf.schema()
    return DataFrame(spark._jsparkSession.internalCreateDataFrame(rows, schema, False), spark).persist()


def settled(frame: DataFrame) -> DataFrame:
    """The rows of a frame, held by two workers each; what they were made of is forgotten.

    For rounds without end: Spark goes through the history of a frame as through a tree, in which whatever is
    used twice a round stands twice. When one worker dies, Spark copies what it held from the other.
    """
    from pyspark import StorageLevel

    return frame.localCheckpoint(eager=True, storageLevel=StorageLevel.MEMORY_AND_DISK_2)
