"""Spans: an incident has dates; weekends, seasons, drift and traffic are none; and silence is told."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.stats.spans import LEAST, best, silent, span
from reference import spans as twin

MONDAY = np.datetime64("2026-01-05")


def days(count):
    return MONDAY + np.arange(count)


def incident(count, begin, end, low=0.02, high=0.3):
    day = np.arange(count)
    return np.where((day >= begin) & (day < end), high, low)


def met(rates, people=28, seed=0):
    """Who met it and who could have, a day, at some rates."""
    rng = np.random.default_rng(seed)
    at_risk = rng.poisson(people, len(rates))
    return rng.binomial(at_risk, rates), at_risk


def test_an_incident_has_a_begin_and_an_end():
    found = span(*met(incident(180, 60, 100)), days(180))
    assert (found.begin, found.end) == (date(2026, 3, 6), date(2026, 4, 15))
    assert found.inside == pytest.approx(0.3, abs=0.05)
    assert found.outside == pytest.approx(0.02, abs=0.01)


def test_what_was_always_so_has_no_begin_and_what_still_is_no_end():
    ended = span(*met(incident(180, 0, 70)), days(180))
    began = span(*met(incident(180, 110, 180)), days(180))
    assert (ended.begin, ended.end) == (None, date(2026, 3, 16))
    assert (began.begin, began.end) == (date(2026, 4, 25), None)


@pytest.mark.parametrize("seed", range(8))
def test_dates_are_right_to_a_few_days(seed):
    begin = 20 + 12 * seed
    found = span(*met(incident(180, begin, begin + 40), seed=seed), days(180))
    assert abs((found.begin - days(180)[begin].item()).days) <= 2
    assert abs((found.end - days(180)[begin + 40].item()).days) <= 2


DAY = np.arange(180)
NO_INCIDENTS = {
    "constant": np.full(180, 0.1),
    "seasons": 0.1 * np.exp(0.7 * np.sin(2 * np.pi * DAY / 365)),
    "weekends": np.where(DAY % 7 >= 5, 0.2, 0.08),
    "drift": np.linspace(0.04, 0.2, 180),
    "twice a month": np.where(DAY % 30 < 10, 0.2, 0.05),
    "restless days": 0.1 * np.exp(np.random.default_rng(1).normal(0, 0.4, 180)),
}


@pytest.mark.parametrize("rates", NO_INCIDENTS.values(), ids=NO_INCIDENTS)
@pytest.mark.parametrize("people", [5, 100])
def test_no_incident_no_span(rates, people):
    found = [span(*met(rates, people, seed), days(180)) for seed in range(10)]
    assert found == [None] * 10


def test_a_burst_of_people_with_the_same_rate_is_none():
    rng = np.random.default_rng(2)
    at_risk = rng.poisson(np.where((DAY >= 60) & (DAY < 80), 300, 30))
    assert span(rng.binomial(at_risk, 0.1), at_risk, days(180)) is None


def test_a_burst_of_people_who_never_meet_it_is_none():
    rng = np.random.default_rng(2)
    robots = rng.poisson(np.where((DAY >= 60) & (DAY < 80), 300, 0))
    hits, people = met(np.full(180, 0.1))
    assert span(hits, people + robots, days(180)) is None


def test_an_incident_stands_out_of_weekends_too():
    weekends = np.where(DAY % 7 >= 5, 1.5, 0.8)
    found = span(*met(incident(180, 60, 100) * weekends), days(180))
    assert (found.begin, found.end) == (date(2026, 3, 6), date(2026, 4, 15))


def test_an_incident_in_years_of_days_is_found_to_the_day():
    found = span(*met(incident(1500, 700, 760, low=0.05), people=60), days(1500))
    assert (found.begin, found.end) == (days(1500)[700].item(), days(1500)[760].item())


@pytest.mark.parametrize(("hits", "people"), [(0, 10), (10, 10), (0, 0)])
def test_where_nobody_or_everybody_meets_it_there_is_no_span(hits, people):
    assert span(np.full(60, hits), np.full(60, people), days(60)) is None


def test_a_fortnight_is_too_short():
    assert span(np.array([0] * 6 + [9] * 6), np.full(12, 10), days(12)) is None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=15, max_size=30))
def test_no_interval_is_likelier_than_the_best(rows):
    hits, people = [a for a, _ in rows], [a + b for a, b in rows]
    begin, end = best(np.array(hits, np.float64), np.array(people, np.float64))
    largest = twin.best_ratio(hits, people, LEAST)
    assert twin.ratio_of(hits, people, begin, end) == pytest.approx(largest, abs=1e-6)


def test_a_source_that_fell_silent_is_told():
    counts = np.random.default_rng(1).poisson(5, 180)
    counts[100:120] = 0
    counts[99] = counts[120] = 3
    assert silent(counts, days(180)) == [(date(2026, 4, 15), date(2026, 5, 5))]


def test_a_source_that_never_came_back_is_silent_to_the_end():
    counts = np.random.default_rng(1).poisson(5, 180)
    counts[150:], counts[149] = 0, 2
    assert silent(counts, days(180)) == [(date(2026, 6, 4), date(2026, 7, 4))]


def test_who_has_not_begun_is_not_silent():
    counts = np.random.default_rng(1).poisson(50, 180)
    counts[:40] = 0
    assert silent(counts, days(180)) == []


RNG = np.random.default_rng(3)
STREAMS = {
    "one a day": RNG.poisson(1, 365),
    "closed on weekends": RNG.poisson(np.where(np.arange(365) % 7 >= 5, 0, 40)),
    "mondays only": RNG.poisson(np.where(np.arange(365) % 7 == 0, 50, 0)),
    "campaigns": RNG.poisson(np.where(np.arange(365) % 28 < 5, 100, 0)),
    "monthly bills": RNG.poisson(np.where(np.arange(365) % 30 == 0, 500, 0)),
    "crowds": RNG.negative_binomial(0.5, 0.1, 365),
    "a summer business": RNG.poisson(4 * np.exp(1.5 * np.sin(2 * np.pi * np.arange(365) / 365))),
    "fading": RNG.poisson(60 * np.exp(-np.arange(365) / 25)),
    "nothing": np.zeros(365, dtype=np.int64),
}


@pytest.mark.parametrize("counts", STREAMS.values(), ids=STREAMS)
def test_habits_are_not_silence(counts):
    assert silent(counts, days(365)) == []
