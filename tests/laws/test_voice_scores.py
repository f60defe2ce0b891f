"""Laws of answers: where they are placed, what they score, and who is behind a score."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.model.answer import DECLARED, ITSELF, LAST, NAMED, UNPLACED
from footpath.model.survey import Survey, SurveyScore
from footpath.voice.cells import Cut
from footpath.voice.scoring import score, who
from reference import placement as twin
from reference.spoken import answers, build, event

PERSONS, TOUCHPOINTS = ("ann", "bob"), ("visit", "pay", "Q1")
HOW = {DECLARED: "told", NAMED: "told", LAST: "last", ITSELF: "itself", UNPLACED: "unplaced"}
WINDOW = 3

names = st.sampled_from(["visit", "pay", "else", "Q1", "Q1", "Q2"])
abouts = st.sampled_from([None, None, "pay", "where", "Q1"])


@st.composite
def logs(draw):
    """Events of two persons; those that begin with Q are answers, some with an id of their record."""
    rows = []
    for seq in range(draw(st.integers(0, 12))):
        name, person = draw(names), draw(st.sampled_from(PERSONS))
        spoken, own = name.startswith("Q"), draw(st.booleans())
        where = draw(st.sampled_from([None, "visit", "pay", "nowhere"]))
        rows.append(
            event(
                person,
                name,
                draw(st.none() | st.integers(0, 8)),
                said=spoken,
                seq=draw(st.integers(0, 3)),
                id=f"{person}{draw(st.integers(0, 1))}{seq * own}:{name}" if spoken and own else f"e{seq}",
                case=draw(st.sampled_from([None, None, "c1", "c2"])),
                source=draw(st.sampled_from(["shop", "survey"])) if not spoken else "survey",
                score=draw(st.integers(0, 10)) if name == "Q1" else None,
                text="words" if name == "Q2" else None,
                properties={"where": where} if where else None,
            )
        )
    return list({(row["source"], row["id"]): row for row in rows}.values())


def survey(about=None, of_question=None):
    question = SurveyScore("nps", "nps", "Q1", (0, 10), about=of_question)
    return Survey("s", "survey", about=about, window=timedelta(hours=WINDOW), scores=(question,))


@settings(max_examples=100, deadline=None)
@given(logs(), abouts, st.sampled_from([None, None, "visit"]))
def test_every_answer_is_placed_as_the_obvious_twin_places_it(rows, about, of_question):
    found = answers(rows, [survey(about, of_question)], TOUCHPOINTS)
    _, _, timelines = build(rows, TOUCHPOINTS)
    for row in rows:
        row["record"] = twin.record(row) if row["kind"] == "said" else None
        row["touchpoint"] = row["event"] if row["event"] in TOUCHPOINTS else None
    assert len(found) == sum(row["kind"] == "said" for row in rows)
    for at in range(len(found)):
        answer = rows[found.row[at]]
        steps = [row for row in rows if row["person"] == answer["person"] and row["touchpoint"]]
        said = (answer.get("properties") or {}).get("where")
        told = about if about in TOUCHPOINTS else said if about == "where" and said in TOUCHPOINTS else None
        if of_question and answer["event"] == "Q1":
            told = of_question
        touchpoint, how, step = twin.place(answer, steps, WINDOW, told)
        place, position = int(found.touchpoint[at]), int(found.step[at])
        assert (found.touchpoints[place] if place >= 0 else None) == touchpoint
        assert HOW[int(found.placed[at])] == how
        assert (rows[timelines.row[position]]["id"] if position >= 0 else None) == step


def told(rows):
    """Everything that is known of answers, whatever the order of the log."""
    found = answers(rows, [survey()], TOUCHPOINTS)
    columns = (
        found.person,
        found.record,
        found.touchpoint,
        found.placed,
        found.step,
        found.score.astype(str),
    )
    ids = [rows[each]["id"] for each in found.row]
    return list(zip(ids, *(each.tolist() for each in columns), strict=True)), score(
        found, cut=Cut(("touchpoint",))
    )


@settings(max_examples=50, deadline=None)
@given(logs(), st.randoms(use_true_random=False))
def test_the_order_of_the_log_is_of_no_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    if rows:
        assert told(rows) == told(shuffled)


@st.composite
def scored(draw):
    """Scores of some persons over three months."""
    n = draw(st.integers(1, 40))
    return [
        event(
            f"p{draw(st.integers(0, 14))}",
            "Q1",
            draw(st.integers(0, 24 * 80)),
            said=True,
            seq=at,
            id=f"e{at}",
            score=draw(st.integers(0, 10)),
        )
        for at in range(n)
    ]


@settings(max_examples=60, deadline=None)
@given(scored(), st.integers(0, 3))
def test_every_row_counts_the_persons_behind_it(rows, chosen):
    found = answers(rows, [survey()], TOUCHPOINTS)
    members = np.arange(len(found.persons)) % 2 == 0
    cut = Cut(
        (("touchpoint",), ("month",), ("segment",), ("touchpoint", "month", "segment"))[chosen],
        segments={"even": members},
    )
    for row in score(found, cut=cut):
        behind = who(found, row.cell, cut=cut)
        assert len(set(found.person[behind].tolist())) == len(behind) == row.answered
        assert sum(row.distribution.values()) == row.answered
        assert row.raw is None or row.raw.n == row.answered
        assert row.raw is None or row.raw.low <= row.raw.value <= row.raw.high


@settings(max_examples=60, deadline=None)
@given(scored())
def test_the_months_together_are_the_whole_and_the_latest_answer_counts(rows):
    found, months = answers(rows, [survey()], TOUCHPOINTS), Cut(("month",))
    (whole,) = score(found)
    latest = {}
    for row in score(found, cut=months):
        latest |= {found.person[at]: at for at in who(found, row.cell, cut=months)}
    assert sorted(latest.values()) == sorted(who(found, whole.cell).tolist())
