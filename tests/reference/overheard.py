"""A shop in which persons do and say things, as a snapshot that is read by the readers of single words."""

from __future__ import annotations

from datetime import UTC, datetime

from footpath import definitions as toml
from footpath.model.lens import Lens, moment
from footpath.project import drawing
from footpath.project.drawing import Caption
from footpath.project.snapshot import Snapshot
from footpath.project.views import named_people
from reference.spoken import log_of
from reference.word_readers import readers

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SHOP = """
stage = [{ name = "I look", phase = "consideration" }, { name = "I buy", phase = "purchase" }]

[project]
name = "Shop"
timezone = "UTC"

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
start = ["Visits"]
goal = ["Pays"]
within = "30d"
"""
SURVEY = """
[[survey]]
name = "after"
source = "survey"
text = ["Why"]

[[survey.score]]
name = "nps"
kind = "nps"
question = "Q1"
"""


def snapshot(rows, *more, base=SHOP, reading=None):
    """What persons did and said, under the definitions of the shop and `more`."""
    made = reading or readers()
    return Snapshot(log_of(rows), toml.parse("\n".join([base, *more])), readers=lambda: made)


def lens(journey="buy", segment=None, since=None, until=None):
    """The lens of a map, from texts."""
    return Lens(journey, segment, moment(since), moment(until, last=True))


def drawn(found, journey="buy", **more):
    """The map of a snapshot."""
    caption = Caption(revision=1, now=NOW, pseudonym=str.upper, command="footpath people")
    return drawing.drawn(found, lens(journey, **more), caption)


def behind(found, key, journey="buy", **more):
    """The persons behind the number of a map, as `people --evidence` lists them; None where there is none."""
    persons = found.evidence(lens(journey, **more), key)
    return None if persons is None else named_people(found, persons)


def touchpoints(shown):
    """The touchpoints of a map by name."""
    return {each.name: each for stage in shown.stages for each in stage.touchpoints}
