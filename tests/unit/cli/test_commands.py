"""Each command, as somebody types it."""

import json
import re

import pytest

import footpath as fp
from footpath.cli.app import COMMANDS
from footpath.model.map import JourneyMap

COLUMNS = "--columns time=when event=what actor.email=email"
CSV = "when,what,email\n2026-01-01 10:00,visit,ann@example.com\n2026-01-01 10:05,pay,ann@example.com\n"


def test_help_lists_exactly_the_commands_that_exist(run):
    done = run("--help")
    listed = re.findall(r"^  (\w+) {2,}", done.out.split("Commands:")[1], re.M)
    assert listed == list(COMMANDS)
    assert done.status == 0
    for command in COMMANDS:
        assert run(f"{command} --help").status == 0


def test_a_word_that_is_no_command_is_wrong_usage(run):
    done = run("bogus")
    assert (done.status, done.out) == (2, "")
    assert "bogus" in done.err


def test_a_folder_without_a_project_fails_with_advice(run):
    done = run("status")
    assert (done.status, done.out) == (1, "")
    assert "no project here" in done.err
    assert "footpath init" in done.err


def test_from_a_file_to_a_map_in_a_project(run, write):
    assert run("init shop").out == "Made shop. Next: footpath import -p shop FILE…\n"
    assert run("status -p shop").out == "Nothing is imported yet: footpath import FILE…\n"
    done = run(f"import -p shop {write('web.csv')} {COLUMNS}")
    assert done.out.startswith("4 received = 4 kept + 0 duplicates + 0 dropped, in ")
    assert "4 no_time_zone" in done.out
    assert run(f"import -p shop web.csv {COLUMNS}").out.startswith("4 received = 0 kept + 4 duplicates")
    suggested = run("suggest -p shop -o shop/new.toml")
    assert "footpath apply -p shop shop/new.toml" in suggested.out
    assert run("suggest -p shop -o shop/footpath.toml").out.endswith("then: footpath apply -p shop\n")
    assert run("suggest -p shop -o shop/new.toml").status == 2
    assert "Nothing was applied; revision 0 is in force." in run("apply -p shop shop/new.toml --dry-run").out
    assert "Applied as revision 1." in run("apply -p shop shop/new.toml").out
    assert "Nothing changed" in run("apply -p shop shop/new.toml").out
    assert run("status -p shop").err == ""  # the untouched working copy follows
    write("shop/footpath.toml", "[project]\nname = 'mine'\n")
    assert "differs from what is in force" in run("status -p shop").err
    assert run("export definitions -p shop -o shop/footpath.toml").status == 0
    assert run("status -p shop").err == ""
    shown = run("map journey -p shop")
    assert shown.out.startswith("What I go through · 3 people\n")
    assert run("map journey -p shop -o map.html").err == "Wrote map.html.\n"


def test_events_at_no_touchpoint_are_told_on_import_and_beside_the_map(run, write):
    run("init shop")
    run(f"import -p shop {write('web.csv')} {COLUMNS}")
    run("suggest -p shop -o shop/footpath.toml")
    run("apply -p shop")
    again = run(f"import -p shop {write('next.csv', (CSV.replace('01-01', '02-01')))} {COLUMNS}")
    assert "at no touchpoint" not in again.out
    rows = "".join(f"2026-03-01 10:0{n},ask,bob@example.com\n" for n in range(4))
    done = run(f"import -p shop {write('more.csv', 'when,what,email' + chr(10) + rows)} {COLUMNS}")
    told = "at no touchpoint (most: “ask” 4); add a rule, or see footpath suggest"
    assert f"4 of 4 new events are {told}" in done.out
    assert told in run("map journey -p shop").out
    assert told in run("status -p shop").out


def test_events_outside_any_journey_are_told_with_the_way_to_their_persons(run, write):
    run("init shop")
    rows = "".join(f"2026-0{n}-01 10:00,visit,ann@example.com\n" for n in (2, 5, 8))
    run(f"import -p shop {write('web.csv', CSV + rows)} {COLUMNS}")
    rules = "".join(
        f'[[touchpoint]]\nname = "{name}"\nstage = "s"\nmatch = {{ event = "{name}" }}\n'
        for name in ("visit", "pay")
    )
    stage, journey = '[[stage]]\nname = "s"\nphase = "use"\n', '[[journey]]\nname = "buy"\n'
    write(
        "shop/footpath.toml",
        f'[project]\nname = "shop"\n{stage}{rules}{journey}goal = ["pay"]\nwithin = "5d"\n',
    )
    run("apply -p shop")
    assert "3 events outside any journey (" in run("map buy -p shop").out
    assert "footpath people --journey buy --outside" in run("map buy -p shop").out
    assert run("people -p shop --journey buy --outside").err == "1 person\n"
    assert run("people -p shop --outside --at pay").status == 2


def test_apply_shows_what_changes_first(run, shop, write):
    text = run(f"export definitions {shop}").out
    write("new.toml", text.replace('"I buy something"', '"I shop"'))
    done = run(f"apply {shop} new.toml --why 'shorter'")
    assert "I shop" in done.out
    assert done.out.endswith("Applied as revision 2.\n")
    write("noted.toml", "# only a remark\n" + text.replace('"I buy something"', '"I shop"'))
    assert run(f"apply {shop} noted.toml").out == "Nothing changed but the wording; revision 3 is in force.\n"


def test_apply_of_a_file_that_is_no_definition_fails_and_changes_nothing(run, shop, write):
    for content in (b"\xff\xfe\x00", b"[[touchpoint]]\nname = 3\n", b"not toml"):
        done = run(f"apply {shop} {write('bad.toml', content)}")
        assert (done.status, done.out) == (1, "")
        assert "bad.toml" in done.err
    assert "revision 1" in run(f"status {shop}").out


def test_status_in_words(run, shop):
    done = run(f"status {shop}")
    assert "3 people from 3 identifiers; 0% have more than one." in done.out
    assert "25.0% of events are at no touchpoint (most: “" in done.out
    assert "Phases without evidence: pre-contact, onboarding" in done.out
    assert "Not measured: words, scores, values, channels." in done.out
    assert done.out.endswith("Definitions: revision 1; journeys: buy it.\n")


def test_an_import_whose_persons_are_joined_to_nothing_says_so(run, write):
    run("init shop")
    table = "when,what,caller\n2026-01-01 10:00,call,7\n"
    files = write("may.csv", table), write("june.csv", table)
    line = "import -p shop {} --columns time=when,event=what,person=caller"
    first, second = (run(line.format(file)).out for file in files)
    assert "by “caller” in this source alone, joined to nothing else; where other tables" in first
    assert "others than those of may; where they are the same: --source may for a part" in second
    assert f"footpath import --undo {run('imports -p shop --json').json['imports'][1]['id']}" in second
    both = run(f"map {files[0]} {files[1]} --columns time=when,event=what,person=caller")
    assert "others than those of may" in both.err


def test_who_is_missing_may_be_an_identifier_that_other_tables_have(run, write):
    run("init shop")
    write("calls.csv", "when,lead\n2026-01-01,7\n")
    said = run("import -p shop calls.csv").err
    assert "--columns person=COLUMN" in said
    assert "actor.KIND=COLUMN instead of person=COLUMN where other tables have this identifier too" in said


def test_status_tells_which_sources_are_joined(run, write):
    run("init shop")
    for name in ("web", "desk"):
        run(f"import -p shop {write(f'{name}.csv')} {COLUMNS}")
    own = "when,what,caller\n2026-01-01 10:00,call,7\n"
    run(f"import -p shop {write('phone.csv', own)} --columns person=caller event=what")
    lines = run("status -p shop").out.splitlines()
    assert [line.split()[-2:] for line in lines[1:4]] == [["3", "3"], ["1", "0"], ["3", "3"]]
    assert "3 people in more than one source. Joined to no other source: phone." in lines
    listed = "SELECT person FROM people WHERE len(seen_by) > 1"
    assert len(run(f"sql -p shop '{listed}' --json").json["rows"]) == 3


@pytest.mark.parametrize(
    "line",
    [
        "import {p} web.csv --columns time=when event=what actor.email=email --json",
        "import {p} web.csv --dry-run --columns time=when event=what actor.email=email --json",
        "imports {p} --json",
        "status {p} --json",
        "map 'buy it' {p} --json",
        "map 'buy it' {p} --segment 'the payers' --since 2026-01-01 --json -o map.svg",
        "map web.csv --columns time=when event=what actor.email=email --json",
        "people {p} --json",
        "people {p} --journey 'buy it' --at Visits --json",
        "person ann@example.com {p} --json",
        "identities {p} --json",
        "sql 'SELECT * FROM events' {p} --json",
        "forget bob@example.com {p} --json",
    ],
)
def test_json_is_one_document_and_nothing_else(run, shop, write, line):
    write("my shop/footpath.toml", "[project]\nname = 'drifted'\n")
    done = run(line.format(p=shop))
    assert done.status == 0
    assert done.json
    if " {p}" in line:
        assert "footpath.toml differs" in done.err


def test_the_map_document_has_the_names_of_the_contract(run, shop):
    done = run(f"map 'buy it' {shop} --json")
    found = done.json
    names = (
        "schema journey title segment since until as_of revision generated_at people journeys goal_rate "
        "time_to_goal coverage stages flows paths paths_other moments undecided conformance checks actions "
        "lanes evidence"
    )
    assert set(names.split()) <= set(found)
    assert found["schema"] == "footpath.map/1"
    assert set(found["journeys"]) == {"reached", "left", "open"}
    assert set(found["goal_rate"]) == {"value", "low", "high", "n", "unit", "method"}
    coverage = "sources unmatched_share joined_share outside_events phases_without_evidence"
    assert set(coverage.split()) <= set(found["coverage"])
    assert set(found["coverage"]["sources"][0]) == {"name", "events", "newest"}
    stage = found["stages"][0]
    assert set(stage) == {"name", "phase", "people", "continue_rate", "time", "evidence", "touchpoints"}
    touchpoint = (
        "name channel channels owner people journeys events first_contact_people first_contact_evidence "
        "left_after_people left_after_evidence reached_evidence next emotion scores score_details "
        "verbatims themes speakers speakers_evidence unread stated evidence"
    )
    assert set(stage["touchpoints"][0]) == set(touchpoint.split())
    assert set(stage["touchpoints"][0]["next"][0]) == {"to", "end", "journeys", "people", "share", "time"}
    assert set(found["flows"][0]) == {"from", "to", "people", "journeys", "moves", "time", "evidence"}
    path = "touchpoints journeys people share goal_rate stability evidence"
    assert set(found["paths"][0]) == set(path.split())
    assert set(found["paths_other"]) == {"journeys", "people", "share"}
    assert [lane["id"] for lane in found["lanes"]] == [
        "do",
        "move",
        "feel",
        "say",
        "score",
        "moment",
        "time",
        "change",
    ]
    assert set(found["lanes"][0]["cells"][0]) == {"stage", "state", "provenance", "evidence"}
    evidence = "analysis parameters revision n unit sources newest command"
    assert all(set(evidence.split()) <= set(each) for each in found["evidence"].values())
    assert found["as_of"] == "2026-01-09T09:00:00Z"
    assert JourneyMap.from_json(done.out).people == found["people"] == 2


def test_other_documents_have_the_names_of_the_contract(run, shop):
    receipt = run(f"import {shop} web.csv {COLUMNS} --json").json
    assert {"received", "kept", "duplicates", "dropped", "seconds"} <= set(receipt)
    identities = run(f"identities {shop} --json").json
    assert set(identities) == {"people", "actors", "links"}
    assert set(identities["links"][0]) == {"actor", "person", "reason", "source", "since"}
    answer = run(f"sql 'SELECT event, count(*) AS n FROM events GROUP BY 1 ORDER BY 1' {shop} --json").json
    assert answer == {
        "columns": ["event", "n"],
        "rows": [{"event": "help", "n": 1}, {"event": "pay", "n": 1}, {"event": "visit", "n": 2}],
    }


def test_the_command_of_a_number_lists_its_persons_in_a_project(run, shop):
    found = run(
        f"map 'buy it' {shop} --segment 'the payers' --since 2025-12-31 --until 2026-02-01 --json"
    ).json
    assert len(found["evidence"]) > 5
    for evidence in found["evidence"].values():
        listed = run(evidence["command"].removeprefix("footpath "))
        assert listed.status == 0
        assert len(listed.out.split()) == evidence["n"]


def test_the_command_of_a_number_lists_its_persons_of_a_file(run, write):
    name = write(
        "a log.txt",
        "id|wann|was x|wer\n1|01.02.2026 10:00|los|ann\n"
        "2|01.02.2026 11:00|bezahlt|ann\n3|01.02.2026 10:00|los|?\n",
    )
    options = (
        "--format csv --source shop --columns time=wann 'event=was x' person=wer --timezone Europe/Berlin "
        "--time-format '%d.%m.%Y %H:%M' --null '?' --set 'kind=did' --set 'team=a b'"
    )
    found = run(f"map '{name}' {options} --json").json
    assert found["people"] == 1
    for evidence in found["evidence"].values():
        listed = run(evidence["command"].removeprefix("footpath "))
        assert (listed.status, len(listed.out.split())) == (0, evidence["n"])


def test_persons_can_be_left_out_of_the_document(run, shop):
    found = run(f"map 'buy it' {shop} --json --without-people").json
    assert all(each["persons"] == [] for each in found["evidence"].values())


@pytest.mark.parametrize("ending", ["json", "svg", "html", "png", "csv", "md", "mmd"])
def test_a_file_becomes_a_map_without_a_project(run, write, tmp_path, ending):
    done = run(f"map {write('web.csv')} {COLUMNS} --timezone UTC -o map.{ending}")
    assert (done.status, done.out, done.err) == (0, "", f"Wrote map.{ending}.\n")
    assert (tmp_path / f"map.{ending}").stat().st_size > 100
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["web.csv", f"map.{ending}"])


def test_what_was_guessed_dropped_or_doubted_in_a_file_is_told_beside_the_map(run, write):
    name = write(
        "log.csv", "timestamp,activity,user_id\n" + "2026-01-01,a,1\n2026-01-02,b,1\n" * 3 + "never,a,2\n"
    )
    done = run(f"map {name}")
    assert done.status == 0
    assert "took “activity” for event" in done.err
    assert "dropped: 1 no_time_readable" in done.err
    assert "no_time_zone" in done.err


def test_columns_may_follow_one_option_or_be_divided_by_commas(run, write):
    write("web.csv")
    ways = [
        COLUMNS,
        "--columns time=when,event=what,actor.email=email",
        "--columns time=when --columns event=what --columns actor.email=email",
    ]
    people = {run(f"map web.csv {way} --timezone UTC --json").json["people"] for way in ways}
    assert people == {3}


HOSTILE = {
    "empty.csv": b"",
    "wrong.csv": b"x,y\n1,2\n",
    "binary.csv": bytes(range(256)) * 40,
    "binary.dat": b"\x00\x01\x02" * 999,
    "cut.csv.gz": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03KKN",
    "broken.xes": b"<?xml version='1.0'?><log><trace>",
    "broken.parquet": b"PAR1 nothing PAR1",
    "broken.xlsx": b"PK\x03\x04 nothing",
    "broken.ndjson": b'{"a": \n{{{\n',
    "deep.ndjson": b"[" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("command", ["map {name} -o map.svg", "import -p shop {name}"])
def test_a_file_that_cant_be_read_fails_with_its_name_and_no_traceback(run, write, name, command):
    run("init shop")
    done = run(f"{command.format(name=write(name, HOSTILE[name]))} {COLUMNS}")
    assert (done.status, done.out) == (1, "")
    assert name in done.err
    assert "Traceback" not in done.err
    assert done.err.startswith("footpath: ")


def test_a_file_with_nothing_but_a_header_is_no_map_and_a_harmless_import(run, write):
    run("init shop")
    name = write("head.csv", "when,what,email\n")
    done = run(f"map {name} {COLUMNS}")
    assert (done.status, done.out, done.err) == (1, "", "footpath: head.csv: no event in it\n")
    assert run(f"import -p shop {name} {COLUMNS}").out.startswith("0 received = 0 kept")


def test_text_in_utf_16_is_read(run, write):
    name = write("web.csv", CSV.encode("utf-16"))
    assert run(f"map {name} {COLUMNS} --json").json["people"] == 1


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("map 'buy its' {p}", 1, 'Did you mean "buy it"?'),
        ("map 'buy it' {p} --segment payers", 1, "the payers"),
        ("map 'buy it' {p} --since yesterday", 2, "is no date"),
        ("map 'buy it' {p} -o map.doc", 2, ".svg"),
        (
            "map 'buy it' {p} -o no/such/folder/map.svg",
            1,
            "no/such/folder/map.svg: No such file or directory",
        ),
        ("map nosuch.csv", 1, "nosuch.csv: no such file"),
        ("map a.csv b.csv", 2, "Not found: a.csv, b.csv"),
        ("people {p} --at Visit --journey 'buy it'", 1, 'Did you mean "Visits"?'),
        ("people {p} --evidence visits-0", 2, "no evidence"),
        ("people --file nosuch.csv", 1, "nosuch.csv: no such file"),
        ("person nobody {p}", 1, "footpath identities"),
        ("import {p}", 2, "no file to import"),
        ("import {p} nosuch.csv", 1, "no such file"),
        ("import {p} --undo nothing", 1, "footpath imports"),
        ("import {p} web.csv --format foo", 2, 'no format "foo"'),
        ("import {p} web.csv --columns when", 2, "FIELD=COLUMN"),
        ("import {p} web.csv --columns time=whe", 1, 'Did you mean "when"?'),
        ("import {p} web.csv --columns tme=when", 2, "time"),
        (
            "import {p} web.csv --timezone Mars/Base --columns time=when event=what actor.email=email",
            2,
            "Mars/Base",
        ),
        ("sql 'SELEC 1' {p}", 1, "syntax error"),
        ("export xes {p}", 2, "needs a file"),
        ("export foo {p}", 2, "foo"),
        ("export parquet {p} -o no/such/x", 1, "no/such/x"),
        ("apply {p} nosuch.toml", 2, "nosuch.toml"),
        ("init 'my shop'", 1, "already"),
        ("demo 'my shop/lake'", 2, "not empty"),
    ],
)
def test_what_goes_wrong_is_told_with_what_to_do(run, shop, line, status, said):
    done = run(line.format(p=shop))
    assert (done.status, done.out) == (status, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_imports_are_listed_and_taken_back(run, shop):
    [done] = run(f"imports {shop} --json").json["imports"]
    assert done["id"] in run(f"imports {shop}").out
    assert (
        run(f"import {shop} --undo {done['id']}").out == f"Took back import {done['id']}: 4 events removed.\n"
    )
    assert run(f"imports {shop} --json").json["imports"][0]["undone_at"]


def test_of_several_files_those_before_the_bad_one_are_told(run, shop, write):
    more = write("more.csv", CSV.replace("ann", "zoe"))
    done = run(f"import {shop} {more} {write('bad.csv', 'x,y')} {COLUMNS}")
    assert done.status == 1
    assert "Of the files before it: 2 received = 2 kept" in done.err
    assert "bad.csv" in done.err


def test_people_and_a_person_in_words(run, shop):
    done = run(f"people {shop} --journey 'buy it' --at 'Pays [now]'")
    assert (len(done.out.split()), done.err) == (1, "1 person\n")
    shown = run(f"person {done.out.strip()} {shop}").out
    assert "1 identifier, 2 events" in shown
    assert "email:ann@example.com" in shown
    assert "Pays [now]" in shown


def test_a_person_without_times_is_shown_in_order(run, write):
    run("init shop")
    write("log.csv", "nr,what,who\n2,second,ann\n1,first,ann\n")
    assert run("import -p shop log.csv --columns position=nr event=what person=who").status == 0
    shown = run("person ann -p shop").out
    assert shown.index("first") < shown.index("second")
    assert "–" in shown


def test_forgetting_asks_first_and_gives_a_receipt(run, shop, write):
    write("my shop/footpath.toml", "# bob@example.com complained\n[project]\nname = 'Shop'\n")
    done = run(f"forget bob@example.com {shop} --yes")
    assert done.out.startswith("Erased 1 person: 1 identifier, 1 event.\n")
    assert "Still mentioned in footpath.toml" in done.out
    again = run(f"import {shop} web.csv {COLUMNS}")
    assert "1 forgotten" in again.out


def test_nothing_is_printed_that_steers_the_terminal(run, write):
    evil = "\x1b[31mred\x1b]0;title\x07[bold]x[/bold][/]:smile:\u202egnp\x9b1m"
    csv = f"when,what,who\n2026-01-01 10:00,{evil},ann\n2026-01-01 10:05,pay,ann\n"
    run("init shop")
    columns = "--columns time=when event=what person=who --timezone UTC"
    write("evil.csv", csv)
    run(f"import -p shop evil.csv {columns}")
    lines = [
        f"map evil.csv {columns}",
        f"map evil.csv {columns} --json",
        "person ann -p shop",
        "suggest -p shop",
        "sql 'SELECT event FROM events' -p shop",
        "sql 'SELECT event FROM events' -p shop --json",
        f"people -p shop --at '{evil}'",
        "people -p shop --at nothing",
        f"map '{evil}' -p shop",
    ]
    for line in lines:
        done = run(line)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", (done.out + done.err)), line
    assert "[bold]x[/bold][/]:smile:" in run("person ann -p shop").out
    assert (
        json.loads(run("sql 'SELECT event FROM events ORDER BY time' -p shop --json").out)["rows"][0]["event"]
        == evil
    )


def test_a_demo_is_made_without_opening_it(run, tmp_path):
    done = run("demo shop --people 60 --no-serve")
    assert done.status == 0
    assert "footpath import web.ndjson.gz" in done.out
    assert (tmp_path / "shop" / "truth.json").exists()
    assert run("map buy -p shop").status == 0
    assert "is there already" in run("demo shop --no-serve").out


def test_the_version_is_told(run):
    assert run("--version").out == f"{fp.__version__}\n"
