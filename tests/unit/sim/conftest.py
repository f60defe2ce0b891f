from __future__ import annotations

from pathlib import Path

import pytest

from footpath.sim import Company, Export, simulate


@pytest.fixture(scope="session")
def company() -> Company:
    return simulate(people=2_000, seed=1)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("northwind")


@pytest.fixture(scope="session")
def exports(company: Company, folder: Path) -> dict[str, Export]:
    return {each.file: each for each in company.write(folder)}
