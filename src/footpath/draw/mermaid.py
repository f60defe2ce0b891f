"""A map in, a Mermaid flowchart out: stages as subgraphs, main flows as arrows with people on them."""

from __future__ import annotations

from footpath.draw.phrases import count, people
from footpath.draw.text import clean
from footpath.model.map import JourneyMap

SHOWN = 30


def draw_mmd(map_: JourneyMap) -> str:
    """The main flows, left to right; the others are summed in a node of their own."""
    flows = sorted(map_.flows, key=lambda flow: (-flow.people, flow.from_, flow.to))
    names = [touchpoint.name for stage in map_.stages for touchpoint in stage.touchpoints]
    nodes = {name: f"t{at}" for at, name in enumerate(names)}
    shown = [flow for flow in flows if flow.from_ in nodes and flow.to in nodes][:SHOWN]
    rest = [flow for flow in flows if flow not in shown]
    lines = ["---", f"title: {_quoted(map_.title)}", "---", "flowchart LR"]
    for at, stage in enumerate(map_.stages):
        lines.append(f"  subgraph s{at}[{_quoted(f'{clean(stage.name)} · {people(stage.people)}')}]")
        lines += [
            f"    {nodes[each.name]}[{_quoted(f'{clean(each.name)}<br/>{people(each.people)}')}]"
            for each in stage.touchpoints
        ]
        lines.append("  end")
    lines += [f"  {nodes[flow.from_]} -->|{_quoted(count(flow.people))}| {nodes[flow.to]}" for flow in shown]
    if rest:
        lines.append(
            f'  other["other moves: {count(sum(flow.moves for flow in rest))} on {len(rest)} edges"]'
        )
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # Mermaid reads entities by number; our own line break is the only markup that stays.
    safe = "".join(f"#{ord(each)};" if each in '"<>&#;`' + "\\" else each for each in clean(text))
    return f'"{safe.replace("#60;br/#62;", "<br/>")}"'
