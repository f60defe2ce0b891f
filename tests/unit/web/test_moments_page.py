"""The pages of moments, and their document, of a project that answers with moments made by hand."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from footpath.model.lens import Lens
from footpath.model.moment import Moments
from footpath.project import Project
from footpath.web.app import application
from footpath.web.intervals import Scale
from footpath.web.moments import command, moments_url, python
from reference.hand_made_moments import DETAIL, FOUND, NOTHING, PAYS, Telling, estimate

from .conftest import Client, words

HOSTILE = "<script>alert(1)</script>"
Shop = Callable[[Moments], Client]


@pytest.fixture
def shop(project: Project) -> Shop:
    """shop(found): who looks at the shop when these are its moments."""
    outcomes = project.map("buy").stages[0].evidence

    def looked_at(found: Moments) -> Client:
        known = tuple(replace(each, evidence=outcomes) for each in found.moments)
        return Client(application(Telling(replace(found, moments=known), project)))  # type: ignore[arg-type]

    return looked_at


def test_the_page_answers_what_to_fix_first(shop: Shop) -> None:
    answer = shop(FOUND).get("/journeys/buy/moments")
    said = words(answer)
    assert answer.status_code == 200
    assert "Of 61 patterns that were looked at, 5 moments stand out beyond chance." in said
    first = said[said.index("What to fix first") : said.index("What delights")]
    titles = [
        "Back to “Pays” again",
        "“Identity check fails” is where",
        "More than 4 days",
        "“Opens the first",
    ]
    places = [first.index(each) for each in titles]
    assert places == sorted(places)
    assert "1st to 2nd Back to" in first.replace("\xa0", " ")
    assert "412 of 1,200 people met it · from 9 Feb to 23 Mar 2026 · most so in “students”" in first
    assert "120 goals lost (75–165)" in first
    assert "These two can’t be told apart: each of them may be the one that costs most." in first


def test_delights_and_the_undecided_follow(shop: Shop) -> None:
    said = words(shop(FOUND).get("/journeys/buy/moments"))
    rest = said[said.index("What delights", said.index("What to fix first")) :]
    assert "64 goals won (38–90)" in rest
    assert rest.index("Undecided") > rest.index("64 goals won")
    assert "Too few people who met it can be compared." in rest


def test_all_intervals_stand_on_one_scale(shop: Shop) -> None:
    text = shop(FOUND).get("/journeys/buy/moments").text
    charts = re.findall(r'<svg class="whisker.*?</svg>', text, re.DOTALL)
    ticks = {tuple(re.findall(r'class="(?:tick|zero)" x1="([\d.]+%)"', each)) for each in charts}
    assert (len(charts), len(ticks)) == (5, 1)


def test_the_page_needs_no_script_and_no_style_in_line(shop: Shop) -> None:
    client = shop(FOUND)
    for path in ("/journeys/buy/moments", "/journeys/buy/moments/loop-1"):
        text = client.get(path).text
        assert re.findall(r"<script[^>]*>", text) == ['<script src="/static/app.js" defer>']
        assert "style=" not in text
        assert "http" not in text.replace("http://127.0.0.1:8765", "")


def test_nothing_found_is_said_plainly(shop: Shop) -> None:
    said = words(shop(NOTHING).get("/journeys/buy/moments"))
    assert "Nothing is shown, because nothing stands out beyond chance among 61 patterns" in said
    assert "What to fix first" not in said
    assert "Undecided" not in said


def test_the_page_of_one(shop: Shop) -> None:
    answer = shop(FOUND).get("/journeys/buy/moments/loop-1")
    said = words(answer).replace("\xa0", " ")
    assert answer.status_code == 200
    for part in (
        "Pain point in “I buy”",
        "Of 100 people who meet it, about 28 fewer reach the goal because of it [17 to 38].",
        "It costs about 120 goals [75, 165], where",
        "In rank it can’t be told apart from “Identity check” is where journeys end.",
        "Time to the goal +1.5 d (+9.6 h to +2.6 d)",
        "Comparable people 97 %",
        "Against hidden causes 12 %",
        "By the effect model About 120 more journeys would reach the goal [80 to 160]",
        "By the absorbing chain About 214 more",
        "students meets it most suffers most",
        "can’t be told: only 3 people met it",
        "the journey begins",
        "My card was declined three times and ███ could not say why.",
        "most typical of 17 people",
        "footpath moments buy --one loop-1",
        "project.run(footpath.MomentsOf(one='loop-1'), 'buy')",
    ):
        assert part in said


def test_the_page_of_an_undecided_one_claims_nothing(shop: Shop) -> None:
    said = words(shop(FOUND).get("/journeys/buy/moments/hesitation-1"))
    assert "Undecided: nothing is claimed of it. Too few people who met it can be compared." in said
    assert "costs about" not in said
    assert "Comparable people 41" in said


def test_the_people_of_a_moment_are_its_evidence(shop: Shop) -> None:
    client = shop(FOUND)
    text = client.get("/journeys/buy/moments/loop-1?segment=payers").text
    [way] = set(re.findall(r'href="(/evidence/[^"]+)"', text))
    assert way.endswith("?journey=buy&amp;segment=payers")
    assert client.get(way.replace("&amp;", "&").replace("&segment=payers", "")).status_code == 200


def test_choices_go_along(shop: Shop) -> None:
    client = shop(FOUND)
    text = client.get("/journeys/buy/moments?segment=payers&since=2026-01-01").text
    assert 'href="/journeys/buy/moments/loop-1?segment=payers&amp;since=2026-01-01"' in text
    assert '<option selected value="payers">' in text
    answer = client.get("/journeys/buy/moments?segment=&since=2026-01-01")
    assert (answer.status_code, answer.headers["location"]) == (303, "/journeys/buy/moments?since=2026-01-01")


@pytest.mark.parametrize(
    "path", ["/journeys/by/moments", "/journeys/buy/moments/loop-2", "/api/moments/buy?one=x"]
)
def test_what_is_not_there_is_not_found(shop: Shop, path: str) -> None:
    assert shop(FOUND).get(path).status_code == 404


def test_hostile_names_and_quotes_are_only_words(shop: Shop) -> None:
    quote = replace(DETAIL.quotes[0], text=HOSTILE, source=HOSTILE, emotion=HOSTILE)
    named = replace(DETAIL.segments[0], name=HOSTILE)
    bad = replace(
        DETAIL, quotes=(quote,), segments=(named,), also=(HOSTILE,), tied=(HOSTILE,), notes=(HOSTILE,)
    )
    hostile = replace(
        PAYS, title=HOSTILE, touchpoint=HOSTILE, stage=HOSTILE, segment_most_hit=HOSTILE, detail=bad
    )

    class AsGiven(Telling):
        def run(self, *_: object, **__: object) -> Moments:
            return self.found

    project = shop(FOUND).app.state.desk.project.project
    found = replace(FOUND, moments=(hostile,), undecided=(replace(hostile, id="u", refused=HOSTILE),))
    client = Client(application(AsGiven(found, project)))  # type: ignore[arg-type]
    for path in ("/journeys/buy/moments", "/journeys/buy/moments/loop-1", "/journeys/buy/moments/u"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_the_document_is_that_of_the_command(shop: Shop) -> None:
    client = shop(FOUND)
    found = client.get("/api/moments/buy").json()
    assert [each["id"] for each in found["moments"]] == ["loop-1", "dead-1", "wait-1", "switch-1", "touch-1"]
    assert (found["looked_at"], found["moments"][0]["detail"]) == (61, None)
    one = client.get("/api/moments/buy?one=loop-1").json()
    assert [each["detail"]["controls"] for each in one["moments"]] == [788]


def test_the_same_elsewhere_has_the_same_lens() -> None:
    lens = Lens("buy it", segment="it's me")
    assert moments_url(lens, "loop-1") == "/journeys/buy%20it/moments/loop-1?segment=it%27s+me"
    assert command(lens, "loop-1") == """footpath moments 'buy it' --one loop-1 --segment 'it'"'"'s me'"""
    assert python(lens, "loop-1") == (
        """project.run(footpath.MomentsOf(one='loop-1'), 'buy it', segment="it's me")"""
    )


NUMBERS = st.floats(-1e9, 1e9, allow_nan=False)


@given(st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS).map(sorted), max_size=8))
def test_a_scale_holds_zero_and_every_interval_and_needs_few_ticks(intervals: list[list[float]]) -> None:
    scale = Scale.of(estimate(value, low, high, "journeys") for low, value, high in intervals)
    slack = 1e-9 * scale.step + 1e-9 * max(abs(scale.low), abs(scale.high))
    held = [0.0, *(end for low, _, high in intervals for end in (low, high))]
    assert all(scale.low - slack <= each <= scale.high + slack for each in held)
    assert 2 <= len(scale.ticks) <= 9


def test_a_scale_is_written_in_round_numbers() -> None:
    scale = Scale.of([estimate(-0.41, -0.5, 0.02)])
    assert [scale.said(tick, 100) for tick in scale.ticks] == ["−50", "−40", "−30", "−20", "−10", "0", "10"]
    empty = Scale.of([])
    assert empty.said(empty.ticks[0]) == "0.0"


def test_evidence_leads_to_the_moment_that_it_is_of(shop: Shop, project: Project) -> None:
    key = project.map("buy").stages[0].evidence  # here all moments have that of a stage
    found = shop(Moments(journey="buy", segment=None, people=9, revision=1, moments=(PAYS,), looked_at=3))
    answer = found.get(f"/journeys/buy/moments?evidence={key}")
    assert answer.headers["location"] == f"/journeys/buy/moments/{PAYS.id}"
    answer = found.get("/journeys/buy/moments?evidence=moment-of-nothing&segment=students")
    assert answer.headers["location"] == "/journeys/buy/moments?segment=students"
