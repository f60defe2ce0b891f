"""Persons told apart piece by piece, as on a cluster, are those of the whole; it needs no cluster."""

from collections import Counter, defaultdict

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.engine.spark.components import told_here
from footpath.engine.spark.people import Rules, identifiers_seen
from footpath.identity import stitch
from footpath.identity.stitch import stitch_alike
from footpath.model.definition import Identifier
from reference.sent import sent

KINDS = ("anon", "user", "email", "device", "loyalty", "phone")
actors = st.builds("{}:{}".format, st.sampled_from(KINDS), st.sampled_from(["a1", "a2", "a3", "null"]))
heads = st.sampled_from(["web", "web!", "crm!", "desk/1", "desk/2", "web/1"])
rows = st.lists(
    st.builds(lambda head, some: " ".join([head, *some]), heads, st.lists(actors, max_size=3)), max_size=14
)
guards = st.lists(
    st.builds(Identifier, st.sampled_from(KINDS), st.booleans(), st.none() | st.integers(1, 2)), max_size=3
)


def test_a_row_that_stands_for_two_decides_as_two_would():
    # ann has been seen with the phone twice and with the other once: only two may share it
    few = [Identifier("user", unique=True), Identifier("phone", unique=True)]
    noted = ["web user:ann phone:612", "web user:ann phone:613", "web user:ann phone:613"]
    assert apart(noted, few) == together(noted, few)


@settings(max_examples=150, deadline=None)
@given(rows, guards)
def test_components_stitched_one_by_one_are_the_persons_of_the_whole(noted, identifiers):
    assert apart(noted, identifiers) == together(noted, identifiers)


def together(noted, identifiers):
    people = stitch(sent(*noted), identifiers)
    return names(people, noted)


def apart(noted, identifiers):
    """What `with_persons` does on frames, on lists."""
    counted, found = Counter(noted), {}
    for some in pieces(list(counted), Rules(tuple(identifiers), None)):
        weight = np.array([counted[each] for each in some], np.int64)
        found |= names(stitch_alike(sent(*some), weight, identifiers), some)
    return {each: found.get(each) for each in noted}


def pieces(noted, rules):
    ends = nodes(noted, rules)
    numbers = {name: at for at, name in enumerate(sorted({each for some in ends for each in some}))}
    edges = [(numbers[each], min(numbers[one] for one in some)) for some in ends for each in some]
    table = pa.table(
        {"a": [a for a, _ in edges], "b": [b for _, b in edges]},
        pa.schema([("a", pa.int64()), ("b", pa.int64())]),
    )
    of_node = {row["node"]: row["component"] for row in told_here(table).to_pylist()}
    found = defaultdict(list)
    for each, some in zip(noted, ends, strict=True):
        if some:
            least = min(numbers[one] for one in some)
            found[of_node.get(least, least)].append(each)
    return found.values()


def nodes(noted, rules):
    table = sent(*noted).table
    keyed = table.append_column("key", pa.nulls(len(table))).append_column("check", pa.nulls(len(table)))
    plain = keyed.set_column(1, "source", keyed["source"].cast(pa.string()))
    seen = identifiers_seen(plain, rules).to_pylist()
    wanted = {each["case_node"] for each in seen if each["needs"]} - {None}
    return [[*each["nodes"], *([each["case_node"]] if each["case_node"] in wanted else [])] for each in seen]


def names(people, noted):
    ids = [*people.ids.to_pylist(), None]
    return {each: ids[person] for each, person in zip(noted, people.row_person.tolist(), strict=True)}
