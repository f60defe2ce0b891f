"""A project from its first file to its answers."""

import gc
import gzip
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa
import pytest

import footpath as fp
from footpath.collect.receipt import Alone
from footpath.errors import DefinitionError, InputError, NotAProject, StoreError, UnknownName, UsageError

TABLE = {
    "person": ["ann", "ann", "bob"],
    "event": ["visit", "pay", "visit"],
    "time": ["2026-01-01 10:00", "2026-01-01 10:05", "2026-01-02 09:00"],
}


@pytest.mark.parametrize(
    "events",
    [TABLE, pa.table(TABLE), pd.DataFrame(TABLE), pd.DataFrame(TABLE, index=["x", "y", "z"])],
    ids=["dict", "arrow", "pandas", "pandas with an index"],
)
def test_events_come_from_any_table(events):
    project = fp.Project.from_events(events, timezone="UTC")
    assert [step.people for step in project.run(fp.Funnel(["visit", "pay"])).steps] == [2, 1]
    assert "__index_level_0__" not in str(project.query("SELECT properties FROM events").to_pylist())


def test_rows_of_a_table_that_cant_be_kept_are_counted():
    table = {name: [*values, values[-1]] for name, values in TABLE.items()} | {
        "time": [*TABLE["time"], "some day"]
    }
    project = fp.Project.from_events(
        table, columns={"time": "time", "event": "event", "person": "person"}, timezone="UTC"
    )
    assert project.receipt.received == 4
    assert project.receipt.kept == 3
    assert project.status().dropped == dict(project.receipt.dropped)
    assert sum(project.receipt.dropped.values()) == 1


def test_a_new_project_is_empty_and_says_so(project):
    status = project.status()
    assert (status.people, status.sources, status.revision, status.journeys) == (0, (), 0, ())
    assert not project.drift
    assert project.imports == []
    with pytest.raises(UsageError, match="no journey is defined"):
        project.map()
    with pytest.raises(InputError, match="no events"):
        project.suggest()


def test_a_folder_without_a_project_is_told(tmp_path):
    with pytest.raises(NotAProject, match="footpath init"):
        fp.open(tmp_path, settings={})


def test_a_project_is_not_made_twice(project, tmp_path):
    with pytest.raises(StoreError, match="already"):
        fp.create(tmp_path / "shop", settings={})


def test_loading_twice_changes_nothing(project, write, options):
    first = project.load(write("web.csv"), options=options)
    again = project.load(write("web.csv"), options=options)
    assert (first.kept, again.kept, again.duplicates) == (5, 0, 5)
    assert [each.kept for each in project.imports] == [5, 0]
    assert project.query("SELECT count(*) AS n FROM events").to_pylist() == [{"n": 5}]


BARE = "time,event,customer\n2026-01-01,visit,c7\n2026-01-02,pay,c7\n"
CUSTOMERS = fp.ImportOptions(columns={"time": "time", "event": "event", "person": "customer"})


def test_persons_of_one_source_alone_are_told(project, write):
    first = project.load(write("may.csv", BARE), options=CUSTOMERS)
    assert first.alone == (Alone("customer"),)
    assert project.load(write("may.csv", BARE)).alone == (Alone("customer"),)  # guessed this time
    assert project.load(write("june.csv", BARE)).alone == (Alone("customer", ("may",)),)
    assert project.status().people == 2
    with pytest.raises(UsageError, match=r"june\.customer:c7 or may\.customer:c7"):
        project.person("c7")


def test_parts_of_one_export_are_one_source_where_somebody_says_so(project, write):
    parts = write("part1.csv", BARE), write("part2.csv", BARE.replace("01-0", "02-0"))
    receipt = project.load(*parts, options=replace(CUSTOMERS, source="shop"))
    assert (receipt.alone, project.status().people) == ((Alone("customer"),), 1)
    assert len(project.person("c7").events) == 4


def test_persons_with_an_identifier_that_others_may_know_are_not_alone(project, write):
    shared = {"time": "time", "event": "event", "actor.customer": "customer"}
    receipts = [
        project.load(write(name, BARE), options=fp.ImportOptions(columns=shared))
        for name in ("may.csv", "june.csv")
    ]
    assert [each.alone for each in receipts] == [(), ()]
    assert (project.status().people, project.status().people_in_several) == (1, 1)


def test_who_is_told_by_the_format_is_not_alone_by_its_case(project, write):
    ticket = '{"id": 7, "status": "open", "requester_id": 3, "created_at": "2026-01-01T10:00:00Z"}\n'
    receipt = project.load(
        write("desk.json", ticket), options=fp.ImportOptions(format="zendesk", columns={"case": "ticket"})
    )
    assert (receipt.kept, receipt.alone) == (1, ())


def test_an_import_that_was_taken_back_is_nobody_elses(project, write):
    project.load(write("may.csv", BARE), options=CUSTOMERS)
    project.undo(project.imports[0].id)
    assert project.load(write("june.csv", BARE), options=CUSTOMERS).alone == (Alone("customer"),)


LOSSES = "time,event,email\n2026-01-01,visit,a@x.org\nnever,visit,b@x.org\n03/04/2026,visit,c@x.org\n"


def test_what_is_dropped_of_a_file_counts_once(project, write, options):
    file = write("web.csv", LOSSES)
    for _ in range(2):
        assert project.load(file, options=options).dropped == {"no_time_readable": 2}
    project.load(write("a copy.csv", LOSSES), options=options)
    assert project.status().dropped == {"no_time_readable": 2}
    project.load(write("other.csv", LOSSES + "never,visit,d@x.org\n"), options=options)
    assert project.status().dropped == {"no_time_readable": 5}


def test_what_is_dropped_counts_as_the_file_was_read_last(project, write, options):
    file = write("web.csv", LOSSES)
    project.load(file, options=options)
    project.load(file, options=replace(options, timezone="UTC", time_format="%d/%m/%Y"))
    assert project.status().dropped == {"no_time_readable": 2}
    project.undo(project.imports[-1].id)
    project.load(file, options=replace(options, source="another"))
    assert project.status().dropped == {"no_time_readable": 4}


def test_a_dry_run_counts_and_keeps_nothing(project, write, options):
    receipt = project.load(write("web.csv"), options=options, dry_run=True)
    assert receipt.kept == 5
    assert project.imports == []
    assert project.state == (0, 0)
    assert project.load(write("web.csv"), options=options).kept == 5


def test_an_import_can_be_taken_back_once(project, write, options):
    project.load(write("web.csv"), options=options)
    [done] = project.imports
    assert project.undo(done.id) == 5
    assert project.status().people == 0
    assert project.imports[0].undone_at is not None
    with pytest.raises(StoreError, match="no import"):
        project.undo(done.id)
    assert project.load(write("web.csv"), options=options).kept == 5


def test_an_import_in_memory_can_be_taken_back(write, options):
    project = fp.Project.from_files(write("web.csv"), options=options)
    [done] = project.imports
    assert project.undo(done.id) == 5
    assert project.imports[0].undone_at is not None


def test_files_without_a_single_readable_time_say_what_to_do(write, options):
    with pytest.raises(InputError) as refused:
        fp.Project.from_files(
            write("web.csv", "time,event,email\n31/02/2026,visit,a@x.org\n"), options=options
        )
    assert refused.value.hint == (
        'Dropped: 1 no_time_readable: no time could be read (such as "31/02/2026"); '
        "say how times are written with --time-format '%d/%m/%Y %H:%M'"
    )


def test_a_failing_file_keeps_nothing_of_itself_and_all_of_the_files_before_it(project, write, options):
    good, bad = write("good.csv"), write("bad.csv", "when,what\n1,2\n")
    after = write("after.csv", "time,event,email\n2026-02-01,visit,dee@example.com\n")
    with pytest.raises(InputError, match=r"bad\.csv: no column"):
        project.load(good, bad, after, options=options)
    assert [each.files for each in project.imports] == [("good.csv",)]
    assert project.receipt.kept == 5
    assert project.query("SELECT count(*) AS n FROM events").to_pylist() == [{"n": 5}]


def test_a_file_that_breaks_off_keeps_nothing(project, write, options):
    rows = "".join(f"2026-01-01 10:00,visit,p{n}@example.com\n" for n in range(60_000))
    whole = gzip.compress(("time,event,email\n" + rows).encode())
    with pytest.raises(InputError, match="cut off"):
        project.load(write("web.csv.gz", whole[: len(whole) // 2]), options=options)
    gc.collect()
    assert project.state == (0, 0)
    assert project.imports == []


def test_every_row_of_a_bad_table_is_accounted_for(project, write, options):
    text = "time,event,email\n2026-01-01,visit,a@x.org\nnever,visit,b@x.org\n2026-01-01,,c@x.org\n"
    text += "2026-01-01,visit,\n2999-01-01,visit,d@x.org\n2026-01-01,visit,a@x.org\n1,2,3,4,5\n"
    receipt = project.load(write("bad.csv", text), options=options)
    assert receipt.received == receipt.kept + receipt.duplicates + sum(receipt.dropped.values()) == 7
    assert receipt.dropped["future"] == 1


def test_nothing_to_load_is_wrong_usage(project):
    with pytest.raises(UsageError, match="no file"):
        project.load()


def test_definitions_come_into_force_as_revisions(project, definitions):
    first = project.define(definitions, why="first")
    assert first
    assert project.revision == 1
    assert project.define(definitions) == []
    assert project.revision == 1
    changes = project.define(definitions.replace('"I buy something"', '"I shop"'))
    assert len(changes) == 1
    assert project.revision == 2


def test_a_mistake_in_definitions_changes_nothing(project, definitions):
    project.define(definitions)
    with pytest.raises(DefinitionError, match=r"plan\.toml"):
        project.define("[[touchpoint]]\nname = 3\n", where="plan.toml")
    assert project.revision == 1
    assert project.definitions_text == definitions


def test_drift_is_told_until_the_file_is_applied(tmp_path, project, definitions):
    file = tmp_path / "shop" / "footpath.toml"
    assert not project.drift
    file.write_text("[project]\nname = 'shop'\ntimezone = 'Asia/Tokyo'\n")
    assert project.drift
    project.define(file.read_text())
    assert not project.drift
    file.write_text("this is no TOML")
    assert project.drift
    file.write_bytes(b"\xff\xfe\x00")
    assert project.drift
    file.unlink()
    assert not project.drift


def test_an_opened_project_answers_as_the_one_that_was_filled(filled, tmp_path):
    opened = fp.open(tmp_path / "shop", settings={})
    now = datetime(2026, 2, 1, tzinfo=UTC)
    assert opened.map("buy", now=now).people == filled.map("buy", now=now).people == 2
    assert opened.status().people == 3
    assert opened.status().unmatched_share == pytest.approx(0.2)
    assert opened.status().phases_without_evidence[0] == "pre-contact"
    assert opened.status().not_measured == ("words", "scores", "values", "channels")


def test_names_that_nobody_defined_are_told(filled):
    with pytest.raises(UnknownName, match='Did you mean "buy"'):
        filled.map("bui")
    with pytest.raises(UnknownName, match='Did you mean "payers"'):
        filled.map("buy", segment="payer")
    with pytest.raises(UnknownName, match='Did you mean "Visits"'):
        filled.people(journey="buy", at="Visit")
    with pytest.raises(UsageError, match="no evidence"):
        filled.people("visits-0000000000")
    with pytest.raises(UnknownName, match="footpath identities"):
        filled.person("nobody@example.com")


@pytest.mark.parametrize(
    "said", ["email:ann@example.com", "ann@example.com", "ANN@EXAMPLE.COM", " Ann@example.com"]
)
def test_a_person_is_found_by_any_spelling(filled, said):
    found = filled.person(said)
    assert [event.touchpoint for event in found.events] == ["Visits", "Pays", "Visits"]
    assert [str(link.actor) for link in found.links] == ["email:ann@example.com"]
    assert filled.person(found.person) == found


def test_an_identifier_of_two_persons_asks_for_its_kind(project, write):
    text = "time,event,user,card\n2026-01-01,a,7,\n2026-01-02,a,,7\n"
    options = fp.ImportOptions(
        columns={"time": "time", "event": "event", "actor.user": "user", "actor.card": "card"}
    )
    project.load(write("a.csv", text), options=options)
    with pytest.raises(UsageError, match="2 persons"):
        project.person("7")
    assert project.person("card:7").links[0].actor.kind == "card"


def test_a_period_may_be_text_or_time_with_the_same_evidence(filled):
    since = datetime(2026, 1, 2, tzinfo=UTC)
    one, other = filled.map("buy", since="2026-01-02"), filled.map("buy", since=since)
    naive = filled.map("buy", since=datetime(2026, 1, 2))  # noqa: DTZ001 – that is what is tested
    zoned = filled.map("buy", since="2026-01-02T01:00+01:00")
    assert one.evidence == other.evidence == naive.evidence == zoned.evidence
    assert one.people == 2
    with pytest.raises(UsageError, match="is no date"):
        filled.map("buy", since="yesterday")


def test_until_looks_at_nothing_later(filled):
    found = filled.map("buy", until="2026-01-01T09:02Z")
    assert found.people == 1
    assert [stage.name for stage in found.stages] == ["I look"]
    assert found.as_of == datetime(2026, 1, 1, 9, 0, tzinfo=UTC)


def test_the_python_line_of_a_piece_of_evidence_works(filled):
    found = filled.map("buy", segment="payers", since="2026-01-01", until="2026-03-01")
    for evidence in found.evidence.values():
        assert len(eval(evidence.python, {"project": filled})) == evidence.n


def test_a_segment_and_a_period_have_evidence_of_their_own(filled):
    ids = [
        set(filled.map("buy", **lens).evidence)
        for lens in ({}, {"segment": "payers"}, {"since": "2025-01-01"}, {"until": "2027-01-01"})
    ]
    assert all(not (a & b) for n, a in enumerate(ids) for b in ids[:n])


def test_a_segment_by_behaviour_carries_a_warning(filled):
    found = filled.map("buy", segment="payers")
    assert found.behavioural
    [warning] = found.coverage.warnings
    assert "selected on later behaviour" in warning
    assert found.segment_share.value == 0.5
    assert not filled.map("buy").coverage.warnings


def test_phases_without_evidence_are_named_in_order(filled):
    found = filled.map("buy").coverage.phases_without_evidence
    assert found == ("pre-contact", "onboarding", "use", "support", "loyalty", "advocacy", "leaving")


def test_the_same_number_keeps_its_evidence_id_when_data_grow(filled, write, options):
    before = set(filled.map("buy").evidence)
    filled.load(
        write("more.csv", "time,event,email\n2026-02-01 10:00,visit,zoe@example.com\n"), options=options
    )
    assert before <= set(filled.map("buy").evidence)


def test_a_log_without_times_makes_a_map_without_durations():
    table = {"case": ["1", "1", "2"], "event": ["a", "b", "a"], "position": [1, 2, 1]}
    columns = {name: name for name in table}
    found = fp.Project.from_events(table, columns=columns).map()
    assert found.people == 2
    assert found.as_of is None
    assert found.time_to_goal is None
    [lane] = [lane for lane in found.lanes if lane.id == "time"]
    assert {cell.state for cell in lane.cells} == {"none"}


def test_an_answer_follows_the_data_at_once(filled, write, options):
    assert filled.map("buy").people == 2
    filled.load(
        write("more.csv", "time,event,email\n2026-02-01 10:00,visit,zoe@example.com\n"), options=options
    )
    assert filled.map("buy").people == 3
    filled.undo(filled.imports[-1].id)
    assert filled.map("buy").people == 2
