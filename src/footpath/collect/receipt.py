"""What became of the rows of an import, as told to who made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from footpath.model.reasons import in_words

COMMONEST = 20  # names that are told of events at no touchpoint
ADVICE: Mapping[str, str] = {
    "future": "check --timezone and --time-format",
    "no_actor": "say who it was with --columns actor.KIND=COLUMN",
    "no_event": "say what happened with --columns event=COLUMN, or --set event=NAME",
    "no_time_readable": "say how times are written with --time-format '%d/%m/%Y %H:%M'",
    "no_time_zone": "say their zone with --timezone Europe/Amsterdam",
}


@dataclass(frozen=True, slots=True)
class Alone:
    """The column by which a source alone knows its persons; `others` are sources with one of that name."""

    column: str
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        """What that means, and what to do where it is not meant.

        >>> str(Alone("lead")).partition(";")[0]
        'persons are known by “lead” in this source alone, joined to nothing else'
        >>> str(Alone("lead", ("may",))).partition(";")[0]
        'persons are known by “lead” in this source alone, and others than those of may'
        """
        known = f"persons are known by “{self.column}” in this source alone"
        shared = f"--columns actor.KIND={self.column} in each"
        if not self.others:
            return f"{known}, joined to nothing else; where other tables have it too: {shared}"
        return (
            f"{known}, and others than those of {', '.join(self.others)}; where they are the same: "
            f"--source {self.others[0]} for a part of the same export, {shared} for another table"
        )


@dataclass(frozen=True, slots=True)
class Receipt:
    """received = kept + duplicates + Σ dropped.

    `warnings` count what was kept but understood with a doubt; `guessed` are the columns that nobody named;
    `samples` shows, for some reasons of dropping, the first value that was to blame; `alone` tells by which
    columns persons are known that no other source can know. `unmatched` are the names of the events that
    were kept and are at no touchpoint of the definitions in force, the commonest first.
    """

    received: int
    kept: int
    duplicates: int
    dropped: Mapping[str, int] = field(default_factory=dict)
    warnings: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    guessed: Mapping[str, str] = field(default_factory=dict)
    samples: Mapping[str, str] = field(default_factory=dict)
    alone: tuple[Alone, ...] = ()
    unmatched: Mapping[str, int] = field(default_factory=dict)

    def explained(self, reason: str) -> str:
        """A counted reason in words, with a sample and what to do about it where there are such.

        >>> Receipt(3, 2, 0, {"future": 1}).explained("future")
        '1 future: dated in the future; check --timezone and --time-format'
        """
        n = self.dropped.get(reason, 0) + self.warnings.get(reason, 0)
        sample = f' (such as "{self.samples[reason]}")' if reason in self.samples else ""
        advice = f"; {ADVICE[reason]}" if reason in ADVICE else ""
        return f"{n:,} {reason}: {in_words(reason)}{sample}{advice}"

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
            "alone": [asdict(each) for each in self.alone],
            "unmatched": dict(islice(self.unmatched.items(), COMMONEST)),
            "seconds": round(self.seconds, 3),
        }
