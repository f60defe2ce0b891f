"""A small project, the app of it, and a client that talks to it as a browser does, without a network."""

from __future__ import annotations

import asyncio
import html
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

import footpath
from footpath.project import Project
from footpath.web.app import application

HERE = "http://127.0.0.1:8765"
EVENTS = """customer,time,event,note
ann,2026-03-01T10:00:00Z,Visits,first
ann,2026-03-02T10:00:00Z,Pays,
bob,2026-03-01T11:00:00Z,Visits,
bob,2026-03-03T11:00:00Z,Asks,
cy,2026-03-05T09:00:00Z,Visits,
cy,2026-03-06T09:00:00Z,Asks,
cy,2026-03-07T09:00:00Z,Pays,
"""
DEFINITIONS = """
[project]
name = "Shop"
timezone = "Europe/Amsterdam"

[[stage]]
name = "I look"
phase = "consideration"
[[stage]]
name = "I buy"
phase = "purchase"

[[touchpoint]]
name = "Visits the shop"
stage = "I look"
match = { event = "Visits" }
[[touchpoint]]
name = "Pays"
stage = "I buy"
match = { event = "Pays" }

[[journey]]
name = "buy"
title = "I buy something"
start = ["Visits the shop"]
goal = ["Pays"]
within = "3d"

[[segment]]
name = "payers"
where = "reached('Pays')"
"""


class Client:
    """Keeps cookies, and says what a browser says of a form of the same site."""

    def __init__(self, app: Any, headers: dict[str, str] | None = None, base: str = HERE) -> None:
        self.app, self.base, self.headers = app, base, headers or {}
        self.cookies = httpx.Cookies()

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Sends a request; redirects are not followed."""

        async def sending() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url=self.base, cookies=self.cookies, headers=self.headers
            ) as client:
                answer = await client.request(method, path, **more)
                self.cookies = client.cookies
                return answer

        # In a thread of its own: a browser test of the same run keeps a loop in this one.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, sending()).result()

    def get(self, path: str, **more: Any) -> httpx.Response:
        """A page."""
        return self.request("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        """A form of our own."""
        form = {"form_token": self.app.state.form_tokens.value, **more.pop("data", {})}
        headers = {"Origin": self.base, "Sec-Fetch-Site": "same-origin", **more.pop("headers", {})}
        return self.request("POST", path, data=form, headers=headers, **more)

    def upload(self, name: str, content: str | bytes, **more: Any) -> httpx.Response:
        """A file, sent by the form for files."""
        body = content.encode() if isinstance(content, str) else content
        return self.post("/upload", files={"file": (name, body)}, **more)


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    """A project without events."""
    return footpath.create(tmp_path / "shop")


@pytest.fixture
def project(empty: Project, tmp_path: Path) -> Project:
    """Three people, of whom two pay, under definitions."""
    file = tmp_path / "events.csv"
    file.write_text(EVENTS, encoding="utf-8")
    empty.load(file)
    empty.define(DEFINITIONS, why="test")
    return empty


@pytest.fixture
def client(project: Project) -> Client:
    """Who looks at the project."""
    return Client(application(project))


@pytest.fixture
def newcomer(empty: Project) -> Client:
    """Who looks at the empty project."""
    return Client(application(empty))


def words(answer: httpx.Response) -> str:
    """What a page says: its text without markup, in one line."""
    body = re.sub(r"<(script|style).*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
