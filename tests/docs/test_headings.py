import re
import shlex
from importlib.resources import files
from pathlib import Path

import pytest
from starlette.routing import Route
from typer.main import get_command

import footpath
from docs.pages import DOCS, PAGES, anchor, blocks, headings, links, under
from docs.reasons import names_in
from footpath import analysis
from footpath.cli.app import app
from footpath.collect.formats import FORMATS
from footpath.collect.reading import FIELDS
from footpath.definitions.toml import JOURNEY_KEYS, MATCH_KEYS, TABLES
from footpath.identity.guards import SHARED_BY
from footpath.identity.stitch import stitch
from footpath.mapping.lanes import THIN
from footpath.model.log import EventLog
from footpath.model.map import LANES
from footpath.model.reasons import WORDS
from footpath.web.app import ROUTES

SOURCE = Path(str(files(footpath)))
CODE = sorted(SOURCE.rglob("*.py"))
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]
COUNTED = names_in([*(SOURCE / "collect").rglob("*.py"), SOURCE / "project" / "importing.py"])
SETTING = re.compile(r'"(FOOTPATH_[A-Z_]+)"')


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def options(command: str) -> set[str]:
    return {each for parameter in COMMANDS[command].params for each in parameter.opts if each.startswith("-")}


def settings() -> set[str]:
    return {name for each in CODE for name in SETTING.findall(each.read_text(encoding="utf-8"))}


def set_aside() -> set[str]:
    """What stitching counts; asked in a test, for it compiles kernels."""
    return set(stitch(EventLog.empty(), []).counts)


@pytest.mark.parametrize(
    ("where", "title", "names"),
    [
        ("commands.md", "Commands", {f"footpath {name}" for name in COMMANDS} | {"Settings"}),
        ("commands.md", "Settings", settings()),
        ("numbers.md", "Analyses", set(analysis.__all__)),
        ("numbers.md", "Lanes", set(LANES)),
        ("import.md", "Formats", {each.name for each in FORMATS}),
        ("import.md", "Fields", {*FIELDS, "actor.KIND", "time.NAME"}),
        ("import.md", "Options", options("import") - {"-p", "--project", "--json"}),
        ("import.md", "Drop reasons", COUNTED.drops),
        ("import.md", "Doubts", COUNTED.doubts),
        ("definitions.md", "Definitions", set(TABLES)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_all_there_is_has_its_heading_and_no_heading_is_of_something_that_is_not(where, title, names):
    found = under(page(where), title)
    assert sorted(found) == sorted(names)


def test_every_reason_has_words_and_no_words_are_of_a_reason_that_is_not():
    assert sorted(WORDS) == sorted(COUNTED.drops | COUNTED.doubts | set_aside())


def test_what_stitching_sets_aside_has_its_heading():
    assert sorted(under(page("import.md"), "Set aside")) == sorted(set_aside())


def test_the_package_exports_every_analysis():
    assert set(analysis.__all__) <= set(footpath.__all__)


def test_every_web_route_has_its_heading():
    documented = [text.split() for level, text in headings(page("web.md")) if re.match(r"(GET|POST) /", text)]
    there = {
        (method, route.path.replace(":path", ""))
        for route in ROUTES
        if isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert sorted(map(tuple, documented)) == sorted(there)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_told_in_the_section_of_its_command(name):
    text = page("commands.md")
    opening, *sections = re.split(r"^## ", text, flags=re.M)
    [section] = [each for each in sections if each.startswith(f"footpath {name}\n")]
    told = opening + section
    if "the options of `import` apply" in section:
        told += " ".join(under(page("import.md"), "Options"))
    long = [each for each in options(name) if each.startswith("--")]
    assert [each for each in long if each not in told] == []


@pytest.mark.parametrize(("table", "keys"), [("journey", JOURNEY_KEYS), ("touchpoint", MATCH_KEYS)])
def test_every_key_of_a_definition_is_told(table, keys):
    [section] = [each for each in page("definitions.md").split("\n## ") if each.startswith(f"{table}\n")]
    told = section.replace("properties.path", "properties.NAME")
    assert [key for key in keys if not re.search(rf"`\"?{re.escape(key)}\b", told)] == []


def test_limits_are_told_as_they_are():
    assert f"*full* from {THIN} persons on" in page("numbers.md")
    assert f"connect more than {SHARED_BY} persons" in page("definitions.md")


def lines() -> list[tuple[str, str]]:
    """The command lines in all pages."""
    texts = {each.name: each.read_text(encoding="utf-8") for each in PAGES}
    shell = [
        (name, block) for name, text in texts.items() for block in blocks(text) if block.language == "sh"
    ]
    return [(name, line) for name, block in shell for line in block.text.splitlines() if "footpath" in line]


@pytest.mark.parametrize(("where", "line"), lines())
def test_every_command_line_can_be_typed(where, line):
    words = shlex.split(line, comments=True)
    if words[0] != "footpath":
        return  # what makes the command known
    command = COMMANDS[words[1]]
    command.make_context(words[1], words[2:])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    for link in links(path.read_text(encoding="utf-8")):
        if link.startswith(("https://", "http://")):
            continue
        name, _, place = link.partition("#")
        target = path.parent / name if name else path
        assert target.exists(), f"{path.name}: {link}"
        if place:
            found = [anchor(text) for _, text in headings(target.read_text(encoding="utf-8"))]
            assert place in found, f"{path.name}: {link}"


def test_a_reason_is_found_wherever_it_is_counted(tmp_path):
    source = tmp_path / "format.py"
    source.write_text(
        """
GONE = "gone"
dropped[GONE] += 1
self._warnings["odd"] += 1
dropped = Counter(broken=3)
for name in ("value", "score"):
    count(f"strange_{name}", mask)
def _refused(row):
    if row == "no_reason":
        return "empty"
    return "late" if row else None
only(table, good, "nameless")
Outcome(table, {"timeless": 2} if n else {})
""",
        encoding="utf-8",
    )
    found = names_in([source])
    assert found.drops == {"gone", "broken", "empty", "late", "nameless", "timeless"}
    assert found.doubts == {"odd", "strange_value", "strange_score"}
