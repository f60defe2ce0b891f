"""What is proposed for a log that nobody has explained."""

import json
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest

from footpath import definitions as toml
from footpath.errors import InputError
from footpath.identity.stitch import stitch
from footpath.journeys.touchpoints import place
from footpath.mapping.suggest import suggest, touchpoint_rules
from footpath.mapping.suggest.names import EventName, literal
from footpath.mapping.suggest.words import goodness
from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog


def log(rows):
    """Events from (person, event) or dicts, a minute apart."""
    table = []
    for seq, row in enumerate(rows):
        given = dict(row) if isinstance(row, dict) else {"who": row[0], "event": row[1]}
        table.append(
            {
                "id": f"e{seq:06}",
                "source": "web",
                "file": "f",
                "seq": seq,
                "time": seq * 60_000_000,
                "received": 0,
                "kind": "did",
                "actors": [{"kind": "user", "value": given.pop("who", "ann")}],
                **given,
            }
        )
    return EventLog(pa.Table.from_pylist(table, EVENT_SCHEMA))


def suggested(rows, **options):
    events = rows if isinstance(rows, EventLog) else log(rows)
    return suggest(events, stitch(events, ()), **options).definitions


def names(rows):
    return [touchpoint.name for touchpoint in suggested(rows).touchpoints]


def planted(seed, *, journeys=400, stages=6, shuffled=0.1):
    """Journeys that wander among the 4 touchpoints of a stage, 2 to 5 steps; one in ten leaves after each."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(journeys):
        for stage in range(stages):
            steps = rng.integers(0, 4, rng.integers(2, 6))
            rows += [(f"p{person}", f"s{stage}t{step}") for step in steps]
            if rng.random() < 0.1:
                break
    events = [event for _, event in rows]
    moved = np.flatnonzero(rng.random(len(events)) < shuffled)
    for at, other in zip(moved, rng.permutation(moved), strict=True):
        rows[at] = (rows[at][0], events[other])
    return rows


def borders(definitions):
    """Pairs of touchpoints that share a stage, by the stages found; and by those planted."""
    found = {t.name: t.stage for t in definitions.touchpoints}
    pairs = [(a, b) for a in found for b in found if a < b]
    together = {pair for pair in pairs if found[pair[0]] == found[pair[1]]}
    planted_together = {pair for pair in pairs if pair[0][:2] == pair[1][:2]}
    return together, planted_together


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_stages_are_found_again_though_a_tenth_of_the_events_is_shuffled(seed):
    found, truth = borders(suggested(planted(seed)))
    right = len(found & truth)
    f1 = 2 * right / (len(found) + len(truth))
    assert f1 >= 0.9


def test_addresses_with_numbers_hashes_and_ids_become_templates():
    pages = [f"Page: /product/{n}" for n in range(30)]
    pages += [f"Page: /order/0f8fad5b-d9cb-469f-a165-7086772895{n:02}" for n in range(15)]
    pages += [f"Page: /s/{n:08x}ab" for n in range(15)]
    rules = touchpoint_rules([EventName("web", page, "did", 3) for page in [*pages, "Page: /cart"]])
    assert {rule.name for rule in rules} == {
        "Page: /cart",
        "Page: /product/…",
        "Page: /order/…",
        "Page: /s/…",
    }


def test_many_different_words_at_one_place_of_an_address_are_values():
    slugs = [f"/blog/{a}-{b}" for a in ("red", "blue", "green", "grey") for b in ("car", "van", "bus", "cab")]
    assert names([("ann", slug) for slug in slugs]) == ["/blog/…"]


def test_a_few_pages_stay_themselves():
    assert sorted(names([("ann", "/blog/cars"), ("ann", "/blog/vans"), ("ann", "/")])) == [
        "/",
        "/blog/cars",
        "/blog/vans",
    ]


def test_rare_names_are_grouped_beyond_forty():
    rows = [("ann", f"event {chr(97 + n // 26)}{chr(97 + n % 26)}") for n in range(60) for _ in range(60 - n)]
    found = suggested(rows)
    assert len(found.touchpoints) == 41
    assert (place(log(rows), found.touchpoints) >= 0).all()
    kept = Counter(event for _, event in rows).most_common(40)
    assert {name for name, _ in kept} < {touchpoint.name for touchpoint in found.touchpoints}


def test_one_name_in_two_sources_is_two_touchpoints():
    rows = [{"event": "Call", "source": "phone"}, {"event": "Call", "source": "app"}]
    found = suggested(rows)
    assert len({touchpoint.name for touchpoint in found.touchpoints}) == 2
    assert sorted(place(log(rows), found.touchpoints).tolist()) == [0, 1]


@pytest.mark.parametrize("name", ["what?", "a*b", "[draft]", "a[1]", "]", "[!x]", "[", "a\\b", "100 %"])
def test_an_event_name_matches_itself_and_nothing_like_it(name):
    others = ["whatx", "aXb", "d", "a1", "y", "zz"]
    rows = [("ann", each) for each in (name, *others)]
    found = suggested(rows)
    codes = place(log(rows), found.touchpoints)
    assert (codes >= 0).all()
    assert len(set(codes.tolist())) == len(rows)
    assert found.touchpoints[codes[0]].name == name


def test_a_glob_of_a_literal_text_holds_no_wildcard():
    assert [literal(text) for text in ("a*", "[x]", "why?", "plain")] == ["a[*]", "[[]x]", "why[?]", "plain"]


def test_start_and_goal_of_a_small_log():
    rows = []
    for n in range(20):
        rows += [(f"p{n}", "Visit"), (f"p{n}", "Compare"), (f"p{n}", "Order completed")]
    [journey] = suggested(rows).journeys
    assert journey.start == ("Visit",)
    assert [goal.touchpoint for goal in journey.goal] == ["Order completed"]
    assert journey.within is not None


def test_a_bad_end_is_an_end_and_never_the_goal():
    rows = []
    for n in range(20):
        rows += [(f"p{n}", "Submitted"), (f"p{n}", "Approved" if n % 4 else "Declined")]
    [journey] = suggested(rows).journeys
    assert journey.ends == ("Declined",)
    assert [goal.touchpoint for goal in journey.goal] == ["Approved"]


def test_guesses_are_marked_in_the_definition_and_in_its_text():
    rows = [(f"p{n}", event) for n in range(10) for event in ("Visit", "Paid")]
    definitions = suggested(rows)
    [journey] = definitions.journeys
    assert {"start", "goal"} <= set(journey.guessed)
    text = toml.write(definitions)
    assert "guess" in text
    assert toml.parse(text).journeys[0].guessed == journey.guessed


@pytest.mark.parametrize(
    "rows",
    [
        [("ann", "only")],
        [("ann", "only")] * 30,
        [
            ("zoë", "Bestellung abgeschlossen"),
            ("jürgen", "商品を見る"),
            ("zoë", "عرض المنتج"),
            ("bo", "café ☕ 'x' \"y\""),
        ],
        [("ann", "a\tb"), ("ann", "line\nbreak"), ("bob", "…"), ("bob", "Order …")],
    ],
    ids=["one event", "one name", "other languages", "odd blanks"],
)
def test_any_names_make_a_definition_that_reads_back_the_same(rows):
    definitions = suggested(rows, name="test", timezone="Europe/Amsterdam")
    assert (place(log(rows), definitions.touchpoints) >= 0).all()
    assert toml.parse(toml.write(definitions)) == definitions


def test_a_log_without_events_says_what_to_do():
    with pytest.raises(InputError, match=r"no events to suggest from.*footpath import"):
        suggested(EventLog.empty())


def test_traits_are_no_events():
    with pytest.raises(InputError, match="no events"):
        suggested([{"event": "", "kind": "traits", "properties": '{"plan": "a"}'}])


def test_the_answers_to_a_long_survey_are_one_touchpoint():
    rows = [{"event": f"Q{n}", "kind": "said", "source": "survey"} for n in range(8)]
    found = suggested([*rows, {"event": "Visit"}])
    assert sorted(t.name for t in found.touchpoints) == ["Answers (survey)", "Visit"]
    assert (place(log([*rows, {"event": "Visit"}]), found.touchpoints) >= 0).all()


def test_traits_with_few_values_become_segments():
    plans = [
        {
            "event": "",
            "kind": "traits",
            "who": f"p{n}",
            "properties": json.dumps({"plan": plan, "nr": f"n{n}"}),
        }
        for n, plan in enumerate(["it's basic", "pro"] * 10)
    ]
    found = suggested([*plans, ("p0", "Visit"), ("p1", "Visit")])
    assert [segment.name for segment in found.segments] == ["plan: it's basic", "plan: pro"]


def test_the_order_of_rows_does_not_matter():
    rows = planted(5, journeys=60, stages=3)
    events = log(rows)
    mixed = EventLog(events.table.take(np.random.default_rng(1).permutation(len(events))))
    assert toml.write(suggested(mixed)) == toml.write(suggested(events))


def test_stages_never_go_back_in_phase():
    rows = planted(7, journeys=100)
    stages = suggested(rows).stages
    assert 4 <= len(stages) <= 7
    assert len({stage.name for stage in stages}) == len(stages)


@pytest.mark.parametrize(
    "events",
    [
        ["…https://x.test"],
        ["/a/123/b/", "/a/456/b"],
        ["Page: https://x.test/p/1", "Page: https://x.test/p/2"],
    ],
    ids=["no path", "a slash at the end", "a host"],
)
def test_a_template_matches_what_it_was_made_of(events):
    rows = [("ann", event) for event in events]
    assert set(place(log(rows), suggested(rows).touchpoints).tolist()) == {0}


def rules(*events):
    """What each touchpoint matches, of (source, event) with one event each."""
    found = touchpoint_rules([EventName(source, event, "did", 1) for source, event in events])
    return {rule.name: dict(rule.match) for rule in found}


def test_a_rule_names_its_source_only_where_another_source_has_such_an_event():
    assert rules(("web", "Visit"), ("web", "Call"), ("phone", "Call")) == {
        "Visit": {"event": ("Visit",)},
        "Call (phone)": {"source": ("phone",), "event": ("Call",)},
        "Call (web)": {"source": ("web",), "event": ("Call",)},
    }


def test_a_template_that_would_match_what_another_source_has_names_its_source():
    found = rules(*[("web", f"/p/{n}") for n in range(3)], ("app", "/p/start"))
    assert found["/p/…"] == {"source": ("web",), "event": ("/p/*",)}


def test_sources_that_differ_by_their_numbers_are_the_files_of_one_export():
    months = [(f"orders-2026-{month:02}", event) for month in (1, 2) for event in ("Paid", "Sent")]
    assert rules(*months) == {"Paid": {"event": ("Paid",)}, "Sent": {"event": ("Sent",)}}
    again = rules(*months, ("shop", "Paid"))
    assert again["Paid (orders-*-*)"]["source"] == ("orders-[0-9]*-[0-9]*",)


def test_how_people_came_is_not_what_they_came_for():
    ways = ["paid_search", "organic_search", "social", "email", "referral", "unknown"]
    rows = []
    for n in range(120):
        rows.append((f"p{n}", ways[n % 6]))
        rows += [(f"p{n}", "Deal won")] * (n % 4 == 0)
    found = suggested(rows)
    [journey] = found.journeys
    assert [goal.touchpoint for goal in journey.goal] == ["Deal won"]
    assert [(stage.name, stage.phase) for stage in found.stages] == [
        ("First contact", "pre-contact"),
        ("Deal won", "purchase"),
    ]


@pytest.mark.parametrize(
    "good",
    [
        *("Deal won", "closed_won", "Invoice paid", "ContractSigned", "Account activated", "Auftrag bezahlt"),
        *("Contrat signé", "Pedido pago", "Offerte geaccepteerd", "Pedido entregado", "Ordine consegnato"),
    ],
)
def test_names_of_wins_are_goals_in_several_languages(good):
    rows = [(f"p{n}", event) for n in range(20) for event in ("first", "second", good)[: 2 + (n % 3 == 0)]]
    [journey] = suggested(rows).journeys
    assert [goal.touchpoint for goal in journey.goal] == [good]


@pytest.mark.parametrize(
    "no_goal", ["paid_search", "Payment pending", "not paid", "Closed lost", "signed in"]
)
def test_what_only_sounds_like_a_win_is_no_goal(no_goal):
    assert goodness(no_goal) <= 0


def test_a_first_event_is_no_goal_however_it_is_called():
    rows = [(f"p{n}", event) for n in range(20) for event in ("Purchased", "Packed", "Delivered")]
    [journey] = suggested(rows).journeys
    assert [goal.touchpoint for goal in journey.goal] == ["Delivered"]


def test_that_there_is_no_goal_is_a_guess_and_the_text_says_how_to_name_one():
    definitions = suggested([(f"p{n % 5}", "Visit") for n in range(20)])
    [journey] = definitions.journeys
    assert journey.goal == () and "goal" in journey.guessed
    text = toml.write(definitions)
    assert '# goal = ["…"]  # none was found' in text
    assert toml.parse(text) == definitions
