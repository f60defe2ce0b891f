"""Fingerprints in whole numbers without an end, of which 64 bits are kept; and a set of those that came."""

LANES = [
    (0x452821E638D01377, 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9),
    (0xBE5466CF34E90C6C, 0xC2B2AE3D27D4EB4F, 0xFF51AFD7ED558CCD),
]


def hash_text(text: bytes, seeds: tuple[int, int]) -> list[int]:
    """One number a lane, from eight bytes at a time, the least first."""
    words = [int.from_bytes(text[at : at + 8], "little") for at in range(0, len(text), 8)]
    found = []
    for (begin, odd, mix), seed in zip(LANES, seeds, strict=True):
        state = begin ^ seed
        for word in words:
            state = shifted(kept((state ^ kept(word * odd)) * mix))
        found.append(shifted(kept((state ^ len(text)) * odd)))
    return found


def hash_list(items: list[tuple[int, int]], seeds: tuple[int, int]) -> list[int]:
    """One number a lane, from the numbers of some items in this order."""
    found = []
    for lane, (_, odd, mix) in enumerate(LANES):
        state = seeds[lane]
        for item in items:
            state = shifted(kept((state ^ item[lane]) * mix))
        found.append(kept((state ^ len(items)) * odd))
    return found


def kept(number: int) -> int:
    return number % 2**64


def shifted(number: int) -> int:
    return number ^ (number >> 29)


def note(hashes: list[tuple[int, int]], before: set[tuple[int, int]]) -> list[bool]:
    """Which came before, or earlier in the list; zeros never did."""
    known, seen = [], set(before) - {(0, 0)}
    for each in hashes:
        known.append(each in seen)
        seen |= {each} - {(0, 0)}
    return known
