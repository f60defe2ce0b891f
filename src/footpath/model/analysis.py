"""An analysis is a value: what is asked of journeys, in three functions that run anywhere."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from msgspec import Struct

from footpath.model.estimate import Estimate
from footpath.model.journey import Journeys

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

S = TypeVar("S")
R_co = TypeVar("R_co", covariant=True)
T = TypeVar("T")


class Analysis(Protocol[S, R_co]):
    """A question to journeys.

    `partial` looks at the journeys of some persons, `merge` joins the states of different persons, `finish`
    turns the whole into a result. States hold integers only, so any split by persons gives the same result.
    Each analysis also has `who(journeys, **part)`: which journeys [J] are behind one number of its result.
    """

    def partial(self, journeys: Journeys, /) -> S:
        """What the journeys of some persons add to the answer."""
        ...

    def merge(self, left: S, right: S, /) -> S:
        """The states of different persons as one."""
        ...

    def finish(self, state: S, /) -> R_co:
        """The answer."""
        ...


class Run(Protocol):
    """How a pass over journeys is made; handed to what needs several passes."""

    def __call__(self, analysis: Analysis[Any, T], /) -> T:
        """The analysis's result."""
        ...


class Result:
    """What an analysis answers: a value that is also a table."""

    __slots__ = ()

    @abstractmethod
    def rows(self) -> Iterable[Mapping[str, Any]]:
        """One mapping a row; estimates stay whole."""

    def to_arrow(self) -> pa.Table:
        """The rows as an Arrow table; an estimate `x` becomes x, x_low, x_high, x_n."""
        import pyarrow as pa

        rows = [_flat(row) for row in self.rows()]
        names = dict.fromkeys(name for row in rows for name in row)
        return pa.table({name: [row.get(name) for row in rows] for name in names})

    def to_pandas(self) -> pd.DataFrame:
        """The rows as a data frame."""
        frame: pd.DataFrame = self.to_arrow().to_pandas()
        return frame


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Estimate):
            flat |= {
                name: value.value,
                f"{name}_low": value.low,
                f"{name}_high": value.high,
                f"{name}_n": value.n,
            }
        elif isinstance(value, Struct | tuple):
            flat[name] = list(value) if isinstance(value, tuple) else str(value)
        else:
            flat[name] = value
    return flat
