"""Objects made of members, and rows made of pieces, by dictionaries and lists."""

from __future__ import annotations


def written(known, others, names, taken):
    """The object of one row as text, and the value of each name; None where a key came twice with a rank.

    `known` are (key, text) of rank 0, `others` (key, value, rank), all as they are written; of two values
    of a key that of the higher rank stays. Names are looked for among rank 2; of the first `taken` the first
    that has a value is taken out of the object.
    """
    members = {key: (f'"{text}"', 0) for key, text in known if text}
    for key, value, rank in others:
        if key in members and members[key][1] == rank:
            return None
        if key not in members or members[key][1] < rank:
            members[key] = (value, rank)
    own = {key: value for key, (value, rank) in members.items() if rank == 2}
    sought = [own.get(name) if at >= taken else None for at, name in enumerate(names)]
    filled = [name for name in names[:taken] if own.get(name, "null") != "null"]
    for name in filled[:1]:
        sought[names.index(name)] = own[name]
        del members[name]
    ordered = sorted(members, key=str.encode)
    return "{" + ",".join(f'"{key}":{members[key][0]}' for key in ordered) + "}", sought


def side_by_side(rows):
    """The pieces of each row as one text, None being no piece; and whether the last is there."""
    return [("".join(piece or "" for piece in row), row[-1] is not None) for row in rows]
