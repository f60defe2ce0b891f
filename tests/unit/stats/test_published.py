"""What others have published comes out again: the short form of `python bench/published.py`."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest

from footpath.errors import InputError

BENCH = Path(__file__).parents[3] / "bench" / "published.py"


@pytest.fixture(scope="module")
def published():
    spec = spec_from_file_location("published", BENCH)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("study", ["swiss", "rossi"])
def test_every_figure_is_the_published_one_to_its_last_digit(published, study):
    figures = list(getattr(published, study)())
    assert len(figures) > 10
    assert [each.row() for each in figures if not each.agrees] == []


def test_without_the_control_group_the_interval_holds_what_the_experiment_found(published):
    figures = list(published.nsw(published.doubly_robust, seeds=1))
    assert [each.name for each in figures[:2]] == ["experiment", "treated less CPS"]
    assert figures[2].interval[0] < 1794 < figures[2].interval[1]
    assert [each.row() for each in figures if not each.agrees] == []


def test_an_interval_that_holds_it_by_its_width_alone_is_not_enough(published):
    def everybody(features, met, outcome, seed):
        return published.Effect(1794, 1000, np.where(met, 0.0, 1.0))

    refused = [each.name for each in published.nsw(everybody, seeds=1) if not each.agrees]
    assert refused == ["re74 of those who stand in, seed 0", "re75 of those who stand in, seed 0"]


def test_a_figure_that_is_off_by_more_than_its_last_digit_disagrees(published):
    assert published.Figure("x", "y", 0.0571, 0.05714).agrees
    assert not published.Figure("x", "y", 0.0571, 0.0572).agrees
    assert not published.Figure("x", "y", 1794, 500, 0, (-200, 1200)).agrees


def test_data_that_were_changed_are_refused(published, tmp_path):
    copytree(published.DATA, tmp_path, dirs_exist_ok=True)
    assert published.columns("swiss.csv", tmp_path)["fertility"].shape == (47,)
    changed = (tmp_path / "swiss.csv").read_text().replace("80.2", "80.3")
    (tmp_path / "swiss.csv").write_text(changed)
    with pytest.raises(InputError, match=r"swiss\.csv: these are not the bytes .* Restore the file"):
        published.read("swiss.csv", tmp_path)
