"""Progress through stages in one journey, the way anyone would follow it."""


def progress(stages: list[int | None]) -> dict[int, tuple[int, int | None]]:
    """For each stage in the journey: where it is entered, and where a later one first comes after that."""
    found = {}
    for stage in {each for each in stages if each is not None}:
        entry = stages.index(stage)
        later = [i for i, each in enumerate(stages) if each is not None and each > stage and i > entry]
        found[stage] = entry, later[0] if later else None
    return found
