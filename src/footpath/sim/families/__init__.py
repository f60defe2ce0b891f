"""Small worlds of which it is known what hurts: a family and a seed in, a log of journeys with its truth out.

>>> small = world("null", 1, people=100)
>>> small.people, {each.effect for each in small.planted}
(100, {0.0})
"""

from .family import Family, Side
from .small import FAMILIES, SmallWorld, until, world
from .table import TABLE
from .truth import Planted

__all__ = ["FAMILIES", "TABLE", "Family", "Planted", "Side", "SmallWorld", "until", "world"]
