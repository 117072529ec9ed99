"""The doors of who leads: another role for a member's seat, and a cohort that is handed over."""

from typing import Any, Literal

from pydantic import BaseModel, Field, field_validator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, numbers, pages
from community.cohorts import queries, reasons, rules
from community.cohorts.life import actions, closing, leading
from community.cohorts.queries import Cohort, Member, Place, Seat
from community.errors import Conflict, Invalid, permit
from community.pages import _
from community.people.accounts import rules as accounts


class NewRole(BaseModel):
    role: Literal["facilitator", "participant"]


class Handover(BaseModel):
    successor: str = Field(default="", max_length=300)

    @field_validator("successor")
    @classmethod
    def _an_address(cls, typed: str) -> str:
        return accounts.address(typed) if typed else ""


async def show_role(request: Request) -> Response:
    """To who leads; it says so where the change is somebody else's to make."""
    place, member = await _one_of(request)
    return _role_page(request, place, member, "" if rules.may_change_role(place, member) else reasons.no_role_by_you())


async def change_role(request: Request) -> Response:
    place, member = await _other(request)
    try:
        await leading.change_role(place, member, (await pages.form(request, NewRole)).role)
    except Conflict as refused:
        return _role_page(request, place, member, refused.why, 409)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/members?done=role")


async def show_handover(request: Request) -> Response:
    seat, cohort = await _facilitated(request)
    return _handover_page(request, seat, cohort)


async def hand_over(request: Request) -> Response:
    person, (seat, cohort) = pages.signed_in(request), await _facilitated(request)
    try:
        wanted = await pages.form(request, Handover)
        if wanted.successor:
            await limits.spend("mail", wanted.successor)
        await actions.hand_over(person, seat, cohort, wanted.successor)
    except (Invalid, Conflict) as wrong:
        fields = wrong.fields if isinstance(wrong, Invalid) else {"successor": wrong.why}
        return _handover_page(request, seat, cohort, fields, await pages.typed_form(request), 422)
    return pages.redirect(request, "/cohorts?done=left")


async def show_closing(request: Request) -> Response:
    return await _closing_page(request, await _led(request))


async def close(request: Request) -> Response:
    """Who looks after each member whose application is open: after_SEAT is a person, or "alone"."""
    place, typed = await _led(request), await pages.typed_form(request)
    said = {name.removeprefix("after_"): one for name, one in typed.items() if name.startswith("after_")}
    found = {numbers.row(seat): (one, numbers.row(one)) for seat, one in said.items()}
    chosen = {
        seat: person
        for seat, (one, person) in found.items()
        if seat is not None and (person is not None or one == "alone")
    }
    try:
        await closing.close(place, chosen)
    except (Invalid, Conflict) as wrong:
        return await _closing_page(request, place, *pages.problem(wrong), typed)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/members?done=close")


async def _closing_page(
    request: Request,
    place: Place,
    status: int = 200,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    able = await closing.caretakers(place)
    about = {
        "cohort": place.cohort,
        "seat": place.seat,
        "unfinished": await closing.unfinished(place),
        "caretakers": [(str(one), name or _("I do")) for one, name in able.items()],
        "errors": errors or {},
        "typed": typed or {},
    }
    return pages.page(request, "cohorts/closing.html", status, None, nav="cohort", **about)


def _role_page(request: Request, place: Place, member: Member, why: str = "", status: int = 200) -> Response:
    about: dict[str, Any] = {"cohort": place.cohort, "seat": place.seat, "member": member, "why": why}
    about["may"] = rules.may_change_role(place, member)
    return pages.page(request, "cohorts/role.html", status, None, nav="cohort", **about)


def _handover_page(
    request: Request,
    seat: Seat,
    cohort: Cohort,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    about = {"cohort": cohort, "seat": seat, "errors": errors or {}, "typed": typed or {}}
    return pages.page(request, "cohorts/handover.html", status, None, nav="cohort", **about)


async def _led(request: Request) -> Place:
    place = await queries.place(pages.signed_in(request), request.path_params["cohort_id"])
    permit(rules.leads(place), reasons.leaders_only())
    return place


async def _one_of(request: Request) -> tuple[Place, Member]:
    place = await _led(request)
    return place, await queries.member_at(place, request.path_params["seat_id"])


async def _other(request: Request) -> tuple[Place, Member]:
    place, member = await _one_of(request)
    permit(rules.may_change_role(place, member), reasons.no_role_by_you())
    return place, member


async def _facilitated(request: Request) -> tuple[Seat, Cohort]:
    """One's own seat as facilitator."""
    seat = await queries.seat(pages.signed_in(request), request.path_params["cohort_id"])
    permit(seat.is_facilitator, reasons.facilitators_only())
    return seat, await queries.cohort(seat)


HERE = "/cohorts/{cohort_id:int}"
routes = [
    Route(f"{HERE}/members/{{seat_id:int}}/role", show_role, methods=["GET"]),
    Route(f"{HERE}/members/{{seat_id:int}}/role", change_role, methods=["POST"]),
    Route(f"{HERE}/closing", show_closing, methods=["GET"]),
    Route(f"{HERE}/closing", close, methods=["POST"]),
    Route(f"{HERE}/handover", show_handover, methods=["GET"]),
    Route(f"{HERE}/handover", hand_over, methods=["POST"]),
]
