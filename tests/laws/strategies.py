"""Random journeys: several a person, with lead-in, aftermath, outcomes, and times that may be missing."""

from __future__ import annotations

from hypothesis import strategies as st

from reference.drawn import Drawn, build

NAMES = "ABCDE"
NEVER = "F"  # a touchpoint that nobody visits
PEOPLE = 5


@st.composite
def drawn_journeys(draw: st.DrawFn, person: str) -> Drawn:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=8))
    minutes = sorted(draw(st.lists(st.integers(0, 30), min_size=len(names), max_size=len(names))))
    known = draw(st.lists(st.integers(0, 5), min_size=len(names), max_size=len(names)))
    channels = draw(
        st.lists(st.sampled_from(["web", "shop", None]), min_size=len(names), max_size=len(names))
    )
    times = [minute if some else None for minute, some in zip(minutes, known, strict=True)]
    first = draw(st.integers(0, len(names) - 1))
    last = draw(st.integers(first + 1, len(names)))
    return Drawn(
        person,
        tuple(zip(names, times, channels, strict=True)),
        first,
        last,
        draw(st.integers(first, last - 1)),
        draw(st.sampled_from(["open", "reached", "left"])),
        draw(st.booleans()),
    )


@st.composite
def persons(draw: st.DrawFn) -> list[Drawn]:
    """Journeys of some persons, each person's side by side."""
    counts = draw(st.lists(st.integers(1, 3), max_size=PEOPLE))
    return [draw(drawn_journeys(f"p{i}")) for i, count in enumerate(counts) for _ in range(count)]


@st.composite
def journeys(draw: st.DrawFn):
    """The same as arrays, with first contacts."""
    drawn = draw(persons())
    ids = sorted({each.person for each in drawn})
    contacts = draw(st.lists(st.sampled_from([*NAMES, None]), min_size=len(ids), max_size=len(ids)))
    early = draw(st.sets(st.sampled_from(ids))) if ids else set()
    known = {person: name for person, name in zip(ids, contacts, strict=True) if name}
    return build(drawn, NAMES + NEVER, known, sorted(early))
