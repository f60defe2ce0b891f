"""What hurts is found and measured where it is known: the short form of `python bench/moments.py`.

The bounds are those that chance leaves so few worlds; what is biased, blind or too sure breaks them.
"""

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

BENCH = Path(__file__).parents[3] / "bench"
FAILS = "Sign-in fails"
# Of 400,000 others of each family, to 1 %
TRUTH = {"confounded": -0.1024, "immortal": -0.1784, "repeated": -0.2025}


@pytest.fixture(scope="module")
def bench():
    """The modules of the bench, by name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCH))
        yield import_module


@pytest.fixture(scope="module")
def judged(bench):
    effects = bench("moments_effects")
    return {family: [effects.judged(family, seed) for seed in range(1, 6)] for family in TRUTH}


@pytest.mark.slow
@pytest.mark.parametrize("family", TRUTH)
def test_the_effect_is_off_by_no_more_than_chance(judged, family):
    values, errors = np.array([(row["value"], row["error"]) for row in judged[family]]).T
    off = values - TRUTH[family]
    assert abs(off.mean()) < 3 * errors.mean() / np.sqrt(len(off))
    assert 0.5 < values.std(ddof=1) / errors.mean() < 1.8


@pytest.mark.slow
@pytest.mark.parametrize("family", TRUTH)
def test_intervals_hold_the_truth_where_the_usual_ones_never_do(judged, family):
    assert sum(row["low"] <= TRUTH[family] <= row["high"] for row in judged[family]) >= 3
    value, error = np.array([row["usual"]["met or not"] for row in judged[family]]).T
    assert (np.abs(value - TRUTH[family]) > 3 * error).all()


@pytest.mark.slow
@pytest.mark.parametrize("family", ["null", "volume"])
def test_nothing_is_shown_where_there_is_nothing(bench, family):
    found = bench("moments_found")
    assert found.nothing(family, 1)["found"] == []


@pytest.mark.slow
def test_three_fixes_win_what_the_best_three_would_and_no_usual_way_comes_near(bench):
    found, usual = bench("moments_found"), bench("moments_usual")
    row = found.looked("eight", 1)
    assert {each["is"] for each in row["found"]} >= {"Card is declined", "Out of stock", FAILS, "Is advised"}
    assert usual.regret(usual.ours(row), row["planted"]) < 0.1
    ways = [way[among] for way in row["usual"].values() for among in way]
    assert min(usual.regret(way, row["planted"]) for way in ways) > 0.3


@pytest.mark.slow
def test_an_incident_is_dated(bench):
    row = bench("moments_found").looked("incident", 1)
    dates = next(each["dates"] for each in row["found"] if each["is"] == FAILS)
    assert abs(dates["began"]) <= 5
    assert abs(dates["ended"]) <= 5


def test_what_was_cut_short_is_done_again(bench, tmp_path):
    moments = bench("moments")
    lines = ['{"part": "null", "family": "null", "seed": 1, "found": []}', '{"part": "null", "fam']
    (tmp_path / "work").write_text("\n".join(lines))
    assert list(moments.kept(tmp_path / "work")) == [("null", "null", 1)]


def test_figures_stand_where_the_page_has_room_for_them(bench):
    page = bench("moments_page")
    text = "Words.\n<!-- figures: doubled -->\nold\n<!-- end -->\nMore."
    samples = [{"rows": 50_000, "value": -0.1, "error": 0.01}]
    filled = page.filled(text, {"doubled": {"confounded": {"samples": samples, "moved": []}}})
    assert "| 50,000 | −10.0 | 1.0 | – |" in filled
    assert "old" not in filled
    assert page.filled(filled, {"doubled": {"confounded": {"samples": samples, "moved": []}}}) == filled
