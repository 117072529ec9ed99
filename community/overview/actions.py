"""What a facilitator does from her first page: write to somebody, or say "not today"."""

from datetime import timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from community import clock, db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Seat
from community.discussion.private import actions as private
from community.errors import Conflict, Invalid, NotFound
from community.once import once
from community.overview import queries, rules
from community.overview.rules import Need
from community.pages import _


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

    return int(await once(seat.person_id, key, make))


async def put_off(seat: Seat, cohort: Cohort, seat_id: int, need: Need, days: int) -> None:
    """Not today: this need of this member is not shown to this facilitator for so many days."""
    if not rules.may_put_off(days):
        raise Invalid({"days": _("Put it off until tomorrow, or for a week.")})
    standing = await queries.standing(seat, cohort, seat_id)
    until = clock.now().astimezone(ZoneInfo(cohort.time_zone)).date() + timedelta(days=days)
    async with db.transaction():
        await queries.set_put_off(seat, standing.seat_id, need, until)
