"""Taking in 14,000 locals, and a roster of 20,000: seconds, and memory that does not grow with the lines."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import locals as made
from benchmarks.log import database

MANY, LINES = 14_000, 20_000


def importing() -> None:
    """The commands themselves, each in a process of its own, first with a tenth of the lines."""
    print("taking in files (a process of its own, with its start)", flush=True)
    with database() as url, tempfile.TemporaryDirectory(prefix="roundtable-bench-") as folder:
        _take_in(url, "the states", "import-affiliates", made.STATES, "--national", "national=Educators Together")
        least = 0
        for number in (MANY // 10, MANY, MANY):
            path = Path(folder) / "locals.csv"
            made.write_locals(path, number)
            least = _take_in(url, f"{number:,} locals", "import-affiliates", path, beside=least)
        slug, least = next(made.locals_(MANY))["slug"], 0
        for number in (LINES // 10, LINES, LINES):
            path = Path(folder) / "roster.csv"
            made.write_roster(path, number)
            least = _take_in(url, f"a roster of {number:,} lines", "import-roster", slug, path, beside=least)


def _take_in(url: str, what: str, command: str, *arguments: object, beside: int = 0) -> int:
    """Peak memory in bytes; told beside that of the first."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "community", command, *map(str, arguments)],
        env=os.environ | {"DATABASE_URL": url}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command} ended with {process.returncode}"
    peak = used.ru_maxrss * 1024
    told = f"{peak / (beside or peak):8.2f} ×" if beside else ""
    print(f"  {what:<30}{time.perf_counter() - begun:8.1f} s {peak / 1e6:8.0f} MB{told}", flush=True)
    return beside or peak
