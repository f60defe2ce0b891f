"""A page shows at once what is quickly counted; what takes long appears when it is there."""

from __future__ import annotations

import threading
import time

from footpath.model.lens import Lens
from footpath.project import Project
from footpath.web.app import application
from footpath.web.working import Working

from .conftest import Client, words

PATIENCE = 120.0  # seconds; kernels may have to be compiled first


def test_a_map_that_nobody_asked_for_is_shown_without_its_moments(project: Project) -> None:
    shown = project.map("buy", wait=False)
    assert shown.computing == {"moment"}
    assert shown.people == 3


def test_all_that_does_not_wait_is_as_on_the_whole_map(project: Project) -> None:
    part, whole = project.map("buy", wait=False), project.map("buy")
    assert (part.stages, part.flows, part.paths) == (whole.stages, whole.flows, whole.paths)
    assert part.evidence.items() <= whole.evidence.items()


def test_a_map_that_was_asked_for_is_whole_from_then_on(project: Project) -> None:
    project.map("buy")
    assert not project.map("buy", wait=False).computing


def test_the_page_says_what_is_being_worked_out_and_then_has_it(client: Client) -> None:
    first = client.get("/journeys/buy")
    assert "being worked out" in words(first)
    assert "Visits the shop" in words(first)
    until = time.monotonic() + PATIENCE
    while not client.get("/journeys/buy/working").json()["ended"] and time.monotonic() < until:
        time.sleep(0.2)
    assert "being worked out" not in words(client.get("/journeys/buy"))


def test_the_page_of_moments_waits_for_them_and_offers_the_map(client: Client) -> None:
    said = words(client.get("/journeys/buy/moments?segment=payers"))
    assert "being worked out" in said
    assert "Look at the map meanwhile" in said


def test_a_download_is_always_whole(client: Client) -> None:
    assert "computing" not in client.get("/journeys/buy/map.json").text


def test_what_nobody_asked_for_is_not_waited_for(client: Client) -> None:
    assert client.get("/journeys/buy/working").json() == {"ended": True, "done": 0, "total": 0}


def test_a_project_in_memory_is_shown_whole() -> None:
    events = {"customer": ["ann", "bob"], "time": ["2026-03-01", "2026-03-02"], "event": ["Visits", "Visits"]}
    client = Client(application(Project.from_events(events)))
    assert "being worked out" not in words(client.get("/"))


def test_what_was_asked_for_once_is_worked_out_once(project: Project) -> None:
    working = Working(project.beside)
    key = (project.state, Lens("buy"))
    first = working.ask(key)
    assert working.ask(key) is first
    working.close()


class Settles:
    """A project that can be laid together, and tells how often it was."""

    def __init__(self) -> None:
        self.settled = threading.Semaphore(0)

    def settle(self) -> bool:
        self.settled.release()
        return True


class Fails(Settles):
    """One of which that is told, and which then fails."""

    def settle(self) -> bool:
        super().settle()
        raise OSError("no space left on device")


def test_when_events_may_have_come_and_nobody_asks_the_index_is_seen_to_once() -> None:
    project = Settles()
    working = Working(lambda: project, idle=0.01)  # type: ignore[arg-type, return-value]
    working.changed()
    assert project.settled.acquire(timeout=PATIENCE)
    assert not project.settled.acquire(timeout=0.1)
    working.changed()
    assert project.settled.acquire(timeout=PATIENCE)
    working.close()


def test_an_index_that_could_not_be_laid_together_is_tried_again_later() -> None:
    project = Fails()
    working = Working(lambda: project, idle=0.01)  # type: ignore[arg-type, return-value]
    for _ in range(2):
        working.changed()
        assert project.settled.acquire(timeout=PATIENCE)
    working.close()
