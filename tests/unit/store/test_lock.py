"""One writer at a time, across processes."""

import subprocess
import sys
import threading

import pytest

from footpath.errors import StoreBusy
from footpath.store.lock import holder, writing

WRITER = """
import sys
from pathlib import Path
from footpath.store.lock import writing

with writing(Path(sys.argv[1]), "import web.csv", timeout=0):
    print("writing", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def writer(tmp_path):
    """Another process that writes until it is told to stop."""
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "writing\n"
        yield process
        process.kill()


def test_while_one_writes_the_other_is_told_who_it_is(writer, tmp_path):
    heard = []
    with (
        pytest.raises(StoreBusy, match=rf"process {writer.pid} on .* holds it for import web.csv, since 20"),
        writing(tmp_path, "apply", timeout=0.1, on_wait=heard.append),
    ):
        pass
    assert len(heard) == 1
    assert "import web.csv" in heard[0]


def test_the_other_goes_on_when_the_first_is_done(writer, tmp_path):
    stop = threading.Timer(0.2, lambda: writer.communicate("stop\n"))
    stop.start()
    with writing(tmp_path, "apply", timeout=30):
        assert holder(tmp_path).purpose == "apply"
    stop.join()
    assert holder(tmp_path) is None


def test_a_process_that_dies_holds_nothing(writer, tmp_path):
    writer.kill()
    writer.wait()
    with writing(tmp_path, "apply", timeout=5):
        assert holder(tmp_path).purpose == "apply"


def test_a_failure_inside_lets_go(tmp_path):
    with pytest.raises(ValueError, match="inside"), writing(tmp_path, "apply", timeout=0):
        raise ValueError("inside")
    with writing(tmp_path, "apply", timeout=0):
        pass


def test_who_need_not_wait_is_told_nothing(tmp_path):
    heard = []
    with writing(tmp_path, "apply", timeout=0, on_wait=heard.append):
        assert heard == []
