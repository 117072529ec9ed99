"""The doors of meetings: the list, one by one for who leads, calendar files; and at the foot the slice's face."""

from datetime import timedelta
from math import ceil

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, once, pages, words
from community.cohorts import queries as cohorts
from community.cohorts import rules as cohort_rules
from community.cohorts.queries import Place
from community.errors import Conflict, Invalid, NotFound
from community.jobs import Job
from community.meetings import actions, calendar, entering, queries, reasons, rules
from community.meetings.agendas import queries as agendas
from community.meetings.agendas import routes as agenda
from community.meetings.attending import queries as attending
from community.meetings.attending import routes as attendance
from community.meetings.attending import rules as attending_rules
from community.meetings.calendars import routes as calendars
from community.meetings.coming import actions as saying
from community.meetings.coming import queries as coming
from community.meetings.coming import routes as rsvps
from community.meetings.coming import rules as coming_rules
from community.meetings.forms import MeetingForm, NewMeeting, Version, VersionForm, typed_of
from community.meetings.pairs import actions as pairing
from community.meetings.pairs import queries as pairs
from community.meetings.pairs import routes as pair
from community.meetings.pairs import rules as pair_rules
from community.meetings.queries import Meeting
from community.meetings.recaps import queries as recaps
from community.meetings.recaps import routes as recap
from community.meetings.recaps import rules as recap_rules
from community.meetings.reminding import actions as reminders
from community.meetings.reminding import queries as reminding
from community.meetings.reminding import routes as reminder
from community.pages import ByMail, Keep, Live, Notice, _, signed_in
from community.people.profile import rules as profile

# --- looking ---


async def show_meetings(request: Request) -> Response:
    """GET /cohorts/7/meetings: with ?part=1 only what stands among the parts of the cohort's page."""
    try:
        place = await entering.place_of(request)
    except NotFound:
        seat = await cohorts.seat_of(signed_in(request), request.path_params["cohort_id"])
        if seat and seat.state == "paused":  # who is away was mailed that a meeting moves; there it says until when
            return pages.redirect(request, "/cohorts")
        raise
    part = "part" in request.query_params
    own = [place.seat.topic] if place.seat else []
    marks = await pages.watch(request, *entering.presence(place), place.cohort.roster_topic, *own)
    return pages.page(
        request,
        "meetings/_part.html" if part else "meetings/meetings.html",
        marks=marks,
        plan=await (coming.plan(place) if cohort_rules.leads(place) else queries.plan(place, place.cohort)),
        own_answers=await coming.own(place.seat) if place.seat else [],
        has_rhythm=bool(rules.local_times(place.cohort)),
        done=request.query_params.get("done", ""),
        **await entering.around(request, place),
    )


async def show_meeting(request: Request) -> Response:
    """GET /cohorts/7/meetings/12: all about one; with ?part=1 only what is asked for anew when it changes."""
    place = await entering.place_of(request)
    leads, own = cohort_rules.leads(place), [place.seat.topic] if place.seat else []
    meeting = await entering.meeting_of(request, place)
    topics = [*own, *([saying.topic(meeting.id)] if leads else [])]
    marks = await pages.watch(request, *entering.presence(place), place.cohort.roster_topic, *topics)
    meeting = await entering.meeting_of(request, place)
    wait, now = attending_rules.opens_at(meeting) - request.state.now, request.state.now
    return pages.page(
        request,
        "meetings/_one.html" if "part" in request.query_params else "meetings/meeting.html",
        marks=marks,
        meeting=meeting,
        plan_can_change=rules.can_change(meeting, place.cohort.is_closed),
        can_answer=coming_rules.can_answer(meeting, now, place.cohort.is_closed),
        own=await coming.own_of(place.seat, meeting) if place.seat else None,
        coming=await coming.coming(place, meeting.id) if leads else None,
        guests=await attending.guests(place, meeting) if leads else [],
        agenda=await agendas.agenda(place, meeting.id),
        recap=await recaps.recap(place, meeting.id),
        can_recap=recap_rules.can_write(meeting, now, place.cohort.is_closed),
        words=await reminding.words(place, meeting.id) if leads else None,
        own_pair=await pair.own_pair(place.seat, place.cohort, meeting, now) if place.seat else None,
        paired=await pairs.pairs(place, meeting) if leads else None,
        can_pair=pair_rules.may_agree(place, meeting, now),
        can_mark=attending_rules.can_mark(meeting, now, place.cohort.is_closed),
        wait=ceil(wait.total_seconds()) if timedelta() < wait < timedelta(days=1) else 0,
        done=request.query_params.get("done", ""),
        **await entering.around(request, place),
    )


async def download(request: Request) -> Response:
    """GET /cohorts/7/meetings/12.ics"""
    meeting = await entering.meeting_of(request, await entering.place_of(request))
    headers = {
        "Content-Disposition": f'attachment; filename="{calendar.name(meeting)}"',
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex",
    }
    return Response(calendar.file(meeting), headers=headers, media_type=calendar.TYPE)


async def show_new(request: Request) -> Response:
    place = await entering.planning(request)
    return await _form(request, place)


async def show_editor(request: Request) -> Response:
    place = await entering.planning(request)
    return await _form(request, place, await _changeable(request, place))


async def show_cancellation(request: Request) -> Response:
    """GET /cohorts/7/meetings/12/cancellation: what it means to cancel it."""
    place = await entering.planning(request)
    return await _cancellation(request, place, await _changeable(request, place))


# --- doing ---


async def add(request: Request) -> Response:
    """POST /cohorts/7/meetings: one more."""
    place = await entering.planning(request)
    try:
        new = await pages.form(request, NewMeeting)
        await limits.spend("post", str(place.person_id))

        async def made() -> str:
            await actions.add(place, new.wanted(place.cohort.time_zone))
            return "added"

        await once.once("meetings", place.person_id, new.post_key, made)
    except Invalid as wrong:
        return await _form(request, place, wrong=wrong)
    return _back(request, place, "added")


async def plan(request: Request) -> Response:
    """POST /cohorts/7/meetings/series: all meetings of the cohort's weekday and weeks, if there is none yet."""
    place = await entering.planning(request)
    await actions.plan(place)
    return _back(request, place, "planned")


async def change(request: Request) -> Response:
    """POST /cohorts/7/meetings/12/versions: move it, or change what else is said of it."""
    place = await entering.planning(request)
    meeting = await _changeable(request, place)
    try:
        new = await pages.form(request, VersionForm)
        _check_version(meeting, new.version)
        await actions.change(place, meeting, new.wanted(meeting.time_zone))
    except Invalid as wrong:
        return await _form(request, place, meeting, wrong=wrong)
    except Conflict as late:
        typed = Invalid({"": late.why}, await pages.typed_form(request))
        return await _form(request, place, await entering.meeting_of(request, place), typed, status=409)
    return _back(request, place, "changed")


async def cancel(request: Request) -> Response:
    """POST /cohorts/7/meetings/12/cancellation"""
    place = await entering.planning(request)
    meeting = await _changeable(request, place)
    try:
        _check_version(meeting, (await pages.form(request, Version)).version)
        await actions.cancel(place, meeting)
    except Conflict as late:
        return await _cancellation(request, place, await entering.meeting_of(request, place), late.why)
    return _back(request, place, "cancelled")


# --- how one comes in, and what the pages share ---


async def _changeable(request: Request, place: Place) -> Meeting:
    meeting = await entering.meeting_of(request, place)
    if not rules.can_change(meeting, place.cohort.is_closed):
        raise Conflict(reasons.cancelled())
    return meeting


def _check_version(meeting: Meeting, version: int) -> None:
    if version != meeting.version:
        raise Conflict(reasons.changed_meanwhile())


async def _form(
    request: Request, place: Place, meeting: Meeting | None = None, wrong: Invalid | None = None, status: int = 422
) -> Response:
    """A new meeting, or this one; refused with what was typed."""
    first, zone = request.state.now + timedelta(weeks=1), meeting.time_zone if meeting else place.cohort.time_zone
    return pages.page(
        request,
        "meetings/form.html",
        status if wrong else 200,
        meeting=meeting,
        filled=typed_of(meeting) if meeting else MeetingForm.empty(first, zone),
        zone=profile.zone_name(zone, words.babel_name(pages.language_of(request))),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **await entering.around(request, place),
    )


async def _cancellation(request: Request, place: Place, meeting: Meeting, why: str = "") -> Response:
    around = await entering.around(request, place)
    return pages.page(
        request, "meetings/cancellation.html", 409 if why else 200, meeting=meeting, why=why, **around
    )


def _back(request: Request, place: Place, done: str) -> Response:
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/meetings?done={done}")


def _list_of(change: queries.Change) -> str:
    return f"/cohorts/{change.cohort_id}/meetings"


HERE = "/cohorts/{cohort_id:int}/meetings"
ONE = HERE + "/{meeting_id:int}"
routes = [
    Route(HERE, show_meetings, methods=["GET"]),
    Route(HERE, add, methods=["POST"]),
    Route(HERE + "/new", show_new, methods=["GET"]),
    Route(HERE + "/series", plan, methods=["POST"]),
    Route(ONE, show_meeting, methods=["GET"]),
    Route(ONE + ".ics", download, methods=["GET"]),
    Route(ONE + "/editor", show_editor, methods=["GET"]),
    Route(ONE + "/versions", change, methods=["POST"]),
    Route(ONE + "/cancellation", show_cancellation, methods=["GET"]),
    Route(ONE + "/cancellation", cancel, methods=["POST"]),
    *rsvps.routes,
    *attendance.routes,
    *agenda.routes,
    *reminder.routes,
    *calendars.routes,
    *recap.routes,
    *pair.routes,
]
KINDS = ("meeting.added", "meeting.moved", "meeting.changed", "meeting.cancelled")
live = {
    **{(kind, "roster"): Live("meetings/_list.html", plan=coming.lists_by_id) for kind in KINDS},
    **{(kind, "cohort"): Live("meetings/_next.html", plan=queries.plans_by_id) for kind in KINDS},
    **rsvps.live,
    **attendance.live,
    **agenda.live,
    **reminder.live,
    **recap.live,
    **pair.live,
}
topics = attendance.topics
BY_MAIL = ByMail(
    thread=lambda change: f"meeting {change.meeting_id}",
    attached=lambda change: calendar.attached(change.meeting),
    together=queries.since,
)
notices = {
    "meeting.moved": Notice(
        *(queries.told_by_id, "meetings/moved", queries.changes_by_id, _list_of),
        called=lambda: _("A meeting moves"), mail=BY_MAIL, can_switch_off=False,
    ),
    "meeting.changed": Notice(
        *(queries.told_by_id, "meetings/changed", queries.changes_by_id, _list_of),
        called=lambda: _("A meeting has another place"), mail=BY_MAIL, can_switch_off=False,
    ),
    "meeting.cancelled": Notice(
        *(queries.told_by_id, "meetings/cancelled", queries.changes_by_id, _list_of),
        called=lambda: _("A meeting is cancelled"), mail=BY_MAIL, can_switch_off=False,
    ),
    **reminder.notices,
    **pair.notices,
}
followers = actions.followers
jobs = {
    "meetings.keep_in_step": Job(actions.keep_in_step, every=timedelta(days=1), within=600, at_once=1),
    "meetings.remind": Job(reminders.remind, every=timedelta(minutes=5), within=240, at_once=1),
    "meetings.end_pairs": Job(pairing.end_over, every=timedelta(minutes=5), within=240, at_once=1),
}
keeps = {
    "rsvp": Keep(person="person_id"),
    "attendance": Keep(person="person_id"),
    "recap": Keep(person="person_id", on_erase="unname"),
    "calendar": Keep(person="person_id", hides=("secret",)),
}
