"""Today: who needs me and why, what comes next, who is on their way; and the slice's face."""

from datetime import datetime, time, timedelta
from math import ceil
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages, words
from community.discussion.rules import LONGEST
from community.errors import Conflict, Invalid
from community.limits import spend
from community.meetings import queries as meetings
from community.moderation import queries as moderation
from community.overview import actions, queries, rules
from community.overview.entering import around, leads
from community.overview.letting import routes as letting
from community.overview.rules import Need
from community.pages import Belongs, Keep
from community.submissions.opening import queries as opening

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


async def show_today(request: Request) -> Response:
    """GET /cohorts/7/today"""
    return await _today(request)


async def show_letter(request: Request) -> Response:
    """GET /cohorts/7/today/12/letter?need=stopped: a letter to this member, drafted, to be made one's own."""
    return await _letter(request)


class Letter(BaseModel):
    need: Need
    text: Text
    post_key: UUID


async def write_letter(request: Request) -> Response:
    """POST /cohorts/7/today/12/letter: it goes into the private thread of the two."""
    seat, cohort = await leads(request)
    try:
        said = await pages.form(request, Letter)
        await spend("message", f"person {seat.person_id}")
        channel_id = await actions.nudge(
            seat, cohort, request.path_params["seat_id"], said.need, said.text, said.post_key
        )
    except Invalid as wrong:
        return await _letter(request, 422, wrong)
    except Conflict as wrong:
        return await _letter(request, 409, Invalid({"text": wrong.why}, {"text": said.text, "need": said.need}))
    return pages.redirect(request, f"/cohorts/{cohort.id}/channels/{channel_id}")


class Later(BaseModel):
    need: Need
    days: int


async def put_off(request: Request) -> Response:
    """POST /cohorts/7/today/12/later: not today."""
    seat, cohort = await leads(request)
    later = await pages.form(request, Later)
    await actions.put_off(seat, cohort, request.path_params["seat_id"], later.need, later.days)
    return pages.redirect(request, f"/cohorts/{cohort.id}/today?done=later")


async def _today(request: Request) -> Response:
    """It follows its cohort: today.js asks for it anew when something moves there, or a time is up."""
    seat, cohort = await leads(request)
    await pages.watch(request, seat.cohort_topic)
    zone, now = ZoneInfo(cohort.time_zone), request.state.now
    today = now.astimezone(zone).date()
    everyone = await queries.standings(seat, cohort)
    begins, midnight = (datetime.combine(day, time(), zone) for day in (cohort.starts_on, today + timedelta(days=1)))
    found = [why for one in everyone for why in rules.whys(one, begins, now, today)]
    needs = rules.most_pressing(found, await queries.put_off(seat, today))
    pressing = {why.seat_id for why in needs}
    meeting = (await meetings.public_next_meetings([cohort.id])).get(cohort.id)
    return pages.page(
        request,
        "overview/today.html",
        part_of_day=words.part_of_day(now, request.state.person.time_zone),
        done=request.query_params.get("done", ""),
        needs=needs,
        put_off=len({why.seat_id for why in found} - pressing),
        others=[one for one in everyone if one.seat_id not in pressing],
        to_show=rules.to_show(everyone)[:5],
        meeting=meeting,
        reported=await moderation.count_waiting(seat),
        opened=await opening.opened_in(seat, now),
        wait=ceil((rules.changes_at(everyone, begins, now, midnight) - now).total_seconds()),
        week=max((today - cohort.starts_on).days // 7 + 1, 0),
        weeks=(cohort.ends_on - cohort.starts_on).days // 7,
        rules=rules,
        **await around(request, seat, cohort),
    )


async def _letter(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    seat, cohort = await leads(request)
    standing = await queries.standing(seat, cohort, request.path_params["seat_id"])
    typed = wrong.typed if wrong else {}
    given = typed.get("need", request.query_params.get("need", ""))
    need = Need(given) if given in list(Need) else Need.STOPPED
    return pages.page(
        request,
        "overview/letter.html",
        status,
        standing=standing,
        need=need,
        left=rules.nudges_left(standing),
        later=rules.next_nudge_at(standing, request.state.now),
        errors=wrong.fields if wrong else {},
        typed=typed,
        **await around(request, seat, cohort),
    )


HERE = "/cohorts/{cohort_id:int}/today"
routes = [
    Route(HERE, show_today, methods=["GET"]),
    Route(HERE + "/{seat_id:int}/letter", show_letter, methods=["GET"]),
    Route(HERE + "/{seat_id:int}/letter", write_letter, methods=["POST"]),
    Route(HERE + "/{seat_id:int}/later", put_off, methods=["POST"]),
    *letting.routes,
]
live: dict = {}
topics: dict = {}
notices = letting.notices
keeps = {
    "put_off": Keep(person="person_id"),
    "nudge": Keep(person="person_id", on_erase="unname"),
    "let_in": Keep(person="person_id"),
}
belongs = {("let_in", "seat"): Belongs("seat_id"), ("let_in_opening", "let_in"): Belongs("let_in_id")}
