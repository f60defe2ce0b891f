"""One writer at a time a project, with a note on who it is."""

from __future__ import annotations

import getpass
import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout
from msgspec import Struct

from footpath.errors import StoreBusy

LOCK, NOTE = ".lock", ".lock.json"


class Holder(Struct, frozen=True):
    """Who writes to a project, and what for."""

    user: str
    pid: int
    host: str
    purpose: str
    since: str

    def __str__(self) -> str:
        return (
            f"{self.user} (process {self.pid} on {self.host}) holds it for {self.purpose}, since {self.since}"
        )


@contextmanager
def writing(
    folder: Path, purpose: str, *, timeout: float, on_wait: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Holds the project for writing; the system lets go when the process dies.

    Waits up to `timeout` seconds, after telling `on_wait` who holds it, then raises StoreBusy.
    """
    lock = FileLock(folder / LOCK, poll_interval=0.05)
    _acquire(lock, folder, timeout, on_wait)
    note = folder / NOTE
    try:
        _write(note, purpose)
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def holder(folder: Path) -> Holder | None:
    """Who says to be writing; None when nobody does, or the note is being written."""
    try:
        return msgspec.json.decode((folder / NOTE).read_bytes(), type=Holder)
    except (OSError, msgspec.DecodeError):
        return None


def _acquire(lock: FileLock, folder: Path, timeout: float, on_wait: Callable[[str], None] | None) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if on_wait:
            on_wait(f"waiting: {_who(folder)}")
        try:
            lock.acquire(timeout=timeout)
        except Timeout:
            raise StoreBusy(
                f"somebody else is writing: {_who(folder)}",
                where=str(folder),
                hint="Wait until that is done, or stop that process",
            ) from None


def _who(folder: Path) -> str:
    found = holder(folder)
    return str(found) if found else "another process holds it"


def _write(note: Path, purpose: str) -> None:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    told = {
        "user": _user(),
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "purpose": purpose,
        "since": since,
    }
    fresh = note.with_suffix(".new")
    fresh.write_text(json.dumps(told), encoding="utf-8")
    fresh.replace(note)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container whose user has no name
        return str(os.getuid())
