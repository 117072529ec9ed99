"""The doors of a resumable upload, by tus 1.0 (https://tus.io): creation, expiration, termination."""

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.utils import format_datetime
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from community import streams
from community.errors import Conflict, Invalid, NotFound, Unavailable
from community.limits import spend
from community.pages import _, signed_in
from community.uploads import keeping, kinds, receiving
from community.uploads.keeping import Keeper
from community.uploads.kinds import State
from community.uploads.queries import Upload

VERSION = "1.0.0"
ALWAYS = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}


@dataclass(frozen=True)
class Doors:
    """The doors of one slice's uploads at `here`, /work/{code}/{key}/uploads or the like, and /{file} below it.

    `called`: how the address calls the file.

    `enter` says who may send here (NotFound, Forbidden); `make` a file that will come, by its name, size in bytes and
    post key (NotTaken, Conflict, Gone); `find` one's own file of the address (NotFound); `remove` takes it away. `most`
    is in bytes.
    """

    here: str
    keeper: Keeper
    most: int
    enter: Callable[[Request], Awaitable[None]]
    make: Callable[[Request, str, int, UUID], Awaitable[Upload]]
    find: Callable[[Request], Awaitable[Upload]]
    remove: Callable[[Request], Awaitable[None]]
    called: str = "file"

    @property
    def routes(self) -> list[Route]:
        one = f"{self.here}/{{{self.called}}}"
        return [
            Route(self.here, self.tell_how, methods=["OPTIONS"]),
            Route(self.here, self.create, methods=["POST"]),
            Route(one, self.tell_how_far, methods=["HEAD"]),
            Route(one, self.receive, methods=["PATCH"]),
            Route(one, self.end, methods=["DELETE"]),
        ]

    async def tell_how(self, request: Request) -> Response:
        """OPTIONS …/uploads: what is understood here."""
        await self.enter(request)
        more = {
            "Tus-Version": VERSION,
            "Tus-Max-Size": str(self.most),
            "Tus-Extension": "creation,expiration,termination",
        }
        return Response(status_code=204, headers=ALWAYS | more)

    async def create(self, request: Request) -> Response:
        """POST …/uploads: a file will come, so long and called so; where it is to be sent."""
        await self.enter(request)
        _check_version(request)
        size, said = _number(request, "upload-length"), _metadata(request)
        await spend("upload", f"person {signed_in(request).id}")
        try:
            key = UUID(said.get("key", ""))
        except ValueError:
            raise HTTPException(400) from None
        try:
            made = await self.make(request, said.get("filename", ""), size, key)
        except kinds.NotTaken as wrong:
            return _not_taken(wrong)
        except keeping.Gone as wrong:
            return _no(410, str(wrong))
        except Conflict as wrong:
            return _no(422, str(wrong))
        if made.state == State.REFUSED:
            return _no(422, _("This file came already, and it was not taken."))
        where = f"{request.url.path}/{made.number}"
        return Response(status_code=201, headers=ALWAYS | _until(made) | {"Location": where, "Upload-Offset": "0"})

    async def tell_how_far(self, request: Request) -> Response:
        """HEAD …/uploads/7K2Q…: how much of it is here."""
        upload = await self._coming(request)
        return Response(status_code=200, headers=ALWAYS | _until(upload) | _far(upload.received, upload.size))

    async def receive(self, request: Request) -> Response:
        """PATCH …/uploads/7K2Q…: more of it, from Upload-Offset on."""
        upload = await self._coming(request)
        _check_version(request)
        if request.headers.get("content-type") != "application/offset+octet-stream":
            return _no(415, "")
        start = _number(request, "upload-offset")
        try:
            end = await receiving.receive(self.keeper, upload, start, streams.body(request))
        except Conflict as wrong:
            return _no(409, str(wrong))
        except kinds.NotTaken as wrong:
            return _not_taken(wrong)
        except Unavailable:
            return _no(503, keeping.not_kept_just_now())
        return Response(status_code=204, headers=ALWAYS | {"Upload-Offset": str(end)})

    async def end(self, request: Request) -> Response:
        """DELETE …/uploads/7K2Q…: it will not come."""
        await self._coming(request)
        _check_version(request)
        await self.remove(request)
        return Response(status_code=204, headers=ALWAYS)

    async def _coming(self, request: Request) -> Upload:
        """One that is still on its way, or has just come."""
        found = await self.find(request)
        if found.state == State.REFUSED:
            raise NotFound
        return found


def _check_version(request: Request) -> None:
    spoken = request.headers.get("tus-resumable")
    if spoken is None:
        raise Invalid({"": _("Files come here in pieces. Send this one by the form.")})
    if spoken != VERSION:
        raise HTTPException(412, headers={"Tus-Version": VERSION})


def _number(request: Request, header: str) -> int:
    given = request.headers.get(header, "")
    if not (given.isascii() and given.isdecimal() and len(given) < 16):
        raise HTTPException(400)
    return int(given)


def _metadata(request: Request) -> dict[str, str]:
    """filename d29ybGQ=,key …: names and texts, the texts in base 64."""
    said = {}
    for pair in request.headers.get("upload-metadata", "").split(",")[:20]:
        name, _gap, text = pair.strip().partition(" ")
        try:
            said[name] = base64.b64decode(text, validate=True).decode("utf-8", "replace")
        except binascii.Error:
            raise HTTPException(400) from None
    return said


def _until(upload: Upload) -> dict[str, str]:
    at = upload.expires_at
    return {"Upload-Expires": format_datetime(at, usegmt=True)} if at else {}


def _far(received: int, size: int) -> dict[str, str]:
    return {"Upload-Offset": str(received), "Upload-Length": str(size)}


def _not_taken(wrong: kinds.NotTaken) -> Response:
    return _no(413 if isinstance(wrong, kinds.TooLarge) else 422, str(wrong))


def _no(status: int, sentence: str) -> Response:
    return PlainTextResponse(sentence, status, headers=ALWAYS)
