"""Invariant law: behind every number of what people say stand as many persons as it counts."""

from itertools import chain

from hypothesis import example, given, settings
from hypothesis import strategies as st

from footpath.mapping.heard import DEFINITIONS
from reference.overheard import SHOP, behind, drawn, snapshot
from reference.spoken import did, said

law = settings(max_examples=40, deadline=None)
MORE = """
[[survey]]
name = "after"
source = "survey"
about = "about"
window = "3d"
text = ["Why"]
codes = { Q8 = { "1" = "queue", "2" = "Signs" } }
[[survey.score]]
name = "nps"
kind = "nps"
question = "Q1"
[[survey.score]]
name = "ease"
kind = "ces"
question = "Q2"
direction = "low is good"
about = "Pays"

[[theme]]
name = "queue"
terms = ["queue", "waiting"]
[[theme]]
name = "door"
terms = ["door"]
survey = "after"

[[segment]]
name = "payers"
where = "reached('Pays')"
"""
TEXTS = [
    "The awful waiting in the queue",
    "What a lovely door this is",
    "I came here for the shoes, by the door",
    "Die Schlange an der Kasse war wieder sehr lang",
    "n/a",
    "ok",
]
PEOPLE = [f"p{n}" for n in range(4)]
NAMED = st.sampled_from([None, {"about": "Visits"}, {"about": "Pays"}, {"about": "nowhere"}])
HOURS = st.sampled_from([1, 2, 50, 150])  # few, so that much is said together
events = st.builds(did, st.sampled_from(PEOPLE), st.sampled_from(["visit", "pay", "look"]), HOURS)
scores = st.builds(
    said,
    st.sampled_from(PEOPLE),
    st.sampled_from(["Q1", "Q2"]),
    HOURS,
    st.integers(0, 10),
    properties=NAMED,
)
words = st.builds(
    lambda person, question, hours, text, **more: said(person, question, hours, text=text, **more),
    st.sampled_from(PEOPLE),
    st.sampled_from(["Why", "letter"]),
    HOURS,
    st.sampled_from(TEXTS),
    properties=NAMED,
    source=st.sampled_from(["survey", "letters"]),
)
ticks = st.builds(
    lambda person, question, hours, code: said(person, question, hours, text=code),
    st.sampled_from(PEOPLE),
    st.sampled_from(["Q8", "Q81"]),
    HOURS,
    st.sampled_from(["1", "2", "1;2", "9"]),
)


@st.composite
def responses(draw):
    """What one person answers at once: a score, and perhaps a code or words beside it."""
    person, hours = draw(st.sampled_from(PEOPLE)), draw(HOURS)
    rows = [said(person, "Q1", hours, draw(st.sampled_from([0, 5, 10])))]
    if draw(st.booleans()):
        rows.append(said(person, "Q8", hours, text=draw(st.sampled_from(["1", "2"]))))
    if draw(st.booleans()):
        rows.append(said(person, "Why", hours, text=draw(st.sampled_from(TEXTS))))
    return rows


begun = st.lists(
    st.builds(did, st.sampled_from(PEOPLE), st.just("visit"), st.integers(0, 60)), min_size=1, max_size=6
)
single = st.one_of(events, scores, words, ticks).map(lambda row: [row])
said_things = st.lists(st.one_of(responses(), single), max_size=20).map(
    lambda parts: list(chain.from_iterable(parts))
)
lenses = st.fixed_dictionaries(
    {
        "segment": st.sampled_from([None, "payers"]),
        "since": st.sampled_from([None, "2026-01-02"]),
        "until": st.sampled_from([None, "2026-01-05"]),
    }
)

# Of two who are glad one wrote so, and one only ticked a code beside the score.
ONLY_A_TICK = [
    said("ann", "Q1", 1, 10),
    said("ann", "Q8", 1, text="1"),
    said("bob", "Q1", 1, 10),
    said("bob", "Why", 1, text="What a lovely door this is"),
]


def told(touchpoint):
    """Each number of what people say of a touchpoint, with its evidence."""
    emotion = touchpoint.emotion
    for felt, evidence in (
        (emotion.words, emotion.words_evidence),
        (emotion.scores, emotion.scores_evidence),
    ):
        if felt:
            yield felt.n, evidence
    for name, detail in touchpoint.score_details.items():
        yield detail.answered, detail.evidence
        yield sum(detail.distribution.values()), detail.evidence
        if name in touchpoint.scores:
            yield touchpoint.scores[name].n, detail.evidence
    yield from ((each.represents, each.evidence) for each in touchpoint.verbatims)
    yield from ((each.people, each.evidence) for each in touchpoint.themes)


@law
@given(begun, said_things, lenses)
@example([did("ann", "visit"), did("bob", "visit")], ONLY_A_TICK, {})
def test_every_number_has_its_persons(begin, rest, lens):
    # What is the same twice is one event, as on import.
    rows = list({row["id"]: row for row in (*begin, *rest)}.values())
    found = snapshot(rows, MORE, base=SHOP)
    shown = drawn(found, **lens)
    for key, evidence in shown.evidence.items():
        persons = behind(found, key, **lens)
        assert persons is not None, evidence
        assert len(persons) == len(set(persons)) == evidence.n, evidence
        assert [each.upper() for each in persons[:50]] == list(evidence.persons)
        if evidence.analysis in DEFINITIONS:
            assert evidence.sources
    for stage in shown.stages:
        for touchpoint in stage.touchpoints:
            for n, evidence in told(touchpoint):
                assert n == shown.evidence[evidence].n > 0
    for cell in (cell for lane in shown.lanes for cell in lane.cells):
        assert (cell.evidence is None) == (cell.state == "none")


@settings(max_examples=4, deadline=None)
@given(st.integers(10, 14), st.lists(st.integers(0, 10), min_size=14, max_size=14))
def test_a_score_that_is_told_is_told_by_the_persons_behind_it(n, given_scores):
    rows = [did(f"p{at}", "visit") for at in range(n)]
    rows += [said(f"p{at}", "Q1", hours, given_scores[at]) for at in range(n) for hours in (1, 2)]
    found = snapshot(rows, MORE, base=SHOP)
    shown = drawn(found)
    [touchpoint] = [each for stage in shown.stages for each in stage.touchpoints]
    assert touchpoint.scores["nps"].n == n
    assert len(behind(found, touchpoint.score_details["nps"].evidence)) == n
