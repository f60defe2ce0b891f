"""Law: who was asked, after what and when, is what anyone finds who goes through the events one by one."""

from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.journeys import notation
from footpath.model.survey import Survey
from footpath.model.timeline import NO_TIME
from footpath.voice.asked import asked
from reference import placement as twin
from reference.spoken import HOUR, build, event

law = settings(max_examples=80, deadline=None)
PERSONS, TOUCHPOINTS, WINDOW, UNTIL = ("ann", "bob", "cy"), ("visit", "pay"), 3, 4
rows_drawn = st.lists(
    st.builds(
        event,
        st.sampled_from(PERSONS),
        st.sampled_from([*TOUCHPOINTS, "invites", "else"]),
        st.none() | st.integers(0, 8),
        seq=st.integers(0, 3),
        case=st.sampled_from([None, "c1", "c2"]),
    ),
    unique_by=lambda row: row["id"],
    max_size=12,
)


def found(rows, survey, eligible=None, until=None):
    """Each time that somebody was asked, in order: the person, after which touchpoint, and at which hour."""
    log, people, timelines = build(rows, TOUCHPOINTS)
    names = people.actors.take(people.person.argsort()).to_pylist() if rows else []
    ends = None if until is None else notation.BEGINNING + until * HOUR
    mask = None if eligible is None else np.array([each.removeprefix("name:") in eligible for each in names])
    known = asked(log, people, timelines, [survey], [mask], until=ends)
    began = round(notation.BEGINNING.timestamp() * 1e6)
    return sorted(
        (
            names[person].removeprefix("name:"),
            known.touchpoints[code] if code >= 0 else "",
            -1 if time == NO_TIME else (time - began) // 3_600_000_000,
        )
        for person, code, time in zip(
            known.person.tolist(), known.touchpoint.tolist(), known.time.tolist(), strict=True
        )
    )


def hour(row):
    return -1 if row["time"] is None else row["time"]


@law
@given(rows_drawn, st.sampled_from([None, UNTIL]))
def test_an_invitation_asks_after_the_last_touchpoint_before_it(rows, until):
    survey = Survey("s", "survey", invited="invites", window=timedelta(hours=WINDOW))
    for row in rows:
        row["record"] = "invitation" if row["event"] == "invites" else None
        row["touchpoint"] = row["event"] if row["event"] in TOUCHPOINTS else None
    expected = []
    for row in rows:
        if row["event"] == "invites" and (until is None or hour(row) <= until):
            steps = [each for each in rows if each["person"] == row["person"] and each["touchpoint"]]
            expected.append((row["person"], twin.place(row, steps, WINDOW, None)[0] or "", hour(row)))
    assert found(rows, survey, until=until) == sorted(expected)


@law
@given(rows_drawn, st.sets(st.sampled_from(PERSONS)), st.sampled_from([None, "pay", "nowhere"]))
def test_who_is_eligible_is_asked_wherever_the_survey_asks_or_nowhere(rows, eligible, about):
    survey = Survey("s", "survey", about=about)
    wanted = (about,) if about in TOUCHPOINTS else TOUCHPOINTS
    met = [
        (row["person"], row["event"], hour(row))
        for row in rows
        if row["person"] in eligible and row["event"] in wanted
    ]
    elsewhere = eligible & {row["person"] for row in rows} - {person for person, *_ in met}
    assert found(rows, survey, eligible) == sorted([*met, *((person, "", -1) for person in elsewhere)])
