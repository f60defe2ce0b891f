"""Who is missing, in words: what matters, what chance did not make, and nothing twice."""

import numpy as np

from footpath.voice.missing import balance, who_is_missing

ALL = np.ones(1000, bool)
HALF = np.repeat([1.0, 0.0], 500)


def answered(first, second):
    return np.arange(1000) % 500 < np.repeat([first, second], 500)


def told(column, name, came):
    return who_is_missing(np.asarray(column, float)[:, None], [name], ALL, came)


def test_a_trait_is_named_as_it_is():
    assert told(HALF, "segment: students", answered(120, 60)) == (
        "People with segment “students” answered twice as often: 24 % of 500, against 12 % of 500.",
    )


def test_days_are_told_as_days():
    days = np.log1p(np.repeat([400.0, 10.0], [490, 510]))
    came = np.concatenate([np.arange(490) < 30, np.arange(510) < 90])
    [sentence] = told(days, "days since first seen", came)
    assert sentence.startswith(
        "People first seen more than 10 days before answered a third as often: 6 % of 490"
    )


def test_what_chance_may_have_made_is_not_told():
    assert told(HALF, "met: Calls", answered(28, 33)) == ()


def test_nobody_is_missing_where_all_answered():
    assert told(HALF, "met: Calls", ALL) == ()


def test_the_same_is_not_said_twice():
    both = np.column_stack([HALF, 1 - HALF])
    assert len(who_is_missing(both, ["channel: web", "channel: shop"], ALL, answered(150, 50))) == 1


def test_only_those_asked_are_compared():
    asked = np.arange(1000) % 2 == 0
    [sentence] = who_is_missing(HALF[:, None], ["met: Calls"], asked, answered(60, 120) & asked)
    assert sentence.endswith("12 % of 250, against 24 % of 250.")


def test_at_most_five_are_told():
    random = np.random.default_rng(1)
    columns = (random.random((1000, 8)) < 0.5).astype(float)
    came = random.random(1000) < 0.05 + 0.1 * columns.sum(axis=1)
    names = [f"met: {each}" for each in "abcdefgh"]
    assert len(who_is_missing(columns, names, ALL, came)) == 5


def test_balance_is_in_standard_deviations():
    rows = np.flatnonzero(answered(50, 150))
    weights = np.where(rows < 500, 3.0, 1.0)
    [each] = balance(HALF[:, None], ["met: Calls"], rows, weights)
    assert (each.name, round(each.before, 6), round(each.after, 6)) == ("met: Calls", -0.5, 0.0)
