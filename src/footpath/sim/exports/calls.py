"""The call centre: a local clock, and phone numbers in every spelling there is."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from footpath.sim.company import CODES, STATES
from footpath.sim.noise import Ints, Purpose
from footpath.sim.traces import OFFICE_LINE, WITHHELD, Evidence, Texts
from footpath.sim.world import History

from .export import Export, local_text, write_table

FROM_A_STORE, NO_NUMBER = 0.02, 0.03
OUTBOUND = ("welcome", "retention")
HEADER = ("call_id", "started_at", "direction", "phone", "queue", "outcome", "wait_seconds", "note")
SPELLINGS = (
    lambda n: f"+31{n}",
    lambda n: f"0{n}",
    lambda n: f"0{n[0]}-{n[1:]}",
    lambda n: f"+31 {n[0]} {n[1:5]} {n[5:]}",
    lambda n: f"0031{n}",
    lambda n: f"0{n[0]} {n[1:3]} {n[3:5]} {n[5:7]} {n[7:]}",
    lambda n: f"+31 (0){n[0]} {n[1:]}",
)
OUTCOMES = ("answered", "answered", "answered", "transferred", "called back")
NOTES = {
    "delivery": ("asks for parcel, track&trace given", "SIM not arrived; sent a new one", ""),
    "order": ("cancels order, takes too long", "withdraws within 14 days"),
    "welcome": ("welcome call, explained first bill", "welcomed; no questions", ""),
    "billing": ("does not understand pro rata lines", "bill too high; explained", "disputes connection fee"),
    "technical": ("no data; reset APN", "voicemail", "", "coverage indoors; advised wifi calling"),
    "follow-up": (
        "2nd contact, ticket still open!",
        "asks about ticket, promised to escalate",
        "angry: no reply yet",
    ),
    "cancellation": ("wants to cancel; price", "wants to cancel; service", "moving abroad"),
    "retention": ("offer: 3 months half price", "called back, listened; thinks about it", "offer refused"),
}


def write(evidence: Evidence, folder: Path) -> Export:
    """calls.csv."""
    calls = evidence.seen_by("calls")
    number = evidence.people.number[calls.person]
    queues = [STATES[each].event for each in calls.state.tolist()]
    ids = evidence.noise.bits(Purpose.MESSAGE, number, 64 + calls.state, calls.visit).tolist()
    note = evidence.chance(calls, 1).tolist()
    outcome = evidence.chance(calls, 2).tolist()
    rows = (
        (
            f"K{each:016x}",
            time,
            "out" if queue in OUTBOUND else "in",
            phone,
            queue,
            OUTCOMES[int(end * len(OUTCOMES))],
            0 if queue in OUTBOUND else waited,
            NOTES[queue][int(share * len(NOTES[queue]))],
        )
        for each, time, phone, queue, end, waited, share in zip(
            ids,
            local_text(calls.time),
            phones(evidence, calls),
            queues,
            outcome,
            waits(evidence, calls).tolist(),
            note,
            strict=True,
        )
    )
    write_table(folder / "calls.csv", HEADER, rows)
    columns = ("time.Call=started_at", "actor.phone=phone", "id=call_id")
    return Export("calls.csv", "calls", columns=columns, timezone="Europe/Amsterdam")


def waits(evidence: Evidence, calls: History) -> Ints:
    """Seconds in the queue: longest for those who ask again about their ticket."""
    usual = np.where(calls.state == CODES["chase"], 600, 150)
    return np.asarray(-np.log(evidence.chance(calls, 3)) * usual, np.float64).astype(np.int64)


def phones(evidence: Evidence, calls: History) -> list[str]:
    """The numbers that the exchange noted: a store's line, none at all, or the caller's in some spelling."""
    own: Texts = evidence.traces.phone[calls.person]
    how = (evidence.chance(calls, 4) * len(SPELLINGS)).astype(np.int64).tolist()
    line = evidence.chance(calls, 5)
    spelled = np.array(
        [SPELLINGS[each](phone.removeprefix("+31")) for phone, each in zip(own.tolist(), how, strict=True)],
        np.object_,
    )
    shown = np.where(line < FROM_A_STORE, OFFICE_LINE, spelled)
    return list(np.where(line > 1 - NO_NUMBER, WITHHELD, shown).tolist())
