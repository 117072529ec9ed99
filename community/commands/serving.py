"""Serve pages and sockets: one process or several on one port, stopped cleanly by SIGTERM or Ctrl-C."""

import contextlib
import multiprocessing
import os
import resource
import signal
import socket
import threading
from multiprocessing.connection import wait

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors.multiprocess import Multiprocess

from community import app, logs
from community.config import CannotStart, settings

START = 60  # seconds for a process to begin
DESCRIPTORS = 65_536  # sockets and files that a process may hold, where the system lets it


class PortTaken(CannotStart):
    """Somebody else listens there: a sentence."""


def bind() -> socket.socket:
    """Take the port before anything is started; a port of 0 becomes the number that was free."""
    host = settings().host
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        door.bind((host, settings().port))
    except OSError as problem:
        door.close()
        raise PortTaken(
            f"Cannot listen on {host}, port {settings().port}: {problem.strerror}. "
            "If Roundtable already runs there, open it; else choose another port with --port."
        ) from problem
    door.set_inheritable(True)
    os.environ["ROUNDTABLE_PORT"] = str(door.getsockname()[1])
    settings.cache_clear()
    return door


def serve(door: socket.socket, work: bool) -> None:
    """Serve until a signal; with `work` the same processes carry out jobs."""
    _make_room()
    config = uvicorn.Config(
        f"{__name__}:{'serving_and_working' if work else 'only_serving'}",
        factory=True,
        workers=settings().workers,
        ws="realtime.wire:Wire",
        ws_max_size=16_384,
        ws_max_queue=16,
        ws_ping_interval=20,
        ws_ping_timeout=20,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=10,
        timeout_keep_alive=5,
        backlog=2048,
        server_header=False,
        proxy_headers=bool(settings().trusted_proxies),
        forwarded_allow_ips=",".join(settings().trusted_proxies),
        access_log=False,
        log_config=None,
    )
    if settings().workers > 1:
        _Many(config, sockets=[door]).run()
    else:
        _One(config).run(sockets=[door])


def serving_and_working() -> ASGIApp:
    """The app of one process that serves and carries out jobs."""
    return _app(work=True)


def only_serving() -> ASGIApp:
    """The app of one process that leaves the jobs to `work`."""
    return _app(work=False)


def _app(work: bool) -> ASGIApp:
    logs.begin()
    if multiprocessing.parent_process() is not None:
        threading.Thread(target=_follow_parent, daemon=True).start()
    return app.make(work=work)


def _make_room() -> None:
    """A process begins with room for 1,024 sockets on most systems, and may ask for more (the workers inherit it)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(ValueError, OSError):  # macOS has a limit that it does not tell
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _follow_parent() -> None:
    """A parent that was killed cannot stop us, and we would hold its port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def _tell() -> None:
    host, port, base = settings().host, settings().port, settings().base_url
    here = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    print(f"serving on {here}" + ("" if here == base else f" for {base}"), flush=True)


class _One(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        _tell()


class _Many(Multiprocess):
    def init_processes(self) -> None:
        super().init_processes()
        if all(process.wait_until_ready(START) for process in self.processes):
            _tell()
