"""Who arrives at a touchpoint for the first time, and when they could have: over plain lists of names.

A journey is (person, names of its own steps).
"""

from collections import Counter

Journey = tuple[str, list[str]]


def first_arrivals(journeys: list[Journey]) -> list[tuple[str, str, str]]:
    """Person, the touchpoint before, and the touchpoint, of each that is not where the journey began."""
    return [
        (person, names[names.index(name) - 1], name)
        for person, names in journeys
        for name in dict.fromkeys(names)
        if name != names[0]
    ]


def arrivals(journeys: list[Journey]) -> tuple[Counter, Counter]:
    """Persons by touchpoint, and journeys by the touchpoint before and the touchpoint."""
    came = first_arrivals(journeys)
    people = Counter(name for _, name in {(person, name) for person, _, name in came})
    return people, Counter((before, name) for _, before, name in came)


def times_at_risk(names: list[str], there: str, after: set[str]) -> list[tuple[int, bool]] | None:
    """Positions and whether it is met there; None for one who strays there."""
    if names[0] == there:
        return []
    until = names.index(there) if there in names else len(names)
    if until < len(names) and names[until - 1] not in after:
        return None
    return [(at, at == until and until < len(names)) for at in range(1, until + 1) if names[at - 1] in after]
