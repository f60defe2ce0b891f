"""Which cells of the map hold something, whence it is known, and from how many persons."""

from reference.overheard import SURVEY, behind, drawn, snapshot
from reference.spoken import did, said

STATED = """
stage = [{ name = "I fly", phase = "use" }]
project = { name = "Airport", timezone = "UTC" }
[[touchpoint]]
name = "Gate"
stage = "I fly"
match = { event = "Q_gate" }
[[journey]]
name = "buy"
[[survey]]
name = "airport"
source = "survey"
[[survey.score]]
name = "gate"
kind = "rating"
question = "Q_gate"
about = "Gate"
"""


def cells(found):
    """State, provenance and base of each cell, by lane and stage."""
    shown = drawn(found)
    for lane in shown.lanes:
        for cell in lane.cells:
            if cell.evidence:
                assert len(behind(found, cell.evidence)) == shown.evidence[cell.evidence].n
    return {
        (lane.id, cell.stage): (
            cell.state,
            cell.provenance,
            shown.evidence[cell.evidence].n if cell.evidence else 0,
        )
        for lane in shown.lanes
        for cell in lane.cells
    }


NOTHING = ("none", None, 0)


def shop(*rows):
    return cells(snapshot([*rows, did("zoe", "visit"), did("zoe", "pay", 30)], SURVEY))


def test_without_a_word_the_lanes_of_what_people_say_are_empty():
    found = shop()
    for lane in ("feel", "say", "score", "moment", "change"):
        assert found[lane, "I look"] == found[lane, "I buy"] == NOTHING
    assert found["do", "I look"] == ("thin", "observed", 1)


def test_scores_are_stated_and_so_is_the_emotion_that_they_tell():
    found = shop(did("ann", "visit"), said("ann", "Q1", 1, 9))
    assert found["score", "I look"] == found["feel", "I look"] == ("thin", "stated", 1)
    assert found["say", "I look"] == found["score", "I buy"] == NOTHING


def test_emotion_that_was_read_from_words_is_inferred():
    found = shop(did("ann", "visit"), said("ann", "Why", 1, text="The awful waiting at the desk"))
    assert found["feel", "I look"] == ("thin", "inferred", 1)
    assert found["say", "I look"] == ("thin", "stated", 1)
    assert found["score", "I look"] == NOTHING


def test_words_that_were_not_read_tell_no_emotion():
    found = shop(
        did("ann", "visit"), said("ann", "Why", 1, text="Die Schlange an der Kasse war wieder sehr lang")
    )
    assert (found["feel", "I look"], found["say", "I look"]) == (NOTHING, ("thin", "stated", 1))


def test_a_cell_counts_persons_and_is_thin_below_thirty():
    rows = [row for at in range(30) for row in (did(f"p{at}", "visit"), said(f"p{at}", "Q1", 1, 9))]
    assert shop(*rows)["score", "I look"] == ("full", "stated", 30)
    assert shop(*rows[:-1], said("p0", "Q1", 2, 9))["score", "I look"] == ("thin", "stated", 29)


def test_of_what_persons_only_tell_there_are_no_moves_and_no_times():
    found = cells(snapshot([said("ann", "Q_gate", 0, 4), said("bob", "Q_gate", 0, 2)], base=STATED))
    assert found["do", "I fly"] == ("thin", "stated", 2)
    assert found["move", "I fly"] == found["time", "I fly"] == NOTHING
    assert found["score", "I fly"] == ("thin", "stated", 2)
