"""One's own work: what one works on, one requirement at a desk of its own, Start, and what colleagues see of it."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, pages
from community.affiliates import queries as affiliates
from community.catalogue import queries as catalogue
from community.catalogue.credit.seen import credit
from community.cohorts import queries as cohorts
from community.cohorts.rules import Shows
from community.errors import Conflict, Invalid, permit
from community.evidence import actions, due, queries, revising, rules, settling, writing
from community.evidence.artifacts import routes as artifacts
from community.evidence.assessing import routes as assessing
from community.evidence.desk import cohort_around
from community.evidence.extending import routes as extending
from community.evidence.hours import routes as hours
from community.evidence.links import routes as links
from community.evidence.milestones import routes as milestones
from community.evidence.releases import routes as releases
from community.evidence.scrub import routes as scrub
from community.evidence.vault import routes as vault
from community.fees import rules as fee_rules
from community.jobs import Job
from community.once import once
from community.pages import Belongs, ByMail, Keep, Notice, _, signed_in


async def show_works(request: Request) -> Response:
    """GET /work: the micro-credentials that one works on."""
    person = signed_in(request)
    return pages.page(request, "evidence/works.html", standings=await queries.standings(person), nav="learning")


async def show_work(request: Request) -> Response:
    """GET /work/EL-02: its parts, where each requirement stands, the next step, the clock."""
    standing = await queries.standing(signed_in(request), request.path_params["code"])
    around = await cohort_around(request, standing)
    own = await milestones.own(request, standing)
    return pages.page(request, "evidence/work.html", standing=standing, **around, **own)


async def show_start(request: Request) -> Response:
    """GET /work/EL-02/applications/new: what Start would open, before it does."""
    return await _start(request)


class Start(BaseModel):
    post_key: UUID


async def start(request: Request) -> Response:
    """POST /work/EL-02/applications: the window opens today (R23)."""
    person, code = signed_in(request), request.path_params["code"]
    standing = await queries.standing(person, code)
    posted = await pages.form(request, Start)

    async def make() -> str:
        return str((await actions.start(person, standing.definition)).id)

    try:
        await once("start", person.id, posted.post_key, make)
    except Conflict as wrong:
        return await _start(request, 409, str(wrong))
    return pages.redirect(request, f"/work/{code}")


async def ask_fee(request: Request) -> Response:
    """POST /work/EL-02/fees: the fee is due, written down; on to the ways to settle it (R8)."""
    person = signed_in(request)
    standing = await queries.standing(person, request.path_params["code"])
    try:
        fee = await settling.ask(person, standing)
    except Conflict as wrong:
        return await _start(request, 409, str(wrong))
    return pages.redirect(request, f"/fees/{fee.number}")


async def show_return(request: Request) -> Response:
    """GET /work/EL-02/fees/return: what happens when one wants the fee back, before one does."""
    return await _return(request)


async def want_back(request: Request) -> Response:
    """POST /work/EL-02/fees/return: the fee is asked back, and the window that it opened ends (R8)."""
    person = signed_in(request)
    standing = await queries.standing(person, request.path_params["code"])
    try:
        await settling.want_back(person, standing)
    except Conflict as wrong:
        return await _return(request, 409, str(wrong))
    return pages.redirect(request, "/fees?done=wished")


async def _return(request: Request, status: int = 200, problem: str = "") -> Response:
    person = signed_in(request)
    standing = await queries.standing(person, request.path_params["code"])
    fee = await settling.fee_of(person, standing.definition)
    return pages.page(
        request,
        "evidence/return.html",
        status,
        standing=standing,
        fee=fee,
        can_wish=fee is not None and fee_rules.can_wish(fee),
        problem=problem,
        nav="learning",
    )


async def _start(request: Request, status: int = 200, problem: str = "") -> Response:
    person = signed_in(request)
    standing = await queries.standing(person, request.path_params["code"])
    price, fee = await actions.price_of(person, standing.definition)
    bar = await actions.bar_to_start(person, standing.definition, price)
    today = clock.now().astimezone(ZoneInfo(person.time_zone)).date()
    return pages.page(
        request,
        "evidence/start.html",
        status,
        standing=standing,
        bar=bar,
        price=price,
        fee=fee,
        member_of=(await affiliates.standing(person, today)).affiliate,
        problem=problem,
        nav="learning",
        wanted_first=await actions.wanted_first(person, standing.definition),
        credit=await credit(person, standing.definition, request.state.now),
        days=rules.clock(clock.now(), person.time_zone, standing.definition.window_months),
    )


async def show_visibility(request: Request) -> Response:
    """GET /cohorts/7/visibility: what colleagues see of one's states."""
    return await _visibility(request)


class Visibility(BaseModel):
    shows: Shows


async def set_visibility(request: Request) -> Response:
    """POST /cohorts/7/visibility: all states, working or done, nothing."""
    person = signed_in(request)
    seat = await cohorts.seat(person, request.path_params["cohort_id"])
    permit(seat.is_participant, _("Only who works here chooses what others see."))
    try:
        posted = await pages.form(request, Visibility)
    except Invalid as wrong:
        return await _visibility(request, 422, wrong)
    cohort = await cohorts.cohort(seat)
    await actions.show(seat, await catalogue.public_requirements(cohort.definition_version_id), posted.shows)
    return pages.redirect(request, f"/cohorts/{seat.cohort_id}/board")


async def _visibility(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    seat = await cohorts.seat(signed_in(request), request.path_params["cohort_id"])
    permit(seat.is_participant, _("Only who works here chooses what others see."))
    return pages.page(
        request,
        "evidence/visibility.html",
        status,
        seat=seat,
        cohort=await cohorts.cohort(seat),
        nav="cohort",
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


HERE = "/work/{code}/{key}"
routes = [
    Route("/cohorts/{cohort_id:int}/visibility", show_visibility),
    Route("/cohorts/{cohort_id:int}/visibility", set_visibility, methods=["POST"]),
    Route("/work", show_works),
    Route("/work/{code}", show_work),
    Route("/work/{code}/applications", start, methods=["POST"]),
    Route("/work/{code}/applications/new", show_start),
    Route("/work/{code}/fees", ask_fee, methods=["POST"]),
    Route("/work/{code}/fees/return", show_return, methods=["GET"]),
    Route("/work/{code}/fees/return", want_back, methods=["POST"]),
    *milestones.routes,
    *hours.routes,
    *extending.routes,
    Route(HERE, writing.show_workspace),
    Route(HERE + "/revisions", revising.show_revisions),
    Route(HERE + "/revisions", writing.save_revision, methods=["POST"]),
    Route(HERE + "/revisions/{number:int}", revising.show_revision),
    Route(HERE + "/comparisons/{number:int}/{other:int}", revising.show_comparison),
    Route(HERE + "/restorations", revising.restore_revision, methods=["POST"]),
    Route(HERE + "/readiness", writing.say_ready, methods=["POST"]),
    Route(HERE + "/taking-up", writing.take_up, methods=["POST"]),
    Route(HERE + "/choices/{number:int}", revising.show_choice),
    Route(HERE + "/choices/{number:int}", revising.choose_text, methods=["POST"]),
    *artifacts.routes, *links.routes,
    *releases.routes,
    *scrub.routes,
    *assessing.routes,
    *vault.routes,
]
live = {**artifacts.live, **links.live}
jobs = {
    **artifacts.jobs, **links.jobs, **milestones.jobs,
    "evidence.thin_revisions": Job(actions.thin_revisions, every=timedelta(hours=6)),
    "evidence.expire": Job(due.expire, every=timedelta(hours=1), within=600, at_once=1),
    "evidence.warn": Job(due.warn, every=timedelta(hours=1), within=600, at_once=1),
}
TOLD = (queries.windows_by_id, lambda window: f"/work/{window.code}")
notices = {
    **milestones.notices,
    **extending.notices,
    "application.warned": Notice(
        *(queries.applicants_by_id, "evidence/warned", *TOLD),
        called=lambda: _("A date of mine comes near"), mail=ByMail(own_letter=True), can_switch_off=False,
    ),
    "application.expired": Notice(
        *(queries.applicants_by_id, "evidence/expired", *TOLD),
        called=lambda: _("A window of mine ends"), mail=ByMail(own_letter=True), can_switch_off=False,
    ),
}
digest = {"evidence": due.safe_day_said}
standings = {"evidence": queries.standings_by_id}
keeps = {
    "work": Keep(person="person_id"),
    "application": Keep(person="person_id"),
    **scrub.keeps,
    **assessing.keeps,
    **milestones.keeps,
    **hours.keeps,
    **extending.keeps,
}
belongs = {
    ("revision", "work"): Belongs("work_id"),
    ("upload", "work"): Belongs("work_id", hides=("copy",), file="file", called="name"),
    ("link", "work"): Belongs("work_id"),
    ("name_answer", "work"): Belongs("work_id"),
    **extending.belongs,
}
