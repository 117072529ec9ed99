"""Caddy and nginx before our processes, by the files of deploy/ with this machine's ports and certificate."""

import asyncio
import contextlib
import os
import re
import shutil
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.certificates import Certificate

DEPLOY = Path(__file__).parents[2] / "deploy"
READY = {"caddy": "serving initial configuration", "nginx": "start worker process"}
NEEDED = {name: pytest.mark.skipif(not shutil.which(name), reason=f"there is no {name} here") for name in READY}


@dataclass(frozen=True)
class Front:
    """Where it listens, by https, and whom its visitors trust."""

    port: int
    certificate: Certificate

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.certificate.file)


@contextlib.asynccontextmanager
async def front(name: str, processes: list[int], certificate: Certificate, folder: Path):
    """Caddy before several processes, as in compose.yaml, or nginx before the one port of a unit."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = {"caddy": _caddy, "nginx": _nginx}[name](port, processes, certificate, folder)
    given = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "ROUNDTABLE_NAME": f":{port}"}
    process = await asyncio.create_subprocess_exec(*command, env=os.environ | given, stderr=asyncio.subprocess.PIPE)
    try:
        await _begun(process.stderr, READY[name])
        async with asyncio.TaskGroup() as beside:
            beside.create_task(process.stderr.read())  # a full pipe would stop it
            yield Front(port, certificate)
            process.terminate()
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _begun(said: asyncio.StreamReader, sign: str) -> None:
    lines: list[str] = []
    async with asyncio.timeout(60):
        while not lines or sign not in lines[-1]:
            lines.append((await said.readline()).decode())
            if not lines[-1]:
                raise RuntimeError("the front ended:\n" + "".join(lines))


def _caddy(port: int, processes: list[int], certificate: Certificate, folder: Path) -> list[str]:
    changes = {
        r"\A(#.*\n)*\{\n": "{\n\tadmin off\n\tauto_https disable_redirects\n",
        "one:8600 two:8600": " ".join(f"127.0.0.1:{each}" for each in processes),
        r"\n\treverse_proxy": f'\n\ttls "{certificate.both}" "{certificate.both}"\n\treverse_proxy',
    }
    text = _with((DEPLOY / "Caddyfile").read_text(), changes)
    (file := folder / "Caddyfile").write_text(text)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)]


def _nginx(port: int, processes: list[int], certificate: Certificate, folder: Path) -> list[str]:
    changes = {
        r"(?s)server \{\n    listen 80;.*?\n\}\n": "",  # who comes without https is sent on: nobody here does
        r"    listen \[::\]:443 ssl;\n": "",
        r"listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        r"server 127\.0\.0\.1:8600;": f"server 127.0.0.1:{processes[0]};",
        r"(ssl_certificate\w*\s+)\S+;": rf'\g<1>"{certificate.both}";',
    }
    text = _with((DEPLOY / "nginx.conf").read_text(), changes)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f'{kind}_temp_path "{folder / kind}";\n' for kind in kinds)
    head = f'daemon off;\nerror_log stderr notice;\npid "{folder / "nginx.pid"}";\nevents {{}}\n'
    (file := folder / "nginx.conf").write_text(f"{head}http {{\naccess_log off;\n{places}{text}\n}}\n")
    return ["nginx", "-c", str(file)]


def _with(text: str, changes: dict[str, str]) -> str:
    """Each pattern stands there, and something else in its place."""
    for pattern, instead in changes.items():
        text, found = re.subn(pattern, instead, text)
        assert found, f"{pattern} is not in the file any more"
    return text
