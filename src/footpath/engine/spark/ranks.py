"""A frame of whole numbers in, the one of a rank out: exact, and without sorting them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

DIGIT = 16  # bits that are settled in one pass
DIGITS = 4  # 63 bits and a sign that is never set


def at_percent(numbers: DataFrame, column: str, percent: int) -> int | None:
    """The least number that `percent` of all do not exceed (the nearest rank); None where there are none.

    Numbers are 0 or more. Each pass counts by one more digit, the highest first, below the digits found so
    far, so that at most 65,536 counts ever come to the driver.
    """
    total = numbers.count()
    if not total:
        return None
    rank, found = -(-percent * total // 100) - 1, 0
    for digit in reversed(range(DIGITS)):
        shift = digit * DIGIT
        same = numbers.where(f"shiftright({column}, {shift + DIGIT - 1}) DIV 2 = {found}")
        for number, count in _by_digit(same, column, shift):
            if rank < count:
                found = number
                break
            rank -= count
    return found


def _by_digit(numbers: DataFrame, column: str, shift: int) -> list[tuple[int, int]]:
    """Numbers without their last `shift` bits, and how many there are of each, rising."""
    cut = numbers.selectExpr(f"shiftright({column}, {shift}) AS digits").groupBy("digits").count()
    return [(row[0], row[1]) for row in cut.orderBy("digits").collect()]
