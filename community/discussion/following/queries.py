"""How much of a thread one is told, as rows; and who is told of a reply, or of an announcement."""

from community import db
from community.cohorts.queries import Seat
from community.discussion.queries.messages import Message
from community.discussion.queries.reach import SITTING, begun
from community.discussion.settings.rules import Level

# How much of a `message`'s thread a `seat`'s person is told: as they chose for it, or for its channel.
CHOSEN = """
left join thread_involvement as thread_choice
     on thread_choice.message_id = coalesce(message.thread_id, message.id) and thread_choice.person_id = seat.person_id
left join involvement as channel_choice
     on channel_choice.channel_id = message.channel_id and channel_choice.person_id = seat.person_id
"""
LEVEL = "coalesce(thread_choice.level, channel_choice.level, 'everything')"
# Who takes part in a `message`'s thread: who began it, and who had answered there by then.
TAKES_PART = """
exists (select from message as said
        where said.person_id = seat.person_id and said.deleted_at is null and said.id < message.id
        and (said.id = message.thread_id or said.thread_id = message.thread_id))
"""
CALLED = "exists (select from mention where mention.message_id = message.id and mention.person_id = seat.person_id)"


async def chosen(seat: Seat, root: Message) -> Level | None:
    """What this seat's person chose for the thread; None: as for its channel."""
    level = await db.value(
        "select level from thread_involvement where message_id = :message_id and person_id = :person_id",
        message_id=root.id,
        person_id=seat.person_id,
    )
    return Level(level) if level else None


async def choose(seat: Seat, root: Message, level: Level | None) -> None:
    """None: as for its channel, from now on."""
    who = {"message_id": root.id, "person_id": seat.person_id}
    if level is None:
        await db.run(
            "delete from thread_involvement where message_id = :message_id and person_id = :person_id", **who
        )
    else:
        await db.run(
            """
            insert into thread_involvement (message_id, person_id, level) values (:message_id, :person_id, :level)
            on conflict (message_id, person_id) do update set level = excluded.level
            """,
            **who,
            level=level,
        )


async def followers_by_id(message_ids: list[int]) -> dict[int, list[int]]:
    """For notices of replies: {reply: persons} who follow its thread, or take part in it and want all of its channel.

    Not its author, nor whom it mentions: they are told of that.
    """
    return await _told(
        f"""
        message.thread_id is not null and channel.kind <> 'private' and {LEVEL} = 'everything'
        and (thread_choice.level is not null or {TAKES_PART})
        """,
        message_ids,
    )


async def announced_to_by_id(message_ids: list[int]) -> dict[int, list[int]]:
    """For notices of announcements: {message: persons} of the cohort, but who asked for mentions only."""
    return await _told(
        f"message.thread_id is null and channel.kind = 'announcements' and {LEVEL} = 'everything'", message_ids
    )


async def _told(which: str, message_ids: list[int]) -> dict[int, list[int]]:
    rows = await db.many(
        dict,
        f"""
        select message.id, seat.person_id from message
        join channel on channel.id = message.channel_id
        join cohort on cohort.id = channel.cohort_id
        join seat on seat.cohort_id = channel.cohort_id and seat.state = 'active'
        left join message as root on root.id = message.thread_id
        {CHOSEN}
        where message.id = any(:ids) and message.deleted_at is null
          and seat.person_id is distinct from message.person_id
          and {begun("coalesce(root.at, message.at)", SITTING)} and not {CALLED} and {which}
        order by message.id, seat.person_id limit 10000
        """,  # noqa: S608
        ids=message_ids,
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(row["person_id"])
    return found
