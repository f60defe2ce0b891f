"""The texts of a trait or a property in, what they hold out: numbers, dates, a few values, or why nothing.

Exports write everything as text, and much of it can tell no two groups of people apart: numbers of customers,
addresses of pages, remarks. Nobody is asked which is which, so what a column holds is judged by its values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Holds = Literal["numbers", "dates", "values", "nothing"]

NUMBER = r"^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?$"  # 007 is a name, not a number
ISO_DATE = r"^[12][0-9]{3}-[0-9]{2}-[0-9]{2}([T ].*)?$"
OTHER_DATE = r"^[0-9]{1,2}[/.][0-9]{1,2}[/.]([0-9]{2}|[0-9]{4})([ ,T].*)?$"
IDENTIFIER = re.compile(
    r"(?i:(^|[_\-. :])(id|uuid|guid|hash|token)$)|[a-z0-9](Id|ID|Uuid|UUID)$"
)  # not "paid"
MOSTLY = 0.95  # a few slips of the pen do not make a number a text
RARE = 0.01
UNIQUE = 0.5  # distinct values a holder, from which on a text names somebody or something
SPREAD_OUT = 0.2  # where the commonest values are less than that of all, they tell little
LONG = 9  # digits of a number that hardly anybody shares: of a phone, an account
SKEWED = 2.0
EPOCHS = ((1e9, 4e9), (1e12, 4e12))  # seconds and milliseconds of the years in which there are exports


@dataclass(frozen=True, slots=True)
class Description:
    """What a column holds; `values` are the commonest first; `reason` is why it holds nothing."""

    holds: Holds
    values: tuple[str, ...] = ()
    whole: bool = False  # whether there are no other values
    reason: str = ""


def as_texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Any column as text, empty texts as null."""
    texts = column.cast(pa.string())
    return pc.if_else(pc.equal(texts, ""), None, texts)


def describe(name: str, texts: pa.ChunkedArray, *, holders: int, most: int) -> Description:
    """What the texts hold that `holders` persons have; at most `most` values of a column are told apart.

    >>> describe("plan", pa.chunked_array([["a", "b", "a", None]]), holders=3, most=8).values
    ('a', 'b')
    >>> describe("age", pa.chunked_array([["20", "30", "41"]]), holders=3, most=2).holds
    'numbers'
    """
    counted = pc.value_counts(texts.drop_null())
    if not len(counted):
        return Description("nothing", reason="never told")
    values, counts = counted.field("values"), counted.field("counts").to_numpy()
    if IDENTIFIER.search(name):
        return Description("nothing", reason="an identifier")
    numeric = _share(values, counts, NUMBER) >= MOSTLY
    if numeric and len(values) > most:
        return _numeric(values, holders)
    if _share(values, counts, ISO_DATE) >= MOSTLY:
        return Description("dates")
    if _share(values, counts, OTHER_DATE) >= MOSTLY:
        return Description("nothing", reason="dates that may be read in two ways")
    return _named(values, counts, holders, most)


def numbers(texts: pa.ChunkedArray) -> Floats:
    """The number each text is; NaN for what is none."""
    found = pc.if_else(pc.match_substring_regex(texts, NUMBER), texts, None).cast(pa.float64())
    array = np.array(found.fill_null(np.nan).to_numpy())
    array[~np.isfinite(array)] = np.nan
    return array


def days(texts: pa.ChunkedArray) -> Floats:
    """The day of each date since 1970; NaN for what is none.

    >>> days(pa.chunked_array([["1970-01-03", "soon"]])).tolist()
    [2.0, nan]
    """
    dated = pc.if_else(pc.match_substring_regex(texts, ISO_DATE), pc.utf8_slice_codeunits(texts, 0, 10), None)
    read = pc.strptime(dated, format="%Y-%m-%d", unit="s", error_is_null=True)
    seconds = read.cast(pa.int64()).cast(pa.float64())
    return np.asarray(seconds.fill_null(np.nan).to_numpy() / 86_400)


def codes(texts: pa.ChunkedArray, values: tuple[str, ...]) -> NDArray[np.int8]:
    """Which of the values each text is; their number for another one, -1 for null."""
    found = pc.index_in(texts, pa.array(values, pa.string())).fill_null(len(values))
    array: NDArray[np.int8] = found.to_numpy().astype(np.int8)
    array[pc.is_null(texts).to_numpy()] = -1
    return array


@dataclass(frozen=True, slots=True)
class Scale:
    """How a number enters a model, so that a few of its values cannot rule it."""

    logged: bool
    low: float
    high: float
    middle: float  # stands in where nothing is told

    @classmethod
    def of(cls, values: Floats) -> Scale:
        """Amounts with a long tail by their logarithm; all cut at the 1st and the 99th percentile.

        >>> Scale.of(np.array([1.0, 2.0, 3.0, np.nan])).middle
        2.0
        """
        known = values[~np.isnan(values)]
        if not len(known):
            return cls(False, 0.0, 0.0, 0.0)
        logged = bool(known.min() >= 0 and _skewness(known) > SKEWED)
        scaled = np.log1p(known) if logged else known
        low, middle, high = np.quantile(scaled, [RARE, 0.5, 1 - RARE])
        return cls(logged, float(low), float(high), float(middle))

    def __call__(self, values: Floats) -> Floats:
        """The values on this scale; NaN stays."""
        scaled = np.log1p(np.maximum(values, 0)) if self.logged else values
        return np.asarray(np.clip(scaled, self.low, self.high))


def _share(values: pa.Array, counts: NDArray[np.int64], pattern: str) -> float:
    """The share of all texts that match."""
    matching = pc.match_substring_regex(values, pattern).to_numpy(zero_copy_only=False)
    return float(counts[matching].sum() / counts.sum())


def _numeric(values: pa.Array, holders: int) -> Description:
    found = numbers(pa.chunked_array([values]))
    known = found[~np.isnan(found)]
    if any(known.min() >= low and known.max() < high for low, high in EPOCHS):
        return Description("nothing", reason="points in time")
    whole = bool((known == np.floor(known)).all())
    if whole and len(values) >= UNIQUE * holders and np.median(np.abs(known)) >= 10 ** (LONG - 1):
        return Description("nothing", reason="nearly every person has another")
    return Description("numbers")


def _named(values: pa.Array, counts: NDArray[np.int64], holders: int, most: int) -> Description:
    if len(values) > most and len(values) >= UNIQUE * holders:
        return Description("nothing", reason="nearly every person has another")
    texts = values.to_pylist()
    order = sorted(range(len(texts)), key=lambda at: (-counts[at], texts[at]))[:most]
    common = [at for at in order if counts[at] >= RARE * counts.sum()]
    if counts[common].sum() < SPREAD_OUT * counts.sum():
        return Description("nothing", reason="too many values")
    return Description("values", tuple(texts[at] for at in common), whole=len(common) == len(texts))


def _skewness(values: Floats) -> float:
    centred = values - values.mean()
    spread = float(np.sqrt((centred**2).mean()))
    return float((centred**3).mean() / spread**3) if spread > 0 else 0.0
