"""What labels were worth on texts that the tables have not seen in, which of them are worth showing out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

LEAST_PRECISION = 0.6  # a label that is wrong more often than this hides more than it shows
LEAST_FOUND = 5  # below it a precision is anybody's guess


@dataclass(frozen=True, slots=True)
class Figure:
    """One label: how often it was right where found, the share that has it where not, and from how many."""

    precision: float
    recall: float
    f1: float
    missed: float
    found: int
    coded: int

    @property
    def sure(self) -> float:
        """How likely a label that was found is right: Laplace's rule, as no table is always right."""
        return (self.precision * self.found + 1) / (self.found + 2)


@cache
def metadata() -> dict[str, Any]:
    """What was measured: by field, by set of texts, by label."""
    text = resources.files(__package__).joinpath("figures.json").read_text("utf-8")
    held: dict[str, Any] = json.loads(text)
    return held


@cache
def figures(field: str) -> dict[str, Figure]:
    """The figures of a field's labels, of all unseen texts together."""
    return {label: Figure(**of) for label, of in metadata()["fields"][field]["unseen"]["labels"].items()}


def shown_fields(measured: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """The labels of each field that may be shown; a field with none is hidden.

    A label is shown when at least 0.6 of what was found of it is right, in each set of unseen texts in which
    it was found five times or more, and in all together. Where "not stated" is not, the field is hidden.
    """
    shown = {}
    for field, sets in measured["fields"].items():
        labels = tuple(label for label in sets["unseen"]["labels"] if _is_sound(label, sets))
        shown[field] = labels if "not stated" in labels else ()
    return shown


def _is_sound(label: str, sets: dict[str, Any]) -> bool:
    everywhere = sets["unseen"]["labels"][label]
    enough = [of["labels"][label] for of in sets.values() if of["labels"][label]["found"] >= LEAST_FOUND]
    return everywhere["found"] >= LEAST_FOUND and all(of["precision"] >= LEAST_PRECISION for of in enough)
