"""The parties of private threads as rows."""

from datetime import datetime

from community import db
from community.cohorts.queries import Seat
from community.discussion.queries.channels import Channel, add_channel, channel
from community.discussion.queries.reach import BOTH
from community.discussion.rules import Kind, Party, Writer


async def thread_with(seat: Writer, person_id: int) -> Channel | None:
    """The one private thread of this seat's person with another of the cohort, also if either has left it."""
    found = await db.value(
        """
        select mine.channel_id from party as mine
        join party as theirs on theirs.channel_id = mine.channel_id and theirs.person_id = :other
        join channel on channel.id = mine.channel_id and channel.cohort_id = :cohort_id
        where mine.person_id = :person_id order by mine.channel_id limit 1
        """,
        person_id=seat.person_id,
        other=person_id,
        cohort_id=seat.cohort_id,
    )
    return Channel(found, seat.cohort_id, Kind.PRIVATE) if found else None


async def add_thread(seat: Seat, person_id: int, at: datetime) -> Channel:
    """A new one of these two. Under the cohort's lock, or there would be two."""
    made, _new = await add_channel(seat, Kind.PRIVATE, None, "", at)
    await db.run(
        """
        insert into party (channel_id, person_id)
        select :channel_id, person_id from unnest(cast(:people as bigint[])) as two (person_id)
        """,
        channel_id=made.id,
        people=[seat.person_id, person_id],
    )
    return await channel(seat, made.id or 0)


async def are_both_there(seat: Writer, channel_id: int) -> bool:
    """Whether neither of the two has left the thread, nor the cohort."""
    return await db.value(
        f"select {BOTH} from channel where id = :channel_id and cohort_id = :cohort_id",  # noqa: S608
        channel_id=channel_id,
        cohort_id=seat.cohort_id,
    )


async def set_party(seat: Writer, channel_id: int, state: Party) -> bool:
    """How this seat's person stands in a thread of theirs; whether they have one there."""
    changed = await db.run(
        "update party set state = :state where channel_id = :channel_id and person_id = :person_id",
        state=state,
        channel_id=channel_id,
        person_id=seat.person_id,
    )
    return changed == 1
