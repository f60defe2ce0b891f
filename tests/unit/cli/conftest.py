"""The `footpath` command, run in this process, in a folder of its own."""

import json
import shlex
import shutil
from dataclasses import dataclass

import pytest

import footpath as fp
from footpath.cli import main

DEFINITIONS = """
[project]
name = "Shop"
timezone = "UTC"

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
name = "Pays [now]"
stage = "I buy"
match = { event = "pay" }

[[journey]]
name = "buy it"
title = "I buy something"
start = ["Visits"]
goal = ["Pays [now]"]
within = "1d"

[[segment]]
name = "the payers"
where = "reached('Pays [now]')"
"""
EVENTS = """when,what,email
2026-01-01 10:00,visit,ann@example.com
2026-01-01 10:05,pay,ann@example.com
2026-01-02 09:00,visit,bob@example.com
2026-01-09 09:00,help,cy@example.com
"""


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str

    @property
    def json(self):
        """The one document on standard output."""
        return json.loads(self.out)


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """run("status --json"): what the command answered."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FOOTPATH_PROJECT", raising=False)

    def typed(line):
        monkeypatch.setattr("sys.argv", ["footpath", *shlex.split(line)])
        capfd.readouterr()
        try:
            main()
            status = 0
        except SystemExit as stopped:
            status = stopped.code or 0
        found = capfd.readouterr()
        return Done(status, found.out, found.err)

    return typed


@pytest.fixture
def write(tmp_path):
    def to(name, content=EVENTS):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return name

    return to


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """The shop, made once."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "web.csv").write_text(EVENTS)
    project = fp.create(folder / "my shop", settings={})
    columns = {"time": "when", "event": "what", "actor.email": "email"}
    project.load(folder / "web.csv", options=fp.ImportOptions(columns=columns, timezone="UTC"))
    project.define(DEFINITIONS)
    project.export("definitions", folder / "my shop" / "footpath.toml")
    return folder


@pytest.fixture
def shop(run, made, tmp_path):
    """A filled project in "my shop", with definitions in force; and the file it was filled from."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return "-p 'my shop'"
