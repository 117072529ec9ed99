"""Involvement and backlog as rows."""

from community import db
from community.cohorts.queries import Seat
from community.discussion.queries.channels import Channel
from community.discussion.settings.rules import Level


async def involvement(seat: Seat, channel: Channel) -> Level:
    """What this seat's person chose for the channel."""
    chosen = await db.value(
        "select level from involvement where channel_id = :channel_id and person_id = :person_id",
        channel_id=channel.id,
        person_id=seat.person_id,
    )
    return Level(chosen) if chosen else Level.EVERYTHING


async def set_involvement(seat: Seat, channel: Channel, level: Level) -> None:
    """What is kept is only what differs from everything."""
    if level is Level.EVERYTHING:
        await db.run(
            "delete from involvement where channel_id = :channel_id and person_id = :person_id",
            channel_id=channel.id,
            person_id=seat.person_id,
        )
    else:
        await db.run(
            """
            insert into involvement (channel_id, person_id, level) values (:channel_id, :person_id, :level)
            on conflict (channel_id, person_id) do update set level = excluded.level
            """,
            channel_id=channel.id,
            person_id=seat.person_id,
            level=level,
        )


async def set_backlog(seat: Seat, channel: Channel, backlog: str | None) -> bool:
    """Whether this changed anything."""
    changed = await db.run(
        """
        update channel set backlog = cast(:backlog as text)
        where id = :id and cohort_id = :cohort_id and backlog is distinct from cast(:backlog as text)
        """,
        id=channel.id,
        cohort_id=seat.cohort_id,
        backlog=backlog,
    )
    return changed == 1
