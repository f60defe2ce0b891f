"""The order of a timeline, as a sort of whole rows."""

from __future__ import annotations


def in_order(rows: list[dict]) -> list[dict]:
    """Events by person, then time (none comes first), source, case (none comes first), seq, id."""
    return sorted(
        rows,
        key=lambda row: (
            row["person"],
            *map(_or_first, (row["time"], row["source"], row["case"])),
            row["seq"],
            row["id"],
        ),
    )


def _or_first(value: object) -> tuple:
    return (0,) if value is None else (1, value)
