import pytest
from msgspec import structs

from footpath.errors import UnknownName
from footpath.model.lens import Lens
from footpath.model.moment import Moment, Moments
from footpath.moments.questions import MomentsOf
from footpath.project.looking import Told
from footpath.project.remembering import Remembered
from footpath.store.results import Results

LOOP = {"kind": "loop", "touchpoint": "Pays"}
MOMENT = Moment(
    id="loop-1",
    polarity="pain",
    kind="loop",
    touchpoint="Pays",
    stage="I buy",
    title="Pays again and again",
    at_risk=50,
    exposed=20,
    evidence="moment-1",
)
DOCUMENT = Moments(journey="buy", segment=None, people=60, revision=0, moments=(MOMENT,), looked_at=7)


class Looking:
    """A look of which it is known what it finds, and that counts how often anybody looked."""

    def __init__(self, document=DOCUMENT, **lens):
        self.lens, self.document, self.looked = Lens("buy", **lens), document, 0

    def told(self):
        self.looked += 1
        return Told(self.document, {each.id: LOOP for each in self.document.moments}, {})

    def detailed(self, moment, told, pseudonym):
        assert told.measured[moment.id] == LOOP
        self.looked += 1
        return structs.replace(moment, title=f"{moment.title}, says {pseudonym('ann')}")


def ask(look, results, **asked):
    found = Remembered(look, results)
    return found.moments(revision=3, asked=MomentsOf(**asked), pseudonym=lambda person: f"not {person}")


def test_nobody_looks_twice_for_the_same(tmp_path):
    first, again = Looking(), Looking()
    found = ask(first, Results(tmp_path, "now"))
    assert ask(again, Results(tmp_path, "now")) == found == structs.replace(DOCUMENT, revision=3)
    assert (first.looked, again.looked) == (1, 0)


def test_of_another_segment_or_state_one_has_to_look(tmp_path):
    ask(Looking(), Results(tmp_path, "now"))
    for look, state in ((Looking(segment="students"), "now"), (Looking(), "later")):
        ask(look, Results(tmp_path, state))
        assert look.looked == 1


def test_what_only_the_page_of_one_tells_is_kept_too(tmp_path):
    first, again = Looking(), Looking()
    for look in (first, again):
        found = ask(look, Results(tmp_path, "now"), one="loop-1")
        assert found.moments[0].title == "Pays again and again, says not ann"
    assert (first.looked, again.looked) == (2, 0)


def test_an_answer_that_was_cut_short_is_made_anew(tmp_path):
    ask(Looking(), Results(tmp_path, "now"))
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:50])
    look = Looking()
    assert ask(look, Results(tmp_path, "now")).looked_at == 7
    assert look.looked == 1


def test_an_id_that_was_never_told_is_an_error(tmp_path):
    with pytest.raises(UnknownName, match="no moment"):
        ask(Looking(), Results(tmp_path, "now"), one="loop-2")


def test_a_map_notes_what_was_measured_and_how_many_met_it():
    noted = []
    Remembered(Looking(), Results()).on_map(lambda part, n: noted.append((part, n)) or "")
    assert noted == [(LOOP, 20)]


def test_where_there_was_nothing_to_look_at_a_map_carries_nothing():
    empty = structs.replace(DOCUMENT, moments=(), looked_at=0)
    assert Remembered(Looking(empty), Results()).on_map(lambda *_: "") is None
