"""Whether two values made of arrays are the same, field by field."""

from dataclasses import fields
from typing import Any

import numpy as np


def same(one: Any, other: Any) -> None:
    """Fails at the first field that differs, or whose array is of another type."""
    for each in fields(one):
        mine, theirs = getattr(one, each.name), getattr(other, each.name)
        if isinstance(mine, np.ndarray):
            assert mine.dtype == theirs.dtype, each.name
            np.testing.assert_array_equal(mine, theirs, each.name)
        else:
            assert mine == theirs, each.name
