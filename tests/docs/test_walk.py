import pytest

from docs.pages import DOCS, follow

RUN = ["walk.md", "python.md"]


@pytest.mark.parametrize("name", RUN)
def test_what_a_page_shows_is_what_happens(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wrong = follow(DOCS / name, tmp_path)
    assert not wrong, "\n".join(wrong)
