"""A funnel in one journey, the way anyone would match it."""


def deepest(
    names: list[str], minutes: list[int | None], steps: list[set[str]], within: int | None, *, directly: bool
) -> list[int]:
    """Positions of the deepest match, from the earliest start that gets so far."""
    best: list[int] = []
    for start in range(len(names)):
        trail: list[int] = []
        begin, end = start, start + 1
        for step in steps:
            places = range(begin, min(end, len(names)))
            fits = [i for i in places if names[i] in step and _in_time(minutes[start], minutes[i], within)]
            if not fits:
                break
            trail.append(fits[0])
            begin = fits[0] + 1
            end = begin + 1 if directly else len(names)
        best = max(best, trail, key=len)
    return best


def _in_time(begin: int | None, end: int | None, within: int | None) -> bool:
    return within is None or (begin is not None and end is not None and end - begin <= within)
