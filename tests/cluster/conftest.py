"""A standalone Spark cluster on loopback: a master and two workers, which the tests start and end."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import pytest

import footpath
from footpath.cli.running import make_demo
from footpath.engine.choice import Spark

SOURCE = Path(__file__).resolve().parents[2] / "src"
READY = 120  # seconds
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # how a process that lives for a minute starts soonest


class Cluster:
    """Child processes; `workers` may be killed one by one."""

    def __init__(self, folder):
        import pyspark

        self.home, self.folder = Path(pyspark.__file__).parent, folder
        self.port, self.ui = free_port(), free_port()
        self.master = f"spark://127.0.0.1:{self.port}"
        self.processes = [
            self.started("master.Master", "--port", self.port, "--webui-port", self.ui, name="master")
        ]
        self.workers = []
        for _ in range(2):
            self.add_worker()

    def started(self, what, *options, name):
        command = [self.home / "bin" / "spark-class", f"org.apache.spark.deploy.{what}"]
        command += ["--host", "127.0.0.1", *map(str, options)]
        environment = os.environ | {
            "SPARK_HOME": str(self.home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": QUICK,
            "SPARK_LOCAL_DIRS": str(self.folder / "local"),
            "SPARK_WORKER_DIR": str(self.folder / "work"),
        }
        with (self.folder / f"{name}.log").open("w") as log:
            return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)

    def add_worker(self):
        number = len(self.processes)
        worker = self.started(
            "worker.Worker",
            *("--cores", 1, "--memory", "768m", "--webui-port", free_port(), self.master),
            name=f"worker-{number}",
        )
        self.processes.append(worker)
        self.workers.append(worker)
        self.wait_for(len(self.workers))

    def kill_worker(self):
        """The machine is gone: the worker and all that it started, at once."""
        worker = self.workers.pop()
        children = descendants(worker.pid)
        for pid in [worker.pid, *children]:
            end(pid)
        worker.wait()

    def wait_for(self, workers):
        until = time.monotonic() + READY
        while time.monotonic() < until:
            if self.alive() >= workers:
                return
            time.sleep(0.2)
        pytest.fail(f"no cluster after {READY} s: {(self.folder / 'master.log').read_text()[-2000:]}")

    def alive(self):
        import json

        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.ui}/json/", timeout=5) as answer:
                return json.load(answer)["aliveworkers"]
        except OSError:
            return 0

    def stop(self):
        for process in reversed(self.processes):
            for pid in [process.pid, *descendants(process.pid)]:
                end(pid)
            process.wait()


def descendants(pid):
    """The processes that a process started, and those that they did."""
    children = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(after_name[1]), []).append(int(stat.parent.name))
    found = list(children.get(pid, []))
    for each in found:
        found += children.get(each, [])
    return found


def end(pid):
    import signal
    from contextlib import suppress

    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    missing = [
        what
        for what, there in (("pyspark", find_spec("pyspark")), ("Java", shutil.which("java")))
        if not there
    ]
    if missing and os.environ.get("CI"):
        pytest.fail(f"{missing[0]} is missing, and in CI nothing is skipped")
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    found = Cluster(tmp_path_factory.mktemp("cluster"))
    yield found
    found.stop()


@pytest.fixture(scope="session")
def configuration():
    """Small executors that find this checkout, with this Python."""
    paths = os.pathsep.join([str(SOURCE), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {
        "spark.pyspark.python": sys.executable,
        "spark.executorEnv.PYTHONPATH": paths,
        "spark.executorEnv.OMP_NUM_THREADS": "1",
        "spark.executor.memory": "512m",
        "spark.driver.memory": "512m",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        # Few rows: to compile plans and code for them takes longer than to look at them
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        "spark.driver.extraJavaOptions": QUICK,
        "spark.executor.extraJavaOptions": QUICK,
        "spark.sql.shuffle.partitions": "2",
        "spark.default.parallelism": "2",
        "spark.footpath.buckets": "20",
        "spark.log.level": "OFF",
    }


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """What ten systems of a company know of its customers, with typing errors and shared tablets."""
    made = tmp_path_factory.mktemp("company") / "project"
    make_demo(made, people=120, seed=5)
    return made


@pytest.fixture(scope="session")
def project(cluster, configuration, folder):
    """The company, asked on the cluster."""
    found = footpath.open(folder, engine=Spark(cluster.master, configuration))
    yield found
    found._present.clustered().engine.spark.stop()
