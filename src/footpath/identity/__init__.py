"""Events and how identifiers behave in, who is who out: actors to persons, each link with its reason."""

from footpath.identity.explain import explain, find
from footpath.identity.normalise import normalise, normalise_all
from footpath.identity.region import region_of
from footpath.identity.stitch import stitch

__all__ = ["explain", "find", "normalise", "normalise_all", "region_of", "stitch"]
