"""What is a JSON value, told by a decoder that reads the whole of it."""

from __future__ import annotations

import json


def is_value(text: str) -> bool:
    """Whether a text is one value; Python also reads NaN and Infinity, which are none."""
    try:
        json.loads(text, parse_constant=_refused)
    except ValueError:
        return False
    return True


def _refused(name: str) -> None:
    raise ValueError(name)
