"""What became of the rows of an import, as told to who made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Receipt:
    """received = kept + duplicates + Σ dropped.

    `warnings` count what was kept but understood with a doubt; `guessed` are the columns that nobody named.
    """

    received: int
    kept: int
    duplicates: int
    dropped: Mapping[str, int] = field(default_factory=dict)
    warnings: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    guessed: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """What `import --json` prints.

        >>> Receipt(3, 2, 0, {"no_event": 1}).as_json()["dropped"]
        {'no_event': 1}
        """
        return {
            "received": self.received,
            "kept": self.kept,
            "duplicates": self.duplicates,
            "dropped": dict(self.dropped),
            "warnings": dict(self.warnings),
            "guessed": dict(self.guessed),
            "seconds": round(self.seconds, 3),
        }
