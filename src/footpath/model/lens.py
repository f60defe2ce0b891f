"""What one looks at: a journey, for a segment, in a period."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime, time

from footpath.errors import UsageError

DAY = re.compile(r"\d{4}-?\d{2}-?\d{2}")


@dataclass(frozen=True, slots=True)
class Lens:
    """A journey by its name, for everybody or a segment, of all time or a period (UTC)."""

    journey: str
    segment: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def parameters(self) -> dict[str, str]:
        """What was chosen, as texts."""
        chosen = {
            "journey": self.journey,
            "segment": self.segment,
            "since": _iso(self.since),
            "until": _iso(self.until),
        }
        return {name: value for name, value in chosen.items() if value is not None}

    def options(self) -> str:
        """What was chosen, as the options of a command.

        >>> Lens("buy", segment="young people").options()
        "--journey buy --segment 'young people'"
        """
        return " ".join(f"--{name} {shlex.quote(value)}" for name, value in self.parameters().items())

    def arguments(self) -> str:
        """What was chosen, as the arguments of a call.

        >>> Lens("buy", segment="young people").arguments()
        "journey='buy', segment='young people'"
        """
        return ", ".join(f"{name}={value!r}" for name, value in self.parameters().items())


def moment(given: datetime | str | None, *, last: bool = False) -> datetime | None:
    """A day or time in UTC; without a zone it is UTC. UsageError for what is no date.

    A day is its beginning; as the `last` of a period it is its end, for "until 31 March" includes that day.

    >>> moment("2026-03-01")
    datetime.datetime(2026, 3, 1, 0, 0, tzinfo=datetime.timezone.utc)
    >>> moment("2026-03-01", last=True)
    datetime.datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=datetime.timezone.utc)
    """
    if given is None:
        return None
    try:
        found = datetime.fromisoformat(given) if isinstance(given, str) else given
        if last and isinstance(given, str) and DAY.fullmatch(given.strip()):
            found = datetime.combine(found, time.max)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f'"{given}" is no date', hint="Write it as 2026-03-01 or 2026-03-01T12:00Z"
        ) from error


def _iso(time: datetime | None) -> str | None:
    return time.isoformat().replace("+00:00", "Z") if time else None
