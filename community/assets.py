"""What the browser loads once and keeps: style sheets joined, scripts, icons; each address has its content's hash."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import errors

STATIC = Path(__file__).parents[1] / "static"
STYLE = "roundtable.css"  # the parts of static/css, in the order that the file of this name gives
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".LICENSE": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    body: bytes
    zipped: bytes
    kind: str
    mark: str  # of its content: 16 hexadecimal digits


def asset(path: str) -> str:
    """The address of a file of static/, named relative to it; KeyError if there is none."""
    return f"/static/{_assets()[path].mark}/{path}"


async def show_asset(request: Request) -> Response:
    """The file under its own mark only: what lies at such an address never changes."""
    found = _assets().get(request.path_params["path"])
    if found is None or found.mark != request.path_params["mark"]:
        raise errors.NotFound
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": "Accept-Encoding",
        "Content-Type": found.kind,
    }
    if _takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(found.zipped, headers=headers | {"Content-Encoding": "gzip"})
    return Response(found.body, headers=headers)


@lru_cache
def _assets() -> dict[str, Asset]:
    """Read once: a new version of the product is a new process."""
    files = [
        file for file in STATIC.rglob("*") if file.is_file() and file.suffix in TYPES and file.parent.name != "css"
    ]
    bodies = {file.relative_to(STATIC).as_posix(): file.read_bytes() for file in files}
    bodies[STYLE] = _joined((STATIC / "css" / STYLE).read_text("utf-8"))
    return {path: _asset(path, body) for path, body in bodies.items()}


def _joined(order: str) -> bytes:
    return re.sub(
        r'@import url\("([a-z]+\.css)"\);', lambda part: (STATIC / "css" / part[1]).read_text("utf-8"), order
    ).encode()


def _asset(path: str, body: bytes) -> Asset:
    mark = hashlib.sha256(body).hexdigest()[:16]
    return Asset(body, gzip.compress(body, 9, mtime=0), TYPES[Path(path).suffix], mark)


def _takes_gzip(accepted: str) -> bool:
    ways = [way.replace(" ", "").partition(";") for way in accepted.lower().split(",")]
    return any(name == "gzip" and not re.fullmatch(r"q=0(\.0*)?", weight) for name, _, weight in ways)


routes: list[Route] = [Route("/static/{mark}/{path:path}", show_asset)]
