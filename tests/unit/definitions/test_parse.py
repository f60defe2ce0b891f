"""What footpath.toml may say, and what is said of it when it says something else."""

from __future__ import annotations

from datetime import timedelta
from importlib import resources

import pytest

from footpath.definitions import parse, template, with_codes
from footpath.errors import DefinitionError, UnknownColumn, UnknownName
from footpath.model.definition import Definitions, Goal, Identifier, Segment, Stage, Touchpoint
from footpath.model.survey import Survey, SurveyScore, Theme

BASE = """
[[stage]]
name = "I buy"
phase = "purchase"
[[touchpoint]]
name = "Pays"
stage = "I buy"
match = { event = "Paid" }
"""


def wrong(text: str) -> str:
    with pytest.raises(DefinitionError) as caught:
        parse(BASE + text)
    return str(caught.value)


def test_every_table_becomes_its_value():
    found = parse(
        BASE
        + """
        [project]
        name = "Shop"
        timezone = "Europe/Amsterdam"
        [[identifier]]
        kind = "card"
        unique = true
        most_people = 3
        [[segment]]
        name = "students"
        where = "plan = 'student'"
        """
    )
    assert found == Definitions(
        name="Shop",
        timezone="Europe/Amsterdam",
        stages=(Stage("I buy", "purchase"),),
        touchpoints=(Touchpoint("Pays", "I buy", {"event": ("Paid",)}),),
        identifiers=(Identifier("card", unique=True, most_people=3),),
        segments=(Segment("students", "plan = 'student'"),),
    )


def test_a_journey_has_its_names_and_times():
    (journey,) = parse(
        BASE + '[[journey]]\nname = "buy"\nstart = "Pays"\ngoal = ["Pays"]\nwithin = "45d"'
    ).journeys
    assert (journey.title, journey.start, journey.goal) == ("buy", ("Pays",), (Goal("Pays"),))
    assert (journey.within, journey.before, journey.stages) == (timedelta(days=45), timedelta(days=30), None)


@pytest.mark.parametrize(
    ("goal", "read"),
    [
        ('"Pays"', (Goal("Pays"),)),
        ('{ touchpoint = "Pays", score = ">= 4" }', (Goal("Pays", ">= 4"),)),
        ('["Pays", { touchpoint = "Pays", score = "> 3.5" }]', (Goal("Pays"), Goal("Pays", "> 3.5"))),
    ],
)
def test_a_goal_is_a_name_a_list_or_a_table(goal: str, read: tuple[Goal, ...]):
    assert parse(f'{BASE}[[journey]]\nname = "buy"\ngoal = {goal}').journeys[0].goal == read


@pytest.mark.parametrize("key", ['"properties.path"', "properties.path"])
def test_a_property_may_be_written_with_quotes_or_without(key: str):
    touchpoint = parse(
        f'{BASE}[[touchpoint]]\nname = "A"\nstage = "I buy"\nmatch = {{ {key} = ["/a", "/b"] }}'
    ).touchpoints[1]
    assert touchpoint.match == {"properties.path": ("/a", "/b")}


def test_a_condition_may_stand_without_a_match():
    text = '[[touchpoint]]\nname = "Late"\nstage = "I buy"\nwhere = "delivered > promised"'
    assert parse(BASE + text).touchpoints[1].match == {}


def test_a_survey_says_where_its_answers_are_and_what_they_score():
    text = """
    [[survey]]
    name = "delivery"
    source = "survey"
    about = "Delivered"
    window = "7d"
    text = "Q2"
    [[survey.score]]
    name = "recommend"
    kind = "nps"
    question = "Q1"
    missing = ["11"]
    """
    assert parse(BASE + text).surveys == (
        Survey(
            "delivery",
            "survey",
            about="Delivered",
            window=timedelta(days=7),
            text=("Q2",),
            scores=(SurveyScore("recommend", "nps", "Q1", (0.0, 10.0), missing=("11",)),),
        ),
    )


def test_a_survey_is_named_like_its_source_and_asks_on_the_usual_scale():
    text = '[[survey]]\nname = "shop"\n[[survey.score]]\nname = "effort"\nkind = "ces"'
    assert parse(BASE + text).surveys == (
        Survey("shop", "shop", scores=(SurveyScore("effort", "ces", "effort", (1.0, 7.0)),)),
    )


def test_a_theme_is_the_words_that_speak_of_it():
    text = '[[theme]]\nname = "Waiting"\nterms = ["wait", "queue"]\nbut = "waiter"'
    assert parse(BASE + text).themes == (Theme("Waiting", ("wait", "queue"), but=("waiter",)),)


def test_codes_may_stand_in_a_file_of_their_own():
    text = '[[survey]]\nname = "airport"  # of May\ncodes = "codes.csv"\n'
    files = {"codes.csv": "question,code,label\nQ8,1,Praise\nQ8,2,Signs\n"}
    written = with_codes(BASE + text, files.__getitem__)
    assert parse(written).surveys == (
        Survey("airport", "airport", codes={"Q8": {"1": "Praise", "2": "Signs"}}),
    )
    assert "# of May" in written
    assert with_codes(written, files.__getitem__) == written


def test_a_file_of_codes_needs_its_columns():
    text = '[[survey]]\nname = "airport"\ncodes = "codes.csv"'
    with pytest.raises(UnknownColumn, match=r'codes\.csv: no column "label"'):
        with_codes(text, {"codes.csv": "question,code\nQ8,1"}.__getitem__)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[survey]]\nname = "a"\nanything = 1',
            '[[survey]] 1 "a": no key "anything" here. There are: "name", "source"',
        ),
        (
            '[[survey]]\nname = "a"\n[[survey.score]]\nname = "b"\nkind = "nsp"',
            "kind must be one of nps, csat, ces, rating",
        ),
        (
            '[[survey]]\nname = "a"\n[[survey.score]]\nname = "b"\nkind = "csat"\nscale = [5, 1]',
            "scale must begin with its lower end",
        ),
        (
            '[[survey]]\nname = "a"\n[[survey.score]]\nname = "b"\nkind = "csat"\nabout = "Deliverd"',
            'no touchpoint "Deliverd"',
        ),
        ('[[theme]]\nname = "a"', '[[theme]] 1 "a": terms are missing'),
        ('[[theme]]\nname = "a"\nterms = "x"\nsurvey = "b"', 'no survey "b"'),
        ("[[journeys]]", 'footpath.toml: no table "journeys". Did you mean "journey"?'),
        ('[project]\nnam = "x"', 'footpath.toml, [project]: no key "nam" here. Did you mean "name"?'),
        ('[project]\ntimezone = "Europe/Amsterdm"', 'no time zone "Europe/Amsterdm"'),
        ('[[stage]]\nname = "B"\nphase = "buy"', '[[stage]] 2 "B": phase must be one of pre-contact,'),
        ('[[stage]]\nphase = "use"', "[[stage]] 2: name is missing"),
        ('[[stage]]\nname = "I buy"\nphase = "use"', '2 tables [[stage]] are called "I buy"'),
        (
            '[[touchpoint]]\nname = "B"\nstage = "I by"\nmatch = { event = "b" }',
            '[[touchpoint]] 2 "B": stage: no stage "I by". Did you mean "I buy"?',
        ),
        (
            '[[touchpoint]]\nname = "B"\nstage = "I buy"\nowner = "me"\nmatch = { event = "b" }',
            '[[touchpoint]] 2 "B": owner must be one of firm, partner, customer, public. It is "me"',
        ),
        ('[[touchpoint]]\nname = "B"\nstage = "I buy"', "match and where are both missing"),
        ('[[touchpoint]]\nname = "B"\nstage = "I buy"\nmatch = {}', "match is empty"),
        (
            '[[touchpoint]]\nname = "B"\nstage = "I buy"\nmatch = { event = 3 }',
            "event must be a text or a list",
        ),
        ('[[touchpoint]]\nname = "B"\nstage = "I buy"\nmatch = { event = [] }', "event is an empty list"),
        ('[[touchpoint]]\nname = "B"\nstage = "I buy"\nmatch = { evnt = "b" }', 'Did you mean "event"?'),
        ('[[identifier]]\nkind = "card"\nunique = 1', "unique must be true or false. It is 1"),
        ('[[identifier]]\nkind = "card"\nmost_people = true', "most_people must be a whole number above 0"),
        ('[[identifier]]\nkind = "a:b"', "kind must hold no colon"),
        (
            '[[journey]]\nname = "j"\nstart = "Pay"',
            '[[journey]] 1 "j": start: no touchpoint "Pay". Did you mean "Pays"?',
        ),
        ('[[journey]]\nname = "j"\nends = ["Pay"]', "ends: no touchpoint"),
        ('[[journey]]\nname = "j"\nstages = ["I sell"]', 'stages: no stage "I sell"'),
        (
            '[[journey]]\nname = "j"\ngoal = { touchpoint = "Pays", score = "4" }',
            "score must be a comparison",
        ),
        ('[[journey]]\nname = "j"\ngoal = 4', "goal must be a touchpoint"),
        (
            '[[journey]]\nname = "j"\nwithin = "45 days"',
            '[[journey]] 1 "j": within: "45 days" is no duration',
        ),
        ('[[journey]]\nname = "j"\nwithin = "4d"\nquiet = "4d"', "within and quiet say the same"),
        ('[[journey]]\nname = "j"\nguessed = ["stat"]', 'guessed: no key "stat". Did you mean "start"?'),
        ('[[journey]]\nname = "j"\nplanned = "Pays"', "planned must be a list of steps"),
        ('[[journey]]\nname = "j"\nplanned = [{ any = ["Pay"] }]', 'planned: no touchpoint "Pay"'),
        ('[[journey]]\nname = "j"\nplanned = [{ optional = true }]', "a step has one of touchpoint, any"),
        ('[[journey]]\nname = "j"\nplanned = [{ repeat = "Pays" }]', "repeat must be a list of steps"),
        ('[[journey]]\nname = "j"\nplanned = [4]', "a step must be a touchpoint or a table, not 4"),
        ('[[segment]]\nname = "s"\nwhere = " "', "where is empty"),
        ("[stage]", "no TOML: Cannot"),
        ("name =", "no TOML: Invalid value (at"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(text: str, said: str):
    assert said in wrong(text)


def test_tables_in_one_bracket_are_told_how_to_be_written():
    with pytest.raises(DefinitionError, match=r"Write \[\[segment\]\], in two brackets"):
        parse('[segment]\nname = "s"')


def test_one_unknown_name_is_an_unknown_name():
    with pytest.raises(UnknownName):
        parse(BASE + '[[journey]]\nname = "j"\nstart = "Pay"')


def test_all_problems_of_a_file_are_told_at_once():
    said = wrong('[[segment]]\nname = "s"\n[[journey]]\nname = "j"\nstart = "Pay"\ncolour = 1')
    first, *lines = said.splitlines()
    assert first == "footpath.toml: 3 problems"
    assert [line.split(": ", 1)[0].strip() for line in lines] == [
        'footpath.toml, [[journey]] 1 "j"',
        'footpath.toml, [[segment]] 1 "s"',
        'footpath.toml, [[journey]] 1 "j"',
    ]


def test_the_file_that_a_project_begins_with_says_nothing_yet():
    assert parse(template('Ann\'s "shop"')) == Definitions(name='Ann\'s "shop"')


def test_the_examples_of_that_file_can_be_used_as_they_are():
    examples = [line.removeprefix("# ") for line in template("Shop").splitlines() if is_example(line)]
    found = parse("\n".join(line for line in examples if not line.startswith("ends")))
    assert [len(found.stages), len(found.touchpoints), len(found.identifiers)] == [2, 2, 2]
    assert [len(found.journeys), len(found.segments)] == [1, 1]


def is_example(line: str) -> bool:
    return line.startswith(("# [[", "[project]")) or " = " in line


def test_the_definitions_of_the_simulated_company_can_be_read():
    found = parse(resources.files("footpath.sim").joinpath("northwind.toml").read_text("utf-8"))
    assert [each.name for each in found.journeys] == ["buy", "settle", "help", "stay"]
