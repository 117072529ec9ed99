"""The doors of notes that were sent: what became of them, what is said about them, and one's own given ones."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request as HTTP
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.errors import NotFound
from community.feedback import content, own
from community.feedback.notes import queries as notes
from community.feedback.readings import queries as readings
from community.feedback.readings.queries import Feedback
from community.feedback.requests import queries as requests
from community.feedback.requests.queries import Request
from community.feedback.uptakes import actions
from community.feedback.usefulness import queries as usefulness
from community.once import once
from community.pages import signed_in

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class Uptake(BaseModel):
    uptake: Literal["used", "adapted", "not_used"]
    reason: str = Field("", max_length=1000)


class Reply(BaseModel):
    post_key: UUID
    text: Words


class Thanks(BaseModel):
    thanks: Words


async def take_up(http: HTTP) -> Response:
    """POST /feedback/12/notes/5/uptake: used, adapted or not used, with a reason (R47)."""
    request, given, _note = await own.note(http)
    posted = await pages.form(http, Uptake)
    note_id = http.path_params["note_id"]
    await actions.take_up(signed_in(http), request, given, note_id, posted.uptake, posted.reason.strip())
    return pages.redirect(http, f"{request.ledger}?done=taken_up#note-{note_id}")


async def reply(http: HTTP) -> Response:
    """POST /feedback/12/notes/5/replies: a word about one note (F74)."""
    person = signed_in(http)
    request, given = await _about(http)
    posted, note_id = await pages.form(http, Reply), http.path_params["note_id"]
    await limits.spend("post", f"person {person.id}")

    async def make() -> str:
        return str(await actions.reply(person, request, given, note_id, posted.text))

    await once("uptake", person.id, posted.post_key, make)
    where = request.ledger if request.person_id == person.id else f"{request.address}/given"
    return pages.redirect(http, f"{where}#note-{note_id}")


async def thank(http: HTTP) -> Response:
    """POST /feedback/12/given/3/thanks: a word to who gave it."""
    request, given = await own.feedback(http)
    await actions.thank(signed_in(http), request, given, (await pages.form(http, Thanks)).thanks)
    return pages.redirect(http, request.ledger)


async def show_given(http: HTTP) -> Response:
    """GET /feedback/12/given: one's own notes and what became of each, also when the draft is closed again."""
    person = signed_in(http)
    request = await requests.given_request(person, http.path_params["request_id"])
    given = await readings.given(person, request) if request else None
    if request is None or given is None or not given.is_sent:
        raise NotFound
    await pages.watch(http, *([f"seat:{given.seat_id}"] if given.seat_id else []))
    return pages.page(
        http,
        "feedback/_given.html" if "part" in http.query_params else "feedback/given.html",
        asked_for=request,
        requirement=request.requirement,
        given=given,
        useful=await usefulness.heard(person, given),
        notes=await notes.own_notes(person, given),
        protocol=content.protocols()[given.protocol],
        nav="cohort",
    )


async def _about(http: HTTP) -> tuple[Request, Feedback]:
    """The request and the feedback of a sent note, for whose draft it is or who gave it."""
    person, note_id = signed_in(http), http.path_params["note_id"]
    mine = await requests.own_request(person, http.path_params["request_id"])
    if mine:
        return mine, (await own.note_on(person, mine, note_id))[0]
    request = await requests.given_request(person, http.path_params["request_id"])
    given = await readings.given(person, request) if request else None
    if request is None or given is None or not given.is_sent:
        raise NotFound
    if note_id not in {one.id for one in await notes.own_notes(person, given)}:
        raise NotFound
    return request, given


HERE = "/feedback/{request_id:int}"
routes = [
    Route(HERE + "/given", show_given, methods=["GET"]),
    Route(HERE + "/notes/{note_id:int}/uptake", take_up, methods=["POST"]),
    Route(HERE + "/notes/{note_id:int}/replies", reply, methods=["POST"]),
    Route(HERE + "/given/{given_id:int}/thanks", thank, methods=["POST"]),
]
