"""The page of what people say in a real browser: nothing sticks out, and words are only words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import footpath
from reference.overheard import SHOP, SURVEY

from .test_web import Server, serve, visit

__all__ = ["visit"]  # a fixture of the other tests in a browser

pytestmark = pytest.mark.browser

LONG = "waiting" * 20  # a word that no column is wide enough for
HOSTILE = f"<script>alert(1)</script> so awful, all this waiting: {LONG}"
TEXTS = [HOSTILE, *["The staff were friendly", "Far too much waiting here"] * 7]


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("talking")
    project = footpath.create(folder / "shop")
    table = ["customer,time,event,kind,score,text"]
    for at in range(45):
        table += [
            f"c{at},2026-03-01T10:00:00Z,visit,did,,",
            f"c{at},2026-03-0{1 + at % 3}T11:00:00Z,Q1,said,{at % 11},",
            f'c{at},2026-03-0{1 + at % 3}T11:00:00Z,Why,said,,"{TEXTS[at % 15]}"',
        ]
    (folder / "survey.csv").write_text("\n".join(table), encoding="utf-8")
    project.load(folder / "survey.csv")
    theme = f'[[theme]]\nname = "{LONG}"\nterms = ["awful"]\n'
    project.define("\n".join([SHOP, SURVEY, theme, theme.replace(LONG, "staff").replace("awful", "staff")]))
    started = serve(folder / "shop")
    yield started
    started.stop()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_and_its_words_do_nothing(talking: Server, visit: Any, width: int) -> None:
    visitor = visit(talking.address, viewport={"width": width, "height": 844})
    page = visitor.page
    for by in ("touchpoint", "month", "nothing"):
        visitor.open(f"/voice?by={by}")
        assert page.locator("h1").inner_text() == "What people say"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (by, width)
    assert "45 people said something in words" in page.locator("main").inner_text()
    assert "<script>alert(1)</script>" in page.locator("main").inner_text()
    assert visitor.complaints == []


def test_scores_are_told_apart_as_one_chooses(talking: Server, visit: Any) -> None:
    visitor = visit(talking.address)
    page = visitor.page
    visitor.open("/voice")
    page.get_by_label("Tell scores apart by").select_option("month")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/voice?by=month")
    assert "2026-03" in page.locator("main table").first.inner_text()
    assert visitor.complaints == []
