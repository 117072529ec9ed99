"""A member is muted for some days, with a reason that they read; and may write again before."""

from datetime import timedelta

from community import clock, db
from community.cohorts import queries, reasons
from community.cohorts.queries import Member, Place
from community.cohorts.seats import telling
from community.errors import Conflict


async def mute(place: Place, member: Member, days: int, reason: str) -> None:
    """From this commit on they post in no channel, for so many days; they are told why. The log holds who and when."""
    seat = await queries.seat_at(place, member.seat_id)
    async with db.transaction():
        if not await queries.set_muted(seat, clock.now() + timedelta(days=days), reason):
            raise Conflict(reasons.seat_gone())
        telling.record("seat.muted", seat, place.cohort.line_topic, f"person:{seat.person_id}", by=place.person_id)


async def unmute(place: Place, member: Member) -> None:
    """They may write again at once; nothing if they may."""
    seat = await queries.seat_at(place, member.seat_id)
    async with db.transaction():
        if seat.is_muted and await queries.set_muted(seat, None, ""):
            telling.record("seat.unmuted", seat, place.cohort.line_topic, by=place.person_id)
