"""What every test can ask for: a PostgreSQL, a fresh database for its module, the app inside the test's own process."""

import os
import shutil
import tempfile
from pathlib import Path

pytest_plugins = [
    "tests.support.databases",
    "tests.support.servers",
    "tests.support.folders",
    "tests.support.browsers",
    "tests.support.certificates",
    "tests.support.post_offices",
    "tests.support.proxies",
    "tests.support.clocks",
    "tests.support.times",
    "tests.support.seen_live",
    "tests.support.verifier",
]

ROOT = Path(__file__).parents[1]
# Before anything of ours reads its settings: tests have a data folder, an address and a clock of their own.
for name in list(os.environ):
    if name == "DATABASE_URL" or name.startswith("ROUNDTABLE_"):
        del os.environ[name]
os.environ |= {
    "ROUNDTABLE_DATA": tempfile.mkdtemp(prefix="roundtable-tests-"),
    "ROUNDTABLE_BASE_URL": "https://127.0.0.1",
    "ROUNDTABLE_MOVE_CLOCK": "yes",
    "ROUNDTABLE_SECRET": "a secret that only the tests know, and long enough",
}


def pytest_unconfigure():
    shutil.rmtree(os.environ["ROUNDTABLE_DATA"], ignore_errors=True)
