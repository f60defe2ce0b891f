"""Each fast analysis gives what its slow and obvious twin gives."""

from collections import Counter, defaultdict
from datetime import timedelta
from statistics import median

from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analysis.flow import Flow
from footpath.analysis.funnel import Funnel
from footpath.analysis.paths import Paths
from footpath.analysis.stages import StageProgress
from footpath.analysis.timing import Timing
from footpath.engine.local import run
from laws.strategies import NAMES, persons
from reference.drawn import build
from reference.follows import follows, nexts
from reference.stages import progress
from reference.subsequence import deepest
from reference.timing import between, waits
from reference.variants import variants

law = settings(max_examples=40, deadline=None)
STEPS = [{"A"}, {"B", "C"}, {"D"}]
STAGES = (("early", ("A", "B")), ("middle", ("C",)), ("late", ("E",)))


@law
@given(persons())
def test_follows(drawn):
    result = run(Flow(), build(drawn, NAMES))
    cases = [each.names for each in drawn]
    assert {(edge.from_, edge.to): edge.moves for edge in result.edges} == follows(cases)
    found = {
        (name, entry.to or f"({entry.end})"): entry.journeys
        for name, entries in result.next.items()
        for entry in entries
    }
    assert found == nexts(cases, [each.last for each in drawn], [each.outcome for each in drawn])


@law
@given(persons(), st.booleans())
def test_variants(drawn, collapse):
    counts = variants([each.names for each in drawn], collapse=collapse)
    result = run(Paths(3, collapse), build(drawn, NAMES))
    expected = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:3]
    assert [(path.touchpoints, path.journeys) for path in result.paths] == expected
    assert result.other.variants == len(counts) - len(expected)


@law
@given(persons(), st.sampled_from([None, 0, 7, 20]), st.booleans())
def test_funnel(drawn, within, directly):
    limit = None if within is None else timedelta(minutes=within)
    found = run(Funnel(["A", ("B", "C"), "D"], limit, directly), build(drawn, NAMES))
    reached, spent = Counter(), defaultdict(list)
    for each in drawn:
        match = deepest(each.names, each.minutes, STEPS, within, directly=directly)
        for step, at in enumerate(match):
            reached[step] += 1
            begin, end = each.minutes[match[step - 1]], each.minutes[at]
            if step and begin is not None and end is not None:
                spent[step].append((end - begin) * 60)
    assert [step.journeys for step in found] == [reached[i] for i in range(3)]
    assert {i: step.time.value for i, step in enumerate(found) if step.time} == medians(spent)


@law
@given(persons())
def test_waits(drawn):
    found = run(Timing(), build(drawn, NAMES)).waits
    spent = defaultdict(list)
    for each in drawn:
        for name, minutes in waits(each.names[each.first : each.last], each.minutes[each.first : each.last]):
            spent[name].append(minutes * 60)
    assert {wait.touchpoint: wait.median.value for wait in found if wait.median} == medians(spent)


@law
@given(persons())
def test_waits_between_two(drawn):
    [found] = run(Timing(between=("A", "B")), build(drawn, NAMES)).waits
    inner = [(each.names[each.first : each.last], each.minutes[each.first : each.last]) for each in drawn]
    spent = [minutes * 60 for case in inner if (minutes := between(*case, "A", "B")) is not None]
    assert (found.median.value if found.median else None) == (median(spent) if spent else None)


@law
@given(persons())
def test_stage_progress(drawn):
    stage_of = {name: i for i, (_, names) in enumerate(STAGES) for name in names}
    entered, continued = Counter(), Counter()
    for each in (each for each in drawn if each.settled):
        stages = [stage_of.get(name) for name in each.names[: each.last]]
        stages[: each.first] = [None] * each.first
        for stage, (entry, onward) in progress(stages).items():
            entered[stage] += 1
            continued[stage] += onward is not None or (
                each.outcome == "reached" and not_after_goal(each, entry)
            )
    found = run(StageProgress(STAGES), build(drawn, NAMES)).stages
    assert [(stage.settled, stage.continued) for stage in found] == [
        (entered[i], continued[i]) for i in range(3)
    ]


def not_after_goal(each, entry):
    goal, minute = each.minutes[each.end], each.minutes[entry]
    return goal is None or minute is None or minute <= goal


def medians(spent):
    return {key: median(values) for key, values in spent.items()}
