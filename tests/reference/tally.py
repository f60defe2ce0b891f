"""Persons, journeys and occurrences by group, the way anyone would count them."""

Cases = list[tuple[int, list[int]]]  # a person and the steps of a journey


def tally(found: list[tuple[int, int, int]]) -> dict[int, tuple[int, int, int]]:
    """Distinct persons, distinct journeys and occurrences by group, from (group, person, journey)."""
    return {
        group: (
            len({person for each, person, _ in found if each == group}),
            len({journey for each, _, journey in found if each == group}),
            sum(each == group for each, _, _ in found),
        )
        for group, _, _ in found
    }


def tally_steps(cases: Cases, by: list[list[int]] | None, n_by: int) -> dict[int, tuple[int, int, int]]:
    """Of steps by code, or by code × n_by + by; one below zero doesn't count."""
    found = []
    for journey, (person, codes) in enumerate(cases):
        for at, code in enumerate(codes):
            other = 0 if by is None else by[journey][at]
            if code >= 0 and other >= 0:
                found.append((code if by is None else code * n_by + other, person, journey))
    return tally(found)


def tally_moves(
    cases: Cases, minutes: list[list[int | None]], spans: list[tuple[int, int]]
) -> dict[int, tuple[int, int, int]]:
    """Of moves by the code they begin at, inside each journey's span, where both times are known."""
    found = []
    for journey, (person, codes) in enumerate(cases):
        inside = range(*spans[journey])
        for at in inside:
            known = at + 1 in inside and None not in minutes[journey][at : at + 2]
            if known:
                found.append((codes[at], person, journey))
    return tally(found)
