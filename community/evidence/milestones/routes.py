"""A plan of one's own: what is left, days spread evenly, and the days that one sets oneself."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.errors import Invalid
from community.evidence import queries as evidence
from community.evidence.desk import cohort_around
from community.evidence.milestones import actions, queries, rules
from community.evidence.queries import Standing
from community.evidence.rules import State
from community.jobs import Job
from community.pages import ByMail, Keep, Notice, _, signed_in

DONE = (State.READY, State.SUBMITTED, State.MET)


async def show_milestones(request: Request) -> Response:
    """GET /work/EL-02/milestones: what is left, a proposal, and one's own days."""
    return await _milestones(request)


async def set_milestones(request: Request) -> Response:
    """POST /work/EL-02/milestones: one's days as they stand in the form, or (take) those proposed for what has none."""
    person = signed_in(request)
    standing = await evidence.standing(person, request.path_params["code"])
    typed, today = await pages.typed_form(request), _today(request)
    try:
        days = _typed_days(standing, typed)
        if "take" in typed:
            days |= {key: day for key, day in proposed(standing, today).items() if not days.get(key)}
        await actions.set_days(person, standing, days, today)
    except Invalid as wrong:
        return await _milestones(request, 422, Invalid(wrong.fields, typed))
    return pages.redirect(request, f"/work/{standing.definition.code}")


def left(standing: Standing, today: date) -> rules.Left | None:
    """What is missing and the days until the safe date, or the window's end behind it; None while no clock runs."""
    until = _until(standing, today)
    return rules.Left(len(_missing(standing)), (until - today).days) if until else None


def proposed(standing: Standing, today: date) -> dict[str, date]:
    """The days for what is missing, spread evenly to the safe date; eight weeks where no clock runs."""
    until = _until(standing, today) or today + timedelta(weeks=8)
    return {key: day for day, key in rules.plan(_missing(standing), today, until)}


def _missing(standing: Standing) -> list[str]:
    return [
        one.key
        for one in standing.requirements
        if (state := standing.work(one.key).state) not in DONE and not (one.optional and state is State.NOT_STARTED)
    ]


def _until(standing: Standing, today: date) -> date | None:
    application = standing.application
    if not application or application.state != "open" or not application.last_day or application.last_day < today:
        return None
    safe = application.safe_day
    return safe if safe and safe >= today else application.last_day


def _typed_days(standing: Standing, typed: dict[str, str]) -> dict[str, date | None]:
    days: dict[str, date | None] = {}
    for one in standing.requirements:
        text = typed.get(f"day-{one.key}")
        if text is not None:
            try:
                days[one.key] = date.fromisoformat(text) if text else None
            except ValueError as wrong:
                raise Invalid({f"day-{one.key}": _("Write the day as 2027-01-31.")}, {}) from wrong
    return days


def _today(request: Request) -> date:
    return request.state.now.astimezone(ZoneInfo(signed_in(request).time_zone)).date()


async def own(request: Request, standing: Standing) -> dict:
    """What the work's page shows of it."""
    today = _today(request)
    days = await queries.milestones(signed_in(request), standing.definition.micro_credential_id)
    return {"milestones": days, "left": left(standing, today), "today": today}


async def _milestones(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    standing = await evidence.standing(signed_in(request), request.path_params["code"])
    about = await own(request, standing)
    return pages.page(
        request, "evidence/milestones/milestones.html", status,
        **about,
        standing=standing,
        proposed=proposed(standing, about["today"]),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **await cohort_around(request, standing),
    )  # fmt: skip


routes = [
    Route("/work/{code}/milestones", show_milestones, methods=["GET"]),
    Route("/work/{code}/milestones", set_milestones, methods=["POST"]),
]
jobs = {"evidence.remind": Job(actions.remind, every=timedelta(hours=1), within=600, at_once=1)}
notices = {
    "milestone.come": Notice(
        *(queries.owners_by_id, "evidence/milestone", queries.told_by_id),
        lambda told: f"/work/{told.code}/{told.requirement_key}",
        called=lambda: _("A day comes that I set myself"), mail=ByMail(),
    ),
}  # fmt: skip
keeps = {"milestone": Keep(person="person_id")}
