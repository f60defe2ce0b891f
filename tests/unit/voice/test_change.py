"""When one may speak of a change, and of whose opinion."""

import numpy as np
import pytest

from footpath.errors import UsageError
from footpath.model.survey import Survey, SurveyScore
from footpath.voice.change import Sample, change, decompose
from footpath.voice.scoring import score
from reference.spoken import answers, said

NPS = SurveyScore("nps", "nps", "Q1", (0, 10))


def row(promoters, passives, detractors, asked=NPS):
    scores = [10] * promoters + [8] * passives + [2] * detractors
    rows = [said(f"p{at}", "Q1", 0, each) for at, each in enumerate(scores)]
    return score(answers(rows, [Survey("s", "survey", scores=(asked,))], ()))[0]


def test_a_large_difference_is_a_change_with_its_interval():
    moved = change(row(10, 30, 60), row(60, 30, 10))
    assert (moved.verdict, moved.difference.value, moved.difference.n) == ("up", 100, 200)
    assert 0 < moved.detectable < moved.difference.low
    assert change(row(60, 30, 10), row(10, 30, 60)).verdict == "down"


def test_what_is_beyond_chance_and_still_below_the_detectable_is_no_change_seen():
    moved = change(row(40, 30, 30), row(55, 24, 21))
    assert 0 < moved.difference.low < moved.difference.value < moved.detectable
    assert moved.verdict == "no change seen"


def test_below_ten_persons_it_is_too_few():
    moved = change(row(3, 3, 3), row(60, 30, 10))
    assert (moved.verdict, moved.difference, moved.detectable) == ("too few", None, None)


def test_scores_that_are_not_asked_alike_have_no_difference():
    with pytest.raises(UsageError):
        change(row(5, 5, 5), row(5, 5, 5, SurveyScore("nps", "nps", "Q1", (0, 20))))


def test_the_detectable_difference_is_that_of_the_planning_formula():
    """50 % promoters and 20 % detractors: 958 a group for ten points, 240 for twenty."""
    assert row(479, 287, 192).detectable_difference == pytest.approx(10, abs=0.05)
    assert row(120, 72, 48).detectable_difference == pytest.approx(20, abs=0.2)


def test_a_shift_of_who_answers_is_composition_and_no_opinion():
    points = {0: [100.0] * 9 + [0.0], 1: [0.0] * 5 + [-100.0] * 5}
    before = sample(points[0] * 8, points[1] * 2)
    after = sample(points[0] * 2, points[1] * 8)
    split = decompose(before, after)
    assert split.opinion.value == pytest.approx(0)
    assert split.composition.value == pytest.approx(after.points.mean() - before.points.mean())
    assert split.opinion.low < 0 < split.opinion.high
    assert split.composition.high < 0


def test_a_cell_that_one_period_lacks_is_all_composition():
    split = decompose(sample([1.0] * 20, []), sample([1.0] * 10, [0.0] * 10))
    assert split.composition.value == pytest.approx(-0.5)
    assert split.opinion.value == pytest.approx(0)


def test_weights_count_as_answers_of_the_same_kind():
    plain = decompose(sample([1.0] * 20, [0.0] * 20), sample([1.0] * 30, [0.0] * 10))
    twice = Sample(np.array([1.0, 0.0] * 15), np.array([0, 1] * 15, np.int32), np.array([3.0, 1.0] * 15))
    weighted = decompose(sample([1.0] * 20, [0.0] * 20), twice)
    assert weighted.composition.value == pytest.approx(plain.composition.value)
    assert weighted.opinion.value == pytest.approx(plain.opinion.value)


def test_a_period_without_answers_has_no_difference():
    assert decompose(sample([], []), sample([1.0], [])) is None


def test_the_intervals_of_both_parts_cover_the_truth():
    rng = np.random.default_rng(3)
    shares, means = np.array([[0.6, 0.4], [0.3, 0.7]]), np.array([[0.8, 0.4], [0.7, 0.45]])
    composition = ((shares[1] - shares[0]) * means.mean(axis=0)).sum()
    opinion = ((means[1] - means[0]) * shares.mean(axis=0)).sum()
    covered = [
        (
            split.composition.low <= composition <= split.composition.high,
            split.opinion.low <= opinion <= split.opinion.high,
        )
        for split in (
            decompose(*(_drawn(rng, *each) for each in zip(shares, means, strict=True))) for _ in range(500)
        )
    ]
    assert np.all(np.abs(np.mean(covered, axis=0) - 0.95) < 0.025)


def test_scores_that_are_the_same_are_seldom_called_changed():
    rng = np.random.default_rng(5)
    rows = [row(*map(int, rng.multinomial(40, [0.5, 0.3, 0.2]))) for _ in range(60)]
    called = [change(*pair).verdict in ("up", "down") for pair in zip(rows[::2], rows[1::2], strict=True)]
    assert sum(called) <= 1


def sample(first, second):
    cells = [0] * len(first) + [1] * len(second)
    return Sample(np.array([*first, *second]), np.array(cells, np.int32))


def _drawn(rng, shares, means):
    cell = rng.choice(2, 150, p=shares).astype(np.int32)
    return Sample((rng.random(150) < means[cell]).astype(float), cell)
