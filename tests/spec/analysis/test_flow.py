"""What an edge, a start, an end and "next" mean."""

from footpath.analysis.flow import Boundary, Flow
from footpath.engine.local import run
from reference.drawn import journeys


def edges(*lines):
    result = run(Flow(), journeys(*lines))
    return {(edge.from_, edge.to): (edge.people, edge.journeys, edge.moves) for edge in result.edges}


def test_an_edge_counts_persons_journeys_and_moves():
    found = edges("ann: view cart view cart / view cart", "bob: view cart")
    assert found["view", "cart"] == (2, 3, 4)


def test_an_edge_is_immediate():
    assert ("view", "pay") not in edges("ann: view cart pay")


def test_no_edge_leads_from_one_journey_to_the_next():
    assert edges("ann: view / pay", "bob: cart") == {}


def test_an_edge_may_lead_to_where_it_came_from():
    assert edges("ann: view view view") == {("view", "view"): (1, 1, 2)}


def test_lead_in_and_aftermath_count_in_edges_but_not_in_their_times():
    result = run(Flow(), journeys("ann: ad@0 [view@60 pay@90] call@100 +"))
    times = {(edge.from_, edge.to): edge.time and edge.time.value for edge in result.edges}
    assert times == {("ad", "view"): None, ("view", "pay"): 30 * 60, ("pay", "call"): None}


def test_an_edge_between_steps_without_times_has_none():
    [edge] = run(Flow(), journeys("ann: view@? pay@?")).edges
    assert (edge.people, edge.time) == (1, None)


def test_edges_are_listed_by_people_then_moves_then_name():
    result = run(Flow(), journeys("ann: c d / a b", "bob: c d", "cy: a c a c"))
    assert [(edge.from_, edge.to) for edge in result.edges] == [
        ("c", "d"),
        ("a", "c"),
        ("a", "b"),
        ("c", "a"),
    ]


def test_journeys_start_and_end_at_their_first_and_last_drawn_step():
    result = run(Flow(), journeys("ann: ad [view pay] / view pay", "bob: view cart"))
    assert result.starts == (Boundary("view", 2, 2), Boundary("ad", 1, 1))
    assert result.ends == (Boundary("pay", 1, 2), Boundary("cart", 1, 1))


def next_of(touchpoint, *lines):
    entries = run(Flow(), journeys(*lines)).next[touchpoint]
    return [(entry.to or entry.end, entry.journeys, entry.people, entry.share.value) for entry in entries]


def test_next_looks_at_the_first_visit_only():
    assert next_of("view", "ann: view cart view pay") == [("cart", 1, 1, 1.0)]


def test_next_after_the_last_step_is_the_outcome():
    found = next_of("view", "ann: view pay + / view - / view -", "bob: view")
    assert found == [("left", 2, 1, 0.5), ("open", 1, 1, 0.25), ("pay", 1, 1, 0.25)]


def test_next_after_the_journeys_end_is_its_outcome_and_not_its_aftermath():
    found = next_of("pay", "ann: [view pay] use +")
    assert found == [("reached", 1, 1, 1.0)]


def test_next_has_the_median_time_of_first_visits():
    [entry] = run(Flow(), journeys("ann: a@0 b@4 a@5 b@100", "bob: a@0 b@8")).next["a"]
    assert entry.time.value == 6 * 60
    assert entry.time.n == 2


def test_shares_are_clustered_by_person():
    shares = run(Flow(), journeys("ann: a b / a b / a b / a b", "bob: a c / a c / a c / a c")).next["a"]
    assert [entry.share.n for entry in shares] == [2, 2]
    assert (
        shares[0].share.high - shares[0].share.low > 0.8
    )  # two persons tell little, however often they come
