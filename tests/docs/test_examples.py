import doctest
import pkgutil
from importlib import import_module

import pytest

import footpath

SET_ASIDE = {"footpath.store.migrations.env"}  # run by Alembic, in whose context alone it can be imported
MODULES = sorted(
    {"footpath", *(module.name for module in pkgutil.walk_packages(footpath.__path__, "footpath."))}
    - SET_ASIDE
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name):
    found = doctest.testmod(import_module(name))
    assert found.failed == 0


def test_there_are_examples():
    examples = [
        example
        for name in MODULES
        for test in doctest.DocTestFinder(exclude_empty=True).find(import_module(name))
        for example in test.examples
    ]
    assert len(examples) > 100
