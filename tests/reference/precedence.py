"""What comes before what, the way anyone would count it."""


def precedes(sequences: list[list[int]], a: int, b: int) -> int:
    """In how many sequences the first a comes before the first b."""
    return sum(a in s and b in s and s.index(a) < s.index(b) for s in sequences)
