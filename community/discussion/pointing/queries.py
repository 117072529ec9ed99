"""Messages about a requirement as rows: those that are open, counted by author and requirement, or read."""

from dataclasses import dataclass

from community import db
from community.cohorts.queries import Cohort, Seat
from community.discussion.pointing.targets import knowing
from community.discussion.queries.messages import MESSAGE, Message
from community.discussion.queries.reach import asking, begun
from community.discussion.rules import Moderator

MOST = 100
OPEN = """
message.about_key is not null and message.deleted_at is null
and coalesce(root.resolved_at, message.resolved_at) is null
"""


@dataclass(frozen=True)
class Pointer:
    """Who has written something about which requirement, in which cohort."""

    seat_id: int
    cohort_id: int
    key: str


@dataclass(frozen=True)
class Talk:
    """How many open messages of one author (None: a former member) are about a requirement; `unread` by who asks."""

    seat_id: int | None
    key: str
    messages: int
    unread: int


async def talk_about(seat: Seat, cohort: Cohort, key: str, author_seat_id: int | None) -> list[Message]:
    """What this seat may read of what is open about a requirement, the newest first; of one author, or of all."""
    found = await db.many(
        Message,
        MESSAGE
        + f"""
        where channel.cohort_id = :cohort_id and channel.kind <> 'private' and message.about_key = :key and {OPEN}
          and (cast(:author as bigint) is null or seat.id = :author)
          and {begun("coalesce(root.at, message.at)")}
        order by message.id desc limit :most
        """,
        cohort_id=seat.cohort_id,
        key=key,
        author=author_seat_id,
        **asking(seat, cohort),
        most=MOST,
    )
    return await knowing(found)


async def talk_for(seat: Seat, cohort: Cohort) -> list[Talk]:
    """For the board: what this seat may read of what is open, counted by author and requirement (R17)."""
    return await db.many(
        Talk,
        f"""
        select author.id as seat_id, message.about_key as key, count(*) as messages,
               count(*) filter (
                   where message.id > coalesce(read_marker.message_id, 0)
                     and message.at >= cast(:joined_at as timestamptz)
                     and message.person_id is distinct from :person_id) as unread
        from message
        join channel on channel.id = message.channel_id
        left join message as root on root.id = message.thread_id
        left join read_marker on read_marker.channel_id = channel.id and read_marker.person_id = :person_id
        left join seat as author on author.cohort_id = channel.cohort_id and author.person_id = message.person_id
        where channel.cohort_id = :cohort_id and channel.kind <> 'private' and {OPEN}
          and {begun("coalesce(root.at, message.at)")}
        group by author.id, message.about_key order by author.id, message.about_key limit 20000
        """,  # noqa: S608
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
        **asking(seat, cohort),
    )


async def pointers(seat: Moderator, root_id: int) -> list[Pointer]:
    """All that the messages of a thread are about, whose authors sit here."""
    return await db.many(
        Pointer,
        """
        select distinct seat.id as seat_id, seat.cohort_id, message.about_key as key from message
        join channel on channel.id = message.channel_id and channel.kind <> 'private'
        join seat on seat.cohort_id = channel.cohort_id and seat.person_id = message.person_id
        where (message.id = :root_id or message.thread_id = :root_id) and message.about_key is not null
        order by seat.id, message.about_key limit 1000
        """,
        root_id=root_id,
    )
