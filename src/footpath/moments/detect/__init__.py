"""Journeys in, patterns that may turn out to be moments out: one detector a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from footpath.model.moment import Kind
from footpath.moments.candidate import Detector
from footpath.moments.detect.clicks import Hesitations, Rage
from footpath.moments.detect.contacts import ChannelSwitches, RepeatContacts
from footpath.moments.detect.detours import Detours
from footpath.moments.detect.loops import Loops
from footpath.moments.detect.touchpoints import Touchpoints
from footpath.moments.detect.waits import Waits

# Each is made with `never`, the touchpoints that can't be a moment.
DETECTORS: Mapping[Kind, Callable[..., Detector[Any]]] = {
    "touchpoint": Touchpoints,
    "loop": Loops,
    "wait": Waits,
    "repeat_contact": RepeatContacts,
    "channel_switch": ChannelSwitches,
    "rage": Rage,
    "hesitation": Hesitations,
    "detour": Detours,
}


__all__ = [
    "DETECTORS",
    "ChannelSwitches",
    "Detours",
    "Hesitations",
    "Loops",
    "Rage",
    "RepeatContacts",
    "Touchpoints",
    "Waits",
]
