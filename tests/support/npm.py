"""Programs of npm that tests use: a folder with a package.json and its lock is installed when it is first asked for."""

import fcntl
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

INSTALLED_WITHIN = 300  # seconds; on a calm machine 4


class NotToBeHad(Exception):
    """It cannot be had on this machine; why, in a sentence."""


def install_or_give_up(home: Path) -> None:
    """Skips the test where it cannot be had; with REQUIRE_BROWSER, as in CI, that is a failure."""
    try:
        install(home)
    except NotToBeHad as problem:
        give_up = pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip
        give_up(f"tests/{home.name} needs Node and npm: {problem}")


def install(home: Path) -> None:
    """What the lock names, unless it is there; however many ask at once. NotToBeHad where that cannot be."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NotToBeHad("neither may be missing")
    wanted, stamp = hashlib.sha256((home / "package-lock.json").read_bytes()).hexdigest(), home / "node_modules" / ".of"
    with _alone(home):
        if stamp.exists() and stamp.read_text() == wanted:
            return
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
        try:
            subprocess.run(command, cwd=home, check=True, capture_output=True, text=True, timeout=INSTALLED_WITHIN)
        except subprocess.CalledProcessError as problem:
            raise NotToBeHad(f"npm ci said {problem.stderr.strip()[-400:]}") from problem
        except subprocess.TimeoutExpired as problem:
            raise NotToBeHad(f"npm ci took more than {INSTALLED_WITHIN} s") from problem
        stamp.write_text(wanted)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
