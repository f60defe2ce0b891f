"""Waits in one journey, the way anyone would measure them."""


def waits(names: list[str], minutes: list[int | None]) -> list[tuple[str, int]]:
    """After each step, until the next, where both times are known."""
    pairs = zip(names, minutes, minutes[1:], strict=False)
    return [(name, end - begin) for name, begin, end in pairs if begin is not None and end is not None]


def between(names: list[str], minutes: list[int | None], a: str, b: str) -> int | None:
    """From the first a to the first b after it."""
    if a not in names or b not in names[names.index(a) + 1 :]:
        return None
    begin = names.index(a)
    at = names.index(b, begin + 1)
    start, end = minutes[begin], minutes[at]
    return None if start is None or end is None else end - start
