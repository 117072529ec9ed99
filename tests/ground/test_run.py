"""The one door, from a clone with nothing beside it: `python3 run`, also twice at once and for an ordinary user."""

import ast
import asyncio
import hashlib
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.stories

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def clone():
    """What git knows of this checkout, copied to a folder whose name has a space; it belongs to an ordinary user."""
    above = Path(tempfile.mkdtemp(prefix="roundtable-run-"))
    copy = above / "a clone"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    if os.geteuid() == 0:
        above.chmod(0o755)
        subprocess.run(["chown", "-R", f"{somebody().pw_uid}:{somebody().pw_gid}", above], check=True)
    yield copy
    shutil.rmtree(above)


def somebody() -> pwd.struct_passwd:
    """An account without rights and without a home."""
    return pwd.getpwnam("nobody")


def python() -> str:
    """A Python that an ordinary user may start (root's own may lie under a home that is shut)."""
    own = Path(sys.executable).resolve()
    if os.geteuid() != 0 or all(above.stat().st_mode & 0o001 for above in own.parents):
        return str(own)
    for name in ("/usr/local/bin/python3", "/usr/bin/python3"):
        tells = [name, "-c", "import sys; print(sys.version_info >= (3, 11))"]
        if Path(name).exists() and subprocess.run(tells, capture_output=True, text=True).stdout.strip() == "True":
            return name
    pytest.skip("no Python 3.11 or newer here that an ordinary user may start")


async def run(clone: Path, *arguments: str, **environ: str) -> asyncio.subprocess.Process:
    """`python3 run ARGUMENTS` in the clone, as an ordinary user, with a home that does not exist."""
    ours = ("ROUNDTABLE_", "DATABASE_URL")
    around = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    around |= {"HOME": str(clone.parent / "no-home"), "TMPDIR": str(clone.parent)} | environ
    who = {"user": somebody().pw_uid, "group": somebody().pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    return await asyncio.create_subprocess_exec(
        python(), "run", *arguments, cwd=clone, env=around, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, **who,
    )


async def ended(process: asyncio.subprocess.Process) -> str:
    """What it said; it must have gone well."""
    async with asyncio.timeout(300):
        said = (await process.communicate())[0].decode()
    assert process.returncode == 0, said
    return said


async def test_two_first_runs_at_once_set_up_once_and_migrate_once(clone):
    said = [await ended(each) for each in [await run(clone, "migrate") for _ in range(2)]]
    assert sorted("Setting up .venv (once)" in words for words in said) == [False, True]
    assert sorted("applied 0001_" in words for words in said) == [False, True]
    assert (clone / "data" / "pgdata-18").exists(), "in a checkout the data is in data/"


async def test_a_second_run_sets_nothing_up(clone):
    assert await ended(await run(clone, "migrate")) == "nothing to do: the database is up to date\n"


async def test_doctor_finds_nothing_broken(clone):
    assert "BROKEN" not in await ended(await run(clone, "doctor"))


async def test_a_wrong_setting_ends_with_one_sentence_that_names_it(clone):
    process = await run(clone, "migrate", ROUNDTABLE_WROKERS="2")
    said = (await process.communicate())[0].decode()
    assert process.returncode == 1
    assert said == "ROUNDTABLE_WROKERS is not a setting of Roundtable; README.md lists them all.\n"


async def test_another_lock_makes_the_environment_anew_and_without_a_network_it_says_so(clone):
    stamp = next((clone / ".venv").glob(".requirements-*"))
    stamp.write_text("of another lock")
    (clone / ".venv" / "left-over").touch()
    process = await run(clone, "migrate", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(clone))
    said = (await process.communicate())[0].decode()
    assert process.returncode == 1 and not stamp.exists(), "it is tried again the next time"
    assert said.startswith("Setting up .venv (once)") and "Could not install what requirements.lock names" in said
    assert not (clone / ".venv" / "left-over").exists()


@pytest.mark.parametrize("fits", [True, False])
def test_an_environment_behind_a_link_is_used_as_it_is_and_never_cleared(tmp_path, fits):
    copy, elsewhere = tmp_path / "copy", tmp_path / "elsewhere"
    (copy / "community").mkdir(parents=True)
    (copy / "community" / "__main__.py").write_text("print('it runs')\n")
    for name in ("run", "requirements.lock"):
        shutil.copy(ROOT / name, copy / name)
    (elsewhere / "bin").mkdir(parents=True)
    (elsewhere / "bin" / "python").symlink_to(sys.executable)
    lock = (copy / "requirements.lock").read_bytes() + sys.version.encode()
    stamp = elsewhere / ".requirements-sha256"
    stamp.write_text(hashlib.sha256(lock).hexdigest() if fits else "of another lock")
    (copy / ".venv").symlink_to(elsewhere)
    stands = sorted(elsewhere.rglob("*"))
    said = subprocess.run([sys.executable, "run", "migrate"], cwd=copy, capture_output=True, text=True)
    if fits:
        assert (said.returncode, said.stdout) == (0, "it runs\n"), said.stderr
    else:
        assert said.returncode == 1 and said.stdout == ""
        assert said.stderr.startswith(".venv is a link to another place") and "not emptied" in said.stderr
    assert sorted(elsewhere.rglob("*")) == stands and (copy / ".venv").is_symlink()


def test_every_command_has_help():
    ask = {"cwd": ROOT, "capture_output": True, "text": True}
    listed = subprocess.run([sys.executable, "run", "--help"], **ask).stdout
    commands = {"start", "serve", "work", "migrate", "demo", "desk", "doctor", "lock", "lint", "bench", "test"}
    commands |= {"import-catalogue", "import-credit-rules", "import-affiliates", "import-roster"}
    assert commands <= set(re.findall(r"^    ([a-z-]+)", listed, re.M))
    for command in commands - {"test", "bench"}:
        said = subprocess.run([sys.executable, "run", command, "--help"], **ask)
        assert said.returncode == 0 and f"run {command}" in said.stdout, command


@pytest.mark.parametrize("name", ["requirements.lock", "lint.lock"])
def test_a_lock_holds_hashes_and_no_address(name):
    lock = (ROOT / name).read_text()
    assert "://" not in lock and "index-url" not in lock
    pinned = re.findall(r"^([a-z0-9._-]+==\S+)[^\n]*\\\n    --hash=sha256:", lock, re.M)
    assert len(pinned) == len(re.findall(r"^[a-z0-9._-]+==", lock, re.M)) > 10


def test_an_older_python_is_told_what_is_needed():
    source = (ROOT / "run").read_text()
    told = "import sys\nsys.version_info, sys.version = (3, 9, 1), '3.9.1 of old'\n" + source
    said = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True)
    assert said.returncode == 1 and "Python 3.11 or newer is needed; this is 3.9.1" in said.stderr
    ast.parse(source, feature_version=(3, 7))  # it must be able to read the file at all
