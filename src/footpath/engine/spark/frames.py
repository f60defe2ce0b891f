"""A frame in, the same rows out as the beginning of a new plan."""

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
    rows, schema = frame._jdf.javaRDD(), frame._jdf.schema()
    return DataFrame(spark._jsparkSession.createDataFrame(rows, schema), spark).persist()
