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

from benchmarks.message import frame

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
    """The contestant benchmarks/contestants/NAME.py, or NAME.c, on a free port."""
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


def has_compiler() -> bool:
    """Whether contestants in C can take part."""
    return bool(_compiler())


def _command(name: str, port: int) -> list[str]:
    if (CONTESTANTS / f"{name}.py").exists():
        return [sys.executable, "-m", f"benchmarks.contestants.{name}", str(port)]
    folder = _compiled(name)
    return [str(folder / name), str(port), str(folder / "frame")]


@lru_cache
def _compiled(name: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="roundtable-bench-"))
    subprocess.run([str(_compiler()), "-O2", "-o", folder / name, CONTESTANTS / f"{name}.c"], check=True)
    (folder / "frame").write_bytes(frame(0))
    return folder


def _compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
