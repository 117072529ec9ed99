"""Bodies that are too large to be held: a file as it comes with a form, and one as it goes out, whole or in part."""

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from urllib.parse import quote

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Message, Send

from community import cookies
from community.files import Opened

SILENCE = 20.0  # seconds without a byte, in either direction, after which a stream is given up
SLOWEST, GRACE = 1_000, 60.0  # bytes in a second on average, asked for once so many seconds are over
MOST_FIELDS, MOST_FIELD = 20, 20_000  # fields before the file, bytes of each
FLOWING = re.compile(  # where files come in, as large as they are
    r"/work/[^/]+/[^/]+/(files|uploads(/[^/]+)?)"
    r"|/cohorts/\d+/(channels/[^/]+|requirements/[^/]+/channel)/messages|/cohorts/\d+/messages/\d+/replies"
    r"|/cohorts/[^/]+/(uploads(/[^/]+)?|private-threads)"
)
METHODS = {"PATCH", "DELETE"}  # of a resumable upload, besides those that pages know
SMALL_FORM = "application/x-www-form-urlencoded"
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def is_flowing(request: Request) -> bool:
    """Whether a file comes or goes here: its body is not read ahead, and its answer may take long."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return request.url.path.endswith("/content")
    return bool(FLOWING.fullmatch(request.url.path)) and not _kind_of(request).startswith(SMALL_FORM)


def is_form_with_file(request: Request) -> bool:
    """Whether its token comes in the body, and is looked at by `form_with_file`."""
    return is_flowing(request) and _kind_of(request).startswith("multipart/form-data")


@dataclass(frozen=True)
class Sent:
    """A form with one file: what was typed before it, the file's name ("" when none was chosen), and its bytes."""

    fields: dict[str, str]
    name: str
    content: AsyncIterator[bytes]


async def body(request: Request, most: int | None = None) -> AsyncIterator[bytes]:
    """The request's body as it comes. Who stops sending, or sends drop by drop, is not waited for (A32): 408.

    413 once it is more than `most` bytes.
    """
    begun, size = asyncio.get_running_loop().time(), 0
    async with aclosing(request.stream()) as chunks:
        while True:
            try:
                async with asyncio.timeout(SILENCE):
                    chunk = await anext(chunks, None)
            except TimeoutError:
                raise HTTPException(408) from None
            if chunk is None:
                break
            size += len(chunk)
            seconds = asyncio.get_running_loop().time() - begun
            if seconds > GRACE and size < SLOWEST * seconds:
                raise HTTPException(408)
            if most is not None and size > most:
                raise HTTPException(413)
            if chunk:
                yield chunk


async def form_with_file(request: Request, field: str) -> Sent:
    """A multipart form up to its file `field`, which is read as it comes. 400 for what is no such form.

    The form's token stands before the file, or there is none: Forbidden then, before any of the file is read (A21).
    """
    if _kind_of(request).startswith(SMALL_FORM):
        async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:  # doors.py has seen its token
            return Sent({name: str(value) for name, value in form.items()}, "", _nothing())
    parts = _Parts(request)
    fields: dict[str, str] = {}
    while (part := await parts.following()) is not None:
        if part.file_name is not None and part.name == field:
            cookies.check_csrf(request, fields.get("csrf", ""))
            return Sent(fields, part.file_name, parts.content())
        if len(fields) >= MOST_FIELDS:
            raise HTTPException(400)
        fields[part.name] = await _small(parts.content())
    cookies.check_csrf(request, fields.get("csrf", ""))
    return Sent(fields, "", _nothing())


async def form_with_files(
    request: Request, take: Callable[[str, str, AsyncIterator[bytes]], Awaitable[None]], most: int, longest: int
) -> dict[str, str]:
    """A multipart form to its end: what was typed; of each file that was chosen `await take(field, name, bytes)`.

    What `take` leaves unread is passed over. 413 for more than `most` bytes, 400 for what is no such form or has a
    field of more than `longest`. The token comes as a header or before the first file, or Forbidden (A21).
    """
    parts, seen = _Parts(request, most), bool(request.headers.get("x-csrf"))  # doors.py has looked at that one
    fields: dict[str, str] = {}
    while (part := await parts.following()) is not None:
        if len(fields) >= 2 * MOST_FIELDS:
            raise HTTPException(400)
        if part.file_name is None:
            fields[part.name] = await _small(parts.content(), longest)
            continue
        if not seen:
            cookies.check_csrf(request, fields.get("csrf", ""))
            seen = True
        if part.file_name:
            await take(part.name, part.file_name, parts.content())
    if not seen:
        cookies.check_csrf(request, fields.get("csrf", ""))
    return fields


async def answer(
    request: Request, size: int, media_type: str, name: str, inline: bool, open_: Callable[..., Awaitable[Opened]]
) -> Response:
    """A stored file: all of it, or the one range that was asked for; `await open_(start, end)` gives its bytes.

    Never run by a browser: no sniffing, a sandbox, and whatever is not `inline` is downloaded (A33, A34).
    """
    start, end, status = wanted(request.headers.get("range", ""), size, "if-range" in request.headers)
    headers = {
        "Content-Disposition": disposition(name, inline),
        "Content-Security-Policy": SANDBOX,
        "Accept-Ranges": "bytes",
        "Content-Length": str(end - start),
    }
    if status != 200:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}" if status == 206 else f"bytes */{size}"
    if start == end or request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=media_type)
    opened = await open_(start, end)
    return _Patient(opened.chunks, status, headers=headers, media_type=media_type)


def flow(chunks: AsyncIterator[bytes], media_type: str, name: str) -> Response:
    """What is made while it is sent: its size is not known before its end. At an address that `is_flowing`."""
    headers = {"content-disposition": disposition(name), "cache-control": "private, no-store"}
    return _Patient(chunks, headers=headers, media_type=media_type)


def wanted(asked: str, size: int, conditional: bool = False) -> tuple[int, int, int]:
    """From where up to before where, and 200, 206 or 416. Several ranges at once, or a condition: all of it."""
    found = None if conditional else re.fullmatch(r"bytes=([0-9]{0,15})-([0-9]{0,15})", asked.strip())
    if not found or not any(found.groups()):
        return 0, size, 200
    first, last = found.groups()
    if first:
        start, end = int(first), min(size, int(last) + 1) if last else size
    else:
        start, end = max(0, size - int(last)), size
    return (start, end, 206) if start < end else (0, 0, 416)


def disposition(name: str, inline: bool = False) -> str:
    """RFC 6266: the name in plain signs, and as it is (A36, A43)."""
    clean = re.sub(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]", "_", name)
    plain = re.sub(r"[^\w .()-]", "_", clean, flags=re.ASCII)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


class _Patient(StreamingResponse):
    """Who stops reading is not waited for."""

    async def stream_response(self, send: Send) -> None:
        async def bounded(message: Message) -> None:
            async with asyncio.timeout(3 * SILENCE):
                await send(message)

        await super().stream_response(bounded)


@dataclass(frozen=True)
class _Part:
    """The head of one part; `file_name` None for what was typed."""

    name: str
    file_name: str | None


class _Parts:
    """The parts of a multipart body, one after the other, each with its bytes as they come."""

    def __init__(self, request: Request, most: int | None = None) -> None:
        kind, options = parse_options_header(request.headers.get("content-type", ""))
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise HTTPException(400)
        self._chunks = body(request, most)
        self._found: deque[tuple[str, bytes]] = deque()
        note = self._found.append
        callbacks = {
            f"on_{what}": (lambda what=what: note((what, b"")))
            for what in ("part_begin", "header_end", "headers_finished", "part_end", "end")
        } | {
            f"on_{what}": (lambda data, start, end, what=what: note((what, data[start:end])))
            for what in ("header_field", "header_value", "part_data")
        }
        self._parser = MultipartParser(options[b"boundary"], callbacks)  # type: ignore[arg-type]

    async def following(self) -> _Part | None:
        """The next part; None after the last one."""
        while True:
            what, _data = await self._next()
            if what == "end":
                return None
            if what == "part_begin":
                return _part_of(await self._head())

    async def content(self) -> AsyncIterator[bytes]:
        """The bytes of the part that has begun."""
        while (found := await self._next())[0] != "part_end":
            if found[0] == "part_data":
                yield found[1]

    async def _head(self) -> dict[bytes, bytes]:
        head, field, value = {}, b"", b""
        while (found := await self._next())[0] != "headers_finished":
            what, data = found
            if what == "header_field":
                field += data
            elif what == "header_value":
                value += data
            else:
                head[field.lower()] = value
                field, value = b"", b""
            if len(head) > MOST_FIELDS or len(field) + len(value) > MOST_FIELD:
                raise HTTPException(400)
        return head

    async def _next(self) -> tuple[str, bytes]:
        while not self._found:
            chunk = await anext(self._chunks, None)
            if chunk is None:
                raise HTTPException(400)  # it ended before its end
            try:
                self._parser.write(chunk)
            except FormParserError:
                raise HTTPException(400) from None
        return self._found.popleft()


def _part_of(head: dict[bytes, bytes]) -> _Part:
    _kind, options = parse_options_header(head.get(b"content-disposition", b""))
    name, file_name = options.get(b"name", b""), options.get(b"filename")
    return _Part(_read(name), None if file_name is None else _read(file_name))


def _read(name: bytes) -> str:
    """As a browser writes it: three signs stand as numbers."""
    plain = name.replace(b"%22", b'"').replace(b"%0D", b"\r").replace(b"%0A", b"\n")
    return plain.decode("utf-8", "replace")


def _kind_of(request: Request) -> str:
    return request.headers.get("content-type", "").lower()


async def _small(content: AsyncIterator[bytes], longest: int = MOST_FIELD) -> str:
    whole = bytearray()
    async for piece in content:
        whole += piece
        if len(whole) > longest:
            raise HTTPException(400)
    return whole.decode("utf-8", "replace").replace("\x00", "").replace("\r\n", "\n")


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""
