"""What a facilitator does from her first page: write to somebody, or say "not today"."""

from datetime import date, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Seat
from community.discussion.private import actions as private
from community.errors import Conflict, Invalid, NotFound
from community.feedback.requests import actions as asking
from community.feedback.requests import queries as requests
from community.feedback.requests import rules as request_rules
from community.once import once
from community.overview import queries, rules
from community.overview.rules import Need
from community.pages import _
from community.people.queries import Person


async def nudge(seat: Seat, cohort: Cohort, seat_id: int, need: Need, text: str, key: UUID) -> int:
    """Write to this member in the private thread of the two; the id of the channel.

    At most three letters from here until she does something, two days apart: then it is time for a call.
    """

    async def make() -> str:
        await cohorts.lock_by_id(seat.person_id, cohort.id)
        standing = await queries.standing(seat, cohort, seat_id)
        at = clock.now()
        if not rules.nudges_left(standing):
            raise Conflict(_("You have written three times. A call may help more than a fourth letter."))
        if rules.next_nudge_at(standing, at):
            raise Conflict(_("You have written a short while ago. Give it two days."))
        other = next((one for one in await cohorts.members(seat) if one.seat_id == seat_id), None)
        if other is None:
            raise NotFound
        message = await private.write(seat, cohort, other, text, uuid5(key, "message"))
        await queries.add_nudge(seat, seat_id, need, at)
        return str(message.channel_id)

    return int(await once("letter", seat.person_id, key, make))


async def put_off(seat: Seat, cohort: Cohort, seat_id: int, need: Need, until: date | None) -> None:
    """Not today (None), or not before that day: this need of this member is not shown to this facilitator."""
    today = clock.now().astimezone(ZoneInfo(cohort.time_zone)).date()
    until = until or today + timedelta(days=rules.TOMORROW)
    if not rules.may_put_off(until, today):
        raise Invalid({"until": _("Choose a day from tomorrow on, within two months.")}, {"until": until.isoformat()})
    standing = await queries.standing(seat, cohort, seat_id)
    async with db.transaction():
        await queries.set_put_off(seat, standing.seat_id, need, until)


async def find_reader(person: Person, seat: Seat, cohort: Cohort, seat_id: int, reader_seat_id: int) -> None:
    """Ask this colleague by name for what waits longest of this member; they may decline without a reason (R44)."""
    standing = await queries.standing(seat, cohort, seat_id)
    request = await requests.request(person, standing.request_id) if standing.request_id else None
    if request is None or not request_rules.can_find_reader(request, seat, clock.now()):
        raise Conflict(_("Somebody reads it by now, or it asks nobody any more."))
    await asking.find_reader(person, seat, request, reader_seat_id)
