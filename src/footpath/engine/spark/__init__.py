"""Analyses, a lake and a Spark cluster in, the same answers as from one machine out.

Nothing here loads Spark until an engine is asked something.
"""

from footpath.engine.spark.engine import SparkEngine

__all__ = ["SparkEngine"]
