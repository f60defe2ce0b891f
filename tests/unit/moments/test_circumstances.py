"""What is known of persons, whatever they do."""

import numpy as np
import pyarrow as pa
import pytest

from footpath.journeys import notation
from footpath.moments.circumstances import MOST_COLUMNS, circumstances
from footpath.moments.described import days, describe


def people(**traits):
    n = len(next(iter(traits.values())))
    return pa.table({"person": [f"p{at:04}" for at in range(n)], **traits})


def columns(found):
    return dict(zip(found.names, found.of_person.T.tolist(), strict=True))


def test_a_value_is_a_column_and_so_is_nothing_told():
    found = circumstances(people(plan=["a", "b", None, "a"]), {})
    assert columns(found) == {"plan=a": [1, 0, 0, 1], "plan=b": [0, 1, 0, 0], "plan not told": [0, 0, 1, 0]}


def test_what_persons_did_is_not_looked_at():
    table = people(first_channel=["web", "shop"], events=[3, 90], value=[0.0, 700.0], city=["Delft", "Gent"])
    assert circumstances(table, {}).names == ("city=Delft", "city=Gent")


def test_segments_come_first():
    found = circumstances(people(plan=["a", "b"]), {"young": np.array([True, False])})
    assert columns(found)["segment young"] == [1, 0]
    assert found.names[0] == "segment young"


def test_at_most_eight_values_and_none_that_hardly_anybody_has():
    values = [f"v{at % 10}" for at in range(990)] + ["rare"] * 5
    found = circumstances(people(shop=values), {})
    assert found.names == tuple(f"shop=v{at}" for at in range(8))


def test_a_number_keeps_its_order_and_its_missing_ones_get_the_median_and_say_so():
    found = circumstances(people(age=[str(age) for age in range(20, 60)] + [None] * 2), {})
    assert found.names == ("age", "age not told")
    age = found.of_person[:, 0]
    assert (np.diff(age[1:39]) == 1).all()
    assert age[-1] == np.median(range(20, 60))
    assert columns(found)["age not told"][-3:] == [0, 1, 1]


def test_a_few_huge_amounts_do_not_rule():
    amounts = [float(at % 50) for at in range(500)] + [1e9]
    amount = circumstances(people(balance=amounts), {}).of_person[:, 0]
    assert amount.max() < 5


def test_a_date_is_a_day():
    born = [f"19{year}-03-0{1 + year % 9}" for year in range(50, 90)]
    found = circumstances(people(born=born), {})
    assert found.names == ("born",)
    assert days(pa.chunked_array([["2000-01-01T10:00:00Z"]])).tolist() == [10957.0]


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("customer_id", ["a", "a", "b"] * 20, "an identifier"),
        ("crmId", ["a", "a", "b"] * 20, "an identifier"),
        ("nick", [f"nick{at}" for at in range(60)], "nearly every person has another"),
        ("phone", [f"31612345{at:03}" for at in range(60)], "nearly every person has another"),
        ("street", [f"street {at}" for at in range(300)] * 3, "too many values"),
        ("seen", [f"{1 + at % 28}/02/2024" for at in range(60)], "dates that may be read in two ways"),
        ("changed", [1_700_000_000 + 60 * at for at in range(60)], "points in time"),
        ("country", ["NL"] * 60, "the same for everybody"),
        ("fax", [None] * 60, "never told"),
    ],
)
def test_what_tells_no_groups_apart_is_left_out_and_told(name, values, reason):
    found = circumstances(people(**{name: values}), {})
    assert found.names == ()
    assert found.left_out == ((name, reason),)
    assert found.of_person.shape == (len(values), 0)


def test_paid_is_no_identifier_and_a_number_with_leading_noughts_is_a_name():
    table = people(paid=["yes", "no"] * 5, area=["007", "008"] * 5)
    assert circumstances(table, {}).names == ("area=007", "area=008", "paid=no", "paid=yes")


def test_there_is_no_room_for_everything_and_what_most_persons_have_comes_first():
    traits = {f"t{at:02}": ["a", "b"] * 20 + [None] * at for at in range(20)}
    longest = max(map(len, traits.values()))
    table = people(**{name: values + [None] * (longest - len(values)) for name, values in traits.items()})
    found = circumstances(table, {})
    assert len(found.names) <= MOST_COLUMNS
    assert found.names[0].startswith("t00")
    assert ("t19", "others are told of more persons") in found.left_out


def test_a_trait_that_was_written_down_after_the_end_is_left_out_where_the_ends_are_known():
    persons = [f"p{at:04}: visit {'pay' if at % 2 else 'look'}@2h" for at in range(200)]
    journeys = notation.journeys(" · ".join([*persons, "q: visit look@9d"]), goal="pay", within="3d")
    status = ["buyer" if at % 2 else "lead" for at in range(200)]
    table = people(status=[*status, "lead"], city=["Delft", "Delft", "Gent", "Gent"] * 50 + ["Gent"])
    assert circumstances(table, {}).left_out == ()
    found = circumstances(table, {}, journeys)
    assert found.left_out == (("status", "it knows the end of the journeys too well"),)
    assert found.names == ("city=Gent", "city=Delft")


def test_nobody_and_nothing():
    assert circumstances(people(plan=[]), {}).of_person.shape == (0, 0)
    assert circumstances(pa.table({"person": ["a", "b"]}), {}).of_person.shape == (2, 0)


def test_ties_among_values_are_settled_by_name():
    texts = pa.chunked_array([["b", "a", "c"] * 10])
    assert describe("x", texts, holders=30, most=2).values == ("a", "b")
