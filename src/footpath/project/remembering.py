"""What was once found in the moments of a journey in, the same again out, without another look.

A look takes long, and is the same until events or definitions change.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from msgspec import MsgspecError, structs
from msgspec.json import decode, encode

from footpath.errors import UnknownName
from footpath.model.lens import Lens
from footpath.model.map import JourneyMap
from footpath.model.moment import Moment, Moments
from footpath.moments.questions import MomentsOf
from footpath.moments.stating import Note
from footpath.project.looking import Look, OnMap, Pseudonym, Told
from footpath.store.results import Results

T = TypeVar("T", Told, Moment, JourneyMap)


@dataclass(frozen=True, eq=False)
class Remembered:
    """The moments that a look finds; it looks only where nothing was kept."""

    look: Look
    results: Results

    @cached_property
    def told(self) -> Told:
        """All that is found, without what only the page of one tells."""
        return self._kept("moments", Told, self.look.told)

    @property
    def at_hand(self) -> bool:
        """Whether it is known without a look."""
        goal = self.look.snapshot.definition(self.look.lens).goal
        return not goal or is_kept(self.results, "moments", self.look.lens)

    def moments(self, *, revision: int, asked: MomentsOf, pseudonym: Pseudonym) -> Moments:
        """The document; the one that is asked for, or all, in full."""
        document = self.told.document
        known = {each.id for each in (*document.moments, *document.undecided)}
        if asked.one is not None and asked.one not in known:
            raise UnknownName("moment", asked.one, known)

        def tell(moment: Moment) -> Moment:
            if not asked.details and asked.one != moment.id:
                return moment
            name = f"moment {moment.id}"
            return self._kept(name, Moment, lambda: self.look.detailed(moment, self.told, pseudonym))

        sides = {name: tuple(map(tell, getattr(document, name))) for name in ("moments", "undecided")}
        return structs.replace(document, revision=revision, **sides)

    def on_map(self, note: Note) -> OnMap | None:
        """What a map carries of it, each noted as evidence; None where there was nothing to look at."""
        document = self.told.document
        if not document.looked_at:
            return None
        for each in (*document.moments, *document.undecided):
            note(self.told.measured[each.id], each.exposed)
        return document.moments, document.undecided

    def _kept(self, name: str, sort: type[T], make: Callable[[], T]) -> T:
        return remembered(self.results, name, self.look.lens, sort, make)


def remembered(results: Results, name: str, lens: Lens, sort: type[T], make: Callable[[], T]) -> T:
    """What `make` makes for a lens; it is made only where nothing of that name was kept."""
    name = named(name, lens)
    held = results.get(name)
    if held is not None:
        try:
            return decode(held, type=sort)
        except MsgspecError:  # a file that was cut short is made anew
            pass
    made = make()
    results.put(name, encode(made))
    return made


def is_kept(results: Results, name: str, lens: Lens) -> bool:
    """Whether anything of that name was kept for a lens."""
    return results.get(named(name, lens)) is not None


def named(name: str, lens: Lens) -> str:
    """Under which name what was found for a lens is kept."""
    return f"{name} of {json.dumps(lens.parameters(), sort_keys=True)}"
