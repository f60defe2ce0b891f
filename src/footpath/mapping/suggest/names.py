"""Event names in, touchpoint rules out: addresses become templates, answers and rare names are grouped.

A rule is a touchpoint without a stage. Rules are ordered: exact names, then templates from the most
specific to the least, then groups. A rule names its source only where another source has such an event too,
so that the next file of an export is understood whatever it is called.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

import pyarrow as pa

from footpath.journeys.touchpoints import matches

MOST_TOUCHPOINTS = 40  # more can't be read on a map; the rest is grouped by source
MOST_CHILDREN = 12  # more different values at one place of an address are values, not pages
ANSWERS_KEPT_APART = 2  # a survey with more questions than that becomes one touchpoint

_NUMBER = re.compile(r"[0-9]+")
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
    origins = Origins.of(found)
    answers, deeds = _answers(found)
    templates = _templates(deeds)
    counts: Counter[tuple[str, str]] = Counter()
    members: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for name in deeds:
        key = origins.title[name.source], templates[name.source, name.event]
        counts[key] += name.events
        members[key].add(name.event)
    kept = {key for key, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_TOUCHPOINTS]}
    shared = Counter(label for _, label in kept)
    rules = [
        Rule(
            name=f"{label} ({origin})" if shared[label] > 1 else label,
            match=origins.match(origin, _pattern(label, members[origin, label])),
        )
        for origin, label in sorted(kept, key=_specific_first)
    ]
    left_over = sorted({origin for origin, label in counts if (origin, label) not in kept})
    return [
        *rules,
        *(Rule(f"Answers ({each})", {"source": (literal(each),), "kind": ("said",)}) for each in answers),
        *(
            Rule(f"Other ({each})", {"source": origins.pattern(each), "kind": ("did", "firm_did")})
            for each in left_over
        ),
    ]


@dataclass(frozen=True, slots=True)
class Origins:
    """Where events come from: sources that are called alike but for numbers are the files of one export.

    title   of each source, the name of where it comes from: its own, or "orders-*"
    events  the names of the events from there, by title

    >>> parts = [EventName(f"orders-{n}", "Paid", "did", 1) for n in (1, 2)]
    >>> Origins.of([*parts, EventName("web", "Visit", "did", 1)]).title
    {'orders-1': 'orders-*', 'orders-2': 'orders-*', 'web': 'web'}
    """

    title: Mapping[str, str]
    events: Mapping[str, Set[str]]

    @classmethod
    def of(cls, names: Iterable[EventName]) -> Origins:
        """Look at all events; a source with answers stays its own, as surveys are told apart by it."""
        found = list(names)
        alone = {name.source for name in found if name.kind == "said"}
        sources = {name.source for name in found}
        alike = Counter(map(_numberless, sources - alone))
        title = {
            each: each if each in alone or alike[_numberless(each)] < 2 else _numberless(each)
            for each in sorted(sources)
        }
        events: defaultdict[str, set[str]] = defaultdict(set)
        for name in found:
            events[title[name.source]].add(name.event)
        return cls(title, events)

    def match(self, origin: str, pattern: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """What a rule matches whose events come from there; elsewhere they may mean something else."""
        others = set().union(*(events for other, events in self.events.items() if other != origin))
        if matches(pa.array(others, pa.string()), pattern).any():
            return {"source": self.pattern(origin), "event": pattern}
        return {"event": pattern}

    def pattern(self, origin: str) -> tuple[str, ...]:
        """What matches the sources that come from there, and those of its files that are yet to come."""
        own = [source for source, title in self.title.items() if title == origin]
        alike = ("[0-9]*".join(map(literal, _NUMBER.split(own[0]))),)
        found = matches(pa.array(self.title, pa.string()), alike)
        return alike if int(found.sum()) == len(own) else tuple(map(literal, own))


def _numberless(source: str) -> str:
    return _NUMBER.sub("*", source)


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


def _pattern(label: str, events: Set[str]) -> tuple[str, ...]:
    anything = re.compile(".*".join(map(re.escape, label.split("…"))), re.DOTALL)
    # An address may end in a slash or name its host, so a template need not match what it was made of.
    if "…" in label and all(map(anything.fullmatch, events)):
        return (literal(label).replace("…", "*"),)
    return tuple(sorted(map(literal, events)))


def _specific_first(key: tuple[str, str]) -> tuple[bool, int, str, str]:
    source, label = key
    return ("…" in label, -len(label) if "…" in label else 0, label, source)
