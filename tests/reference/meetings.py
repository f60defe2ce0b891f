"""When one journey could meet a pattern for the first time, the way anyone would find out.

A step is (touchpoint, minute or None, channel or None). `history` is what was seen so far, `then` the next
step, None where nothing more comes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Step = tuple[str, int | None, str | None]
Possible = Callable[[Sequence[Step]], bool]
Meets = Callable[[Sequence[Step], Step | None], bool]
DIGITAL, ASSISTED = "web", "shop"


def rows(steps: Sequence[Step], reached: bool, possible: Possible, meets: Meets) -> list[tuple[int, bool]]:
    """Positions and whether it is met there; a reached journey is over with its last step."""
    found = []
    for position in range(1, len(steps) + (not reached)):
        history, then = steps[:position], (*steps, None)[position]
        met = meets(history, then)
        if possible(history):
            found.append((position, met))
        elif met:
            return []
        if met:
            break
    return found


def comes_back(here: str, after: Sequence[str]) -> tuple[Possible, Meets]:
    def away(history):
        return history[-1][0] != here and here in [name for name, *_ in history]

    return (
        lambda history: away(history) and history[-1][0] in after,
        lambda history, then: away(history) and then is not None and then[0] == here,
    )


def repeats(here: str) -> tuple[Possible, Meets]:
    return goes_on(here, here)


def goes_on(a: str, x: str) -> tuple[Possible, Meets]:
    return (
        lambda history: history[-1][0] == a,
        lambda history, then: then is not None and (history[-1][0], then[0]) == (a, x),
    )


def switches(a: str, x: str, within: int) -> tuple[Possible, Meets]:
    def helps_self(history):
        return (history[-1][0], history[-1][2]) == (a, DIGITAL)

    def meets(history, then):
        asks = then is not None and (then[0], then[2]) == (x, ASSISTED)
        return helps_self(history) and asks and near(history[-1], then, within)

    return helps_self, meets


def contacts_again(here: str, after: Sequence[str], within: int, same: int) -> tuple[Possible, Meets]:
    def last_contact(history):
        timed = [(at, step) for at, step in enumerate(history) if step[1] is not None and step[2] == ASSISTED]
        return timed[-1] if timed else None

    def possible(history):
        contact = last_contact(history)
        return contact is not None and history[-1][0] in after and near(contact[1], history[-1], within)

    def meets(history, then):
        contact = last_contact(history)
        if contact is None or then is None or (then[0], then[2]) != (here, ASSISTED):
            return False
        goes_on = contact[0] == len(history) - 1 and near(contact[1], then, same)
        return near(contact[1], then, within) and not goes_on

    return possible, meets


def bursts(here: str, gap: int) -> tuple[Possible, Meets]:
    """Three in a row; possible after two."""

    def run(steps):
        length = 1
        while length < len(steps) and is_again(steps[-length - 1], steps[-length]):
            length += 1
        return length if steps[-1][0] == here else 0

    def is_again(one, other):
        return one[0] == other[0] and near(one, other, gap)

    return (
        lambda history: run(history) == 2,
        lambda history, then: then is not None and run([*history, then]) == 3,
    )


def hesitates(here: str, threshold: int, session: int) -> tuple[Possible, Meets]:
    def possible(history):
        return history[-1][0] == here and {name for name, *_ in history} != {here}

    def meets(history, then):
        if not possible(history) or then is None or then[0] == here:
            return False
        before = then[0] in [name for name, *_ in history]
        return before and near(history[-1], then, session) and not near(history[-1], then, threshold)

    return possible, meets


def waits(here: str, threshold: int, until: int) -> tuple[Possible, Meets]:
    def possible(history):
        names = [name for name, *_ in history]
        return names[-1] == here and names.count(here) == 1 and history[-1][1] is not None

    def meets(history, then):
        served = (here, until, None) if then is None else then
        return possible(history) and served[1] is not None and served[1] - history[-1][1] > threshold

    return possible, meets


def near(one: Step, other: Step, minutes: int) -> bool:
    return one[1] is not None and other[1] is not None and other[1] - one[1] <= minutes


def gets_on(names: Sequence[str], rank: dict[str, int]) -> list[bool]:
    """Whether another touchpoint of at least the rank comes later."""
    return [
        any(other != name and rank[other] >= rank[name] for other in names[at + 1 :])
        for at, name in enumerate(names)
    ]
