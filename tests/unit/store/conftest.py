"""A real PostgreSQL server for the catalog, started for the tests on loopback and ended after them."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory):
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed, and in CI nothing is skipped")
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    # The server refuses to run as root; Debian makes a user for it
    user = "postgres" if getpass.getuser() == "root" else None
    folder = Path(subprocess.check_output(["mktemp", "-d"], user=user, text=True).strip())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    here = {"user": user, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    make = [found[-1], "--auth=trust", "--username=footpath", "--no-sync", folder / "data"]
    subprocess.run(make, check=True, **here)
    serve = [found[-1].with_name("postgres"), "-D", folder / "data", "-p", str(port), "-k", folder, "-F"]
    server = subprocess.Popen([*serve, "-h", "127.0.0.1"], **here)
    url = f"postgresql+pg8000://footpath@127.0.0.1:{port}/postgres"
    _wait(url, server)
    yield url
    server.terminate()
    server.wait(timeout=30)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(postgres_server):
    """An empty database."""
    engine = create_engine(postgres_server)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return postgres_server


def _wait(url, server):
    engine = create_engine(url)
    for _ in range(300):
        assert server.poll() is None, "the server ended at once"
        try:
            with engine.connect():
                break
        except DBAPIError:
            time.sleep(0.1)
    else:
        pytest.fail("the server does not answer")
    engine.dispose()
