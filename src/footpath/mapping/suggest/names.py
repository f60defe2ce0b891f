"""Event names in, touchpoint rules out: addresses become templates, answers and rare names are grouped.

A rule is a touchpoint without a stage. Rules are ordered: exact names, then templates from the most
specific to the least, then groups.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST_TOUCHPOINTS = 40  # more can't be read on a map; the rest is grouped by source
MOST_CHILDREN = 12  # more different values at one place of an address are values, not pages
ANSWERS_KEPT_APART = 2  # a survey with more questions than that becomes one touchpoint

_ADDRESS = re.compile(r"(?P<lead>^|.*?[ :])(?:https?://[^/\s]+)?(?P<path>/[^\s?#]*)(?:[?#]\S*)?$")
_VALUE = re.compile(r"^(?:\d+|[0-9a-f]{8,}|[0-9a-f-]{32,}|(?=.*\d)[\w.~-]{9,})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class EventName:
    """An event as its source calls it, and how often it came."""

    source: str
    event: str
    kind: str
    events: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A touchpoint's name and what it matches."""

    name: str
    match: Mapping[str, tuple[str, ...]]


def touchpoint_rules(names: Iterable[EventName]) -> list[Rule]:
    """Rules that together match every event.

    >>> names = [EventName("web", f"Page: /product/{n}", "did", 5) for n in range(30)]
    >>> [rule.name for rule in touchpoint_rules([*names, EventName("web", "Page: /cart", "did", 9)])]
    ['Page: /cart', 'Page: /product/…']
    """
    found = sorted(names)
    answers, deeds = _answers(found)
    templates = _templates(deeds)
    counts: Counter[tuple[str, str]] = Counter()
    members: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for name in deeds:
        label = templates[name.source, name.event]
        counts[name.source, label] += name.events
        members[name.source, label].add(name.event)
    kept = {key for key, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_TOUCHPOINTS]}
    sources = {name.source for name in found}
    shared = Counter(label for _, label in kept)
    rules = [
        Rule(
            name=f"{label} ({source})" if shared[label] > 1 else label,
            match=_match(source if len(sources) > 1 else None, label, members[source, label]),
        )
        for source, label in sorted(kept, key=_specific_first)
    ]
    left_over = sorted({source for source, label in counts if (source, label) not in kept})
    groups = [
        Rule(f"Other ({source})", {"source": (literal(source),), "kind": ("did", "firm_did")})
        for source in left_over
    ]
    return (
        rules
        + [
            Rule(f"Answers ({source})", {"source": (literal(source),), "kind": ("said",)})
            for source in answers
        ]
        + groups
    )


def literal(text: str) -> str:
    """The glob that matches exactly this text."""
    return re.sub(r"([*?\[])", r"[\1]", text)


def _answers(names: list[EventName]) -> tuple[list[str], list[EventName]]:
    """Sources whose answers become one touchpoint, and all the other events."""
    questions = Counter(name.source for name in names if name.kind == "said")
    grouped = sorted(source for source, n in questions.items() if n > ANSWERS_KEPT_APART)
    return grouped, [name for name in names if name.kind != "said" or name.source not in grouped]


def _templates(names: list[EventName]) -> dict[tuple[str, str], str]:
    """(source, event) → the event's name, with the parts of an address that are values replaced by "…"."""
    labels = {(name.source, name.event): name.event for name in names}
    addresses: defaultdict[tuple[str, str], list[tuple[str, list[str]]]] = defaultdict(list)
    for name in names:
        if found := _ADDRESS.match(name.event):
            lead, parts = found["lead"], found["path"].strip("/").split("/")
            addresses[name.source, lead].append((name.event, parts))
    for (source, lead), entries in addresses.items():
        for event, parts in _collapse(entries):
            labels[source, event] = f"{lead}/{'/'.join(parts)}"
    return labels


def _collapse(entries: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Parts that are values, by their look or because there are too many at that place, become "…"."""
    done = [(event, ["…" if _VALUE.match(part) else part for part in parts]) for event, parts in entries]
    for depth in range(max((len(parts) for _, parts in done), default=0)):
        children: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for _, parts in done:
            if len(parts) > depth:
                children[tuple(parts[:depth])].add(parts[depth])
        done = [
            (event, [*parts[:depth], "…"])
            if len(parts) > depth and len(children[tuple(parts[:depth])]) > MOST_CHILDREN and depth > 0
            else (event, parts)
            for event, parts in done
        ]
    return done


def _match(source: str | None, label: str, events: set[str]) -> dict[str, tuple[str, ...]]:
    anything = re.compile(".*".join(map(re.escape, label.split("…"))), re.DOTALL)
    # An address may end in a slash or name its host, so a template need not match what it was made of.
    if "…" in label and all(map(anything.fullmatch, events)):
        pattern: tuple[str, ...] = (literal(label).replace("…", "*"),)
    else:
        pattern = tuple(sorted(map(literal, events)))
    return {"source": (literal(source),), "event": pattern} if source else {"event": pattern}


def _specific_first(key: tuple[str, str]) -> tuple[bool, int, str, str]:
    source, label = key
    return ("…" in label, -len(label) if "…" in label else 0, label, source)
