"""Comments of patients coded by hand, reviews of a marketplace, coded answers of an airport's survey."""

import numpy as np
import pandas as pd
import pytest

from footpath.voice.coded import coded
from footpath.voice.themes import assign, propose


@pytest.fixture(scope="module")
def comments(data):
    table = pd.read_csv(data / "nhs-patient-comments" / "comments_part_a.csv.gz")
    return table.fillna({"comment": "", "themes": ""})


@pytest.fixture(scope="module")
def proposal(comments):
    whose = pd.factorize(comments.respondent_id)[0]
    return propose(comments.comment.tolist(), ["en"] * len(comments), whose)


def best_f1(proposal, comments, hand):
    true = comments.themes.str.split("|").map(lambda themes: hand in themes).to_numpy()
    found = proposal.membership
    return (2 * (found & true[:, None]).sum(axis=0) / (found.sum(axis=0) + true.sum())).max()


@pytest.mark.slow
def test_what_coders_set_aside_is_set_aside(proposal, comments):
    aside = (comments.themes == "Labelling not possible").to_numpy()
    assert proposal.set_aside[aside].mean() > 0.95


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hand", "least"),
    [
        ("Staff manner & personal attributes", 0.45),
        ("Timeliness of care", 0.45),
        ("Contacting services", 0.35),
    ],
)
def test_what_many_speak_of_is_found_without_its_code(proposal, comments, hand, least):
    assert best_f1(proposal, comments, hand) > least


@pytest.mark.slow
def test_themes_are_of_many_persons_and_come_back(proposal):
    assert len(proposal.themes) == 12
    assert min(proposal.returns) >= 0.5
    assert min(proposal.persons) > 20
    assert all(len(set(each)) == 5 for each in (*proposal.nearest, *proposal.random))


@pytest.mark.slow
def test_a_frozen_theme_tells_the_same_of_a_part(proposal, comments):
    part = comments.comment.tolist()[::7]
    found = assign(part, ["en"] * len(part), proposal.themes)
    assert (found[~proposal.set_aside[::7]] == proposal.membership[::7][~proposal.set_aside[::7]]).all()


@pytest.mark.slow
def test_portuguese_reviews_speak_of_what_goes_wrong_with_deliveries(data):
    table = pd.read_csv(data / "olist-orders" / "order_reviews.csv.gz").fillna("")
    texts = [
        text for text in table.review_comment_title + ". " + table.review_comment_message if len(text) > 2
    ]
    found = propose(texts, ["pt"] * len(texts))
    terms = {term for theme in found.themes for term in theme.terms}
    assert {"não recebi", "prazo", "dinheiro", "recomendo", "qualidade"} <= terms


def test_a_theme_a_code_of_the_airports_survey(data):
    folder = data / "sfo-airport-survey"
    codes = pd.read_csv(folder / "comment_codes_2017.csv.gz", dtype=str)
    answers = pd.read_csv(folder / "sfo_customer_survey_2017.csv.gz", dtype=str)
    table = codes[codes.question == "Q8COM"]
    labels, has = coded(answers.Q8COM1.tolist(), dict(zip(table.code, table.label, strict=True)))
    numbers = pd.to_numeric(answers.Q8COM1).fillna(-1).astype(int)
    for code, label in zip(table.code, table.label, strict=True):
        same = [int(each) for each in table[table.label == label].code]
        assert has[:, labels.index(label)].sum() == numbers.isin(same).sum(), code
    assert has.sum(axis=1).max() == 1
    assert np.mean(has.any(axis=1)) > 0.9
