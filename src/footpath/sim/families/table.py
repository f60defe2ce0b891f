"""The families of worlds: what each promises, and the numbers that keep the promise."""

from __future__ import annotations

from .family import HOURS, MINUTES, Bots, Burst, Family, Side, Silence

LONG_WAY = (
    "Visits the site",
    "Looks at plans",
    "Compares plans",
    "Reads reviews",
    "Opens an account",
    "Enters an address",
    "Fills the cart",
    "Chooses a date",
    "Pays",
    "Order confirmed",
)
LONG_GAP = tuple(
    unit * amount for unit, amount in ((MINUTES, 9), (MINUTES, 15), (HOURS, 10), (MINUTES, 12), (HOURS, 3))
)
CREDIT_WAY = (
    "Visits the site",
    "Looks at plans",
    "Compares plans",
    "Fills the cart",
    "Asks for credit",
    "Credit is granted",
    "Pays",
    "Order confirmed",
)
TWO_DAYS = 48 * HOURS
NEVER = -99.0  # log-odds: who asks stays for the answer, so that a wait is told from having left
FAINT, CLEAR = (0.6, 0.5), (1.2, 0.3)  # pace and spread: how well gaps tell intent
FAILS = "Sign-in fails"


def decoys(cause: str, linger: float = -0.6) -> tuple[Side, ...]:
    """What hurts nobody; who meets it is no accident. `cause` is what leads people to the first of them.

    One side happens at a time, so what leads to a decoy leads away from all else: where intent is seen by its
    reading, that is what decoys hang on too.
    """
    lingers = {"reading" if cause == "reading" else "intent": linger}
    return (
        # Not at the first step: before it nothing can have told of intent.
        Side("Looks around", (1, 2, 3), -0.9, lingers, times=3),
        Side("Reads the questions", (2, 3), -1.4, {cause: -0.6}),
        Side("Sees a banner", (0, 1), -1.6, {"mobile": 1.3}),
        Side("Watches a film", (1,), -1.2, {"families": 1.0}, channel="web"),
        Side("Asks in the chat", (3,), -1.9, {"students": 0.8}, channel="phone"),
        Side("Opens a letter", (2,), -1.5, channel="email"),
        Side("Comes back", (2,), -1.0, lingers, late=True),
    )


def pain(touchpoint: str, at: tuple[int, ...], base: float, lasting: float, **lean: float) -> Side:
    """A side that does lasting harm."""
    return Side(touchpoint, at, base, lean, lasting=lasting)


TABLE: dict[str, Family] = {
    "null": Family(
        "nothing has an effect; people of little intent visit decoys more often, and are slower before",
        decoys("intent", linger=-0.2),
        pace=CLEAR[0],
        spread=CLEAR[1],
    ),
    "single": Family(
        "one pain among decoys",
        (pain(FAILS, (3,), -1.5, 0.9, mobile=0.8, reading=-0.3), *decoys("reading")),
        seen=True,
    ),
    "eight": Family(
        "eight pains of different size, two of them tied, and a delight",
        (
            pain("Page is slow", (0, 1), -0.6, 0.05, mobile=0.8, reading=-0.6),
            pain("Code is refused", (2,), -1.9, 0.6, reading=-0.3),
            pain("Photo is refused", (2,), -1.9, 0.6, reading=-0.3),
            pain("Out of stock", (2,), -1.9, 0.95, business=0.5),
            pain("Form errors", (3,), -0.2, 0.13, reading=-0.6),
            Side(FAILS, (3,), -1.3, {"mobile": 1.0}, acute=1.5, again=True, kind="loop"),
            Side("Card is declined", (6,), -1.0, {"students": 0.6}, acute=1.8, kind="dead_end"),
            Side("Is advised", (1, 2), -2.0, {"families": 0.6}, lasting=-0.6, channel="phone"),
            *decoys("reading"),
            # Last, so that the names that a log shows come without a hole.
            Side("Waits for credit", (4,), -1.6, {"families": 0.8}, lasting=0.9, kind="wait", wait=TWO_DAYS),
        ),
        way=CREDIT_WAY,
        gap=(9 * MINUTES, 15 * MINUTES, 10 * HOURS, 12 * MINUTES, 15 * MINUTES, 6 * MINUTES, 6 * MINUTES),
        leave=(-1.7, -1.9, -2.2, -2.5, NEVER, -2.9, -2.9),
        seen=True,
    ),
    "confounded": Family(
        "exposure hangs on device, segment and a reading of intent, all seen; plain contrasts overstate",
        (pain(FAILS, (0, 1, 2), -2.6, 0.45, mobile=1.2, students=0.8, reading=-1.2), *decoys("reading")),
        leave=(-2.3, -1.8, -1.7, -1.7, -1.8),
        leave_lean={"intent": -0.9, "mobile": 0.7, "students": 0.5, "business": -0.3},
        seen=True,
    ),
    "hidden": Family(
        "exposure hangs on intent, which shows only in pace and lingering",
        (pain(FAILS, (2, 3), -1.8, 0.7, intent=-0.9), *decoys("intent")),
        pace=CLEAR[0],
        spread=CLEAR[1],
    ),
    "hidden_silent": Family(
        "exposure hangs on intent, which shows nowhere",
        (pain(FAILS, (2, 3), -1.8, 0.7, intent=-0.9), *decoys("mobile", linger=0.0)),
    ),
    "immortal": Family(
        "the pain can be met late only: who leaves early can't",
        (pain(FAILS, (3, 4), -1.0, 0.8, mobile=0.6), *decoys("mobile", linger=0.0)),
    ),
    "repeated": Family(
        "the pain can be met at each of nine steps, each time it harms",
        (pain(FAILS, tuple(range(9)), -2.1, 0.6, mobile=0.4), *decoys("mobile", linger=0.0)),
        way=LONG_WAY,
        leave=(-2.0, -2.2, -2.3, -2.4, -2.5, -2.5, -2.6, -2.6, -2.6),
        gap=LONG_GAP,
    ),
    "simpson": Family(
        "the pain is met mostly by a segment that converts far better",
        (pain(FAILS, (1, 2), -3.0, 0.8, business=2.6), *decoys("mobile", linger=0.0)),
        leave=(-0.9, -0.9, -1.0, -1.2, -1.6),
        leave_lean={"intent": -0.6, "mobile": 0.3, "business": -2.0},
    ),
    "seasonal": Family(
        "arrivals, intent and exposure swing with the season",
        (pain(FAILS, (2, 3), -1.8, 0.7, mobile=0.5, season=-1.2), *decoys("mobile", linger=0.0)),
        season=0.6,
        season_intent=0.7,
    ),
    "volume": Family(
        "two weeks of more people who mean it less; nothing hurts",
        decoys("intent", linger=-0.2),
        burst=Burst(0.2, (90, 104), -1.2),
        pace=CLEAR[0],
        spread=CLEAR[1],
    ),
    "tiny": Family(
        "the pain is met only in a segment of 3 %",
        (Side(FAILS, (1, 2, 3), -0.4, lasting=0.9, segment="business"), *decoys("mobile", linger=0.0)),
        segments=(0.55, 0.42, 0.03),
    ),
    "incident": Family(
        "the pain happens between two days, in one segment only",
        (
            Side(FAILS, (1, 2, 3), 0.0, lasting=0.7, segment="families", during=(80, 115)),
            *decoys("mobile", linger=0.0),
        ),
    ),
    "broken": Family(
        "a source falls silent for ten days while people go on; nothing hurts",
        decoys("mobile", linger=0.0),
        silence=Silence("catalogue", (100, 110)),
    ),
    "bots": Family(
        "some visitors are bots that rush through and never buy; nothing hurts",
        decoys("mobile", linger=0.0),
        bots=Bots(0.015, "Reads the questions", 0.4),
    ),
    "drift": Family(
        "leaving and exposure change slowly; the pain does the same harm on all days",
        (pain(FAILS, (2, 3), -2.7, 0.8, mobile=0.5, drift=2.0), *decoys("mobile", linger=0.0)),
        leave_lean={"intent": -0.7, "mobile": 0.4, "business": -0.4, "drift": 0.5},
        leave=(-1.3, -1.4, -1.5, -1.7, -2.1),
    ),
}  # fmt: skip
