"""Real logs, read from beside the checkout; skipped only where they are not there, and never in CI."""

import os
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def data():
    if not DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{DATA} is missing, and in CI nothing is skipped")
        pytest.skip("the real logs are not beside this checkout")
    return DATA
