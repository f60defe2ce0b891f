"""Columns with gaps, row by row."""

from __future__ import annotations


def interleave(columns):
    """For each row the (column, text) of those columns that have one."""
    return [
        [(at, text) for at, text in enumerate(row) if text is not None] for row in zip(*columns, strict=True)
    ]
