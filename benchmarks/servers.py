"""Contestants: each a server process of its own, its CPU and memory read from the system."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
TICK = os.sysconf("SC_CLK_TCK")


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
    """The contestant of benchmarks/contestants/NAME.py on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.contestants.{name}", str(port)], cwd=ROOT, env=os.environ | environ, stdout=subprocess.DEVNULL
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
        process.terminate()
        process.wait(20)
