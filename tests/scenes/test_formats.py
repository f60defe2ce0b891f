"""What each format holds, what it hides, and that hostile text is harmless in all of them."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from footpath.draw import FORMATS, render
from footpath.draw.table import harmless
from footpath.errors import UnknownName
from footpath.model.map import JourneyMap

HOSTILE = "<script>alert(1)</script>]]>\"'&{{7*7}}\x00\x1b"
FORMULA = '=HYPERLINK("http://x","y")'


@pytest.fixture(scope="module")
def hostile(build):
    names = [
        HOSTILE,
        FORMULA,
        "+1",
        "-2+3",
        "@sum",
        "\tcmd",
        "</style><img src=x onerror=alert(1)>",
        "|a|b|",
        "--> x",
    ]
    stages = [(HOSTILE, "use", [(name, (HOSTILE,), "firm") for name in names])]
    walks = [names, names[::-1]]
    made = build.assemble(
        walks, stages, goal=names[2], title=HOSTILE, segment=HOSTILE, segment_rule=FORMULA, guessed=(HOSTILE,)
    )
    said = replace(build.every_lane().stages[0].touchpoints[1].verbatims[0], text=HOSTILE, source=HOSTILE)
    stage = made.stages[0]
    touched = tuple(replace(each, verbatims=(said,)) for each in stage.touchpoints)
    return replace(made, stages=(replace(stage, touchpoints=touched),), journey="../" + HOSTILE)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", ["phone", "tickets", "full"])
def test_every_map_renders_in_every_format(request, name, kind):
    made = render(request.getfixturevalue(name), kind)
    assert isinstance(made, bytes if kind == "png" else str)
    assert len(made) > 500


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("pdf", {}), 'no format "pdf"'),
        (("svg", {"theme": "blue"}), 'no theme "blue"'),
        (("svg", {"depth": "ful"}), 'Did you mean "full"?'),
    ],
)
def test_what_does_not_exist_is_said(phone, options, said):
    with pytest.raises(UnknownName, match=re.escape(said)):
        render(phone, options[0], **options[1])


def test_the_svg_is_well_formed_and_its_ids_are_unique(full):
    tree = ET.fromstring(render(full, "svg"))
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert {
        "lens",
        "legend",
        "stage-i-order",
        "cell-feel-i-compare",
        "touchpoint-pays",
        "not-measured",
    } <= set(ids)


def test_the_svg_reads_in_a_logical_order(phone):
    svg = render(phone, "svg")
    marks = [
        "I become a customer",
        "stage-i-hear-of-it",
        "lane-do",
        "lane-move",
        "lane-time",
        "What is not measured",
    ]
    at = [svg.index(mark) for mark in marks]
    assert at == sorted(at)


def test_every_mark_has_a_spoken_name(phone):
    tree = ET.fromstring(render(phone, "svg"))
    kinds = {"cell", "touchpoint", "flow", "path", "stage"}
    unnamed = [
        each.get("id") for each in tree.iter() if each.get("class") in kinds and not each.get("aria-label")
    ]
    assert unnamed == []


def test_the_png_is_one_and_has_the_proportions_of_the_svg(phone):
    png = render(phone, "png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    _, _, wide, high = ET.fromstring(render(phone, "svg")).get("viewBox").split()
    assert width / height == pytest.approx(float(wide) / float(high), rel=0.01)
    assert render(phone, "png", theme="dark") != png


def test_json_comes_back_as_the_same_map(phone):
    assert JourneyMap.from_json(render(phone, "json")) == phone


@pytest.mark.parametrize("kind", ["json", "html", "svg", "csv"])
def test_without_people_no_pseudonym_is_written(phone, kind):
    assert "p00001" not in render(phone, kind, people=False)


def test_with_people_at_most_fifty_are_written(phone):
    assert "p00031" in render(phone, "html")
    crowded = replace(
        phone,
        evidence={
            k: replace(v, persons=tuple(f"q{i:05}" for i in range(80))) for k, v in phone.evidence.items()
        },
    )
    assert "q00050" not in render(crowded, "json")


@pytest.mark.parametrize("kind", ["json", "html", "svg", "csv", "md"])
def test_without_words_no_verbatim_is_written(full, build, kind):
    assert build.GOOD_WORDS[:20] not in render(full, kind, words=False)


def test_the_page_asks_nothing_of_anybody(phone):
    page = render(phone, "html")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    assert len(page.encode()) < 5_000_000


def test_a_page_that_would_be_too_large_lists_fewer_people(phone):
    long = tuple(f"{'p' * 900}{number}" for number in range(50))
    heavy = replace(
        phone, evidence={key: replace(each, persons=long) for key, each in phone.evidence.items()}
    )
    assert len(render(heavy, "html").encode()) < 5_000_000


def test_hostile_text_is_only_text_in_a_page(hostile):
    page = render(hostile, "html")
    assert page.count("<script") == 2
    assert "<img" not in page
    assert "alert(1)</script>" not in page
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)[1]
    assert "<" not in data
    assert json.loads(data)["name"].startswith("..")


def test_hostile_text_is_only_text_in_a_picture(hostile):
    svg = render(hostile, "svg")
    tree = ET.fromstring(svg)
    assert {each.tag.rpartition("}")[2] for each in tree.iter()} <= {
        "svg",
        "title",
        "style",
        "g",
        "text",
        "tspan",
        "rect",
        "line",
        "path",
        "circle",
    }
    assert "]]>" not in svg
    assert render(hostile, "png")[:4] == b"\x89PNG"


def test_no_cell_of_the_csv_is_a_formula(hostile):
    rows = list(csv.reader(io.StringIO(render(hostile, "csv"))))
    assert len({len(row) for row in rows}) == 1
    numbers = {"value", "low", "high", "n"}
    texts = [cell for row in rows[1:] for name, cell in zip(rows[0], row, strict=True) if name not in numbers]
    assert not [cell for cell in texts if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert f"'{FORMULA}" in texts


def test_numbers_stay_numbers_in_the_csv():
    assert [harmless(each) for each in (-0.5, None, "-0.5", "  =1", "plain")] == [
        -0.5,
        "",
        "'-0.5",
        "'  =1",
        "plain",
    ]


def test_the_csv_holds_every_number_of_the_map(phone):
    rows = list(csv.DictReader(io.StringIO(render(phone, "csv"))))
    found = {(row["subject"], row["measure"]): row["value"] for row in rows}
    for stage in phone.stages:
        assert found[stage.name, "people who enter"] == str(stage.people)
        for touchpoint in stage.touchpoints:
            assert found[touchpoint.name, "people"] == str(touchpoint.people)
    for flow in phone.flows:
        assert found[f"{flow.from_} → {flow.to}", "people"] == str(flow.people)


def test_markdown_keeps_its_tables_whole(hostile):
    tables = [line for line in render(hostile, "md").splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in tables} <= {6, 7}
    assert "<script" not in render(hostile, "md")


def test_mermaid_has_each_stage_and_the_largest_flow(phone):
    chart = render(phone, "mmd")
    assert chart.startswith("---\ntitle: ")
    assert chart.count("subgraph") == 6
    largest = max(phone.flows, key=lambda flow: flow.people)
    assert f'-->|"{largest.people:,}"|' in chart


def test_mermaid_takes_hostile_text_for_text(hostile):
    chart = render(hostile, "mmd")
    assert "<script" not in chart
    assert all(line.count('"') % 2 == 0 for line in chart.splitlines())


def test_each_depth_shows_more(tickets):
    sizes = [len(render(tickets, "svg", depth=depth)) for depth in ("overview", "standard", "full")]
    assert sizes == sorted(set(sizes))
