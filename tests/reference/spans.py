"""The interval of the highest likelihood, by trying every one."""

from math import log


def likelihood(hits: float, people: float) -> float:
    return sum(each * log(each / people) for each in (hits, people - hits) if each > 0)


def best_ratio(hits: list[int], people: list[int], least: int) -> float:
    """The largest log-likelihood ratio of an interval in which the rate is higher than outside."""
    count, largest = len(hits), 0.0
    for begin in [0, *range(least, count)]:
        for end in [*range(begin + least, count - least + 1), count]:
            ratio = ratio_of(hits, people, begin, end)
            if end - begin >= least and (begin, end) != (0, count):
                largest = max(largest, ratio)
    return largest


def ratio_of(hits: list[int], people: list[int], begin: int, end: int) -> float:
    h, p = sum(hits[begin:end]), sum(people[begin:end])
    other, others = sum(hits) - h, sum(people) - p
    if h * others <= other * p:
        return 0.0
    return likelihood(h, p) + likelihood(other, others) - likelihood(h + other, p + others)
