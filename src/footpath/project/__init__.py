"""A folder or a table in; everything that can be asked of it out."""

from footpath.project.opening import create, open  # noqa: A004 – the contract's name
from footpath.project.project import Project

__all__ = ["Project", "create", "open"]
