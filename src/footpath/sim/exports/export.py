"""What an export is, and the few ways in which all of them write text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from footpath.sim.clock import local
from footpath.sim.noise import Ints


@dataclass(frozen=True, slots=True)
class Export:
    """A file that a system wrote, and what a person would tell `footpath import` about it.

    >>> Export("ads.csv", "ads", columns=("time.Ad clicked=click_time",)).format is None
    True
    """

    file: str
    source: str
    format: str | None = None  # None: recognised by itself
    columns: tuple[str, ...] = ()  # "KEY=COLUMN", as given to --columns
    timezone: str | None = None
    time_format: str | None = None
    null: tuple[str, ...] = ()
    set: tuple[str, ...] = ()  # "KEY=VALUE", as given to --set


def write_table(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    separator: str = ",",
    encoding: str = "utf-8",
) -> None:
    """A CSV file as the systems write it: a header, lines ending in CR LF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def utc_text(time: Ints) -> list[str]:
    """Seconds as "2026-03-01T12:00:00Z"."""
    return [f"{each}Z" for each in np.datetime_as_string(time.astype("datetime64[s]")).tolist()]


def local_text(time: Ints) -> list[str]:
    """Seconds as a wall clock in Amsterdam: "2026-03-01 13:00:00"."""
    return [
        each.replace("T", " ") for each in np.datetime_as_string(local(time).astype("datetime64[s]")).tolist()
    ]
