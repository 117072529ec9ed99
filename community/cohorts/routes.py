"""The doors of cohorts: one of them, its life and its code; and at the foot the slice's face."""

from datetime import timedelta
from typing import Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts import actions, queries, reasons, rules
from community.cohorts.desk import routes as at_the_desk
from community.cohorts.expecting import routes as expecting
from community.cohorts.invitations import actions as inviting
from community.cohorts.invitations import letters
from community.cohorts.invitations import queries as invitations
from community.cohorts.invitations import routes as inviting_routes
from community.cohorts.joining import routes as joining
from community.cohorts.life import actions as living
from community.cohorts.life import closing
from community.cohorts.life import queries as led
from community.cohorts.life import routes as life
from community.cohorts.muting import routes as muting
from community.cohorts.opening import asking
from community.cohorts.opening import routes as opening
from community.cohorts.pausing import actions as pausing
from community.cohorts.pausing import routes as pauses
from community.cohorts.queries import Place
from community.cohorts.questions import routes as questions
from community.cohorts.requests import routes as requests
from community.cohorts.seats import routes as seats
from community.cohorts.settings import routes as settings
from community.cohorts.templates import routes as templates
from community.cohorts.waiting import line
from community.cohorts.welcoming import queries as welcoming
from community.cohorts.welcoming import routes as welcomes
from community.errors import Conflict, Invalid, permit
from community.jobs import Job
from community.pages import ByMail, Keep, Live, Notice, _


class Move(BaseModel):
    move: Literal["publish", "begin", "finish", "close"]


class NewCode(BaseModel):
    uses: int = Field(ge=1, le=rules.MOST_SEATS)


async def show_cohort(request: Request) -> Response:
    """Members stand in the page; board and discussion come as parts (habit 14)."""
    place = await _place(request)
    around = await seats.around_members(request, place, mine=await questions.waits_for_answers(place))
    return pages.page(request, "cohorts/cohort.html", **around)


async def move(request: Request) -> Response:
    place = await _led(request)
    wanted = await pages.form(request, Move)
    if wanted.move == "close" and await closing.unfinished(place):  # first: who looks after each?
        return pages.redirect(request, f"/cohorts/{place.cohort.id}/closing")
    try:
        await actions.move(place, wanted.move)
    except Conflict as refused:
        return await _members_again(request, place, {"move": refused.why}, 409)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/members?done={wanted.move}")


async def renew_code(request: Request) -> Response:
    place = await _led(request)
    try:
        wanted = await pages.form(request, NewCode)
    except Invalid as wrong:
        return await _members_again(request, place, wrong.fields, 422)
    await actions.reset_code(place, wanted.uses)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/members?done=code")


async def _place(request: Request) -> Place:
    return await queries.place(pages.signed_in(request), request.path_params["cohort_id"])


async def _led(request: Request) -> Place:
    place = await _place(request)
    permit(rules.leads(place), reasons.leaders_only())
    return place


async def _members_again(request: Request, place: Place, errors: dict[str, str], status: int) -> Response:
    typed = await pages.typed_form(request)
    around = await seats.around_members(request, place, errors=errors, typed=typed)
    return pages.page(request, "cohorts/members.html", status, **around)


async def names_around(person) -> list[str]:
    """The names of one's cohorts, which make no password (A55)."""
    return [name for cohort in await queries.cohorts_of(person) for name in (cohort.name, cohort.title)]


routes = [
    *opening.routes,
    Route("/cohorts/{cohort_id:int}", show_cohort, methods=["GET"]),
    Route("/cohorts/{cohort_id:int}/moves", move, methods=["POST"]),
    Route("/cohorts/{cohort_id:int}/codes", renew_code, methods=["POST"]),
    *joining.routes,
    *requests.routes,
    *inviting_routes.routes,
    *pauses.routes,
    *settings.routes,
    *expecting.routes,
    *templates.routes,
    *life.routes,
    *at_the_desk.routes,
    *questions.routes,
    *welcomes.routes,
    *seats.routes,
    *muting.routes,
]
SITTING = ("seat.taken", "seat.left", "seat.removed", "seat.paused", "seat.role_changed")  # what changes who sits there
OUTSIDE = (
    *("seat.waiting", "seat.offered", "seat.lapsed", "seat.invited", "seat.declined"),
    *("seat.requested", "seat.admitted", "seat.refused"),
)
INVITING = (
    *("invitation.made", "invitation.reminded"),
    *("invitation.accepted", "invitation.declined", "invitation.withdrawn"),
)
live = {
    **expecting.live,
    **{(kind, "line"): Live("cohorts/_awaited.html", one=invitations.invitations_by_id) for kind in INVITING},
    ("cohort.changed", "roster"): Live("cohorts/_about.html", cohort=queries.cohorts_by_id),
    ("cohort.renamed", "cohort"): Live("cohorts/_name.html", cohort=queries.cohorts_by_id),
    ("cohort.renamed", "roster"): Live("cohorts/_name.html", cohort=queries.cohorts_by_id),
    ("cohort.moved", "roster"): Live("cohorts/_about.html", cohort=queries.cohorts_by_id),
    **{(kind, "roster"): Live("cohorts/_member.html", member=queries.members_by_id) for kind in SITTING},
    **{(kind, "line"): Live("cohorts/_outside.html", one=queries.outside_by_id) for kind in (*SITTING, *OUTSIDE)},
}
topics = {
    "cohort": queries.audiences_by_id,
    "roster": queries.roster_audiences_by_id,
    "line": queries.leads_by_id,
    "seat": queries.seat_audiences_by_id,
}
BY_MAIL = ByMail(thread=lambda seat: f"cohort {seat.cohort_id}")
notices = {
    **muting.notices,
    "seat.removed": Notice(
        *(queries.owners_by_id, "cohorts/removed", queries.news_by_id, lambda seat: "/cohorts"),
        called=lambda: _("My seat in a cohort ends"), mail=BY_MAIL, can_switch_off=False,
    ),
    "seat.invited": Notice(
        *(queries.owners_by_id, "cohorts/invited", queries.news_by_id, lambda seat: "/cohorts"),
        called=lambda: _("Somebody invites me to a cohort"), mail=BY_MAIL, can_switch_off=False,
    ),
    "seat.offered": Notice(
        *(queries.owners_by_id, "cohorts/offered", queries.news_by_id, lambda seat: "/cohorts"),
        called=lambda: _("A seat has come free for me"), mail=ByMail(own_letter=True), can_switch_off=False,
    ),
    "seat.lapsed": Notice(
        *(queries.owners_by_id, "cohorts/lapsed", queries.news_by_id, lambda seat: "/cohorts"),
        called=lambda: _("A seat that was kept for me went on"), mail=ByMail(own_letter=True), can_switch_off=False,
    ),
    "invitation.made": Notice(
        *(invitations.owned_by_id, "cohorts/invited", invitations.news_by_id, lambda invitation: "/cohorts"),
        called=lambda: _("A letter invites me to a cohort"), mail=ByMail(own_letter=True), can_switch_off=False,
    ),
    "seat.requested": Notice(
        *(queries.leaders_by_id, "cohorts/requested", queries.news_by_id),
        lambda seat: f"/cohorts/{seat.cohort_id}/requests/{seat.seat_id}",
        called=lambda: _("Somebody asks to join a cohort that I lead"), asks=True, mail=BY_MAIL,
    ),
    "seat.welcomed": Notice(
        *(welcoming.welcomers_by_id, "cohorts/welcomed", queries.news_by_id),
        lambda seat: f"/cohorts/{seat.cohort_id}/channels/general",
        called=lambda: _("Somebody new has come, and I say hello"),
    ),
    "seat.admitted": Notice(
        *(queries.owners_by_id, "cohorts/admitted", queries.news_by_id, lambda seat: "/cohorts"),
        called=lambda: _("I am let into a cohort"), mail=ByMail(own_letter=True), can_switch_off=False,
    ),
    "seat.refused": Notice(
        *(queries.owners_by_id, "cohorts/refused", queries.news_by_id, lambda seat: "/cohorts"),
        called=lambda: _("A cohort cannot take me"), mail=ByMail(own_letter=True), can_switch_off=False,
    ),
    "seat.reminded": Notice(
        *(queries.owners_by_id, "cohorts/reminded", queries.news_by_id, lambda seat: "/cohorts"),
        called=lambda: _("The day on which I wanted to be back"), mail=ByMail(own_letter=True), can_switch_off=False,
    ),
    "aftercare.given": Notice(
        *(led.concerned_by_id, "cohorts/aftercare", queries.cohorts_by_id),
        lambda cohort: f"/cohorts/{cohort.id}/members",
        called=lambda: _("A cohort is closed, and somebody looks after who is not done"),
    ),
    "cohort.unled": Notice(
        *(led.organizers_by_id, "cohorts/unled", queries.cohorts_by_id),
        lambda cohort: f"/cohorts/{cohort.id}/members",
        called=lambda: _("Nobody facilitates a cohort of my affiliate"),
        mail=ByMail(thread=lambda cohort: f"cohort {cohort.id}"),
    ),
}
jobs = {
    "cohorts.line": Job(line.move_on, every=timedelta(minutes=1), within=300, at_once=1),
    "cohorts.invitation": Job(letters.deliver),
    "cohorts.forget_invitations": Job(inviting.forget, every=timedelta(days=1)),
    "cohorts.away": Job(pausing.remind, every=timedelta(hours=1), within=600, at_once=1),
    "cohorts.life": Job(living.move_on, every=timedelta(minutes=10), within=300, at_once=1),
}
followers = asking.followers
names = {"cohorts": names_around}
retains = {"invitations": inviting.KEPT}
addressed = {"facilitator_asked": "address", "invitation": "address"}
keeps = {
    "seat": Keep(person="person_id"),
    "cohort": Keep(person="created_by", on_erase="unname", hides=("join_code",)),
    "cohort_template": Keep(person="created_by", on_erase="unname"),
    "facilitator_asked": Keep(person="asked_by", on_erase="unname", hides=("address",)),
    "sign_up_answer": Keep(person="person_id"),
    "aftercare": Keep(person="person_id"),
    "invitation": Keep(person="invited_by", on_erase="unname", hides=("address",)),
}
