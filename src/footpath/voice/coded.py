"""Answers that are codes and a table of what the codes mean in, a theme a label out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]


def coded(values: Sequence[str | None], codes: Mapping[str, str]) -> tuple[tuple[str, ...], Bools]:
    """Answers that are codes: the labels in the order of the table, and which each answer has [n, labels].

    An answer may hold several codes, split by comma, semicolon, bar or space; "4.0" is 4. A code that the
    table does not hold is none; count the rows without any. Codes of one label are one theme.

    >>> labels, has = coded(["2;4", "4.0", None, "9"], {"2": "Staff rude", "4": "Delays"})
    >>> labels, has.tolist()
    (('Staff rude', 'Delays'), [[True, True], [False, True], [False, False], [False, False]])
    """
    labels = tuple(dict.fromkeys(codes.values()))
    column = {_code(code): labels.index(label) for code, label in codes.items()}
    has = np.zeros((len(values), len(labels)), np.bool_)
    for row, value in enumerate(values):
        for code in re.split(r"[,;|\s]+", value or ""):
            at = column.get(_code(code))
            if at is not None:
                has[row, at] = True
    return labels, has


def _code(written: str) -> str:
    return re.sub(r"\.0+$", "", written.strip()).lstrip("0") or "0"
