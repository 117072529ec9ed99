"""The doors of seats: join, answer an invitation, who sits here, leave, end a seat, what colleagues see."""

from datetime import timedelta
from typing import Any, Literal

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.cohorts import queries, reasons, rules
from community.cohorts.life import queries as life
from community.cohorts.opening import asking
from community.cohorts.queries import Cohort, Member, Place, Seat
from community.cohorts.requests.rules import ANSWERED_WITHIN, WordsOrNothing
from community.cohorts.seats import actions
from community.cohorts.welcoming.routes import arrived
from community.errors import Conflict, Invalid, permit
from community.people.accounts.rules import Address

RECENT = timedelta(days=90)  # so long seats that ended are told of


class Leaving(BaseModel):
    unnamed: Literal["", "yes"] = ""


class Removal(BaseModel):
    reason: WordsOrNothing = ""


class Facilitate(BaseModel):
    email: Address


# --- an answer to what waits for one ---


async def accept(request: Request) -> Response:
    person = pages.signed_in(request)
    seat = await actions.accept(person, request.path_params["cohort_id"])
    return await arrived(request, seat)


async def decline(request: Request) -> Response:
    await actions.decline(pages.signed_in(request), request.path_params["cohort_id"])
    return pages.redirect(request, "/cohorts?done=declined")


# --- who sits here ---


async def show_members(request: Request) -> Response:
    """With ?part=1 only the list."""
    place = await _place(request)
    part = "part" in request.query_params
    return pages.page(
        request, "cohorts/_roster.html" if part else "cohorts/members.html", **await around_members(request, place)
    )


async def around_members(request: Request, place: Place, **context: Any) -> dict[str, Any]:
    """What the list of members needs, here and on the cohort's own page."""
    cohort, leads = place.cohort, rules.leads(place)
    sits = place.seat is not None and place.seat.role != rules.Role.OBSERVER  # who observes sees counts, not who moves
    own = ([cohort.topic] if sits else []) + ([cohort.line_topic] if leads else [])
    marks = await pages.watch(request, *own, cohort.roster_topic)
    members = await queries.roster(place, with_addresses=rules.sees_addresses(place))
    return {
        "nav": "cohort",
        "place": place,
        "cohort": cohort,
        "seat": place.seat,
        "leads": leads,
        "audience": "facilitator" if leads else "peer",
        "members": members,
        "taken": sum(member.role == rules.Role.PARTICIPANT for member in members),
        "here": request.state.realtime.here(cohort.topic),
        "marks": marks,
        "late_since": request.state.now - ANSWERED_WITHIN,
        "outside": await queries.outside(place, request.state.now - RECENT) if leads else [],
        "asked": await queries.asked(place) if leads else [],
        "moves": rules.moves(place),
        "aftercare": await life.aftercare(place) if cohort.is_closed else [],
        "done": request.query_params.get("done", ""),
    } | context


async def ask_to_facilitate(request: Request) -> Response:
    place, person = await _led(request), pages.signed_in(request)
    try:
        asked = await pages.form(request, Facilitate)
        await limits.spend("post", str(person.id))
        await limits.spend("mail", asked.email)
        await asking.ask(place.cohort, asked.email, by=person)
    except (Invalid, Conflict) as wrong:
        fields = wrong.fields if isinstance(wrong, Invalid) else {"email": wrong.why}
        around = await around_members(request, place, errors=fields, typed=await pages.typed_form(request))
        return pages.page(request, "cohorts/members.html", 422, **around)
    return _back(request, place, "asked")


async def show_invite_again(request: Request) -> Response:
    place = await _led(request)
    return _about(request, "cohorts/again.html", place, await _member(request, place))


async def invite_again(request: Request) -> Response:
    place = await _led(request)
    member = await _member(request, place)
    try:
        await actions.invite_again(place, member)
    except Conflict as refused:
        return _about(request, "cohorts/again.html", place, member, 409, why=refused.why)
    return _back(request, place, "asked")


# --- leaving, and being removed ---


async def show_leaving(request: Request) -> Response:
    seat, cohort = await _seated(request)
    return pages.page(request, "cohorts/leaving.html", nav="cohort", cohort=cohort, seat=seat, why="")


async def leave(request: Request) -> Response:
    seat, cohort = await _seated(request)
    wanted = await pages.form(request, Leaving)
    try:
        await actions.leave(pages.signed_in(request), seat, cohort, unnamed=wanted.unnamed == "yes")
    except Conflict as refused:
        return pages.page(request, "cohorts/leaving.html", 409, nav="cohort", cohort=cohort, seat=seat, why=refused.why)
    return pages.redirect(request, "/cohorts?done=left")


async def show_removal(request: Request) -> Response:
    place = await _led(request)
    member = await _removable(request, place)
    return _about(request, "cohorts/removal.html", place, member)


async def remove(request: Request) -> Response:
    place = await _led(request)
    member = await _removable(request, place)
    try:
        await actions.remove(place, member, (await pages.form(request, Removal)).reason)
    except Invalid as wrong:
        return _about(
            request, "cohorts/removal.html", place, member, 422, errors=wrong.fields, typed=wrong.typed
        )
    except Conflict as refused:
        return _about(request, "cohorts/removal.html", place, member, 409, why=refused.why)
    return _back(request, place, "removed")


# --- how one comes in ---


async def _place(request: Request) -> Place:
    return await queries.place(pages.signed_in(request), request.path_params["cohort_id"])


async def _led(request: Request) -> Place:
    place = await _place(request)
    permit(rules.leads(place), reasons.leaders_only())
    return place


async def _seated(request: Request) -> tuple[Seat, Cohort]:
    seat = await queries.seat(pages.signed_in(request), request.path_params["cohort_id"])
    return seat, await queries.cohort(seat)


async def _member(request: Request, place: Place) -> Member:
    return await queries.member_at(place, request.path_params["seat_id"])


async def _removable(request: Request, place: Place) -> Member:
    member = await _member(request, place)
    permit(rules.may_remove(place, member), reasons.not_removed_by_you())
    return member


def _about(
    request: Request, template: str, place: Place, member: Member, status: int = 200, why: str = "", **context: Any
) -> Response:
    """A page about one member, for who leads."""
    around: dict[str, Any] = {"nav": "cohort", "cohort": place.cohort, "seat": place.seat, "member": member, "why": why}
    return pages.page(request, template, status, **around, **context)


def _back(request: Request, place: Place, done: str) -> Response:
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/members?done={done}")


HERE = "/cohorts/{cohort_id:int}"
routes = [
    Route(f"{HERE}/acceptance", accept, methods=["POST"]),
    Route(f"{HERE}/refusal", decline, methods=["POST"]),
    Route(f"{HERE}/members", show_members, methods=["GET"]),
    Route(f"{HERE}/facilitators", ask_to_facilitate, methods=["POST"]),
    Route(f"{HERE}/members/{{seat_id:int}}/invitation", show_invite_again, methods=["GET"]),
    Route(f"{HERE}/members/{{seat_id:int}}/invitation", invite_again, methods=["POST"]),
    Route(f"{HERE}/members/{{seat_id:int}}/removal", show_removal, methods=["GET"]),
    Route(f"{HERE}/members/{{seat_id:int}}/removal", remove, methods=["POST"]),
    Route(f"{HERE}/leaving", show_leaving, methods=["GET"]),
    Route(f"{HERE}/leaving", leave, methods=["POST"]),
]
