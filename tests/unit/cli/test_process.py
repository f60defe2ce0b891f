"""The command as a process: exit status, streams, and what it loads."""

import json
import os
import subprocess
import sys

import pytest

HEAVY = ("numpy", "pyarrow", "duckdb", "numba", "pyspark", "onnxruntime", "pandas", "starlette", "sqlalchemy")
LOADED = f"import sys; print([name for name in {HEAVY} if name in sys.modules])"
CSV = "when,what,who\n2026-01-01 10:00,visit,ann\n2026-01-01 10:05,pay,ann\n"
OPTIONS = ["--columns", "time=when", "event=what", "person=who"]


def python(code, *words, **environment):
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )


def footpath(*words, **environment):
    return python("from footpath.cli import main; main()", *map(str, words), **environment)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(CSV)
    return path


@pytest.mark.parametrize(
    "code",
    [
        "import footpath",
        "import footpath.cli",
        "import sys; sys.argv = ['footpath', '--help']; "
        "from footpath.cli.app import app; app(standalone_mode=False)",
    ],
    ids=["the library", "the command", "its help"],
)
def test_nothing_heavy_is_loaded(code):
    done = python(f"{code}\n{LOADED}")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "[]")


def test_a_map_of_a_file_loads_no_database_and_no_web_framework(file):
    code = "from footpath.cli.app import app; app(standalone_mode=False)"
    done = python(f"{code}\n{LOADED}", "map", str(file), *OPTIONS, "--timezone", "UTC")
    assert done.returncode == 0
    assert not {"sqlalchemy", "starlette", "pyspark"} & set(
        json.loads(done.stdout.splitlines()[-1].replace("'", '"'))
    )


def test_the_document_is_on_standard_output_and_remarks_are_beside_it(file):
    done = footpath("map", file, *OPTIONS, "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["people"] == 1
    assert "no_time_zone" in done.stderr


@pytest.mark.parametrize(
    ("words", "status"),
    [(["--help"], 0), (["status"], 1), (["map", "nosuch.csv"], 1), (["bogus"], 2), (["map"], 2)],
)
@pytest.mark.slow
def test_exit_status(words, status, tmp_path):
    done = footpath(*words, FOOTPATH_PROJECT=str(tmp_path))
    assert done.returncode == status
    assert bool(done.stderr) == (status > 0)
    assert bool(done.stdout) == (status == 0)
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_terminal_that_knows_few_characters_gets_them_spelled_out(file):
    for words in (["map", file, *OPTIONS], ["map", "nosuch–…"], ["map", file, *OPTIONS, "--json"]):
        done = footpath(*words, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["people"] == 1


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(file):
    code = "from footpath.cli import main; main()"
    command = [sys.executable, "-c", code, "map", str(file), *OPTIONS, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
