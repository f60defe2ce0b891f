"""A project folder with a file or two in it."""

import pytest

import footpath as fp

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
name = "Visits"
stage = "I look"
match = { event = "visit" }

[[touchpoint]]
name = "Pays"
stage = "I buy"
match = { event = "pay" }

[[journey]]
name = "buy"
title = "I buy something"
start = ["Visits"]
goal = ["Pays"]
within = "1d"

[[segment]]
name = "payers"
where = "reached('Pays')"
"""
EVENTS = """time,event,email,note
2026-01-01 10:00,visit,ann@example.com,quicksilver
2026-01-01 10:05,pay,ann@example.com,
2026-01-02 09:00,visit,bob@example.com,
2026-01-03 09:00,visit,Ann@Example.com,
2026-01-09 09:00,help,cy@example.com,
"""


@pytest.fixture
def definitions():
    return DEFINITIONS


@pytest.fixture
def write(tmp_path):
    """write("a.csv", "x,y…"): the path of a file with that content."""

    def to(name, content=EVENTS):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return to


@pytest.fixture
def project(tmp_path):
    return fp.create(tmp_path / "shop", settings={})


@pytest.fixture
def options():
    columns = {"time": "time", "event": "event", "actor.email": "email"}
    return fp.ImportOptions(columns=columns, source="web", timezone="Europe/Amsterdam")


@pytest.fixture
def filled(project, write, options, definitions):
    project.load(write("web.csv"), options=options)
    project.define(definitions)
    return project
