"""Who is who, case by case."""

from __future__ import annotations

import pytest

from footpath.errors import UsageError
from footpath.identity import explain, find, stitch
from footpath.model.definition import Identifier
from footpath.model.person import PersonIndex
from reference.sent import DAY_ONE, sent


def groups(index: PersonIndex) -> set[str]:
    persons: dict[int, list[str]] = {}
    for actor, person in zip(index.actors.to_pylist(), index.person.tolist(), strict=True):
        persons.setdefault(person, []).append(actor)
    return {" ".join(actors) for actors in persons.values()}


def owners(index: PersonIndex) -> list[str | None]:
    """The least actor of each row's person."""
    least = [index.actors[index.person.tolist().index(person)].as_py() for person in range(index.n_people)]
    return [None if person < 0 else least[person] for person in index.row_person.tolist()]


def reasons(index: PersonIndex) -> dict[str, str]:
    return dict(zip(index.actors.to_pylist(), index.reasons.to_pylist(), strict=True))


def test_identifiers_of_one_row_are_one_person_across_sources():
    index = stitch(
        sent("web anon:1", "web anon:1 user:ann", "crm! user:ann email:Ann@x.nl", "shop email:bob@x.nl"), []
    )
    assert groups(index) == {"anon:1 email:ann@x.nl user:ann", "email:bob@x.nl"}
    assert owners(index) == ["anon:1", "anon:1", "anon:1", "email:bob@x.nl"]
    assert (index.n_people, index.joined) == (2, 1)


def test_a_person_is_called_after_the_least_actor():
    one, more = stitch(sent("web anon:1"), []), stitch(sent("web anon:1 user:ann", "web user:bob"), [])
    assert one.ids[0].as_py() in more.ids.to_pylist()
    assert one.ids[0].as_py()[0] == "p"
    assert len(one.ids[0].as_py()) == 17
    assert more.ids.to_pylist() == sorted(more.ids.to_pylist())


def test_two_spellings_are_one_identifier():
    index = stitch(
        sent("a phone:06-12345678", "b phone:+31_6_1234_5678", "c email:ANN@X.NL", "d email:ann@x.nl"),
        [],
        region="NL",
    )
    assert groups(index) == {"phone:+31612345678", "email:ann@x.nl"}


def test_junk_joins_nobody_and_is_no_actor():
    index = stitch(sent("a user:ann email:noreply@x.nl", "a user:bob email:noreply@x.nl", "a user:null"), [])
    assert groups(index) == {"user:ann", "user:bob"}
    assert owners(index) == ["user:ann", "user:bob", None]
    assert (index.counts["junk"], index.counts["no_actor"]) == (3, 1)


def test_where_no_actor_is_left_the_case_is_the_person():
    index = stitch(sent("desk/7 user:null", "desk/7", "web/7"), [])
    assert owners(index) == ["desk.case:7", "desk.case:7", "web.case:7"]


def test_a_row_without_actors_goes_to_the_only_person_of_its_case():
    index = stitch(sent("shop/7 email:ann@x.nl", "shop/7", "shop/8 shop.case:8", "shop/8 email:bob@x.nl"), [])
    assert owners(index) == ["email:ann@x.nl"] * 2 + ["email:bob@x.nl"] * 2
    assert reasons(index)["shop.case:7"] == "same case as email:ann@x.nl in shop"


def test_in_a_case_of_two_people_each_event_goes_to_its_own():
    index = stitch(sent("desk/7 user:ann", "desk/7 user:bob", "desk/7", "desk/8 user:ann"), [])
    assert owners(index) == ["user:ann", "user:bob", "desk.case:7", "user:ann"]
    assert index.counts["ambiguous_case"] == 3
    assert reasons(index)["desk.case:7"] == "its case is of 2 people"


def test_two_users_of_one_device_stay_two_people():
    index = stitch(
        sent("web anon:1 user:ann", "web anon:1 user:ann", "web anon:1 user:bob", "web anon:1"), []
    )
    assert groups(index) == {"anon:1 user:ann", "user:bob"}
    assert owners(index) == ["anon:1", "anon:1", "user:bob", "anon:1"]
    assert (index.counts["kept_apart"], index.counts["ambiguous_actor"]) == (1, 1)
    assert reasons(index)["user:bob"] == (
        "the only identifier; kept apart from anon:1: two values of the unique kind user"
    )


def test_of_equals_the_least_user_has_the_device():
    assert groups(stitch(sent("web anon:1 user:bob", "web anon:1 user:ann"), [])) == {
        "anon:1 user:ann",
        "user:bob",
    }


def test_what_a_sign_in_tells_goes_before_what_is_often_seen():
    index = stitch(sent("web anon:1 user:ann", "web anon:1 user:ann", "web! anon:1 user:bob"), [])
    assert groups(index) == {"anon:1 user:bob", "user:ann"}


def test_a_chain_does_not_smuggle_in_a_second_value_of_a_unique_kind():
    rows = sent("a card:1 email:x@x.nl", "b email:x@x.nl phone:+31612345678", "c phone:+31612345678 card:2")
    card = Identifier("card", unique=True)
    assert len(groups(stitch(rows, [card]))) == 2
    assert len(groups(stitch(rows, []))) == 1


def test_an_identifier_that_too_many_use_joins_nobody():
    rows = [f"call phone:+31201234567 user:{name}" for name in ("ann", "bob", "cy", "di")]
    index = stitch(
        sent(*rows, "call phone:+31201234567", "call/9 phone:+31201234567"),
        [Identifier("phone", most_people=3)],
    )
    assert groups(index) == {
        "user:ann",
        "user:bob",
        "user:cy",
        "user:di",
        "phone:+31201234567",
        "call.case:9",
    }
    assert owners(index)[-2:] == ["phone:+31201234567", "call.case:9"]
    assert index.counts["shared_identifier"] == 2
    assert reasons(index)["phone:+31201234567"] == "shared by 4 people"


def test_a_person_with_many_identifiers_is_one_person_to_a_shared_identifier():
    rows = [f"web user:ann email:ann@{n}.nl" for n in range(5)] + [
        f"web email:ann@{n}.nl device:d" for n in range(5)
    ]
    assert len(groups(stitch(sent(*rows), [Identifier("device", most_people=1)]))) == 1


def test_cookies_on_which_nobody_signed_in_are_not_strangers_until_there_are_very_many():
    phone = Identifier("phone", most_people=3)
    few = stitch(sent(*[f"web anon:{n} phone:+31612345678" for n in range(1, 7)]), [phone])
    many = stitch(sent(*[f"web anon:{n} phone:+31612345678" for n in range(1, 22)]), [phone])
    assert (few.n_people, many.n_people) == (1, 22)


def test_a_store_tablet_glues_nobody_even_without_a_definition():
    index = stitch(
        sent(*[f"store device:tablet email:p{n}@x.nl" for n in range(21)], "store device:tablet"), []
    )
    assert index.n_people == 22
    assert owners(index)[-1] == "device:tablet"


def test_a_definition_that_is_silent_about_most_people_leaves_the_limit():
    rows = sent(*[f"store card:1 email:p{n}@x.nl" for n in range(21)])
    assert stitch(rows, [Identifier("card", unique=True)]).n_people == 22
    assert stitch(rows, [Identifier("card", most_people=30)]).n_people == 1


def test_every_link_says_why_where_and_since_when():
    index = stitch(
        sent(
            "web anon:1",
            "web anon:1 user:ann",
            "web anon:1 user:ann",
            "crm! user:ann email:ann@x.nl",
            "shop card:5",
        ),
        [],
    )
    links = {str(link.actor): link for each in range(2) for link in explain(index, each)}
    assert links["user:ann"].reason == "seen together with anon:1 in web (2 events)"
    assert links["email:ann@x.nl"].reason == "same row in crm as user:ann"
    assert (links["email:ann@x.nl"].source, links["email:ann@x.nl"].since) == ("crm", DAY_ONE.replace(hour=3))
    assert links["card:5"].reason == "the only identifier"


def test_explain_takes_an_id_and_refuses_one_that_is_not_there():
    index = stitch(sent("web anon:1 user:ann"), [])
    assert [str(link.actor) for link in explain(index, index.ids[0].as_py())] == ["anon:1", "user:ann"]
    with pytest.raises(UsageError, match='no person "p0"'):
        explain(index, "p0")


@pytest.mark.parametrize("text", ["user:ann", "ann", "Ann@X.NL", "email:ann@X.nl", "06 12345678"])
def test_a_person_is_found_by_any_spelling_of_any_identifier(text: str):
    index = stitch(sent("crm! user:ann email:ann@x.nl phone:0612345678", "web user:bob"), [], region="NL")
    (person,) = find(index, text, region="NL")
    assert "user:ann" in [str(link.actor) for link in explain(index, person)]
    assert find(index, "nobody") == []


def test_an_empty_log_has_nobody():
    index = stitch(sent(), [])
    assert (index.n_people, len(index.row_person), len(index.actors)) == (0, 0, 0)
