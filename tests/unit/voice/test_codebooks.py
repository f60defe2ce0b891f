"""Coded answers say what their codes mean."""

import pytest

from footpath.definitions.codebook import codebook, with_codes
from footpath.errors import DefinitionError, UnknownColumn
from footpath.model.survey import Survey
from footpath.voice.codebooks import decoded, labels_of

AIRPORT = Survey("airport", "airport", codes={"Q8": {"1": "Praise", "2": "Signs"}, "Q9": {"1": "Dirt"}})
OTHER = Survey("other", "other", codes={"Q8": {"1": "Signs"}})


@pytest.mark.parametrize(
    ("question", "survey", "meant"),
    [
        ("Q8", AIRPORT, ("Praise",)),
        ("Q81", AIRPORT, ("Praise",)),  # its columns are Q81, Q82 …
        ("Q9", AIRPORT, ("Dirt",)),
        ("Q8", OTHER, ("Signs",)),
        ("Q8b", AIRPORT, None),
        ("Q7", AIRPORT, None),
        ("Q8", None, None),  # no survey claims it
    ],
)
def test_codes_are_those_of_the_question_and_its_survey(question, survey, meant):
    assert decoded(["1"], [question], [survey]) == [meant]


def test_several_codes_in_one_answer_and_one_that_nobody_knows():
    assert decoded(["1;2", "7", "2;7"], ["Q8"] * 3, [AIRPORT] * 3) == [("Praise", "Signs"), (), ("Signs",)]


def test_each_label_once():
    assert labels_of([AIRPORT, OTHER]) == ("Praise", "Signs", "Dirt")
    assert labels_of([]) == ()


FILE = "question,code,label\nQ8,1,Praise\nQ8, 2 ,Signs\nQ8,,no code\n,3,no question\n"
NAMED = """[[survey]]
name = "airport"
codes = "codes.csv"
weight = "W"
"""


def test_a_file_of_codes_takes_the_place_of_its_name():
    asked = []
    text = with_codes(NAMED, lambda name: asked.append(name) or FILE)
    assert asked == ["codes.csv"]
    assert 'weight = "W"' in text
    assert "codes.csv" not in text
    assert with_codes(text, lambda _: pytest.fail("no file is named")) == text


def test_text_without_a_file_of_codes_stays_to_the_letter():
    text = '[[survey]]\nname = "a"   # with codes\ncodes = { Q8 = { "1" = "Praise" } }\n'
    assert with_codes(text, lambda _: pytest.fail("no file is named")) == text
    assert with_codes("codes = [", lambda _: pytest.fail("no file is named")) == "codes = ["


def test_rows_that_are_not_whole_are_passed_over():
    assert codebook("\ufeff" + FILE, where="codes.csv") == {"Q8": {"1": "Praise", "2": "Signs"}}


def test_a_file_that_holds_no_codes_says_what_it_should_hold():
    with pytest.raises(UnknownColumn, match="label"):
        codebook("question,code,meaning\n", where="codes.csv")
    with pytest.raises(DefinitionError) as raised:
        codebook("question,code,label\n", where="codes.csv")
    assert str(raised.value) == "codes.csv: no code in it. Each row tells a question, a code and a label"


def test_a_cell_beyond_all_measure_is_an_error_that_can_be_read():
    with pytest.raises(DefinitionError, match=r"codes\.csv"):
        codebook("question,code,label\nQ8,1," + "x" * 200_000, where="codes.csv")
