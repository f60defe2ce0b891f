"""What every panel is made of: facts and tables in, one shape out."""

from __future__ import annotations

from typing import Any

from footpath.draw.phrases import count, interval, value
from footpath.model.estimate import Estimate

Panel = dict[str, Any]
Link = tuple[str | None, list[str]]  # the panel that a row leads to, and its cells


def panel(title: str, facts: list[list[str]], key: str | None, tables: list[Panel] | None = None) -> Panel:
    """What opens: facts, tables that hold something, and the key of its evidence."""
    return {
        "title": title,
        "facts": facts,
        "evidence": key,
        "tables": [each for each in tables or [] if each["rows"]],
    }


def table(title: str, head: list[str], rows: list[Link]) -> Panel:
    """A table whose rows may lead to other panels."""
    return {"title": title, "head": head, "rows": [{"panel": link, "cells": cells} for link, cells in rows]}


def said(estimate: Estimate | None) -> str:
    """An estimate with its interval and n."""
    return f"{value(estimate)} ({interval(estimate)}, n={count(estimate.n)})" if estimate else "not known"
