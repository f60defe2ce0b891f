"""One person's journeys, cut step by step over plain lists: slow, and easy to believe.

A step is (time or None, touchpoint, case or None, score or None), in the order of the timeline. A journey is
a dictionary with its steps as positions: before, inside and after.
"""

from __future__ import annotations

import math


def cut(steps: list, rule, now) -> list[dict]:
    """All journeys of a person, by start.

    `rule` has start, ends, goal(touchpoint, score), within (or None), quiet, before, after.
    """
    streams: dict = {}
    begun = {case for _, touchpoint, case, _ in steps if not rule.start or touchpoint in rule.start}
    for at, step in enumerate(steps):
        streams.setdefault(step[2] if step[2] in begun else None, []).append(at)
    found = [journey for case, stream in streams.items() for journey in _stream(steps, case, stream, rule)]
    found.sort(key=lambda journey: journey["inside"][0])
    _share_out(steps, streams, found, rule)
    for journey in found:
        _judge(steps, journey, rule, now)
    return found


def _stream(steps, case, stream, rule):
    found, rest = [], list(stream)
    while rest:
        while rule.start and rest and steps[rest[0]][1] not in rule.start:
            rest.pop(0)
        if not rest or (found and not (rule.start and case is None)):
            break
        inside = [rest.pop(0)]
        closed = not rule.start and _closes(steps[inside[0]], rule)
        while rest and not closed and _goes_on(steps, inside, rest[0], case, rule):
            inside.append(rest.pop(0))
            closed = _closes(steps[inside[-1]], rule)
        found.append({"case": case, "inside": inside, "closed": closed, "before": [], "after": []})
    return found


def _closes(step, rule):
    if rule.goal(step[1], step[3]):
        return "reached"
    return "left" if step[1] in rule.ends else None


def _goes_on(steps, inside, at, case, rule):
    start, seen, now = (steps[each][0] for each in (inside[0], inside[-1], at))
    if start is None:
        return True
    if rule.within is not None:
        return now - start <= rule.within
    return not (rule.start and case is None) or now - seen <= rule.quiet


def _share_out(steps, streams, found, rule):
    inside = {at for journey in found for at in journey["inside"]}
    for case, stream in streams.items():
        own = [journey for journey in found if journey["case"] == case] if case is not None else found
        for at in stream:
            if at in inside:
                continue
            earlier = [
                j
                for j in own
                if j["inside"][-1] < at
                and (case is not None or _near(steps, j["inside"][-1], at, rule.after))
            ]
            later = [
                j
                for j in own
                if j["inside"][0] > at and (case is not None or _near(steps, at, j["inside"][0], rule.before))
            ]
            if earlier:
                max(earlier, key=lambda j: j["inside"][-1])["after"].append(at)
            elif later:
                min(later, key=lambda j: j["inside"][0])["before"].append(at)


def _near(steps, first, second, limit):
    a, b = steps[first][0], steps[second][0]
    return a is b if a is None or b is None else b - a <= limit


def _judge(steps, journey, rule, now):
    first, last = journey["inside"][0], journey["inside"][-1]
    start, end = steps[first][0], steps[last][0]
    limit = (start, rule.within) if rule.within is not None else (end, rule.quiet + 1)
    over = start is None or now - limit[0] >= limit[1]
    at_once = rule.start and first == last and rule.goal(steps[first][1], steps[first][3])
    journey["outcome"] = "reached" if at_once else journey["closed"] or ("left" if over else "open")
    journey["before"].sort()
    journey["after"].sort()
    journey["settled"] = over if rule.within is not None else journey["outcome"] != "open"


def percentile_95(gaps: list[int]) -> int | None:
    """The smallest gap that at least 95 of 100 gaps don't exceed."""
    ordered = sorted(gaps)
    return ordered[math.ceil(0.95 * len(ordered)) - 1] if ordered else None
