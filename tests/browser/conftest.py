from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")
PATH = Path(__file__).parent.parent / "scenes" / "maps.py"
SPEC = importlib.util.spec_from_file_location("browser_maps", PATH)
maps = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(maps)


@pytest.fixture(scope="session")
def build():
    return maps


@pytest.fixture(scope="session")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()
