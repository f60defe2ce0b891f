"""Who was seen in which sources."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from footpath.identity import stitch
from footpath.identity.sightings import Seen, Sightings
from reference.sent import sent


def sightings(*rows: str) -> Sightings:
    log = sent(*rows)
    return Sightings.of(log, stitch(log, []), len({row.split()[0].rstrip("!") for row in rows}))


def test_a_person_of_one_identifier_may_be_in_two_sources():
    found = sightings("web user:ann", "web user:ann", "web user:bob", "desk user:ann", "shop user:cy")
    assert found.counts() == Seen({"web": (2, 1), "desk": (1, 1), "shop": (1, 0)}, several=1)
    assert sorted(found.lists().to_pylist()) == [["desk", "web"], ["shop"], ["web"]]


def test_traits_are_a_sighting_too():
    assert sightings("web user:ann", "crm! user:ann email:a@x.nl").counts().several == 1


def test_a_row_of_nobody_is_none():
    assert sightings("web user:ann", "desk").counts() == Seen({"web": (1, 0), "desk": (0, 0)}, several=0)


SOURCES = [f"s{n}" for n in range(130)]  # more than fit into two words of bits


@given(st.lists(st.tuples(st.sampled_from(SOURCES), st.integers(0, 5)), min_size=1, max_size=60))
def test_counts_are_those_of_the_lists(rows):
    found = sightings(*(f"{source} user:u{person}" for source, person in rows))
    of = {person: {source for source, each in rows if each == person} for _, person in rows}
    assert sorted(found.lists().to_pylist()) == sorted(sorted(each) for each in of.values())
    expected = {
        source: (
            sum(source in each for each in of.values()),
            sum(source in each and len(each) > 1 for each in of.values()),
        )
        for source, _ in rows
    }
    assert found.counts() == Seen(expected, sum(len(each) > 1 for each in of.values()))
