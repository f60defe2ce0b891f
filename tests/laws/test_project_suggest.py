"""Whatever a log calls its events, the suggestion matches all of them and reads back as it was written."""

from hypothesis import given, settings
from hypothesis import strategies as st

import footpath as fp
from footpath import definitions as toml

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
PARTS = st.sampled_from(
    ["/", "product", "123", "*", "[a]", "?", "…", " ", "Page: ", "https://x.test", "é", "#", "a-b-c"]
)
NAME = TEXT | st.lists(PARTS, min_size=1, max_size=6).map("".join)
EVENT = st.tuples(st.sampled_from(["ann", "bob", "cy"]), NAME, st.sampled_from(["web", "shop [1]"]))


@settings(max_examples=15, deadline=None)
@given(st.lists(EVENT, min_size=1, max_size=50))
def test_every_event_matches_a_rule(events):
    people, names, sources = zip(*events, strict=True)
    table = {"person": people, "event": names, "source": sources, "time": ["2026-01-01 10:00"] * len(events)}
    columns = {name: name for name in table}
    project = fp.Project.from_events(table, columns=columns, timezone="UTC")
    assert project.receipt.received == len(events)
    if not project.receipt.kept:
        return
    text = project.suggest()
    assert toml.write(toml.parse(text)) == text
    assert project.status().unmatched_share == 0
    again = fp.Project.from_events(table, columns=columns, timezone="UTC", definitions=text)
    assert again.status().unmatched_share == 0
    assert again.suggest() == text


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ann", "bob", "cy"]), NAME), min_size=1, max_size=30), TEXT)
def test_the_suggestion_for_one_file_fits_the_next_whatever_it_is_called(events, other):
    people, names = zip(*events, strict=True)
    table = {"person": people, "event": names, "time": ["2026-01-01 10:00"] * len(events)}
    columns = {name: name for name in (*table, "source")}

    def part(source, **options):
        rows = {**table, "source": [source] * len(events)}
        return fp.Project.from_events(rows, columns=columns, timezone="UTC", **options)

    first = part("export")
    if first.receipt.kept:
        assert part(other, definitions=first.suggest()).status().unmatched_share == 0
