"""Who is who does not hang on the order of rows, and agrees with twins that anyone believes."""

from __future__ import annotations

import numpy as np
import phonenumbers
import pyarrow as pa
from email_validator import EmailNotValidError, validate_email
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from footpath.identity import normalise, normalise_all, stitch
from footpath.identity.normalise import email_address, phone_number
from footpath.kernels import components as kernel
from footpath.model.definition import Identifier
from footpath.model.person import PersonIndex
from reference import components as twin
from reference.sent import log_of, sent

KINDS = ("anon", "user", "email", "device", "loyalty", "phone")
actors = st.builds("{}:{}".format, st.sampled_from(KINDS), st.sampled_from(["a1", "a2", "a3", "null"]))
heads = st.sampled_from(["web", "web!", "crm!", "desk/1", "desk/2", "web/1"])
rows = st.lists(
    st.builds(lambda head, some: " ".join([head, *some]), heads, st.lists(actors, max_size=3)), max_size=14
)
guards = st.lists(
    st.builds(Identifier, st.sampled_from(KINDS), st.booleans(), st.none() | st.integers(1, 2)), max_size=3
)


def said(index: PersonIndex) -> tuple[object, ...]:
    return (
        index.actors.to_pylist(),
        index.person.tolist(),
        index.ids.to_pylist(),
        index.reasons.to_pylist(),
        index.sources.to_pylist(),
        index.since.tolist(),
        index.counts,
    )


@settings(max_examples=60, deadline=None)
@given(rows, guards, st.randoms(use_true_random=False))
def test_any_order_of_rows_gives_the_same_persons_ids_and_reasons(noted, identifiers, random):
    numbered = list(enumerate(noted))
    shuffled = random.sample(numbered, len(numbered))
    first, second = stitch(log_of(numbered), identifiers), stitch(log_of(shuffled), identifiers)
    assert said(first) == said(second)
    assert [first.row_person[number] for number, _ in shuffled] == second.row_person.tolist()


@settings(max_examples=30, deadline=None)
@given(rows, guards)
def test_no_person_has_two_values_of_a_unique_kind(noted, identifiers):
    index = stitch(sent(*noted), identifiers)
    unique = {"user": True} | {each.kind: each.unique for each in identifiers}
    held = [
        (person, actor.split(":")[0])
        for actor, person in zip(index.actors.to_pylist(), index.person.tolist(), strict=True)
        if unique.get(actor.split(":")[0])
    ]
    assert len(held) == len(set(held))


@settings(max_examples=30, deadline=None)
@given(rows)
def test_without_guards_whatever_was_together_is_together(noted):
    free = [Identifier(kind, most_people=1000) for kind in KINDS]
    index = stitch(sent(*noted), free)
    together: dict[int, set[str]] = {}
    for actor, person in zip(index.actors.to_pylist(), index.person.tolist(), strict=True):
        if ".case:" not in actor:
            together.setdefault(person, set()).add(actor)
    kept = [{each for each in row.split()[1:] if not each.endswith("null")} for row in noted]
    spelled = [{f"phone:{each[-1]}" if each.startswith("phone") else each for each in row} for row in kept]
    assert {frozenset(group) for group in together.values()} == twin.components(spelled)


@settings(max_examples=30, deadline=None)
@given(rows, guards)
def test_every_row_is_of_one_of_its_own_actors_or_of_its_case(noted, identifiers):
    index = stitch(sent(*noted), identifiers)
    for row, person in zip(noted, index.row_person.tolist(), strict=True):
        head, *some = row.split()
        own = {f"{kind}:{normalise(kind, value)}" for kind, value in (each.split(":") for each in some)}
        source, _, case = head.partition("/")
        members = {
            a for a, p in zip(index.actors.to_pylist(), index.person.tolist(), strict=True) if p == person
        }
        if person < 0:
            assert all(each.endswith(":None") for each in own) and not case
        else:
            assert members & (own | {f"{source}.case:{case}"})


nodes = st.integers(0, 7)


def ragged(lists: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.cumsum([0, *map(len, lists)]).astype(np.int64)
    return offsets, np.array([each for some in lists for each in some], np.int32)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(nodes, max_size=5), max_size=8))
def test_pairs_are_those_of_the_twin(lists):
    low, high, row = kernel.pairs(*ragged(lists))
    assert sorted(zip(low.tolist(), high.tolist(), row.tolist(), strict=True)) == twin.pairs(lists)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(nodes, nodes).map(sorted).filter(lambda link: link[0] != link[1]), max_size=15),
    st.lists(st.integers(-1, 1), min_size=8, max_size=8),
)
def test_groups_are_those_of_the_twin_and_the_trace_is_a_way_to_the_root(links, slots):
    values = [{f"k{slot}": node} if slot >= 0 else {} for node, slot in enumerate(slots)]
    held = np.full((8, 2), -1, np.int32)
    for node, slot in enumerate(slots):
        if slot >= 0:
            held[node, slot] = node
    parent = np.arange(8, dtype=np.int32)
    low, high = np.array(links, np.int32).reshape(-1, 2).T.copy()
    outcome = kernel.join(low, high, parent, held)
    expected, groups = twin.join(links, 8, values)
    root = kernel.roots(parent)
    assert outcome.tolist() == expected
    assert root.tolist() == [min(group) for node in range(8) for group in groups if node in group]

    via = kernel.trace(low[outcome == 1], high[outcome == 1], root)
    forest = [tuple(link) for link, each in zip(links, expected, strict=True) if each == 1]
    assert all((via[node] < 0) == (len(group) == 1) for group in groups for node in group)
    assert all(node in forest[via[node]] for node in range(8) if via[node] >= 0)
    named = {int(via[node]) for node in range(8) if root[node] != node}
    assert named == set(range(len(forest)))  # every link of the forest ties exactly one node in


pieces = st.tuples(
    st.integers(0, 2), st.integers(0, 2), st.integers(0, 4), st.integers(0, 2), st.integers(1, 3)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=12))
def test_support_is_that_of_the_twin(evidence):
    group, strength, time, source, weight = np.ascontiguousarray(np.array(evidence, np.int64).T)
    found = kernel.support(group, 3, strength.astype(np.int8), time, source.astype(np.int32), weight)
    for each in set(group.tolist()):
        assert tuple(column[each] for column in found) == twin.support(evidence, each)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(nodes, max_size=5), max_size=8), st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_the_node_that_decides_is_that_of_the_twin(lists, rank):
    chosen = kernel.choose(*ragged(lists), np.array(rank, np.int64))
    assert chosen.tolist() == [twin.choose(some, rank) for some in lists]


def is_valid(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


@settings(max_examples=60, deadline=None)
@given(st.emails())
def test_the_quick_way_with_addresses_is_the_library_s(address):
    assume(is_valid(address))
    assert normalise_all("email", pa.array([address])).to_pylist()[0] in (None, email_address(address))


codes = st.sampled_from(["31", "1", "44", "49", "39", "52", "54", "7", "55", "61", "376", "881"])


@settings(max_examples=200, deadline=None)
@given(st.builds("+{}{}".format, codes, st.from_regex(r"[0-9]{6,11}", fullmatch=True)))
def test_the_quick_way_with_numbers_is_the_library_s(number):
    parsed = phonenumbers.parse(number)
    assume(phonenumbers.is_possible_number(parsed))
    expected = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    assert phone_number(number) in (None, expected)
