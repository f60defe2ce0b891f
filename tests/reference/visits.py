"""First visits, the way anyone would find them."""

from reference.clusters import cluster_sums


def visit_sums(
    cases: list[tuple[int, list[int]]], spans: list[tuple[int, int]], hits: list[int], keep: list[bool]
) -> tuple[dict, dict]:
    """A kept journey is an item of each code in its span, and a hit at one of them or at none."""
    return cluster_sums(
        [
            (person, code, code if code == hit else None)
            for (person, codes), (begin, end), hit, kept in zip(cases, spans, hits, keep, strict=True)
            if kept
            for code in set(codes[begin:end])
        ]
    )


def met_first(
    cases: list[tuple[int, list[int]]], first_step: list[int], early: list[bool]
) -> list[tuple[int, int]]:
    """Positions among all steps, and journeys, of the first event of each person who did not come early."""
    drawn = [(person, journey, step) for journey, (person, steps) in enumerate(cases) for step in steps]
    return [
        (at, journey)
        for at, (person, journey, step) in enumerate(drawn)
        if not early[person] and step == first_step[person]
    ]
