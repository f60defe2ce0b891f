"""More touchpoints than a table of all pairs may hold."""

from footpath.analysis.flow import Flow
from footpath.analysis.sums import DENSE
from footpath.engine.local import run
from reference.drawn import build, read

LINES = ("ann: [A@0 B@5 A@9] / B C +", "bob: [A@0 A@1 C@7] B@8 -", "cy: C")


def test_flow_is_the_same_among_a_thousand_touchpoints_that_nobody_visits():
    drawn = read(*LINES)
    many = [*"ABC", *(f"never {i}" for i in range(1100))]
    assert len(many) ** 2 > DENSE
    assert run(Flow(), build(drawn, many)) == run(Flow(), build(drawn, list("ABC")))
