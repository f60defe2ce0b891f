"""Everything that Footpath raises on purpose.

FootpathError                 the root; carries a hint where one exists
├── UsageError                the command or call makes no sense (exit status 2)
├── InputError                a file or a body can't be read as asked
│   ├── UnknownFormat         no format recognises it
│   └── UnknownColumn         a named column is not in the file
├── DefinitionError           footpath.toml says something that can't be
│   └── UnknownName           a touchpoint, stage, journey, segment … that nobody defined
├── StoreError                the project folder, the lake or the catalog
│   ├── StoreBusy             somebody else is writing
│   ├── StoreTooNew           written by a newer Footpath
│   └── NotAProject           no project in that folder
└── QueryError                SQL or an expression that can't be evaluated
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class FootpathError(Exception):
    """What went wrong, where, and what to do about it.

    >>> print(FootpathError("no such file", where="a.csv", hint="check the path"))
    a.csv: no such file. check the path
    """

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.what = what
        self.where = where
        self.hint = hint
        super().__init__(what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f". {self.hint}" if self.hint else ""
        return f"{place}{self.what}{advice}"


class UsageError(FootpathError):
    """The command or call makes no sense as given."""


class InputError(FootpathError):
    """A file or a request body can't be read as asked."""


class UnknownFormat(InputError):
    """No format recognises the input."""


class UnknownColumn(InputError):
    """A column that was named is not in the file."""

    def __init__(self, name: str, known: Iterable[str], *, where: str | None = None) -> None:
        self.known = tuple(known)  # in the file's order
        hint = suggestion(name, self.known, "The file has")
        super().__init__(f'no column "{name}"', where=where, hint=hint)


class DefinitionError(FootpathError):
    """A definition says something that can't be."""


class UnknownName(DefinitionError):
    """A name that nobody defined; says which was probably meant.

    >>> print(UnknownName("touchpoint", "chekout", ["checkout", "pay"]))
    no touchpoint "chekout". Did you mean "checkout"?
    """

    def __init__(self, what: str, name: str, known: Iterable[str], *, where: str | None = None) -> None:
        super().__init__(f'no {what} "{name}"', where=where, hint=suggestion(name, known, "There are"))


class StoreError(FootpathError):
    """The project folder, the lake or the catalog can't do what was asked."""


class StoreBusy(StoreError):
    """Somebody else is writing to the project."""


class StoreTooNew(StoreError):
    """The project was written by a newer Footpath."""


class NotAProject(StoreError):
    """There is no project in that folder."""


class QueryError(FootpathError):
    """A query or an expression can't be evaluated."""


def suggestion(name: str, known: Iterable[str], lead: str) -> str:
    """What was probably meant, else the first names there are."""
    names = list(known)
    folded = {candidate.casefold(): candidate for candidate in reversed(names)}
    close = get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.6)
    if close:
        return f'Did you mean "{folded[close[0]]}"?'
    shown = ", ".join(f'"{each}"' for each in names[:8])
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"{lead}: {shown}{more}." if names else "There is none yet."
