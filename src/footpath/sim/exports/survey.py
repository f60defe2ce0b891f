"""Qualtrics: three header rows, a zone in the third, previews among the answers.

The cross and the glad answer most, so a plain mean misleads.
"""

from __future__ import annotations

import json
from itertools import repeat
from pathlib import Path

import numpy as np

from footpath.sim import clock
from footpath.sim.company import CODES, STATES
from footpath.sim.noise import Floats, Ints, Purpose
from footpath.sim.traces import Evidence
from footpath.sim.words import said
from footpath.sim.world import History

from .export import Export, local_text, write_table

ZONE = "Europe/Amsterdam"
# Where people are asked, and what they then talk about.
ASKED_AT = {
    "ordered": "buying",
    "delivered": "delivery",
    "bill_paid": "bill",
    "solved": "support",
    "keeps": "leaving",
}
ASKED, PREVIEWS = 0.5, 6
EASY, HARD = 7, 1
COLUMNS = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
    ("Q1", "How likely are you to recommend Northwind Mobile\nto a friend or colleague?", "QID1"),
    ("Q1_NPS_GROUP", "How likely are you to recommend Northwind Mobile - Group", "QID1_NPS_GROUP"),
    ("Q2", "Northwind Mobile made it easy for me (1 = strongly disagree, 7 = strongly agree)", "QID2"),
    ("Q3_TEXT", 'What is the reason for your score? "Be honest".', "QID3_TEXT"),
    ("touchpoint", "touchpoint", "touchpoint"),
)


def write(evidence: Evidence, folder: Path) -> Export:
    """survey.csv."""
    answers = who_answers(evidence)
    answers = answers.take(np.argsort(answers.time, kind="stable"))
    rows = [*header_rows(), *map(preview, range(PREVIEWS)), *answer_rows(evidence, answers)]
    write_table(folder / "survey.csv", [name for name, _, _ in COLUMNS], rows)
    return Export("survey.csv", "survey", columns=("actor.customer=ExternalReference",))


def header_rows() -> list[list[str]]:
    """The second row, the questions, and the third: where each column comes from."""
    imports = [
        {"ImportId": each} | ({"timeZone": ZONE} if each.endswith("Date") else {}) for _, _, each in COLUMNS
    ]
    return [[question for _, question, _ in COLUMNS], [json.dumps(each) for each in imports]]


def preview(number: int) -> tuple[object, ...]:
    """Somebody of the company who tries the survey out."""
    when = f"2025-06-30 1{number}:00:00"
    who = (f"R_preview{number}", "", "", "", "", "preview", "EN")
    return (when, when, "Survey Preview", "", 100, 20, "True", when, *who, 10, "Promoter", 7, "test test", "")


def who_answers(evidence: Evidence) -> History:
    """The moments after which somebody was asked and answered; moved to when they answered."""
    asked = evidence.history.take(np.isin(evidence.history.state, [CODES[each] for each in ASKED_AT]))
    invited = evidence.noise.uniform(
        Purpose.ANSWER, evidence.people.number[asked.person], asked.state, asked.visit
    )
    willing = np.clip(0.1 + 0.16 * np.abs(asked.mood - 0.4), 0, 0.6)
    later = clock.HOUR + (evidence.chance(asked, 5) * 2 * clock.DAY).astype(np.int64)
    found = (invited < ASKED * willing) & (asked.time + later < clock.end())
    return History(asked.person, asked.time + later, asked.state, asked.visit, asked.mood).take(found)


def scores(mood: Floats, uniform: Floats) -> tuple[Ints, Ints]:
    """How likely to recommend, 0 to 10, and how easy, 1 to 7."""
    recommend = np.clip(np.round(6.8 + 2.1 * mood + 4 * (uniform - 0.5)), 0, 10).astype(np.int64)
    easy = np.clip(np.round(4.6 + 1.3 * mood + 2 * (uniform - 0.5)), HARD, EASY).astype(np.int64)
    return recommend, easy


def answer_rows(evidence: Evidence, answers: History) -> list[tuple[object, ...]]:
    """A row an answer."""
    traces, person = evidence.traces, answers.person
    recommend, easy = scores(answers.mood, evidence.chance(answers, 6))
    seconds = (20 + 200 * evidence.chance(answers, 7)).astype(np.int64)
    ids = evidence.noise.bits(
        Purpose.MESSAGE, evidence.people.number[person], 128 + answers.state, answers.visit
    )
    # Some invitations carry the customer number, others only an address.
    by_number = evidence.chance(answers, 8) < 0.7
    reference = np.where(by_number & evidence.customers[person], traces.customer[person], "")
    email = np.where(reference == "", traces.email[person], "")
    columns = (
        local_text(answers.time - seconds),
        local_text(answers.time),
        repeat("IP Address"),
        repeat(""),
        repeat(100),
        seconds.tolist(),
        repeat("True"),
        local_text(answers.time),
        [f"R_{each:016x}" for each in ids.tolist()],
        [traces.name[each][1] for each in person.tolist()],
        [traces.name[each][0] for each in person.tolist()],
        email.tolist(),
        reference.tolist(),
        repeat("email"),
        repeat("EN"),
        recommend.tolist(),
        [group(each) for each in recommend.tolist()],
        easy.tolist(),
        verbatims(evidence, answers),
        [STATES[each].touchpoint for each in answers.state.tolist()],
    )
    return list(zip(*columns, strict=False))  # not strict: what repeats has no end


def group(score: int) -> str:
    """Qualtrics' name for a part of the scale."""
    return "Promoter" if score >= 9 else "Passive" if score >= 7 else "Detractor"


def verbatims(evidence: Evidence, answers: History) -> list[str]:
    """What each wrote into the box, by what they had just been through."""
    words = np.full(len(answers), "", np.object_)
    for state, topic in ASKED_AT.items():
        here = answers.state == CODES[state]
        words[here] = said(topic, answers.mood[here] - 0.3, evidence.chance(answers, 9)[here])
    return list(words.tolist())
