"""Forget law: whoever is forgotten, everybody else's numbers are those of a log without them."""

from hypothesis import given, settings
from hypothesis import strategies as st

import footpath as fp

DEFINITIONS = """
touchpoint = [
  { name = "A", stage = "all", match = { event = "A" } },
  { name = "B", stage = "all", match = { event = "B" } },
]
stage = [{ name = "all", phase = "use" }]
journey = [{ name = "j", title = "J", start = ["A"], goal = ["B"], within = "5h" }]

[project]
name = "test"
timezone = "UTC"
"""
PEOPLE = ["ann", "bob", "cy"]
events = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from("AB"), st.integers(0, 20)), min_size=1, max_size=25
)


def project_of(rows):
    columns = {"actor.email": "email", "event": "event", "time": "time", "id": "id"}
    table = {
        "email": [f"{who}@example.com" for _, (who, _, _) in rows],
        "event": [event for _, (_, event, _) in rows],
        "time": [f"2026-01-01T{hour:02}:00Z" for _, (_, _, hour) in rows],
        "id": [str(n) for n, _ in rows],
    }
    return fp.Project.from_events(table, columns=columns, definitions=DEFINITIONS)


@settings(max_examples=10, deadline=None)
@given(events, st.sampled_from(PEOPLE))
def test_everybody_else_stays_as_they_were(rows, who):
    whole, others = list(enumerate(rows)), [(n, row) for n, row in enumerate(rows) if row[0] != who]
    if len(others) in (0, len(rows)):
        return
    project, without = project_of(whole), project_of(others)
    receipt = project.forget(f"{who}@example.com")
    assert (receipt.people, receipt.events) == (1, len(rows) - len(others))
    one, other = project.map("j", until="2026-01-02"), without.map("j", until="2026-01-02")
    assert (one.people, one.journeys, one.goal_rate) == (other.people, other.journeys, other.goal_rate)
    assert (one.stages, one.flows, one.paths) == (other.stages, other.flows, other.paths)
    assert project.identities == without.identities
    assert f"{who}@" not in str(project.query("SELECT * FROM events").to_pylist())
