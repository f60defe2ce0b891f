"""The page in a real browser: panels, keys, themes, phone, downloads, print, hostile text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from footpath.draw import render

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def file(build, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "map.html"
    path.write_text(render(build.phone_company(), "html"), "utf-8")
    return path


@pytest.fixture
def visit(browser):
    """Opens a page and fails on any script error, refused style, or request to elsewhere."""
    opened, complaints = [], []

    def go(file: Path, **options):
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text))
        page.on("request", lambda asked: complaints.append(asked.url) if _elsewhere(asked.url) else None)
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(file.as_uri())
        return page

    yield go
    for context in opened:
        context.close()
    assert complaints == []


def _elsewhere(url: str) -> bool:
    return not url.startswith(("file:", "data:", "blob:"))


@pytest.fixture
def page(visit, file):
    return visit(file)


def panel(page) -> str:
    return page.locator("#panel").inner_text()


def test_a_click_on_a_touchpoint_opens_its_evidence(page):
    page.locator("#touchpoint-compares-plans").click()
    said = panel(page)
    for expected in (
        "Compares plans",
        "2,521",
        "What comes next",
        "Channels",
        "web_analytics",
        "footpath people",
        "2,471 more",
    ):
        assert expected in said


def test_a_click_on_a_move_opens_its_people(page):
    page.locator("#flow-pays--order-confirmed text").click()
    assert "Pays → Order confirmed" in panel(page)
    assert "2,035" in panel(page)


def test_a_click_on_who_leaves_opens_its_people(page):
    mark = page.locator("#left-compares-plans")
    mark.click()
    assert page.locator("#panel-title").inner_text() == mark.get_attribute("aria-label")
    assert "footpath people" in panel(page)


def test_a_number_of_the_table_opens_its_people(page):
    page.locator("#as-table").click()
    page.get_by_role("button", name="Compares plans, leave here:").click()
    assert "footpath people" in panel(page)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.evidence") == "left_after-Compares plans"


def test_from_a_cell_the_panel_leads_on_to_its_touchpoints(page):
    page.locator("#cell-do-i-order").focus()
    page.keyboard.press("Enter")
    page.locator("#panel").get_by_role("button", name="Pays", exact=True).click()
    assert page.locator("#panel-title").inner_text() == "Pays"


def test_arrow_keys_move_from_cell_to_cell_and_escape_returns(page):
    page.locator("#cell-do-i-hear-of-it").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    focused = "document.activeElement.id"
    assert page.evaluate(focused) == "cell-move-i-compare"
    page.keyboard.press("Enter")
    assert "How they move · I compare" in panel(page)
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    assert page.evaluate(focused) == "cell-move-i-compare"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) == "stage-i-compare"


def test_the_keys_reach_every_stage_past_phases_without_one(page):
    page.locator("#cell-do-i-get-started").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "cell-do-i-need-help"


def test_labels_and_headers_stay_in_sight(page):
    frame = page.locator("#frame")
    frame.evaluate("each => { each.scrollLeft = 300; each.scrollTop = 400; }")
    assert page.locator(".row.lane .labels").first.bounding_box()["x"] == pytest.approx(0, abs=1)
    head, top = page.locator(".row.head").bounding_box()["y"], frame.bounding_box()["y"]
    assert head == pytest.approx(top, abs=8)


def test_the_theme_follows_the_system_and_the_button(visit, file):
    dark = visit(file, color_scheme="dark")
    colour = "getComputedStyle(document.documentElement).backgroundColor"
    assert dark.evaluate(colour) == "rgb(18, 24, 23)"
    dark.locator("#theme").click()
    assert dark.evaluate(colour) == "rgb(255, 255, 255)"


def test_three_depths_show_more_each_time(page):
    flows = {}
    for depth in ("overview", "full", "standard"):
        page.get_by_role("button", name=depth, exact=True).click()
        flows[depth] = page.locator("#frame .flow").count()
    assert flows["overview"] < flows["standard"] < flows["full"]
    ids = page.evaluate("[...document.querySelectorAll('#frame [id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))


def test_the_table_says_the_same(page):
    page.locator("#as-table").click()
    assert page.locator("#frame").is_hidden()
    assert page.locator("#table td", has_text="people who enter").count() == 6
    assert "2,521" in page.locator("#table").inner_text()


@pytest.mark.parametrize(
    ("button", "read"),
    [
        ("CSV", lambda text: list(csv.DictReader(io.StringIO(text)))),
        ("JSON", json.loads),
        ("SVG", ET.fromstring),
    ],
)
def test_the_page_hands_out_its_own_data(page, button, read):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    assert waiting.value.suggested_filename == f"buy-revision-7.{button.lower()}"
    assert len(read(Path(waiting.value.path()).read_text("utf-8-sig"))) > 5


def test_on_a_phone_only_the_map_scrolls_sideways(visit, file):
    page = visit(file, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    frame = page.locator("#frame")
    assert frame.evaluate("each => each.scrollWidth > 3 * each.clientWidth")
    frame.evaluate("each => { each.scrollLeft = 900; }")
    assert page.locator(".strip").first.bounding_box()["x"] == pytest.approx(0, abs=1)
    page.locator("#stage-i-order").tap()
    box = page.locator("#panel").bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    assert box["y"] > 200
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)


def test_it_prints_on_one_sheet_of_a3(page):
    pypdfium2 = pytest.importorskip("pypdfium2")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(document) == 1
    assert [round(side * 25.4 / 72) for side in document[0].get_size()] == [420, 297]


def test_text_is_drawn_no_wider_than_it_was_measured(page):
    wider = page.evaluate(
        """async () => {
            await document.fonts.ready;
            return [...document.querySelectorAll("#frame text")].filter(each => {
                const parent = each.ownerSVGElement.viewBox.baseVal;
                const box = each.getBBox();
                return box.x < parent.x - 1 || box.x + box.width > parent.x + parent.width + 1;
            }).map(each => each.textContent);
        }"""
    )
    assert wider == []


def test_the_browser_measures_what_we_measured(page):
    from footpath.draw.text import measure

    drawn = page.evaluate(
        """async () => {
            await document.fonts.ready;
            return [...document.querySelectorAll("#frame text")].map(each =>
                [each.textContent, +each.getAttribute("font-size"),
                 +(each.getAttribute("font-weight") || 400), each.getComputedTextLength()]);
        }"""
    )
    assert len(drawn) > 100
    assert all(abs(measure(text, size, weight) - width) < 1 for text, size, weight, width in drawn)


def test_hostile_names_do_nothing(visit, build, tmp_path):
    name = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'"
    stages = [(name, "use", [(name, (name,), "firm"), ("b", (), "firm")])]
    made = build.assemble([[name, "b"]] * 3, stages, goal="b", title=name, segment=name)
    path = tmp_path / "hostile.html"
    path.write_text(render(made, "html"), "utf-8")
    page = visit(path)
    assert page.locator("h1").inner_text() == name
    page.locator("#frame .touchpoint").first.click()
    assert name in panel(page)
    assert page.locator("img").count() == 0
