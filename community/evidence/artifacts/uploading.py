"""The doors of a resumable upload, by tus 1.0 (https://tus.io): creation, expiration, termination."""

import base64
import binascii
from email.utils import format_datetime
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from community import streams
from community.errors import Conflict, Invalid, NotFound, Unavailable
from community.evidence import desk
from community.evidence.artifacts import actions, queries, receiving, rules
from community.evidence.artifacts.queries import Artifact
from community.evidence.artifacts.rules import State
from community.limits import spend
from community.pages import _, signed_in

VERSION = "1.0.0"
ALWAYS = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}


async def tell_how(request: Request) -> Response:
    """OPTIONS /work/EL-02/talk_plan/uploads: what is understood here."""
    standing, _work = await desk.standing_and_work(request)
    desk.requirement(request, standing)
    more = {
        "Tus-Version": VERSION,
        "Tus-Max-Size": str(rules.LARGEST),
        "Tus-Extension": "creation,expiration,termination",
    }
    return Response(status_code=204, headers=ALWAYS | more)


async def create(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/uploads: a file will come, so long and called so; where it is to be sent."""
    person = signed_in(request)
    standing, _work = await desk.standing_and_work(request)
    requirement = desk.requirement(request, standing)
    if not rules.takes_files(requirement):
        raise NotFound
    _check_version(request)
    size, said = _number(request, "upload-length"), _metadata(request)
    await spend("post", f"person {person.id}")
    try:
        key = UUID(said.get("key", ""))
    except ValueError:
        raise HTTPException(400) from None
    try:
        made = await receiving.create(person, standing, requirement, said.get("filename", ""), size, key)
    except rules.NotTaken as wrong:
        return _no(422, str(wrong))
    where = f"{desk.address(request)}/uploads/{made.number}"
    return Response(status_code=201, headers=ALWAYS | _until(made) | {"Location": where, "Upload-Offset": "0"})


async def tell_how_far(request: Request) -> Response:
    """HEAD /work/EL-02/talk_plan/uploads/7K2Q…: how much of it is here."""
    artifact = await _artifact(request)
    return Response(status_code=200, headers=ALWAYS | _until(artifact) | _far(artifact.received, artifact.size))


async def receive(request: Request) -> Response:
    """PATCH /work/EL-02/talk_plan/uploads/7K2Q…: more of it, from Upload-Offset on."""
    artifact = await _artifact(request)
    _check_version(request)
    if request.headers.get("content-type") != "application/offset+octet-stream":
        return _no(415, "")
    try:
        end = await receiving.receive(artifact, _number(request, "upload-offset"), streams.body(request))
    except Conflict as wrong:
        return _no(409, str(wrong))
    except rules.NotTaken as wrong:
        return _no(422, str(wrong))
    except Unavailable:
        return _no(503, actions.not_kept())
    return Response(status_code=204, headers=ALWAYS | {"Upload-Offset": str(end)})


async def end(request: Request) -> Response:
    """DELETE /work/EL-02/talk_plan/uploads/7K2Q…: it will not come."""
    artifact = await _artifact(request)
    _check_version(request)
    await actions.remove(signed_in(request), artifact)
    return Response(status_code=204, headers=ALWAYS)


async def _artifact(request: Request) -> Artifact:
    """One that is still on its way, or has just come."""
    place = request.path_params
    found = await queries.artifact(signed_in(request), place["code"], place["key"], place["file"])
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


def _until(artifact: Artifact) -> dict[str, str]:
    at = artifact.expires_at
    return {"Upload-Expires": format_datetime(at, usegmt=True)} if at else {}


def _far(received: int, size: int) -> dict[str, str]:
    return {"Upload-Offset": str(received), "Upload-Length": str(size)}


def _no(status: int, sentence: str) -> Response:
    return PlainTextResponse(sentence, status, headers=ALWAYS)


HERE = "/work/{code}/{key}/uploads"
ONE = HERE + "/{file}"
routes = [
    Route(HERE, tell_how, methods=["OPTIONS"]),
    Route(HERE, create, methods=["POST"]),
    Route(ONE, tell_how_far, methods=["HEAD"]),
    Route(ONE, receive, methods=["PATCH"]),
    Route(ONE, end, methods=["DELETE"]),
]
