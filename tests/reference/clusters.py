"""The sums that a share clustered by person needs, the way anyone would add them up."""

from collections import Counter, defaultdict


def cluster_sums(items: list[tuple[int, int, int | None]]) -> tuple[dict, dict]:
    """From (person, base, hit or None): by base (persons, Σm, Σm²), by hit (persons, Σx, Σx², Σxm)."""
    m = Counter((person, base) for person, base, _ in items)
    x = Counter((person, base, hit) for person, base, hit in items if hit is not None)
    bases, hits = defaultdict(lambda: (0, 0, 0)), defaultdict(lambda: (0, 0, 0, 0))
    for (_, base), many in m.items():
        bases[base] = added(bases[base], (1, many, many**2))
    for (person, base, hit), many in x.items():
        hits[hit] = added(hits[hit], (1, many, many**2, many * m[person, base]))
    return dict(bases), dict(hits)


def added(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))
