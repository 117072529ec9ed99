"""The page of today as it stands: who needs me and what is done about it, the meeting that comes, all the others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from community import pages, words
from community.cohorts import queries as cohorts
from community.cohorts.queries import Seat
from community.feedback.requests import actions as asking
from community.meetings import queries as meetings
from community.meetings.agendas import queries as agendas
from community.meetings.attending import queries as attending
from community.meetings.attending import rules as attending_rules
from community.meetings.coming import queries as coming
from community.meetings.pairs import proposals
from community.meetings.queries import Meeting
from community.meetings.recaps import queries as recaps
from community.meetings.reminding import queries as reminding
from community.moderation import queries as moderation
from community.overview import queries, rules
from community.overview.entering import around, leads
from community.overview.rules import Why
from community.submissions.opening import queries as opening

RECAPPED_WITHIN = timedelta(days=14)  # a meeting that long ago wants no recap any more


@dataclass(frozen=True)
class Acting:
    """What was tried for one member and is not right yet: the deed, what is wrong, what was typed."""

    seat_id: int = 0
    deed: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    def at(self, seat_id: int, deed: str) -> bool:
        return (self.seat_id, self.deed) == (seat_id, deed)


async def show(request: Request, status: int = 200, done: str = "", acting: Acting | None = None) -> Response:
    """The page, or for htmx what stands in it. It follows cohort and next meeting: today.js asks for it anew."""
    seat, cohort = await leads(request)
    await pages.watch(request, seat.cohort_topic, seat.roster_topic)
    place = await cohorts.place(pages.signed_in(request), cohort.id)
    plan = await meetings.plan(place, cohort)
    of_meeting = [f"meeting:{plan.next.id}"] if plan.next else []
    await pages.watch(request, *of_meeting)
    zone, now = ZoneInfo(cohort.time_zone), request.state.now
    today = now.astimezone(zone).date()
    everyone = await queries.standings(seat, cohort)
    begins, midnight = (datetime.combine(day, time(), zone) for day in (cohort.starts_on, today + timedelta(days=1)))
    found = [why for one in everyone for why in rules.whys(one, begins, now, today)]
    needs = rules.most_pressing(found, await queries.put_off(seat, today))
    pressing = {why.seat_id for why in needs}
    about = await around(request, seat, cohort)
    opened = await opening.opened_in(seat, now)
    begins_at = [attending_rules.opens_at(plan.next), plan.next.starts_at, plan.next.ends_at] if plan.next else []
    moments = [rules.changes_at(everyone, begins, now, midnight), *(at for at in begins_at if at > now)]
    return pages.page(
        request,
        "overview/_day.html" if request.headers.get("hx-request") else "overview/today.html",
        status,
        part_of_day=words.part_of_day(now, request.state.person.time_zone),
        done=done or request.query_params.get("done", ""),
        acting=acting or Acting(),
        needs=needs,
        able=await _able(seat, needs),
        put_off=len({why.seat_id for why in found} - pressing),
        others=[one for one in everyone if one.seat_id not in pressing],
        to_show=rules.to_show(everyone)[:5],
        heeds=[seat.cohort_topic, seat.roster_topic, *of_meeting],
        meeting=await _meeting(place, seat, plan.next, now) if plan.next else None,
        number=_number(plan, plan.next),
        to_recap=await _to_recap(place, plan),
        reported=await moderation.count_waiting(seat),
        opened=opened,
        opened_by={one.person_id: one for one in opened},
        wait=ceil((min(moments) - now).total_seconds()),
        first=today + timedelta(days=rules.TOMORROW),
        usual=today + timedelta(days=rules.NEXT_WEEK),
        last=today + timedelta(days=rules.FARTHEST),
        week=max((today - cohort.starts_on).days // 7 + 1, 0),
        weeks=(cohort.ends_on - cohort.starts_on).days // 7,
        rules=rules,
        **about,
    )


@dataclass(frozen=True)
class MeetingToday:
    """The meeting that goes on or comes next, with what is said of it."""

    meeting: Meeting
    agenda: Any
    coming: Any
    words: Any  # of its reminder
    proposal: Any
    guests: Collection[Any]  # while it can be marked who is there


async def _meeting(place: cohorts.Place, seat: Seat, meeting: Meeting, now: datetime) -> MeetingToday:
    marks = attending_rules.can_mark(meeting, now, place.cohort.is_closed)
    return MeetingToday(
        meeting,
        await agendas.agenda(place, meeting.id),
        await coming.coming(place, meeting.id),
        await reminding.words(place, meeting.id),
        await proposals.proposal(place, seat, meeting),
        await attending.guests(place, meeting) if marks else [],
    )


def _number(plan: meetings.Plan, meeting: Meeting | None) -> tuple[int, int]:
    """The third of eight; what was cancelled is not counted."""
    held = [one.id for one in plan.meetings if not one.is_cancelled]
    return (held.index(meeting.id) + 1 if meeting else 0), len(held)


async def _to_recap(place: cohorts.Place, plan: meetings.Plan) -> Meeting | None:
    """The last meeting, while its recap is to be written."""
    last = next((one for one in plan.past if not one.is_cancelled), None)
    if last is None or plan.is_closed or plan.now - last.ends_at > RECAPPED_WITHIN:
        return None
    return None if (await recaps.recap(place, last.id)).message_id else last


async def _able(seat: Seat, needs: list[Why]) -> dict[int, list[tuple[Any, bool]]]:
    """{person who waits: who could be asked to read, with whether they have time}, who has time first (R42, R44)."""
    waiting = [why.standing.row.person_id for why in needs if rules.may_find_reader(why)]
    if not waiting:
        return {}
    away = await queries.without_time(seat)
    return {
        person_id: sorted(((one, one.seat_id not in away) for one in readers), key=lambda able: not able[1])
        for person_id, readers in (await asking.able_to_read(seat, waiting)).items()
    }
