"""Maps to draw: a phone company (rich), a ticket log (sparse), and one that has every lane (full)."""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from datetime import UTC, datetime
from math import sqrt

from msgspec.structs import replace

from footpath.model.definition import PHASES
from footpath.model.estimate import Estimate
from footpath.model.heard import Emotion, ScoreDetail, ThemeShare, Verbatim
from footpath.model.map import (
    LANES,
    Cell,
    ChannelCount,
    Coverage,
    Evidence,
    Flow,
    JourneyMap,
    Lane,
    MapStage,
    MapTouchpoint,
    Moment,
    Next,
    Outcomes,
    Path,
    PathsOther,
    Source,
)

MADE = datetime(2026, 3, 15, 6, tzinfo=UTC)
NEWEST = datetime(2026, 3, 14, 21, 40, tzinfo=UTC)

# stage, phase, touchpoints: name, channels, owner
PHONE = [
    (
        "I hear of it",
        "pre-contact",
        [
            ("Sees an ad", ("display ads",), "partner"),
            ("Reads a review", ("review site",), "public"),
            ("Talks to a friend", ("word of mouth",), "customer"),
        ],
    ),
    (
        "I compare",
        "consideration",
        [
            ("Visits the site", ("web", "app"), "firm"),
            ("Compares plans", ("web", "app"), "firm"),
            ("Asks an advisor", ("chat", "phone"), "firm"),
            ("Visits a store", ("store",), "partner"),
        ],
    ),
    (
        "I order",
        "purchase",
        [
            ("Fills the cart", ("web", "app", "store"), "firm"),
            ("Checks the credit score", ("web",), "partner"),
            ("Pays", ("web", "app", "store"), "firm"),
            ("Order confirmed", ("mail",), "firm"),
        ],
    ),
    (
        "I get started",
        "onboarding",
        [
            ("Delivered", ("delivery",), "partner"),
            ("Activates the SIM", ("app",), "firm"),
            ("Keeps the old number", ("phone", "web"), "partner"),
        ],
    ),
    (
        "I need help",
        "support",
        [
            ("Calls the hotline", ("phone",), "firm"),
            ("Opens a ticket", ("ticket", "mail"), "firm"),
        ],
    ),
    (
        "I stay, or tell others",
        "loyalty",
        [
            ("Renews", ("web", "app"), "firm"),
            ("Answers a survey", ("survey",), "customer"),
        ],
    ),
]
MOVES = {
    None: {
        "Sees an ad": 34,
        "Reads a review": 14,
        "Talks to a friend": 9,
        "Visits the site": 36,
        "Visits a store": 7,
    },
    "Sees an ad": {"Visits the site": 62, "Reads a review": 10, "Sees an ad": 6, None: 22},
    "Reads a review": {"Visits the site": 40, "Compares plans": 34, "Visits a store": 10, None: 16},
    "Talks to a friend": {"Visits the site": 55, "Visits a store": 35, None: 10},
    "Visits the site": {
        "Compares plans": 58,
        "Asks an advisor": 7,
        "Fills the cart": 12,
        "Visits a store": 4,
        None: 19,
    },
    "Compares plans": {
        "Fills the cart": 44,
        "Asks an advisor": 18,
        "Visits the site": 13,
        "Reads a review": 7,
        "Visits a store": 6,
        None: 12,
    },
    "Asks an advisor": {"Fills the cart": 46, "Compares plans": 24, "Visits a store": 12, None: 18},
    "Visits a store": {"Fills the cart": 50, "Pays": 18, "Compares plans": 12, None: 20},
    "Fills the cart": {"Checks the credit score": 68, "Pays": 12, "Compares plans": 10, None: 10},
    "Checks the credit score": {"Pays": 76, "Fills the cart": 9, "Calls the hotline": 4, None: 11},
    "Pays": {"Order confirmed": 94, "Fills the cart": 4, None: 2},
    "Order confirmed": {"Delivered": 90, "Calls the hotline": 8, None: 2},
    "Delivered": {"Activates the SIM": 74, "Calls the hotline": 12, "Opens a ticket": 5, None: 9},
    "Activates the SIM": {
        "Keeps the old number": 42,
        "Calls the hotline": 15,
        "Renews": 12,
        "Answers a survey": 12,
        None: 19,
    },
    "Keeps the old number": {"Calls the hotline": 24, "Opens a ticket": 12, "Renews": 20, None: 44},
    "Calls the hotline": {
        "Opens a ticket": 38,
        "Calls the hotline": 12,
        "Activates the SIM": 16,
        "Renews": 8,
        None: 26,
    },
    "Opens a ticket": {"Calls the hotline": 22, "Renews": 12, "Answers a survey": 20, None: 46},
    "Renews": {"Answers a survey": 30, None: 70},
    "Answers a survey": {None: 100},
}


def share(hits: int, n: int) -> Estimate:
    value = hits / max(n, 1)
    half = 1.96 * sqrt(value * (1 - value) / max(n, 1))
    return Estimate(value, max(0.0, value - half), min(1.0, value + half), n, "share", "wilson")


def seconds(value: float, n: int) -> Estimate:
    return Estimate(value, value * 0.86, value * 1.19, n, "seconds", "median, order statistics")


def evidence(analysis: str, words: str, n: int, sources=("shop", "web_analytics", "hotline")) -> Evidence:
    return Evidence(
        analysis=analysis,
        parameters={"journey": "buy"},
        definition=words,
        revision=7,
        n=n,
        unit="people",
        sources=sources,
        newest=NEWEST,
        command=f"footpath people --evidence {analysis}",
        python=f'project.run(fp.{analysis.capitalize()}("buy"))',
        persons=tuple(f"p{number:05x}" for number in range(min(n, 50))),
    )


def walks(people: int, seed: int, moves=MOVES) -> list[list[str]]:
    draw = random.Random(seed)
    found = []
    for _ in range(people):
        walk, here = [], None
        while len(walk) < 40:
            options = moves[here]
            here = draw.choices(list(options), list(options.values()))[0]
            if here is None:
                break
            walk.append(here)
        found.append(walk)
    return found


def assemble(  # noqa: C901, PLR0912, PLR0915  (one journey a person, in one plain pass)
    journeys: list[list[str]], stages, *, goal: str, title: str, state=("do", "move", "time"), **more
) -> JourneyMap:
    """What mapping does, in the plainest way: one journey a person."""
    draw = random.Random(5)
    visits, events, first, last = Counter(), Counter(), Counter(), Counter()
    edges, moves = Counter(), Counter()
    goals = Counter()
    nexts = defaultdict(Counter)
    for walk in journeys:
        visits.update(set(walk))
        events.update(walk)
        first[walk[0]] += 1
        pairs = list(itertools.pairwise(walk))
        moves.update(pairs)
        edges.update(set(pairs))
        reached = goal in walk
        goals[goal] += reached
        seen = set()
        for here, after in [*pairs, (walk[-1], None)]:
            if here not in seen:
                seen.add(here)
                nexts[here][after] += 1
        if not reached:
            last[walk[-1]] += 1
    book = {"lens": evidence("lens", "Everybody in the journey", len(journeys))}
    drawn, entered = [], {}
    order = [name for name, _, _ in stages]
    home = {each[0]: stage for stage, _, touchpoints in stages for each in touchpoints}
    for stage, phase, touchpoints in stages:
        inside = [walk for walk in journeys if any(home[name] == stage for name in walk)]
        later = sum(
            1
            for walk in inside
            if goal in walk or any(order.index(home[n]) > order.index(stage) for n in walk)
        )
        entered[stage] = len(inside)
        marks = []
        for name, channels, owner in touchpoints:
            key = f"do-{name}"
            book[key] = evidence("visits", f"People with at least one “{name}” in a journey", visits[name])
            gates = {"first_contact": first[name], "left_after": last[name]}
            if name == goal:
                gates["reached_at"] = visits[name]
            for gate, number in gates.items():
                book[f"{gate}-{name}"] = evidence(gate, f"{gate} “{name}”", number)
            portions = [visits[name] * (3 - at) // 4 + 1 for at in range(len(channels))]
            following = tuple(
                Next(
                    to=None if to is None else to,
                    end=None if to else ("reached" if name == goal else "left"),
                    journeys=number,
                    people=number,
                    share=share(number, visits[name]),
                    time=seconds(draw.lognormvariate(10, 1.6), number) if to else None,
                )
                for to, number in nexts[name].most_common()
                if to or name != goal
            )
            if name == goal:
                following += (
                    Next(
                        to=None,
                        end="reached",
                        journeys=visits[name],
                        people=visits[name],
                        share=share(visits[name], visits[name]),
                        time=None,
                    ),
                )
            marks.append(
                MapTouchpoint(
                    name=name,
                    channel=channels[0] if channels else None,
                    channels=tuple(
                        ChannelCount(name=c, people=p) for c, p in zip(channels, portions, strict=True)
                    ),
                    owner=owner,
                    people=visits[name],
                    journeys=visits[name],
                    events=events[name],
                    first_contact_people=first[name],
                    first_contact_evidence=f"first_contact-{name}" if first[name] else None,
                    left_after_people=last[name],
                    left_after_evidence=f"left_after-{name}" if last[name] else None,
                    reached_evidence=f"reached_at-{name}" if name == goal else None,
                    next=following,
                    evidence=key,
                )
            )
        key = f"stage-{stage}"
        book[key] = evidence("stages", f"People who enter “{stage}”", len(inside))
        drawn.append(
            MapStage(
                name=stage,
                phase=phase,
                people=len(inside),
                continue_rate=share(later, len(inside)),
                time=seconds(draw.lognormvariate(11, 1.4), len(inside)),
                evidence=key,
                touchpoints=tuple(marks),
            )
        )
    flows = []
    for (start, to), number in edges.most_common():
        key = f"flow-{start}-{to}"
        book[key] = evidence("flow", f"“{to}” comes directly after “{start}”", number)
        flows.append(
            Flow(
                from_=start,
                to=to,
                people=number,
                journeys=number,
                moves=moves[start, to],
                time=seconds(draw.lognormvariate(9.5, 2), number),
                evidence=key,
            )
        )
    common = Counter(tuple(walk) for walk in journeys).most_common()
    paths = []
    for path, number in common[:6]:
        key = f"path-{len(paths)}"
        book[key] = evidence("paths", "People whose journey is exactly this sequence", number)
        hits = number if goal in path else 0
        paths.append(
            Path(
                touchpoints=path,
                journeys=number,
                people=number,
                share=share(number, len(journeys)),
                goal_rate=share(hits, number),
                stability=0.97,
                evidence=key,
            )
        )
    rest = sum(number for _, number in common[6:])
    lanes = []
    for lane in LANES:
        cells = []
        for stage in order:
            key = f"{lane}-{stage}" if lane in state else None
            if key:
                book[key] = evidence(lane, f"Lane {lane} in stage {stage}", entered[stage])
            cells.append(
                Cell(
                    stage=stage,
                    state="full" if key else "none",
                    provenance=("stated" if lane in ("say", "score", "feel") else "observed")
                    if key
                    else None,
                    evidence=key,
                )
            )
        lanes.append(Lane(id=lane, cells=tuple(cells)))
    reached = sum(goal in walk for walk in journeys)
    still = (len(journeys) - reached) // 60
    phases = {phase for _, phase, _ in stages}
    fields = {
        "journey": "buy",
        "title": title,
        "project": "Northwind Mobile",
        "segment": None,
        "since": datetime(2025, 10, 1, tzinfo=UTC),
        "until": datetime(2026, 3, 14, tzinfo=UTC),
        "as_of": NEWEST,
        "revision": 7,
        "generated_at": MADE,
        "people": len(journeys),
        "journeys": Outcomes(reached=reached, left=len(journeys) - reached - still, open=still),
        "goal": (goal,),
        "goal_rate": share(reached, len(journeys)),
        "time_to_goal": seconds(8.7 * 86400, reached),
        "coverage": Coverage(
            sources=(
                Source(name="web_analytics", events=18240, newest=NEWEST),
                Source(name="shop", events=7120, newest=NEWEST),
                Source(name="hotline", events=1804, newest=datetime(2026, 3, 1, tzinfo=UTC)),
            ),
            unmatched_share=0.034,
            joined_share=0.412,
            outside_events=312,
            phases_without_evidence=tuple(p for p in PHASES if p not in phases),
            first_contact_unknown=214,
        ),
        "stages": tuple(drawn),
        "flows": tuple(flows),
        "paths": tuple(paths),
        "paths_other": PathsOther(journeys=rest, people=rest, share=rest / len(journeys)),
        "lanes": tuple(lanes),
        "evidence": book,
    }
    return JourneyMap(**{**fields, **more})


def phone_company() -> JourneyMap:
    """Six stages, 18 touchpoints, many channels, loops and leavers."""
    return assemble(
        walks(4812, 1),
        PHONE,
        goal="Order confirmed",
        title="I become a customer of Northwind Mobile",
        segment="Students",
        segment_rule="plan_type = 'student'",
        segment_share=share(4812, 21904),
    )


TICKETS = [
    "Assign seriousness",
    "Take in charge ticket",
    "Resolve ticket",
    "Closed",
    "Wait",
    "Insert ticket",
    "Create SW anomaly",
    "Require upgrade",
    "Schedule intervention",
    "RESOLVED",
    "INVALID",
    "VERIFIED",
    "DUPLICATE",
    "Resolve SW anomaly with workaround",
    "A_SUBMITTED",
    "A_PARTLYSUBMITTED",
    "A_PREACCEPTED",
    "W_Completeren aanvraag",
    "W_Nabellen offertes",
    "O_SENT_BACK",
    "W_Valideren aanvraag",
    "A_CANCELLED",
    "O_SELECTED",
    "W_Beoordelen fraude",
]


def ticket_log() -> JourneyMap:
    """24 activities of an XES log in three guessed stages; no channels, no emotion."""
    draw = random.Random(9)
    moves: dict = {None: {TICKETS[0]: 80, TICKETS[5]: 12, TICKETS[14]: 8}}
    for at, name in enumerate(TICKETS):
        ahead = {TICKETS[min(at + jump, 23)]: weight for jump, weight in ((1, 60), (2, 14), (5, 4))}
        back = {TICKETS[max(0, at - draw.randint(0, 4))]: 8}
        moves[name] = {**ahead, **back, None: 14 + at * 2}
    stages = [
        ("Start", "support", [(name, (), "firm") for name in TICKETS[:9]]),
        ("Middle", "support", [(name, (), "firm") for name in TICKETS[9:17]]),
        ("End", "support", [(name, (), "firm") for name in TICKETS[17:]]),
    ]
    return assemble(
        walks(1200, 3, moves),
        stages,
        goal="Closed",
        title="helpdesk.xes",
        segment=None,
        guessed=("start", "goal", "stages"),
        project="Untitled project",
    )


GOOD_WORDS = "The advisor understood at once what I needed and stayed on the line until it worked."
BAD_WORDS = (
    "I was sent from one department to the next, and each asked for my number again. Nobody called back."
)


def every_lane() -> JourneyMap:
    """What later issues fill: emotion, words, scores, moments, actions."""
    base = assemble(
        walks(4812, 1),
        PHONE,
        goal="Order confirmed",
        title="I become a customer of Northwind Mobile",
        state=LANES,
    )
    mood = [0.4, 0.9, 1.2, 0.6, 0.1, 1.1, 0.8, 0.2, -0.9, -0.3, 1.3, 1.5, -0.2, -1.1, -1.5, -0.8, 0.7, 0.9]
    stages, at = [], 0
    for stage in base.stages:
        touchpoints = []
        for touchpoint in stage.touchpoints:
            value, n = mood[at], 8 if at == 9 else 40 + 13 * at
            said = ()
            if at in (1, 5, 8, 11, 14, 16):
                said = tuple(
                    Verbatim(
                        text=text,
                        emotion=feeling,
                        source="hotline survey",
                        time=datetime(2026, 2, 3 + at, tzinfo=UTC),
                        ref=f"r{at}",
                    )
                    for text, feeling in ((GOOD_WORDS, "relieved"), (BAD_WORDS, "frustrated"))[
                        at % 2 : at % 2 + 1 + (at in (8, 14))
                    ]
                )
            scores = {}
            if at in (3, 10, 14):
                scores = {
                    "nps": Estimate(
                        mood[at] * 40, mood[at] * 40 - 9, mood[at] * 40 + 9, n, "score", "adjusted wald"
                    )
                }
            if at in (10, 15):
                scores["csat"] = share(round(n * 0.7), n)
            words = Estimate(value, value - 0.35, value + 0.3, n, "score", "mean") if at != 2 else None
            rated = (
                Estimate(value * 0.8, value * 0.8 - 0.2, value * 0.8 + 0.2, n, "score", "mean")
                if at % 3 == 0
                else None
            )
            details, themes = {}, ()
            if at in (4, 10):
                details["ease"] = ScoreDetail(
                    kind="ces", scale=(1, 7), definition="mean on 1 to 7", answered=6, state="counts"
                )
            if at in (8, 14):
                feels = Estimate(-1.1, -1.4, -0.8, 57, "score", "mean")
                themes = (
                    ThemeShare(name="Waiting on the phone", people=57, share=share(57, 212), valence=feels),
                )
            touchpoints.append(
                replace(
                    touchpoint,
                    emotion=Emotion(words=words, scores=rated),
                    scores=scores,
                    score_details=details,
                    verbatims=said,
                    themes=themes,
                )
            )
            at += 1
        stages.append(replace(stage, touchpoints=tuple(touchpoints)))
    moments = (
        moment(
            "m1",
            "pain",
            kind="loop",
            touchpoint="Calls the hotline",
            stage="I need help",
            title="Calls again because the first call did not solve it",
            lost=38,
            rank=1,
        ),
        moment(
            "m2",
            "pain",
            kind="drop_off",
            touchpoint="Checks the credit score",
            stage="I order",
            title="The credit check sends people away",
            lost=112,
            rank=2,
        ),
        moment(
            "m3",
            "delight",
            kind="touchpoint",
            touchpoint="Asks an advisor",
            stage="I compare",
            title="An advisor who answers within a minute",
            lost=-64,
            rank=3,
        ),
    )
    actions = (
        {
            "stage": "I order",
            "title": "Show the credit rules before the cart",
            "owner": "Payments",
            "status": "running",
        },
        {
            "stage": "I need help",
            "title": "One number, one agent",
            "owner": "Service",
            "status": "done",
            "verdict": "worked",
        },
    )
    cells = tuple(
        replace(
            lane,
            cells=tuple(
                replace(cell, state="thin") if at == 4 and lane.id == "say" else cell
                for at, cell in enumerate(lane.cells)
            ),
        )
        for lane in base.lanes
    )
    return replace(base, stages=tuple(stages), moments=moments, actions=actions, lanes=cells)


def moment(
    key: str, polarity, *, kind: str, touchpoint: str, stage: str, title: str, lost: float, rank: int
) -> Moment:
    return Moment(
        id=key,
        polarity=polarity,
        kind=kind,
        touchpoint=touchpoint,
        stage=stage,
        title=title,
        at_risk=1200,
        exposed=412,
        effect=Estimate(-lost / 412, -lost / 412 - 0.04, -lost / 412 + 0.04, 412, "share", "observational"),
        lost_goals=Estimate(lost, lost - 16, lost + 16, 412, "people", "observational"),
        rank=rank,
        rank_low=max(1, rank - 1),
        rank_high=rank + 1,
        evidence="lens",
    )
