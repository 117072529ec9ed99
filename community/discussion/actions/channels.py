"""A channel is made, and read."""

from community import clock, db
from community.cohorts.queries import Cohort, Seat
from community.discussion import queries, rules
from community.discussion.queries import Channel
from community.discussion.rules import Kind, Writer
from community.errors import Conflict, permit
from community.events import record
from community.notifications import actions as notifications
from community.pages import _
from community.people.queries import Person


async def opened(seat: Seat, channel: Channel) -> Channel:
    """The channel itself, made if nobody has yet. Inside the caller's transaction."""
    if channel.id is not None:
        return channel
    made, new = await queries.add_channel(seat, channel.kind, channel.requirement_key, channel.name, clock.now())
    if new:
        record("channel.made", seat.cohort_topic, about=made.id, by=seat.person_id)
    return made


async def make_channel(seat: Seat, cohort: Cohort, name: str) -> Channel:
    """A further channel, on a topic of its own."""
    permit(rules.can_make_channel(seat, cohort), _("Facilitators make channels."))
    async with db.transaction():
        if await queries.count_topics(seat) >= rules.MOST_TOPICS:
            raise Conflict(_("This cohort has as many channels as one can keep an eye on."))
        return await opened(seat, Channel(None, cohort.id, Kind.TOPIC, name=name))


async def mark_read(seat: Writer, channel: Channel, message_id: int, person: Person | None = None) -> None:
    """This person has seen the newest message of the channel, `message_id`. No event: it concerns nobody else.

    What `person` was told of being mentioned there is read as well.
    """
    if channel.id is not None:
        await queries.mark_read(seat, channel.id, message_id, clock.now())
        if person:
            called = await queries.seen(seat, channel.id, message_id)
            await notifications.read_about(person, "message.posted", called)
