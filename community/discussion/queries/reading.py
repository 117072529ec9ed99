"""What one reader has of their own: how far they have read, and their reactions."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Seat
from community.discussion.queries.messages import Message
from community.discussion.rules import Writer


@dataclass(frozen=True)
class Mine:
    """The kinds of one's own reactions to a message."""

    message_id: int
    kinds: list[str]


async def mark_read(seat: Writer, channel_id: int, message_id: int, at: datetime) -> None:
    """This person has read the channel up to this message; the marker moves forward only, to what is there."""
    await db.run(
        """
        insert into read_marker (channel_id, person_id, message_id, at)
        select :channel_id, :person_id, max(id), cast(:at as timestamptz) from message
        where channel_id = :channel_id and id <= :message_id having max(id) is not null
        on conflict (channel_id, person_id) do update set message_id = excluded.message_id, at = excluded.at
        where read_marker.message_id < excluded.message_id
        """,
        channel_id=channel_id,
        person_id=seat.person_id,
        message_id=message_id,
        at=at,
    )


async def read_by_id(message_ids: list[int]) -> dict[int, list[int]]:
    """For notices: {message: persons} who have read its channel so far; nobody of what stands within a thread."""
    rows = await db.many(
        dict,
        """
        select message.id, array_agg(read_marker.person_id order by read_marker.person_id) as person_ids
        from message join read_marker on read_marker.channel_id = message.channel_id
             and read_marker.message_id >= message.id
        where message.id = any(:ids) and message.thread_id is null group by message.id order by message.id limit 10000
        """,
        ids=message_ids,
    )
    return {row["id"]: row["person_ids"] for row in rows}


async def mine(seat: Writer, messages: list[Message]) -> list[Mine]:
    """One's own reactions to these messages, where there are any."""
    return await db.many(
        Mine,
        """
        select message_id, array_agg(kind order by kind) as kinds from reaction
        where person_id = :person_id and message_id = any(:ids) group by message_id order by message_id limit 1000
        """,
        person_id=seat.person_id,
        ids=[message.id for message in messages],
    )


async def reactions_by_id(ids: list[int]) -> dict[int, dict[int, list[str]]]:
    """For the feed: {message: {person: kinds}}, with every message that is there."""
    rows = await db.many(
        dict,
        """
        select message.id, reaction.person_id, reaction.kind from message
        left join reaction on reaction.message_id = message.id
        where message.id = any(:ids) order by message.id, reaction.kind limit 200000
        """,
        ids=ids,
    )
    found: dict[int, dict[int, list[str]]] = {row["id"]: {} for row in rows}
    for row in rows:
        if row["person_id"] is not None:
            found[row["id"]].setdefault(row["person_id"], []).append(row["kind"])
    return found


async def set_reaction(seat: Seat, message: Message, kind: str, on: bool, at: datetime) -> bool:
    """Whether this changed anything."""
    values = {"message_id": message.id, "person_id": seat.person_id, "reaction": kind}
    if on:
        sql = """
        insert into reaction (message_id, person_id, kind, at)
        select :message_id, :person_id, :reaction, cast(:at as timestamptz) from message
        where id = :message_id and deleted_at is null on conflict do nothing
        """
        changed = await db.run(sql, **values, at=at)
    else:
        changed = await db.run(
            "delete from reaction where message_id = :message_id and person_id = :person_id and kind = :reaction",
            **values,
        )
    return changed == 1
