"""Taking in 14,000 locals, a roster of 20,000 and 400 definitions: seconds, and memory beside that for a tenth."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import definitions
from benchmarks import locals as made
from benchmarks.log import database

MANY, LINES, DEFINITIONS = 14_000, 20_000, 400


def importing() -> None:
    """The commands themselves, each in a process of its own, first with a tenth of the lines or files."""
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
        least = 0
        for number in (DEFINITIONS // 10, DEFINITIONS):
            path = Path(folder) / "definitions"
            definitions.write_definitions(path, number)
            told = ("import-catalogue", path, "--publish", "--issuer", definitions.ISSUER)
            least = _take_in(url, f"{number:,} definitions, published", *told, beside=least)


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
    spent, cpu = time.perf_counter() - begun, used.ru_utime + used.ru_stime
    print(f"  {what:<30}{spent:8.1f} s {cpu:8.1f} s CPU {peak / 1e6:8.0f} MB{told}", flush=True)
    return beside or peak
