"""Words on a command line in, a call of the project and its answer in print out."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import NoReturn


def main() -> None:
    """The `footpath` command. Errors go to standard error; the exit status is 0, 1 (failed) or 2 (usage)."""
    if sys.platform == "linux":
        # Arrow's own choice spends a quarter of the time of a large import on getting memory back and forth
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "jemalloc")

    from footpath.cli.app import app
    from footpath.errors import FootpathError, UsageError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not know every character
    try:
        app(standalone_mode=True)
    except FootpathError as error:
        _fail(str(error), 2 if isinstance(error, UsageError) else 1)
    except UnicodeDecodeError as error:
        _fail(f"this is not UTF-8 text: {error}", 1)
    except OSError as error:
        _fail(f"{error.filename or 'the file'}: {error.strerror or error}", 1)


def _fail(text: str, status: int) -> NoReturn:
    from footpath.cli import printing

    printing.note(f"footpath: {text}")
    sys.exit(status)
