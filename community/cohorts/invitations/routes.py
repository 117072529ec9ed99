"""The doors of invitations: for who leads a list and what became of it, for who is invited a link."""

from collections.abc import Awaitable
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, once, pages
from community.affiliates.lines import Unreadable
from community.cohorts import queries as cohorts
from community.cohorts import reasons
from community.cohorts import rules as life
from community.cohorts.invitations import actions, queries, rules
from community.cohorts.invitations.queries import Invitation
from community.cohorts.invitations.rules import Read
from community.cohorts.joining import routes as joining
from community.cohorts.joining.asking import NoSeat
from community.cohorts.queries import Place, Seat
from community.cohorts.welcoming.routes import arrived
from community.errors import Conflict, Invalid, NotFound, permit
from community.pages import _
from community.people import answers
from community.people.queries import Person

MOST_NAMED = 20  # wrong lines at a time


class Invite(BaseModel):
    addresses: str = Field(default="", max_length=rules.MOST_SIGNS)
    role: Literal["participant", "observer", "helper"] = "participant"
    post_key: UUID


async def show_invitations(request: Request) -> Response:
    return await _page(request, await _led(request))


async def invite(request: Request) -> Response:
    place = await _led(request)
    async with request.form(max_files=1, max_fields=20) as posted:
        try:
            wanted = await pages.form(request, Invite)
            addresses = _read(wanted.addresses, await _file(posted.get("file")))
        except Invalid as wrong:
            return await _page(request, place, 422, errors=wrong.fields, typed=await pages.typed_form(request))

    async def made() -> str:
        await limits.spend("invitation", str(place.person_id), times=len(addresses))
        done = await actions.invite(place, addresses, wanted.role)
        return f"sent={done.sent}&seated={done.seated}&awaited={done.awaited}"

    said = await once.once("invitations", place.person_id, wanted.post_key, made)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/invitations?{said}")


async def remind(request: Request) -> Response:
    place, invitation = await _one(request)
    return await _done(request, place, actions.remind(place, invitation), "reminded")


async def withdraw(request: Request) -> Response:
    place, invitation = await _one(request)
    return await _done(request, place, actions.withdraw(place, invitation), "withdrawn")


# --- for who is invited ---


async def show_link(request: Request) -> Response:
    """GET /invitations/link/TOKEN: to what, by whom; a visitor signs in or makes an account and comes back."""
    invitation = await _linked(request)
    if invitation is None:
        return pages.page(request, "cohorts/invitation_over.html", 410, nav="find")
    news = (await queries.news_by_id([invitation.id]))[invitation.id]
    here = f"/invitations/link/{request.path_params['letter']}"
    return pages.page(request, "cohorts/invitation.html", nav="find", invitation=news, here=here)


async def accept_link(request: Request) -> Response:
    return await _accept(request, await _linked(request))


async def decline_link(request: Request) -> Response:
    return await _decline(request, await _linked(request))


async def accept_mine(request: Request) -> Response:
    return await _accept(request, await _mine(request))


async def decline_mine(request: Request) -> Response:
    return await _decline(request, await _mine(request))


async def _accept(request: Request, invitation: Invitation | None) -> Response:
    person = pages.signed_in(request)
    if invitation is None:
        return pages.page(request, "cohorts/invitation_over.html", 410, nav="find")
    try:
        seat: Seat = await actions.accept(person, invitation)
    except NoSeat as refused:
        cohort = (await cohorts.cohorts_by_id([invitation.cohort_id]))[invitation.cohort_id]
        return joining.refuse(request, cohort.join_code, refused)
    return await arrived(request, seat)


async def _decline(request: Request, invitation: Invitation | None) -> Response:
    person: Person = pages.signed_in(request)
    if invitation is None:
        return pages.page(request, "cohorts/invitation_over.html", 410, nav="find")
    await actions.decline(person, invitation)
    return pages.redirect(request, "/cohorts?done=declined")


async def _linked(request: Request) -> Invitation | None:
    await limits.spend("join_link", answers.origin(request))
    return await actions.of_token(request.path_params["letter"])


async def _mine(request: Request) -> Invitation:
    return await actions.of_mine(pages.signed_in(request), request.path_params["invitation_id"])


# --- how who leads comes in ---


async def _led(request: Request) -> Place:
    place = await cohorts.place(pages.signed_in(request), request.path_params["cohort_id"])
    permit(life.leads(place), reasons.leaders_only())
    return place


async def _one(request: Request) -> tuple[Place, Invitation]:
    place = await _led(request)
    found = await queries.invitation(place, request.path_params["invitation_id"])
    if found is None:
        raise NotFound
    return place, found


async def _done(request: Request, place: Place, deed: Awaitable[None], done: str) -> Response:
    try:
        await deed
    except Conflict as refused:
        return await _page(request, place, 409, errors={"": refused.why})
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/invitations?done={done}")


async def _file(posted: object) -> Read:
    """The addresses of the file that came along; none without one. Raises Invalid for what is no table or too long."""
    if not isinstance(posted, UploadFile) or not posted.filename:
        return Read()
    data = await posted.read(rules.MOST_FILE + 1)
    if len(data) > rules.MOST_FILE:
        raise Invalid({"file": _("This file is too large. Send the addresses alone, in parts if need be.")})
    try:
        return rules.read_file(data)
    except Unreadable as refused:
        raise Invalid({"file": refused.mistake.sentence}) from None


def _read(pasted: str, file: Read) -> list[str]:
    """The addresses of list and file. Invalid with each line that is none, or if they are too many."""
    typed = rules.read(pasted)
    wrong = {"addresses": _named(typed), "file": _named(file)}
    if any(wrong.values()):
        raise Invalid({field: said for field, said in wrong.items() if said})
    addresses = rules.joined(typed, file)
    if not addresses:
        raise Invalid({"addresses": reasons.no_address()})
    if len(addresses) > rules.MOST:
        raise Invalid({"addresses" if typed.addresses else "file": rules.too_many(len(addresses))})
    return addresses


def _named(read: Read) -> str:
    """The lines that are no address, each with what to mend."""
    return " ".join(reasons.wrong_line(one.line, one.text, one.why) for one in read.wrong[:MOST_NAMED])


async def _page(request: Request, place: Place, status: int = 200, **context: Any) -> Response:
    marks = await pages.watch(request, place.cohort.line_topic)
    now = request.state.now
    around: dict[str, Any] = {
        "nav": "cohort",
        "cohort": place.cohort,
        "seat": place.seat,
        "pending": await queries.pending(place, now),
        "marks": marks,
        "outcome": _outcome(request),
        "done": request.query_params.get("done", ""),
        "most": rules.MOST,
    }
    return pages.page(request, "cohorts/invitations.html", status, **around, **context)


def _outcome(request: Request) -> dict[str, int]:
    """What became of the list that was sent just now."""
    names = ("sent", "seated", "awaited") if "sent" in request.query_params else ()
    return {name: _number(request, name) for name in names}


def _number(request: Request, name: str) -> int:
    given = request.query_params.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 5 else 0


HERE, LINK = "/cohorts/{cohort_id:int}/invitations", "/invitations/link/{letter}"
routes = [
    Route(HERE, show_invitations, methods=["GET"]),
    Route(HERE, invite, methods=["POST"]),
    Route(HERE + "/{invitation_id:int}/reminder", remind, methods=["POST"]),
    Route(HERE + "/{invitation_id:int}/withdrawal", withdraw, methods=["POST"]),
    Route(LINK, show_link, methods=["GET"]),
    Route(LINK, accept_link, methods=["POST"]),
    Route(LINK + "/refusal", decline_link, methods=["POST"]),
    Route("/invitations/{invitation_id:int}/acceptance", accept_mine, methods=["POST"]),
    Route("/invitations/{invitation_id:int}/refusal", decline_mine, methods=["POST"]),
]
