"""Real logs, read from beside the checkout; skipped only where they are not there, and never in CI."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def data():
    if not DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{DATA} is missing, and in CI nothing is skipped")
        pytest.skip("the real logs are not beside this checkout")
    return DATA


@pytest.fixture(scope="session")
def command():
    """command("status", "-p", folder): what the command printed, once it went well."""
    from footpath.cli.app import app

    def typed(*words):
        done = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    return typed
