"""The web app in a real browser: from an empty project to the people behind a number."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import footpath

pytestmark = pytest.mark.browser

SERVE = """
import sys
import footpath
from footpath.web.server import run
def say(text):
    print(text, flush=True)
run(footpath.open(sys.argv[1]), host=sys.argv[2], port=0, browser=False, say=say)
"""
NAMES = ["Visits", "<script>alert(1)</script>", '=HYPERLINK("x")', "Pays"]


def events(header: str = "customer,time,event", most: int = 40) -> str:
    """People who make one step a day, each a step fewer than the one before, four in turn."""
    rows = [
        f'c{person},2026-03-{day + 1:02d}T10:00:00Z,"{name.replace(chr(34), chr(34) * 2)}"'
        for person in range(most)
        for day, name in enumerate(NAMES[: 1 + person % len(NAMES)])
    ]
    return "\n".join([header, *rows])


@dataclass
class Server:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    address: str

    def stop(self) -> str:
        """Presses Ctrl-C; what it said last."""
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=20)
        return said


def serve(folder: Path, host: str = "127.0.0.1") -> Server:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(folder), host],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first.startswith("Footpath is at http://"), first + process.stdout.read()
    return Server(process, first.split()[-1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    footpath.create(tmp_path / "shop")
    started = serve(tmp_path / "shop")
    yield started
    started.stop()


@dataclass
class Visitor:
    """Somebody with a browser, who notes every complaint of it."""

    page: Any
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address.rstrip("/") + path)

    def send(self, file: Path, content: str) -> None:
        file.write_text(content, encoding="utf-8")
        self.page.set_input_files("input[type=file]", str(file))


@pytest.fixture
def visit(browser: Any) -> Iterator[Any]:
    contexts = []

    def visiting(address: str, **options: Any) -> Visitor:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 850}, **options})
        contexts.append(context)
        visitor = Visitor(context.new_page(), address)
        visitor.page.set_default_timeout(180_000)  # the first page of each sort may have to compile
        host = re.match(r"http://[^/]+", address)
        assert host is not None
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        visitor.page.on("dialog", lambda dialog: visitor.complaints.append(dialog.message))
        visitor.page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((host[0], "data:")) else visitor.complaints.append(asked.url)
            ),
        )
        visitor.page.on(
            "console",
            lambda said: None if "status of 400" in said.text else visitor.complaints.append(said.text),
        )
        return visitor

    yield visiting
    for context in contexts:
        context.close()


def test_from_an_empty_project_to_the_people_behind_a_number(
    server: Server, visit: Any, tmp_path: Path
) -> None:
    visitor = visit(server.address)
    page = visitor.page
    visitor.open("/")
    assert page.locator("h1").inner_text() == "Draw your first journey map"

    visitor.send(tmp_path / "shop events.csv", events())
    page.wait_for_url("**/uploads/**")
    assert page.locator("h1").inner_text() == "shop events.csv"
    assert "100 events added" in page.locator("main").inner_text()

    page.get_by_role("link", name="Next: what the data suggests").click()
    assert "<script>alert(1)</script>" in page.locator("textarea").input_value()
    page.get_by_label("Why").fill("looks right")
    page.get_by_role("button", name="Use these").click()
    page.wait_for_url("**/definitions?applied=1")
    assert "Revision 1 is in force" in page.locator("main").inner_text()

    page.get_by_role("link", name="See the journeys").click()
    page.locator(".journey h2 a").click()
    frame = page.frame_locator("iframe.frame")
    frame.locator("g.touchpoint[data-panel]").first.click()
    shown = frame.locator("#panel-title").inner_text()
    frame.locator("a.evidence").click()
    page.wait_for_url("**/evidence/**")
    assert shown in page.locator("h1").inner_text()
    people = int(page.locator(".figures dd").first.inner_text())
    assert page.locator("tbody th[scope=row]").count() == people

    page.locator("tbody th[scope=row] a").first.click()
    page.wait_for_url("**/people/**")
    assert "Sunday, 1 Mar 2026" in page.locator("main").inner_text()
    assert visitor.complaints == []


def test_unclear_columns_are_chosen_on_the_page(server: Server, visit: Any, tmp_path: Path) -> None:
    visitor = visit(server.address)
    page = visitor.page
    visitor.open("/")
    visitor.send(tmp_path / "odd.csv", events("wer,wann,was"))
    page.wait_for_selector("#columns")
    page.get_by_label("When it happened").select_option("wann")
    page.get_by_label("What happened").select_option("was")
    page.get_by_label("Who it was").select_option("wer")
    page.get_by_role("button", name="Try again").click()
    page.wait_for_url("**/uploads/**")
    assert "100 events added" in page.locator("main").inner_text()
    assert visitor.complaints == []


def test_the_lens_is_kept_in_the_address(server: Server, visit: Any, tmp_path: Path) -> None:
    visitor = visit(server.address)
    page = visitor.page
    visitor.open("/")
    visitor.send(tmp_path / "events.csv", events())
    page.wait_for_url("**/uploads/**")
    visitor.open("/journeys/journey")
    page.get_by_label("Journeys begun from").fill("2026-03-02")
    page.wait_for_url("**/journeys/journey?since=2026-03-02")
    assert page.get_by_label("Journeys begun from").input_value() == "2026-03-02"


def test_what_is_worked_out_appears_by_itself_and_nothing_typed_is_lost(
    server: Server, visit: Any, tmp_path: Path
) -> None:
    visitor = visit(server.address)
    page = visitor.page
    visitor.open("/")
    visitor.send(tmp_path / "events.csv", events())
    page.wait_for_url("**/uploads/**")
    visitor.open("/journeys/journey")
    page.get_by_label("Find a person").fill("c")
    page.locator("[data-working]").wait_for(state="detached")
    assert page.get_by_label("Find a person").input_value() == "c"
    page.frame_locator("iframe.frame").get_by_text("being worked out").first.wait_for(state="detached")
    assert visitor.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_phone(server: Server, visit: Any, tmp_path: Path, scheme: str) -> None:
    visitor = visit(server.address, viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = visitor.page
    visitor.open("/")
    visitor.send(tmp_path / "events.csv", events())
    page.wait_for_url("**/uploads/**")
    for path in ("/", "/suggestion", "/definitions", "/status", "/journeys/journey", "/people/c3"):
        visitor.open(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Footpath Sans"')
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 23)"}[scheme]
    assert visitor.complaints == []


def test_on_an_open_host_only_the_printed_address_opens_the_door(tmp_path: Path, visit: Any) -> None:
    footpath.create(tmp_path / "shop")
    server = serve(tmp_path / "shop", host="0.0.0.0")
    try:
        port = re.search(r":(\d+)/\?token=(\S+)$", server.address)
        assert port is not None
        base = f"http://127.0.0.1:{port[1]}"
        visitor = visit(base)
        visitor.page.goto(base)
        assert "needs its token" in visitor.page.inner_text("body")
        visitor.page.goto(f"{base}/?token={port[2]}")
        visitor.page.wait_for_selector(".welcome")
        assert "token" not in visitor.page.url
    finally:
        said = server.stop()
    assert "Stopped." in said
