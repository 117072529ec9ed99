"""What every test can ask for: a PostgreSQL, a fresh database for its module, the app inside the test's own process."""

import os
import tempfile
from pathlib import Path

# Before anything of ours reads its settings: tests have a data folder, an address and a clock of their own.
os.environ |= {
    "ROUNDTABLE_DATA": tempfile.mkdtemp(prefix="roundtable-tests-"),
    "ROUNDTABLE_BASE_URL": "https://127.0.0.1",
    "ROUNDTABLE_MOVE_CLOCK": "yes",
    "ROUNDTABLE_SECRET": "a secret that only the tests know, and long enough",
}

pytest_plugins = ["tests.support.databases", "tests.support.servers", "tests.support.browsers", "tests.support.times"]

ROOT = Path(__file__).parents[1]
