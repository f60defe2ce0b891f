"""What was said about where analyses run in, that choice as one value out; nothing of an engine is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from footpath.errors import UnknownName, UsageError

ENGINES = ("local", "spark")


@dataclass(frozen=True, slots=True)
class Spark:
    """Analyses run on a Spark cluster.

    `master` is Spark's address of it ("spark://host:7077", "yarn", "local[4]"), `configuration` Spark's own
    settings, `session` one that is there already and is taken as it is.
    """

    master: str = "local[*]"
    configuration: Mapping[str, str] = field(default_factory=dict)
    session: Any = None


def chosen(engine: str, master: str | None, configuration: Mapping[str, str]) -> Spark | None:
    """The engine of this name; None is this machine.

    >>> chosen("spark", "yarn", {}).master
    'yarn'
    """
    if engine not in ENGINES:
        raise UsageError(str(UnknownName("engine", engine, ENGINES)))
    if engine == "spark":
        return Spark(configuration=configuration) if master is None else Spark(master, configuration)
    if master is not None or configuration:
        raise UsageError("--master and --conf are Spark's", hint="Say --engine spark as well")
    return None
