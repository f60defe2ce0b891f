"""Weights: who answered stands for who did not, as far as their journeys tell, and no further."""

import numpy as np
import pytest

from footpath.sim.answering import company, net
from footpath.voice.propensity import cross_fitted, hashed, representative
from footpath.voice.silence import sensitivity
from footpath.voice.weighting import (
    Unweighted,
    Weighting,
    weigh,
    weighted_mean,
    weighted_nps,
    weighted_share,
)

EVERYBODY = np.ones(1000, bool)
CALLED = np.repeat([True, False], 500)
# Of 500 who called 50 answered, all detractors; of 500 who did not, 150, all promoters
ANSWERED = np.arange(1000) % 500 < np.where(CALLED, 50, 150)
POINTS = np.where(ANSWERED, np.where(CALLED, -100.0, 100.0), np.nan)


@pytest.fixture(scope="module")
def called() -> Weighting:
    return weigh(CALLED[:, None].astype(float), ["met: Calls"], EVERYBODY, ANSWERED)


@pytest.fixture(scope="module")
def mixed():
    return company(3, 2000, "mixed")


@pytest.fixture(scope="module")
def weighting(mixed) -> Weighting:
    margins = {"segment": mixed.segment, "channel": mixed.channel}
    return weigh(mixed.features, mixed.names, mixed.asked, mixed.answered, margins=margins)


def points(about):
    return np.where(about.answered, net(about.score), np.nan)


def test_those_who_rarely_answer_count_more(called):
    callers = CALLED[called.rows]
    assert called.weights[callers].sum() == pytest.approx(100, abs=2)
    assert called.weights.mean() == pytest.approx(1)


def test_the_score_is_that_of_everybody(called):
    # The raw one is 50; half of all called, so the truth of such people is 0
    assert weighted_nps(POINTS, called).value == pytest.approx(0, abs=2)


def test_it_is_said_who_is_missing(called):
    assert called.missing == (
        "People who met “Calls” answered a third as often: 10 % of 500, against 30 % of 500.",
    )


def test_the_balance_is_better_afterwards(weighting):
    assert max(abs(each.before) for each in weighting.balance) > 0.3
    assert max(abs(each.after) for each in weighting.balance) < 0.05


def test_margins_get_the_shares_of_all_who_could_have_been_asked(mixed, weighting):
    told = np.bincount(mixed.channel[weighting.rows], weighting.weights) / weighting.weights.sum()
    assert told == pytest.approx(np.bincount(mixed.channel) / 2000, abs=1e-4)


def test_no_answer_counts_more_than_five(weighting):
    assert 0 < weighting.weights.min() < weighting.weights.max() <= 5.0001


def test_the_effective_size_is_less_than_the_answers(weighting):
    assert 100 < weighting.effective_n < len(weighting.rows)


def test_scores_come_with_what_they_are(mixed, weighting):
    said = points(mixed)
    nps = weighted_nps(said, weighting)
    share = weighted_share((said > 0) * 1.0 + 0 * said, weighting)
    mean = weighted_mean(np.where(np.isnan(said), np.nan, mixed.score), (0, 10), weighting)
    assert [each.unit for each in (nps, share, mean)] == ["score", "share", "score"]
    assert all(each.low < each.value < each.high for each in (nps, share, mean))
    assert {each.n for each in (nps, share, mean)} == {int(mixed.answered.sum())}


def test_a_question_that_few_answered_is_weighted_by_them(mixed, weighting):
    said = points(mixed)
    said[weighting.rows[40:]] = np.nan
    assert weighted_nps(said, weighting).n == 40


def test_a_question_that_nobody_answered_has_no_score(weighting):
    assert weighted_nps(np.full(2000, np.nan), weighting) is None


def test_answers_that_agree_are_no_proof(called):
    alike = weighted_nps(np.where(ANSWERED, 100.0, np.nan), called)
    assert (alike.value, alike.high) == (pytest.approx(100), pytest.approx(100, abs=1))
    assert alike.low < 99.5


def test_below_thirty_people_nobody_is_weighted():
    few = np.arange(1000) < 29
    told = weigh(CALLED[:, None].astype(float), ["met: Calls"], EVERYBODY, few)
    assert isinstance(told, Unweighted)
    assert told.reason == "fewer than 30 people answered"


def test_thirty_answers_of_ten_people_are_ten_people():
    few = np.arange(1000) < 30
    told = weigh(np.zeros((1000, 1)), ["x"], EVERYBODY, few, persons=np.arange(1000) // 3)
    assert (told.reason, told.answered) == ("fewer than 30 people answered", 10)


def test_answers_of_one_person_count_once_in_the_interval(mixed):
    once = weigh(mixed.features, mixed.names, mixed.asked, mixed.answered, persons=np.arange(2000))
    thrice = weigh(
        np.repeat(mixed.features, 3, axis=0),
        mixed.names,
        np.repeat(mixed.asked, 3),
        np.repeat(mixed.answered, 3),
        persons=np.repeat(np.arange(2000), 3),
    )
    narrow, wide = weighted_nps(points(mixed), once), weighted_nps(np.repeat(points(mixed), 3), thrice)
    assert narrow.n == wide.n
    assert wide.high - wide.low == pytest.approx(narrow.high - narrow.low, rel=0.15)


def test_unknown_features_do_no_harm(mixed):
    holed = mixed.features.copy()
    holed[::7, 3] = np.nan
    told = weigh(holed, mixed.names, mixed.asked, mixed.answered)
    assert np.isfinite(weighted_nps(points(mixed), told).value)


def test_the_same_input_gives_the_same_weights(mixed, weighting):
    margins = {"segment": mixed.segment, "channel": mixed.channel}
    again = weigh(mixed.features, mixed.names, mixed.asked, mixed.answered, margins=margins)
    assert again.weights.tolist() == weighting.weights.tolist()


def test_a_chance_never_comes_from_a_fit_that_has_seen_the_person(mixed):
    hashes = hashed(np.arange(2000))
    turned = mixed.answered.copy()
    turned[7] = not turned[7]
    one, other = (
        cross_fitted(mixed.features, each, np.ones(2000, bool), hashes) for each in (mixed.answered, turned)
    )
    mates = hashes % 5 == hashes[7] % 5
    # But for where Newton's steps begin, which is seen beyond the fifth digit
    assert one[mates] == pytest.approx(other[mates], abs=1e-6)
    assert np.abs(one - other)[~mates].max() > 1e-4


def test_everybody_alike_is_representative():
    chance = np.full(1000, 0.2)
    told = representative(chance, np.arange(1000) < 200, EVERYBODY)
    assert (told.value, told.n) == (1.0, 1000)


def test_the_indicator_is_two_standard_deviations_below_one():
    chance = np.where(CALLED, 0.1, 0.3)
    told = representative(chance, ANSWERED, EVERYBODY)
    assert told.value == pytest.approx(1 - 2 * 0.1)
    assert told.low < told.value < told.high


def test_what_the_silent_would_have_to_feel(mixed, weighting):
    told = sensitivity(points(mixed), weighting, shift=-5)
    silent = 1 - mixed.answered.mean()
    assert told.apart == pytest.approx(-5 / silent)
    assert told.words.startswith(
        "The NPS would be 5 points lower if the 88 % of occasions that stayed silent scored 6 points"
    )


def test_how_much_readier_promoters_would_have_to_be(called):
    # Half the weight is promoters', half detractors'; twice as ready means a third is really promoters
    told = sensitivity(POINTS, called, shift=-100 / 3)
    assert told.times == pytest.approx(2, rel=0.1)
    assert told.words.endswith("as when promoters answer 2.0 times as readily as detractors.")
