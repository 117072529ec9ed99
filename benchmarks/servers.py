"""Contestants: each a server process of its own, its CPU and memory read from the system."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from benchmarks.message import frame, message
from tests.support.npm import NotToBeHad, install

ROOT = Path(__file__).parents[1]
CONTESTANTS = Path(__file__).parent / "contestants"


class Server:
    def __init__(self, name: str, port: int, process: subprocess.Popen) -> None:
        self.name, self.port, self.process = name, port, process

    def cpu(self) -> float:
        """Seconds of CPU so far, user and system, in nanoseconds' precision."""
        return int(Path(f"/proc/{self.process.pid}/schedstat").read_text().split()[0]) / 1e9

    def memory(self) -> int:
        """Bytes resident."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def running(name: str, **environ: str) -> Iterator[Server]:
    """The contestant benchmarks/contestants/NAME.py, NAME.c, or the folder NAME for Node, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [*_command(name, port)], cwd=ROOT, env=os.environ | environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with {process.returncode}")
            time.sleep(0.05)
        yield Server(name, port, process)
    finally:
        process.kill()  # closing thousands of sockets politely takes some of them a minute
        process.wait()


def can_run(name: str) -> bool:
    """Whether what this contestant needs is here: a C compiler, or Node and its package from npm."""
    if (CONTESTANTS / f"{name}.c").exists():
        return bool(_compiler())
    if (CONTESTANTS / name).is_dir():
        try:
            install(CONTESTANTS / name)
        except NotToBeHad as problem:
            print(f"  without {name}: {problem}")
            return False
    return True


def _command(name: str, port: int) -> list[str]:
    if (CONTESTANTS / f"{name}.py").exists():
        return [sys.executable, "-m", f"benchmarks.contestants.{name}", str(port)]
    if (CONTESTANTS / name).is_dir():
        return ["node", str(CONTESTANTS / name / "server.js"), str(port), str(_folder() / "message")]
    return [str(_compiled(name)), str(port), str(_folder() / "frame")]


@lru_cache
def _folder() -> Path:
    """What contestants in other languages send, as a whole frame and as its text."""
    folder = Path(tempfile.mkdtemp(prefix="roundtable-bench-"))
    (folder / "frame").write_bytes(frame(0))
    (folder / "message").write_text(message(0), "utf-8")
    return folder


@lru_cache
def _compiled(name: str) -> Path:
    program = _folder() / name
    subprocess.run([str(_compiler()), "-O2", "-o", program, CONTESTANTS / f"{name}.c"], check=True)
    return program


def _compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
