"""The table of persons and who is in which segment in, what is known of each whatever they do, out.

Only traits and segments that do not look at what people did. How often somebody came, what they spent and
where they came first are known of their whole history, so also of what came after a moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.journeys.cohort import OWN
from footpath.model.journey import REACHED, Journeys
from footpath.moments.described import Floats, Scale, as_texts, codes, days, describe, numbers
from footpath.moments.hindsight import known_too_well, told_of

Flags = NDArray[np.bool_]
Column = tuple[str, Floats]

MOST_VALUES = 8
MOST_COLUMNS = 40
RARE = 0.01  # of the persons


@dataclass(frozen=True, slots=True, eq=False)
class Circumstances:
    """k numbers of each of P persons, and what was left out for which reason."""

    of_person: Floats  # [P, k], finite
    names: tuple[str, ...]  # [k]
    left_out: tuple[tuple[str, str], ...] = ()  # name, reason


def circumstances(
    table: pa.Table, segments: Mapping[str, Flags], journeys: Journeys | None = None
) -> Circumstances:
    """What the `people_table` and the members [P] of segments tell of each person.

    A trait is its 8 commonest values that 1 % of the persons have, nothing told being one of them, or a
    number (dates as days), cut at its 1st and 99th percentile, with the median where it is missing and a
    column that says so. The segments come first, then the traits that most persons have, up to 40 columns.
    With `journeys`, a trait that knows their end too well is left out: it was written down afterwards.

    >>> table = pa.table({"person": ["a", "b"], "plan": ["x", "y"], "events": [3, 4]})
    >>> circumstances(table, {}).names
    ('plan=x', 'plan=y')
    """
    chosen: list[Column] = []
    left_out: list[tuple[str, str]] = []
    for name, flags in segments.items():
        _add([(f"segment {name}", flags.astype(np.float64))], name, chosen, left_out)
    for name, texts in _traits(table):
        holds = describe(name, texts, holders=len(texts) - texts.null_count, most=MOST_VALUES)
        if holds.holds == "nothing":
            left_out.append((name, holds.reason))
            continue
        found = _columns(name, texts, holds.holds, holds.values)
        if journeys is not None and (why := _afterwards(found, texts, journeys)):
            left_out.append((name, why))
            continue
        _add(found, name, chosen, left_out)
    of_person = [values for _, values in chosen]
    stacked = np.column_stack(of_person) if chosen else np.empty((table.num_rows, 0))
    return Circumstances(stacked, tuple(name for name, _ in chosen), tuple(left_out))


def _traits(table: pa.Table) -> Iterator[tuple[str, pa.ChunkedArray]]:
    """Traits and their texts, those of most persons first."""
    found = {name: as_texts(table.column(name)) for name in table.column_names if name not in OWN}
    yield from sorted(found.items(), key=lambda each: (each[1].null_count, each[0]))


def _add(found: list[Column], name: str, chosen: list[Column], left_out: list[tuple[str, str]]) -> None:
    """What varies among the columns, as long as there is room for all of it."""
    varying = [(column, values) for column, values in found if len(values) and np.ptp(values) > 0]
    if not varying:
        left_out.append((name, "the same for everybody"))
    elif len(chosen) + len(varying) > MOST_COLUMNS:
        left_out.append((name, "others are told of more persons"))
    else:
        chosen.extend(varying)


def _columns(name: str, texts: pa.ChunkedArray, holds: str, values: tuple[str, ...]) -> list[Column]:
    """A trait as columns: of its values, or its number; the last says where it is missing, if it often is."""
    missing = np.array(texts.is_null().to_numpy())
    if holds == "values":
        code = codes(texts, values)
        found = [(f"{name}={value}", code == at) for at, value in enumerate(values)]
        found = [(column, flags) for column, flags in found if flags.mean() >= RARE]
        shown: list[Column] = [(column, flags.astype(np.float64)) for column, flags in found]
    else:
        number = numbers(texts) if holds == "numbers" else days(texts)
        missing = np.isnan(number)
        scale = Scale.of(number)
        shown = [(name, np.where(missing, scale.middle, scale(number)))]
    if missing.mean() > RARE:
        shown.append((f"{name} not told", missing.astype(np.float64)))
    return shown


def _afterwards(found: list[Column], texts: pa.ChunkedArray, journeys: Journeys) -> str | None:
    """Why a trait may have been told only when the settled journeys had ended, if it may."""
    looked_at = journeys.settled
    person, reached = journeys.person[looked_at], journeys.outcome[looked_at] == REACHED
    if told_of(texts.is_valid().to_numpy()[person], reached):
        return "it is told mostly of those who reach the goal, or of those who don't"
    if any(known_too_well(values[person], reached) for _, values in found):
        return "it knows the end of the journeys too well"
    return None
