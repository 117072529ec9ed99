"""Messages about a requirement as rows: those that are open, counted by author and requirement, or read."""

from collections import defaultdict
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


async def counts_by_id(seat_ids: list[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    """For the board: {seat: ((requirement, how many open messages of theirs are about it), …)}."""
    rows = await db.many(
        dict,
        f"""
        select seat.id as seat_id, message.about_key as key, count(*) as messages
        from seat
        join channel on channel.cohort_id = seat.cohort_id and channel.kind <> 'private'
        join message on message.channel_id = channel.id and message.person_id = seat.person_id
        left join message as root on root.id = message.thread_id
        where seat.id = any(:ids) and {OPEN}
        group by seat.id, message.about_key order by seat.id, message.about_key limit 100000
        """,  # noqa: S608
        ids=seat_ids,
    )
    counts: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for row in rows:
        counts[row["seat_id"]].append((row["key"], row["messages"]))
    return {seat_id: tuple(found) for seat_id, found in counts.items()}


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
