"""The lane of moments is calm: a few a stage, each with what it costs, the rest as one line."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from footpath.draw import ids, render
from footpath.draw.layout import lay_out
from footpath.draw.layout_moment import MOST
from footpath.draw.panel import panels
from footpath.draw.phrases_moment import change, change_between, goals, ordinal, ranks
from footpath.draw.scene import Group, Text, outside, overlaps
from footpath.model.map import LANES
from reference.hand_made_moments import ADVISOR, BILL, CHANCE, FEW, IDENTITY, PAYS, WAITS, estimate, moment

ORDER, COMPARE = "I order", "I compare"


@pytest.fixture(scope="session")
def hurting(build):
    """hurting(moments, undecided): the phone company's map with these."""
    base = build.assemble(
        build.walks(400, 1), build.PHONE, goal="Order confirmed", title="I become a customer", state=LANES
    )
    return lambda moments=(), undecided=(): replace(base, moments=tuple(moments), undecided=tuple(undecided))


@pytest.fixture(scope="session")
def busy(hurting):
    """Six pain points and a delight in one stage, and two undecided ones."""
    small = [moment("detour", f"Way {at}", 9 - at, (4, 6), id=f"way-{at}") for at in range(3)]
    found = [replace(each, stage=ORDER) for each in (ADVISOR, *small, WAITS, IDENTITY, PAYS)]
    return hurting(found, [replace(each, stage=ORDER) for each in (FEW, CHANCE)])


def texts(map_, group_id):
    """What a group of the lane says, a line each, with plain spaces."""
    lane = next(each for each in lay_out(map_).lanes if each.id == "moment")
    found = [group for cell in lane.body for group in _deep(cell) if group.id == group_id]
    return [
        mark.text.replace("\u00a0", " ")
        for group in found
        for mark in group.marks()
        if isinstance(mark, Text)
    ]


def _deep(group):
    yield group
    for child in group.children:
        if isinstance(child, Group):
            yield from _deep(child)


def test_a_moment_shows_title_goals_people_and_rank(hurting):
    map_ = hurting([replace(PAYS, stage=ORDER)])
    assert " ".join(texts(map_, ids.moment("loop-1"))) == (
        "Back to “Pays” again 120 goals lost (75–165) 412 people met it · ranks 1st to 2nd"
    )


def test_a_delight_shows_goals_won_and_no_rank(hurting):
    map_ = hurting([replace(ADVISOR, stage=COMPARE, rank=1.0, rank_low=1, rank_high=1)])
    assert " ".join(texts(map_, ids.moment("touch-1"))) == (
        "“Asks an advisor” helps people on 64 goals won (38–90) 412 people met it"
    )


def test_at_most_four_a_stage_the_costliest_first_and_the_rest_as_one_line(busy):
    shown = [each.id for each in (PAYS, IDENTITY, WAITS) if texts(busy, ids.moment(each.id))]
    assert shown == ["loop-1", "dead-1", "wait-1"]
    assert sum(bool(texts(busy, ids.moment(each.id))) for each in busy.moments) == MOST
    assert texts(busy, f"moments-{ids.slug(ORDER)}") == ["and 3 more · 2 undecided"]


def test_undecided_ones_alone_are_one_muted_line(hurting):
    map_ = hurting((), [replace(FEW, stage=ORDER)])
    assert texts(map_, f"moments-{ids.slug(ORDER)}") == ["1 undecided"]
    assert not texts(map_, ids.moment(FEW.id))


def test_a_stage_where_nothing_stands_out_says_so(hurting):
    lane = next(each for each in lay_out(hurting()).lanes if each.id == "moment")
    said = {mark.text for cell in lane.body for mark in cell.marks() if isinstance(mark, Text)}
    assert "nothing found here" in said


@pytest.mark.parametrize("depth", ["overview", "standard", "full"])
def test_nothing_is_cut_and_nothing_overlaps(busy, depth):
    long = replace(BILL, stage=COMPARE, title="“" + "Kundendienstvertragsverlängerungsformular " * 4 + "”")
    scene = lay_out(replace(busy, moments=(*busy.moments, long)), depth)
    assert overlaps(scene.texts()) == []
    assert outside(scene) == []


def test_the_line_of_the_rest_opens_all_of_the_stage(busy):
    found = panels(busy)[ids.cell("moment", ORDER)]
    shown, undecided = found["tables"][:2]
    assert [row["panel"] for row in shown["rows"]][:2] == [ids.moment("loop-1"), ids.moment("dead-1")]
    assert (len(shown["rows"]), shown["rows"][-1]["panel"]) == (7, ids.moment("touch-1"))
    assert [row["cells"][2] for row in undecided["rows"]] == [FEW.refused, "it may be chance"]


def test_the_panel_of_a_moment(hurting):
    found = panels(hurting([replace(PAYS, stage=ORDER)]))[ids.moment("loop-1")]
    facts = {name: told.replace("\u00a0", " ") for name, told in found["facts"]}
    assert found["title"] == "Pain point: Back to “Pays” again"
    assert facts == {
        "People who met it": "412 of 1,200 who could have",
        "On the goal": "−27.9 points (−38.4 to −17.4)",
        "Goals": "120 goals lost (75–165)",
        "Rank": "1st to 2nd",
        "How it is known": "from observation, not from a trial",
        "Time to the goal": "+1.5 d (+9.6 h to +2.6 d)",
        "Leaving": "+11.0 points (+7.0 to +15.0)",
        "Most so in": "students",
        "Seen": "from 2026-02-09 to 2026-03-23",
    }
    assert found["tables"][0]["rows"][0]["panel"] == ids.touchpoint("Pays")
    assert found["evidence"] == "lens"


def test_the_panel_of_an_undecided_one_claims_nothing(hurting):
    found = panels(hurting((), [replace(FEW, stage=ORDER)]))[ids.moment(FEW.id)]
    assert found["title"].startswith("Undecided: ")
    assert ["Why undecided", FEW.refused] in found["facts"]
    assert ["On the goal", "can’t be told"] in found["facts"]


def test_hostile_titles_are_only_words(hurting):
    hostile = "<script>alert(1)</script>"
    bad = replace(PAYS, stage=ORDER, title=hostile, touchpoint=hostile, segment_most_hit=hostile)
    for ending in ("html", "svg"):
        assert "<script>alert" not in str(
            render(hurting([bad], [replace(bad, id="u", refused=hostile)]), ending)
        )


def test_places_and_changes_are_told_as_people_do():
    assert [ordinal(at) for at in (1, 2, 3, 4, 11, 21, 112)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "21st", "112th")
    ]
    assert ranks(replace(PAYS, rank_low=2, rank_high=2)) == "2nd"
    assert ranks(replace(PAYS, rank_low=None)) == ""
    assert goals(FEW) == ""
    assert change(estimate(0.0, -0.1, 0.1)) == "0.0 points"
    assert change(estimate(120.4, 1, 2, "journeys")) == "+120"
    assert change(estimate(-0.25, 1, 2, "score")) == "−0.25"
    assert change_between(estimate(0, -3.25, 1200, "value")) == "−3.2 to +1,200"
