"""Codes may stand in a file beside footpath.toml: in force is what it held when it was applied."""

import pytest

import footpath as fp
from footpath.definitions import parse
from footpath.errors import DefinitionError, FootpathError, InputError

TOML = """[project]
name = "Airport"  # ours
timezone = "UTC"

[[survey]]
name = "airport"
codes = "codes.csv"
text = ["Q9"]
"""
CODES = "question,code,label\nQ8,1,Praise\nQ8,2,Signs\n"


@pytest.fixture
def folder(tmp_path):
    fp.create(tmp_path / "airport", settings={})
    folder = tmp_path / "airport"
    (folder / "footpath.toml").write_text(TOML, encoding="utf-8")
    (folder / "codes.csv").write_text(CODES, encoding="utf-8")
    return folder


def apply(folder):
    project = fp.open(folder, settings={})
    project.define((folder / "footpath.toml").read_text(encoding="utf-8"))
    return project


def test_in_force_it_holds_the_codes(folder):
    project = apply(folder)
    assert "codes.csv" not in project.definitions_text
    [survey] = project.definitions.surveys
    assert survey.codes == {"Q8": {"1": "Praise", "2": "Signs"}}
    (folder / "codes.csv").unlink()
    assert fp.open(folder, settings={}).definitions.surveys == (survey,)


def test_right_after_it_nothing_drifts_and_the_working_copy_stays(folder):
    project = apply(folder)
    assert project.drift is False
    assert (folder / "footpath.toml").read_text(encoding="utf-8") == TOML
    assert apply(folder).define(TOML) == []
    assert (folder / "footpath.toml").read_text(encoding="utf-8") == TOML


def test_another_code_in_the_file_is_drift_until_it_is_applied(folder):
    apply(folder)
    (folder / "codes.csv").write_text(CODES + "Q8,3,Dirt\n", encoding="utf-8")
    assert fp.open(folder, settings={}).drift is True
    assert apply(folder).drift is False


def test_what_goes_out_needs_no_file(folder, tmp_path):
    apply(folder).export("definitions", tmp_path / "out.toml")
    assert parse((tmp_path / "out.toml").read_text()).surveys[0].codes["Q8"]["2"] == "Signs"


def test_a_file_that_is_missing_is_named(folder):
    apply(folder)
    (folder / "codes.csv").unlink()
    assert fp.open(folder, settings={}).drift is True
    with pytest.raises(InputError, match=r"codes\.csv"):
        apply(folder)
    assert fp.open(folder, settings={}).revision == 1


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/hostname", "codes/../../secret.csv"])
def test_a_file_elsewhere_is_never_opened(folder, name):
    (folder.parent / "secret.csv").write_text("password,code\nhunter2,1\n", encoding="utf-8")
    (folder / "footpath.toml").write_text(TOML.replace("codes.csv", name), encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"beside footpath\.toml") as raised:
        apply(folder)
    assert "password" not in str(raised.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01", b"", b"code;label\n1;Praise\n"])
def test_a_file_that_is_no_table_of_codes_is_told_and_changes_nothing(folder, content):
    (folder / "codes.csv").write_bytes(content)
    with pytest.raises(FootpathError, match=r"codes\.csv"):
        apply(folder)
    assert fp.open(folder, settings={}).revision == 0
