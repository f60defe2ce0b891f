#!/usr/bin/env python3
"""A checkout and Python 3.11 or newer in, a running Footpath or a checked one out.

    python3 start.py demo             make the demo project and open it in the browser
    python3 start.py check            every check and test, as in CI
    python3 start.py check --quick    format, types, arrows, docs and the fast tests: under a minute
    python3 start.py run ARGS…        any other footpath command

Needs nothing but the standard library: it makes an environment in `.venv`, installs what the lock names,
and installs the system packages that tests need where it can (Debian as root), else names them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENV = ROOT / ".venv"
BIN = ENV / ("Scripts" if os.name == "nt" else "bin")
LOCKS = {"run": ROOT / "requirements" / "run.txt", "dev": ROOT / "requirements" / "dev.txt"}
ONE_THREAD = {"OMP_NUM_THREADS": "1"}  # a test process has one core: more threads only wait for it
SYSTEM = {  # what a test needs → how to tell that it is there, and Debian's package
    "a browser (Chromium)": (lambda: bool(shutil.which("chromium")), "chromium"),
    "fonts for Japanese": (lambda: any(Path("/usr/share/fonts").rglob("NotoSansCJK*")), "fonts-noto-cjk"),
    "fonts for Arabic": (lambda: any(Path("/usr/share/fonts").rglob("NotoSansArabic*")), "fonts-noto-core"),
    "Java 17 for Spark": (lambda: bool(shutil.which("java")), "openjdk-17-jre-headless"),
    "PostgreSQL": (lambda: any(Path("/usr/lib/postgresql").glob("*/bin/initdb")), "postgresql"),
}


def main(arguments: list[str]) -> int:
    """Prepare what is missing, then do what was asked; the exit status of that."""
    if sys.version_info < (3, 11):  # noqa: UP036 – this file is what an older Python meets first
        print(f"Footpath needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    match arguments:
        case ["demo", *rest]:
            prepare("run")
            return footpath("demo", *rest)
        case ["check", *rest] if set(rest) <= {"--quick"}:
            prepare("dev")
            missing = [] if rest else install_system_packages()
            return check(quick=bool(rest), missing=missing)
        case ["run", *rest]:
            prepare("run")
            return footpath(*rest)
    print(__doc__)
    return 2


def prepare(lock: str) -> None:
    """Make the environment and install the lock, unless that has been done for this very lock."""
    wanted = fingerprint(lock)
    stamp = ENV / f"installed-{lock}"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("Preparing Footpath (once; a few minutes without cached packages) …", flush=True)
    if not (BIN / "pip").exists() and not (BIN / "pip.exe").exists():
        make_environment()
    # Most modules are never imported; those that are get compiled then
    pip("install", "--quiet", "--no-compile", "--require-hashes", "-r", str(LOCKS[lock]))
    pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    stamp.write_text(wanted)


def fingerprint(lock: str) -> str:
    """What the environment depends on, as one text."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (LOCKS[lock], ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def make_environment() -> None:
    """A virtual environment; Debian keeps the part that makes one in a package of its own."""
    try:
        venv.create(ENV, with_pip=True, clear=ENV.exists())
        return
    except subprocess.CalledProcessError:
        package = f"python3.{sys.version_info.minor}-venv"
    if not apt_get(package):
        raise SystemExit(
            f"This Python can't make virtual environments. Install {package}, then run this again."
        )
    venv.create(ENV, with_pip=True, clear=True)


def pip(*arguments: str) -> None:
    """Run pip inside the environment; stop where it stops."""
    done = subprocess.run(
        [BIN / "python", "-m", "pip", "--disable-pip-version-check", *arguments], check=False
    )
    if done.returncode:
        raise SystemExit("Installing the packages failed; the lines above say why.")


def apt_get(*packages: str) -> bool:
    """Install Debian packages where that is possible; whether they are now there."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    print(f"Installing {', '.join(packages)} …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "--quiet"], install):
        done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def install_system_packages() -> list[str]:
    """What the tests need of the system: installed where possible; the names of what is still missing."""
    missing = {what: package for what, (there, package) in SYSTEM.items() if not there()}
    if missing and apt_get(*missing.values()):
        return []
    for what, package in missing.items():
        print(f"Missing: {what}. Tests that need it are skipped. On Debian: apt-get install {package}")
    return list(missing)


def check(*, quick: bool, missing: list[str]) -> int:
    """Run the checks in order of their speed; stop at the first that fails."""
    if missing and os.environ.get("CI"):
        print("In CI nothing is skipped: install what is missing.")
        return 1
    tests = [BIN / "pytest", "-q", "-n", "2", "--no-loadscope-reorder"]
    if quick:
        tests += ["-m", "not slow and not browser"]
    steps = {
        "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
        "lint": [BIN / "ruff", "check", "--quiet", "."],
        "types": [BIN / "mypy", "--no-error-summary", "--num-workers", "2"],
        "arrows": [BIN / "lint-imports", "--no-cache"],
        "tests": tests,
    }
    for name, command in steps.items():
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, check=False, env=os.environ | ONE_THREAD)
        print(
            f"{name}: {'ok' if done.returncode == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s",
            flush=True,
        )
        if done.returncode:
            return 1
    return 0


def footpath(*arguments: str) -> int:
    """Run the footpath command; Ctrl-C ends it quietly."""
    try:
        return subprocess.run([BIN / "footpath", *arguments], check=False).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
