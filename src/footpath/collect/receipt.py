"""What became of the rows of an import, as told to who made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

COMMONEST = 20  # names that are told of events at no touchpoint
ADVICE: Mapping[str, str] = {
    "future": "check --timezone and --time-format",
    "no_actor": "say who it was with --columns actor.KIND=COLUMN",
    "no_event": "say what happened with --columns event=COLUMN, or --set event=NAME",
    "no_time_readable": "say how times are written with --time-format '%d/%m/%Y %H:%M'",
    "no_time_zone": "say their zone with --timezone Europe/Amsterdam",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """received = kept + duplicates + Σ dropped.

    `warnings` count what was kept but understood with a doubt; `guessed` are the columns that nobody named;
    `samples` shows, for some reasons of dropping, the first value that was to blame. `unmatched` are the
    names of the events that were kept and are at no touchpoint of the definitions in force, the commonest
    first.
    """

    received: int
    kept: int
    duplicates: int
    dropped: Mapping[str, int] = field(default_factory=dict)
    warnings: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    guessed: Mapping[str, str] = field(default_factory=dict)
    samples: Mapping[str, str] = field(default_factory=dict)
    unmatched: Mapping[str, int] = field(default_factory=dict)

    def explained(self, reason: str) -> str:
        """A counted reason with a sample and what to do about it, where there are such.

        >>> Receipt(3, 2, 0, {"no_event": 1}).explained("no_event")
        '1 no_event: say what happened with --columns event=COLUMN, or --set event=NAME'
        """
        n = self.dropped.get(reason, 0) + self.warnings.get(reason, 0)
        sample = f' (such as "{self.samples[reason]}")' if reason in self.samples else ""
        advice = f": {ADVICE[reason]}" if reason in ADVICE else ""
        return f"{n:,} {reason}{sample}{advice}"

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
            "samples": dict(self.samples),
            "unmatched": dict(islice(self.unmatched.items(), COMMONEST)),
            "seconds": round(self.seconds, 3),
        }
