"""pyproject.toml in, the locks in requirements/ out: every version pinned by hash, no addresses."""

from __future__ import annotations

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMPILE = ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes"]
# One version of a package for every Python: types and numbers are then checked against the same one.
ONE = ["--fork-strategy", "fewest"]
SILENT = [
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--upgrade",
    "--quiet",
]


def lock(name: str, *more: str) -> None:
    """Write one lock."""
    command = [*COMPILE, *ONE, *SILENT, "pyproject.toml", *more, "--output-file", f"requirements/{name}.txt"]
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 – our own words


if __name__ == "__main__":
    lock("run", "--group", "build")
    lock("dev", "--group", "build", "--group", "dev", "--constraint", "requirements/run.txt")
