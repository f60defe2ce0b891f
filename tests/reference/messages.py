"""What lines of JSON tell of the names that are asked for, looked up in what a decoder makes of them."""

from __future__ import annotations

import json

from footpath.kernels.messages import IDENTIFIER, MEMBERS, NEVER, SLOT


class Pairs(list):
    """The members of an object, as they are written."""


def told(line: str, levels):
    """The value of each (level, name), and the members [(level, name), key, value] of objects of any members.

    None for what is no object, or tells a name twice or as something else than the name leads to.
    """
    values, members = {}, []
    try:
        found = json.loads(line, object_pairs_hook=Pairs)
    except ValueError:
        return None
    usual = isinstance(found, Pairs) and _walk(found, 0, levels, values, members)
    return (values, members) if usual else None


def _walk(pairs, level, levels, values, members):
    for key, value in pairs:
        if key not in levels[level]:
            continue
        if (level, key) in values or not _fits(value, levels[level][key]):
            return False
        values[level, key] = value
        if levels[level][key] == MEMBERS:
            members += [((level, key), *pair) for pair in value or ()]
        if levels[level][key] >= 0 and not _walk(value or (), levels[level][key], levels, values, members):
            return False
    return True


def _fits(value, leads):
    if leads == IDENTIFIER and type(value) is int and value > 0:
        return True
    if leads in (SLOT, IDENTIFIER):
        return value is None or isinstance(value, str)
    return value is None or (leads != NEVER and isinstance(value, Pairs))
