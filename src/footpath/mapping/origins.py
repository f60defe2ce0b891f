"""The origins of touchpoints in, the sources and the newest time behind a number of several of them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from footpath.analysis.origins import Origin, OriginsResult
from footpath.mapping.coverage import in_time
from footpath.model.timeline import NO_TIME


@dataclass(frozen=True)
class Whence:
    """Tells what numbers rest on; a touchpoint that nobody visits rests on nothing."""

    origins: OriginsResult
    _by_name: dict[str, Origin] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {each.touchpoint: each for each in self.origins.touchpoints})

    def of(self, touchpoints: Iterable[str]) -> tuple[tuple[str, ...], datetime | None]:
        """The sources of these touchpoints together, by name, and the time of their newest drawn step."""
        known = [self._by_name[name] for name in touchpoints if name in self._by_name]
        newest = max([each.newest for each in known], default=NO_TIME)
        return _together(frozenset([each.sources for each in known])), _time(newest)


# A map has thousands of numbers, and few sets of sources, and few times
@lru_cache(maxsize=1024)
def _together(sources: frozenset[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({name for names in sources for name in names}))


@lru_cache(maxsize=1024)
def _time(newest: int) -> datetime | None:
    return in_time(newest)
