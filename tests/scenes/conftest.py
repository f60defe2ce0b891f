from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("sample_maps", Path(__file__).parent / "maps.py")
maps = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(maps)


@pytest.fixture(scope="session")
def phone():
    return maps.phone_company()


@pytest.fixture(scope="session")
def tickets():
    return maps.ticket_log()


@pytest.fixture(scope="session")
def full():
    return maps.every_lane()


@pytest.fixture(scope="session")
def build():
    return maps
