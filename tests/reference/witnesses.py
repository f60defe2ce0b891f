"""The first few persons of a key, the way anyone would list them."""


def first_persons(keys: list[int], persons: list[int], key: int, most: int) -> list[int]:
    """The first distinct persons at a key."""
    return list(dict.fromkeys(person for at, person in zip(keys, persons, strict=True) if at == key))[:most]
