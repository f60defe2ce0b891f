"""What Spark raises in, Footpath's own errors out.

Spark tells of an error on a worker in a page of Java with the worker's own traceback somewhere inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from footpath import errors
from footpath.errors import FootpathError, StoreError

SPARKS = ("pyspark", "py4j")
OURS = re.compile(r"^footpath\.errors\.(\w+): (.*)", re.M | re.S)
PYTHONS = re.compile(r"^\w[\w.]*(?:Error|Exception|Interrupt): .*$", re.M)
FILE = re.compile(r"(?:reading file|does not exist:) (\S+?)\.?(?:\s|$)")
JAVA = re.compile(r"\s*(?:SQLSTATE: \w+)?\s*(?:\n\s*at |\n\nDriver stacktrace|\Z)")
LOGS = "The logs of the workers tell more"

# What a text of Spark's says, in its words; what that is called here; what to do
MEANINGS: tuple[tuple[str, str, str], ...] = (
    (
        r"No module named 'footpath",
        "the workers have no Footpath, or another version of it",
        "pip install footpath on every worker, of the same version",
    ),
    (
        "PYTHON_VERSION_MISMATCH",
        "the workers run another Python than this machine",
        "The same minor version everywhere: spark.pyspark.python names the one of the workers",
    ),
    (
        r"FILE_NOT_EXIST|PATH_NOT_FOUND|FileNotFoundException",
        "a file of the lake is not where a worker looks for it",
        "Every worker must reach the lake by the same address: a folder that all of them mount, or object"
        " storage (FOOTPATH_LAKE_URL). Where somebody was just forgotten, ask again",
    ),
    (
        "FAILED_READ_FILE",
        "a file of the lake can't be read by a worker",
        "It may be broken, or not for the worker to read",
    ),
    (
        r"exited unexpectedly|OutOfMemoryError|ExecutorLostFailure|Killed",
        "a worker died again and again, most likely for want of memory",
        "Give workers more: spark.executor.memory for Java, and as much beside it for Python",
    ),
    (
        r"stopped SparkContext|SparkContext was shut down|masters are unresponsive|Connection refused",
        "the cluster has ended the session",
        "The master's log tells why",
    ),
)


@contextmanager
def told(where: str) -> Iterator[None]:
    """What goes wrong inside arrives as Footpath's own error, `where` being the cluster's address.

    An error of Footpath's on a worker is raised here as it was there; all else is a StoreError.
    """
    try:
        yield
    except Exception as error:
        if not _is_sparks(error):
            raise
        own = _ours(str(error))
        if own is not None:
            raise own from None
        raise meaning(str(error), where) from error


def meaning(text: str, where: str) -> StoreError:
    """What a text of Spark's says.

    >>> print(meaning("[FAILED_READ_FILE.NO_HINT] Encountered error while reading file file:///a.", "yarn"))
    file:///a: a file of the lake can't be read by a worker. It may be broken, or not for the worker to read
    """
    for sign, what, hint in MEANINGS:
        if re.search(sign, text):
            file = FILE.search(text)
            return StoreError(what, where=file[1] if file else where, hint=hint)
    raised = PYTHONS.findall(text)
    what = f"a worker failed: {raised[-1]}" if raised else f"Spark failed: {_said(text)}"
    return StoreError(what.rstrip("."), where=where, hint=LOGS)


def _ours(text: str) -> FootpathError | None:
    """The error that a worker raised, if it was one of Footpath's."""
    found = OURS.search(text)
    kind = getattr(errors, found[1], None) if found else None
    if found is None or not (isinstance(kind, type) and issubclass(kind, FootpathError)):
        return None
    own: FootpathError = kind.__new__(kind)  # some put their text together from what is not told here
    FootpathError.__init__(own, found[2][: JAVA.search(found[2]).start()])  # type: ignore[union-attr]
    return own


def _said(text: str) -> str:
    """Of Spark's text the one line that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    plain = [re.sub(r"^:? ?[\w.$]+(?:Exception|Error): ", "", line) for line in lines]
    return next(
        (line for line in plain if not line.startswith("An error occurred while")), "it doesn't say why"
    )


def _is_sparks(error: Exception) -> bool:
    return isinstance(error, ConnectionRefusedError) or type(error).__module__.split(".")[0] in SPARKS
