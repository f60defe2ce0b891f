"""The first few persons of a key, the way anyone would list them."""

from collections.abc import Hashable


def first_persons(rows: list[tuple[int, Hashable]], key: Hashable, most: int) -> list[int]:
    """The first distinct persons at a key; a row is a person and where they are."""
    return list(dict.fromkeys(person for person, at in rows if at == key))[:most]
