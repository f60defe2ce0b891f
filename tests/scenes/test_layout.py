"""Nothing is cut, nothing overlaps, whatever the map holds."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from footpath.draw.gates import GATES
from footpath.draw.grid import lay_columns
from footpath.draw.layout import lay_out
from footpath.draw.panel import panels
from footpath.draw.scene import Group, Rect, Scene, Text, outside, overlaps
from footpath.model.definition import OWNERS, PHASES
from footpath.model.map import LANES

NAMES = st.one_of(
    st.sampled_from(
        [
            "Kundendienstvertragsverlängerungsformular",
            "W_Completeren_aanvraag_met_bijlagen",
            "注文を確認する",
            "يتصل بخدمة العملاء",
            "サポートセンターに電話をかけて問い合わせる",
            "Pays",
            "Reads what other people say about it before anything else happens",
            "<script>alert(1)</script>",
            "a" * 60,
            "שירות לקוחות",
            "A/B",
            "é" * 12,
            "...",
            "👩‍👩‍👧 calls",
            "zero\u200bwidth",
            "🙂",
        ]
    ),
    st.text(min_size=1, max_size=40),
)
CHANNELS = st.sampled_from(["web", "call centre", "店舗", "a very long channel name of a partner", "app"])


@st.composite
def journey_maps(draw, build):
    """Random maps of 1 to 9 stages and up to 40 touchpoints, walked by a few people and scaled up."""
    names = draw(st.lists(NAMES, min_size=1, max_size=40, unique=True))
    n_stages = draw(st.integers(1, min(9, len(names))))
    phases = sorted(
        draw(st.lists(st.sampled_from(PHASES), min_size=n_stages, max_size=n_stages)), key=PHASES.index
    )
    stages = [
        (
            draw(NAMES) + f" {at}",
            phase,
            [
                (
                    name,
                    tuple(draw(st.lists(CHANNELS, max_size=2, unique=True))),
                    draw(st.sampled_from(OWNERS)),
                )
                for name in names[at::n_stages]
            ],
        )
        for at, phase in enumerate(phases)
    ]
    walks = draw(st.lists(st.lists(st.sampled_from(names), min_size=1, max_size=12), min_size=1, max_size=8))
    lanes = draw(st.sampled_from([(), ("do",), ("do", "move", "time"), LANES]))
    made = build.assemble(
        walks * draw(st.sampled_from([1, 50])), stages, goal=names[0], title=draw(NAMES), state=lanes
    )
    return _scaled(made, draw(st.sampled_from([1, 1, 99_991, 123_456_789])))


def _scaled(made, factor):
    stages = tuple(
        replace(
            stage,
            people=stage.people * factor,
            touchpoints=tuple(
                replace(
                    each,
                    people=each.people * factor,
                    first_contact_people=each.first_contact_people * factor,
                    left_after_people=each.left_after_people * factor,
                )
                for each in stage.touchpoints
            ),
        )
        for stage in made.stages
    )
    flows = tuple(replace(flow, people=flow.people * factor) for flow in made.flows)
    return replace(made, people=made.people * factor, stages=stages, flows=flows)


def faults(scene: Scene) -> list[str]:
    crossing = [f"“{one.text}” touches “{other.text}”" for one, other in overlaps(scene.texts())]
    return crossing + [f"“{text.text}” leaves its frame" for text in outside(scene)]


@pytest.mark.parametrize("depth", ["overview", "standard", "full"])
@pytest.mark.parametrize("name", ["phone", "tickets", "full"])
def test_no_text_of_a_real_map_touches_another_or_is_cut(request, name, depth):
    assert faults(lay_out(request.getfixturevalue(name), depth)) == []


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_no_text_of_any_map_touches_another_or_is_cut(data, build):
    scene = lay_out(
        data.draw(journey_maps(build)), data.draw(st.sampled_from(["overview", "standard", "full"]))
    )
    found = faults(scene)
    assert found == []
    assert all(text.size >= 11 for text in scene.texts())


def test_the_law_notices_texts_that_touch():
    one, other = Text(0, 10, "people", 12), Text(20, 12, "moves", 12)
    assert overlaps([one, other]) == [(one, other)]
    assert overlaps([one, Text(0, 30, "moves", 12)]) == []


def test_a_map_without_stages_is_still_a_picture(phone):
    empty = replace(
        phone, stages=(), flows=(), paths=(), lanes=(), people=0, goal_rate=None, time_to_goal=None
    )
    scene = lay_out(empty)
    assert faults(scene) == []
    assert "no evidence" in [text.text for text in scene.texts()]


def test_a_phase_without_a_stage_is_a_narrow_column_where_it_belongs(phone):
    columns = [
        column.stage.name if column.stage else column.phases
        for column in lay_columns(phone, "standard").columns
    ]
    assert columns == [
        "I hear of it",
        "I compare",
        "I order",
        "I get started",
        ("use",),
        "I need help",
        "I stay, or tell others",
        ("advocacy", "leaving"),
    ]


def test_touchpoints_stand_in_the_order_of_the_map(phone):
    drawn = [slot.touchpoint.name for slot in lay_columns(phone, "full").slots]
    assert drawn == [touchpoint.name for stage in phone.stages for touchpoint in stage.touchpoints]


def test_a_phase_that_is_measured_elsewhere_is_not_drawn_as_without_evidence(phone):
    bare = replace(phone, coverage=replace(phone.coverage, phases_without_evidence=()))
    assert all(column.stage for column in lay_columns(bare, "standard").columns)


def test_what_an_overview_leaves_out_is_summed(tickets):
    said = next(group for group in groups(lay_out(tickets, "overview")) if group.id.startswith("others-"))
    texts = said.label
    start = tickets.stages[0]
    left_out = sorted(start.touchpoints, key=lambda each: -each.people)[3:]
    assert len(left_out) == 6
    assert (
        f"{sum(each.events for each in left_out):,} events" in texts.replace("\u00a0", " ")
        or "6 other" in texts
    )


def test_moves_that_are_not_drawn_are_summed(phone):
    scene = lay_out(phone)
    drawn = {group.id for group in groups(scene) if group.id.startswith("flow-")}
    rest = [flow for flow in phone.flows if _flow_id(flow) not in drawn]
    said = next(group for group in groups(scene) if group.id == "other-moves")
    assert rest
    assert said.label == f"Other moves: {sum(flow.moves for flow in rest):,} on {len(rest)} edges"


def _flow_id(flow) -> str:
    from footpath.draw.ids import flow as flow_id

    return flow_id(flow.from_, flow.to)


def groups(scene: Scene) -> list[Group]:
    def deep(group):
        yield group
        for child in group.children:
            if isinstance(child, Group):
                yield from deep(child)

    return [each for _, part in scene.framed() for group in part for each in deep(group)]


def test_a_cell_without_evidence_is_hatched_and_says_so(phone):
    cell = next(group for group in groups(lay_out(phone)) if group.id == "cell-say-i-hear-of-it")
    assert cell.label == "What they say, I hear of it: no evidence yet"
    assert next(mark.fill for mark in cell.marks() if isinstance(mark, Rect)) == "hatch-ground"
    assert "no evidence yet" in [mark.text for mark in cell.marks() if isinstance(mark, Text)]


def test_lanes_without_any_evidence_are_thin(phone, full):
    heights = {lane.id: lane.body_box.bottom - lane.body_box.top for lane in lay_out(phone).lanes}
    rich = {lane.id: lane.body_box.bottom - lane.body_box.top for lane in lay_out(full).lanes}
    assert all(heights[lane] < 50 < rich[lane] for lane in ("feel", "say", "score", "moment"))


def test_every_cell_with_evidence_carries_its_chip(phone):
    cell = next(group for group in groups(lay_out(phone)) if group.id == "cell-do-i-order")
    chip = [mark.text.replace("\u00a0", " ") for mark in cell.marks() if isinstance(mark, Text)][-1]
    assert chip == "n=2,777 · 3 sources · today"


def test_guesses_are_called_guesses(tickets):
    said = " ".join(text.text for text in lay_out(tickets).texts())
    assert "Start, goal and stages are guesses: nobody has confirmed them." in said


@pytest.mark.parametrize("name", ["phone", "tickets", "full"])
def test_every_number_of_who_comes_in_and_goes_out_opens_its_list(request, name):
    made = request.getfixturevalue(name)
    opened = panels(made)
    marks = {
        group.id: group
        for group in groups(lay_out(made, "full"))
        if group.id.startswith(("first-", "left-", "reached-"))
    }
    wanted = {
        gate.id(each.name): gate.number(made, each)
        for gate in GATES
        for stage in made.stages
        for each in stage.touchpoints
        if gate.number(made, each)
    }
    assert marks.keys() == wanted.keys()
    for key, number in wanted.items():
        assert marks[key].panel == key
        assert opened[key]["title"] == marks[key].label
        assert made.evidence[opened[key]["evidence"]].n == number


def test_who_comes_in_and_goes_out_is_said_in_the_number_that_fits(phone):
    buys = next(each for stage in phone.stages for each in stage.touchpoints if each.name == "Pays")
    assert [gate.spoken(number, buys) for gate in GATES for number in (1, 2)] == [
        "1 person first met the company at Pays",
        "2 people first met the company at Pays",
        "1 person leaves after Pays",
        "2 people leave after Pays",
        "1 person reaches the goal at Pays",
        "2 people reach the goal at Pays",
    ]


def test_ids_are_unique_and_do_not_change(full):
    ids = [group.id for group in groups(lay_out(full))]
    assert len(ids) == len(set(ids))
    assert ids == [group.id for group in groups(lay_out(full))]


def test_the_emotion_curve_breaks_where_too_few_people_spoke(full):
    emotion = next(group for group in groups(lay_out(full)) if group.id == "emotion")
    bands = [mark for mark in emotion.children if getattr(mark, "fill", None) == "band"]
    assert len(bands) == 2
