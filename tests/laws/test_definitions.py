"""What is written is read back, and a difference is shown exactly where there is one."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.definitions import difference, parse, write
from footpath.model.definition import (
    MONTH,
    OWNERS,
    PHASES,
    Definitions,
    Goal,
    Identifier,
    JourneyDefinition,
    Segment,
    Stage,
    Touchpoint,
)
from footpath.model.survey import Survey, SurveyScore, Theme

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(str.strip)
kinds = st.text("abc._", min_size=1, max_size=4)
times = st.integers(0, 10**13).map(lambda some: timedelta(microseconds=some))
patterns = st.lists(texts, min_size=1, max_size=3).map(tuple)
keys = st.sampled_from(["source", "channel", "event", "kind", "case", "properties.path", 'properties.a "b"'])


def some(values: st.SearchStrategy, most: int = 2) -> st.SearchStrategy:
    return st.lists(values, max_size=most).map(tuple)


@st.composite
def definitions(draw: st.DrawFn) -> Definitions:
    stages = draw(st.lists(texts, min_size=1, max_size=3, unique=True))
    names = draw(st.lists(texts, min_size=1, max_size=4, unique=True))
    name, stage = st.sampled_from(names), st.sampled_from(stages)
    goals = st.builds(Goal, name, st.sampled_from([None, ">= 4", "< 2.5"]))
    simple = st.fixed_dictionaries(
        {"touchpoint": name}, optional={"within": st.just("2d"), "optional": st.booleans()}
    )
    steps = name | simple | st.fixed_dictionaries({"any": st.lists(name | simple, max_size=2)})
    match = st.dictionaries(keys, patterns, min_size=1, max_size=2)
    touchpoint = st.tuples(stage, match, st.none() | texts, st.sampled_from(OWNERS), st.none() | texts)
    window = st.one_of(
        st.fixed_dictionaries({}),
        st.fixed_dictionaries({"within": times}),
        st.fixed_dictionaries({"quiet": times}),
    )
    journeys = draw(st.lists(texts, max_size=2, unique=True))
    return Definitions(
        name=draw(texts),
        timezone=draw(st.sampled_from([None, "Europe/Amsterdam"])),
        stages=tuple(Stage(each, draw(st.sampled_from(PHASES))) for each in stages),
        touchpoints=tuple(Touchpoint(each, *draw(touchpoint)) for each in names),
        identifiers=draw(
            st.lists(
                st.builds(Identifier, kinds, st.booleans(), st.none() | st.integers(1, 9)),
                max_size=2,
                unique_by=lambda each: each.kind,
            ).map(tuple)
        ),
        journeys=tuple(
            JourneyDefinition(
                each,
                draw(texts),
                start=draw(some(name)),
                goal=draw(some(goals)),
                ends=draw(some(name)),
                before=draw(st.just(MONTH) | times),
                after=draw(st.just(MONTH) | times),
                stages=draw(st.none() | some(stage)),
                planned=draw(some(steps, 3)),
                guessed=draw(some(st.sampled_from(["start", "goal", "within"]))),
                **draw(window),
            )
            for each in journeys
        ),
        segments=tuple(Segment(each, draw(texts)) for each in draw(st.lists(texts, max_size=2, unique=True))),
        surveys=draw(named(surveys(name))),
        themes=draw(named(st.builds(Theme, texts, some(texts), some(texts), guessed=st.booleans()))),
    )


def named(items):
    return st.lists(items, max_size=2, unique_by=lambda each: each.name).map(tuple)


def surveys(touchpoint):
    scales = st.sampled_from([(1.0, 5.0), (0.0, 10.0), (-1.5, 2.0)])
    directions = st.sampled_from(["high is good", "low is good"])
    kinds = st.sampled_from(["nps", "csat", "ces", "rating"])
    scores = st.builds(
        SurveyScore, texts, kinds, texts, scales, directions, some(texts), st.none() | touchpoint
    )
    return st.builds(
        Survey,
        texts,
        texts,
        st.none() | texts,
        times,
        some(texts),
        st.dictionaries(texts, st.dictionaries(texts, texts, min_size=1, max_size=2), max_size=1),
        st.none() | texts,
        st.none() | texts,
        st.none() | texts,
        scores=named(scores),
        guessed=st.booleans(),
    )


@settings(max_examples=30, deadline=None)
@given(definitions())
def test_what_is_written_is_read_back(given_definitions):
    assert parse(write(given_definitions)) == given_definitions


@settings(max_examples=30, deadline=None)
@given(definitions(), definitions())
def test_a_difference_is_shown_exactly_where_there_is_one(old, new):
    assert difference(old, old) == []
    assert bool(difference(old, new)) == (old != new)
    assert difference(None, new)


@settings(max_examples=15, deadline=None)
@given(definitions(), st.randoms(use_true_random=False))
def test_another_order_is_a_difference(one, random):
    other = tuple(random.sample(one.touchpoints, len(one.touchpoints)))
    moved = Definitions(name=one.name, touchpoints=other)
    before = Definitions(name=one.name, touchpoints=one.touchpoints)
    assert bool(difference(before, moved)) == (other != one.touchpoints)


def test_what_was_guessed_is_marked_and_comments_stand_above_their_table():
    text = write(
        Definitions(
            stages=(Stage("I buy", "purchase"),),
            touchpoints=(Touchpoint("Pays", "I buy", {"event": ("Paid",)}),),
            journeys=(JourneyDefinition("buy", "I buy", start=("Pays",), guessed=("start",)),),
        ),
        comments={"touchpoint Pays": "of 12 events\nmost often", "project": "proposed"},
    )
    assert text.startswith("# proposed\n[project]\n")
    assert "# of 12 events\n# most often\n[[touchpoint]]" in text
    assert 'guessed = ["start"]  # guessed from the data: check it, then delete this line' in text
