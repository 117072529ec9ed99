"""The thread of a question from a public page, as its asker has it, who has no seat; and the erasure of old ones."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort
from community.discussion.pointing.targets import knowing
from community.discussion.private.queries import thread_with
from community.discussion.queries.channels import Channel
from community.discussion.queries.messages import MESSAGE, PAGE, Message
from community.discussion.queries.reach import BOTH, OUTSIDE
from community.discussion.rules import Kind
from community.errors import NotFound
from community.people.queries import Person
from community.uploads.queries import COLUMNS, Upload


@dataclass(frozen=True)
class Asker:
    """Who asked from the public page of this cohort, and does not sit in it (yet, or any more)."""

    person_id: int
    cohort_id: int
    channel_id: int
    joined_at: datetime  # when they asked
    standing: str = "open"
    has_both: bool = True
    read_to: int | None = None
    newest: int = 0
    is_facilitator: bool = False

    @property
    def topic(self) -> str:
        return f"channel:{self.channel_id}"

    @property
    def address(self) -> str:
        return f"/asked/{self.channel_id}"

    @property
    def channel(self) -> Channel:
        """The thread as its page needs it."""
        return Channel(
            self.channel_id, self.cohort_id, Kind.PRIVATE, standing=self.standing, has_both=self.has_both,
            read_to=self.read_to, newest=self.newest, asked=True, is_outside=True,
        )  # fmt: skip


@dataclass(frozen=True)
class Guide:
    """The facilitator whom a question goes to."""

    person_id: int
    seat_id: int


async def asker(person: Person, channel_id: int) -> tuple[Asker, Cohort]:
    """This person in the thread of their question, with its cohort; NotFound for any other, and for who sits there."""
    found = await db.one(
        Asker,
        f"""
        select party.person_id, channel.cohort_id, channel.id as channel_id, party.asked_at as joined_at,
               party.state as standing, {BOTH} as has_both, read_marker.message_id as read_to,
               coalesce((select max(id) from message where message.channel_id = channel.id), 0) as newest
        from party join channel on channel.id = party.channel_id
        left join seat on seat.cohort_id = channel.cohort_id and seat.person_id = party.person_id
        left join read_marker on read_marker.channel_id = channel.id and read_marker.person_id = party.person_id
        where channel.id = :channel_id and party.person_id = :person_id and party.state <> 'left' and {OUTSIDE}
        """,  # noqa: S608
        channel_id=channel_id,
        person_id=person.id,
    )
    if found is None:
        raise NotFound
    return found, (await cohorts.cohorts_by_id([found.cohort_id]))[found.cohort_id]


async def seated(person: Person, channel_id: int) -> int:
    """The cohort of a question of this person who sits there now; NotFound for any other."""
    cohort_id = await db.value(
        """
        select channel.cohort_id from party join channel on channel.id = party.channel_id
        join seat on seat.cohort_id = channel.cohort_id and seat.person_id = party.person_id and seat.state = 'active'
        where channel.id = :channel_id and party.person_id = :person_id and party.state <> 'left'
          and party.asked_at is not null
        """,
        channel_id=channel_id,
        person_id=person.id,
    )
    if cohort_id is None:
        raise NotFound
    return cohort_id


async def asked_at(person: Person, cohort_id: int) -> list[Asker]:
    """The questions of a person at this cohort's public page that they still read, the newest first."""
    return await db.many(
        Asker,
        f"""
        select party.person_id, channel.cohort_id, channel.id as channel_id, party.asked_at as joined_at
        from party join channel on channel.id = party.channel_id
        left join seat on seat.cohort_id = channel.cohort_id and seat.person_id = party.person_id
        where channel.cohort_id = :cohort_id and party.person_id = :person_id and party.state <> 'left' and {OUTSIDE}
        order by party.asked_at desc, channel.id limit 20
        """,  # noqa: S608
        cohort_id=cohort_id,
        person_id=person.id,
    )


async def guide(person: Person, cohort_id: int) -> Guide | None:
    """Who answers: the one this person talks with already, one who wishes to be named, who sits here longest.

    Nobody who has left their thread with this person.
    """
    return await db.one(
        Guide,
        """
        select seat.person_id, seat.id as seat_id from seat
        left join lateral (
            select theirs.state from party as mine
            join party as theirs on theirs.channel_id = mine.channel_id and theirs.person_id = seat.person_id
            join channel on channel.id = mine.channel_id and channel.cohort_id = seat.cohort_id
            where mine.person_id = :person_id order by mine.channel_id limit 1
        ) as known on true
        where seat.cohort_id = :cohort_id and seat.role = 'facilitator' and seat.state = 'active'
          and seat.person_id <> :person_id and known.state is distinct from 'left'
        order by known.state is null, seat.named desc, seat.joined_at, seat.id limit 1
        """,
        cohort_id=cohort_id,
        person_id=person.id,
    )


async def thread(person: Person, cohort_id: int, other: Guide, at: datetime) -> tuple[int, bool]:
    """The one thread of the two, made if there was none: its number, and whether it is new. Under the cohort's lock."""
    found = await thread_with(Asker(person.id, cohort_id, 0, at), other.person_id)
    channel_id = found.id if found else None
    if channel_id is None:
        channel_id = await db.value(
            """
            insert into channel (cohort_id, kind, name, created_by, created_at)
            values (:cohort_id, 'private', '', :person_id, :at) returning id
            """,
            cohort_id=cohort_id,
            person_id=person.id,
            at=at,
        )
    await db.run("update channel set backlog = 'all' where id = :id", id=channel_id)  # also once the asker has joined
    await db.run(
        """
        insert into party (channel_id, person_id, asked_at) values (:channel_id, :person_id, cast(:at as timestamptz)),
                                                                   (:channel_id, :other, null)
        on conflict (channel_id, person_id) do update
            set asked_at = excluded.asked_at,
                state = case when excluded.asked_at is null then party.state else 'open' end
        """,
        channel_id=channel_id,
        person_id=person.id,
        other=other.person_id,
        at=at,
    )
    return channel_id or 0, found is None


async def messages(member: Asker, before: int | None = None) -> list[Message]:
    """The newest of the thread, or those before an id, answers within it too; in the order of writing."""
    found = await db.many(
        Message,
        MESSAGE + "where message.channel_id = :id and message.id < :before order by message.id desc limit :most",
        id=member.channel_id,
        before=before or 2**62,
        most=PAGE,
    )
    return await knowing(found[::-1])


async def message(member: Asker, message_id: int) -> Message:
    """One of the thread; NotFound for any other."""
    found = await db.many(
        Message,
        MESSAGE + "where message.channel_id = :channel_id and message.id = :id order by message.id limit 1",
        channel_id=member.channel_id,
        id=message_id,
    )
    if not found:
        raise NotFound
    return (await knowing(found))[0]


async def attachment(member: Asker, number: str) -> Upload:
    """A file of what stands in the thread; NotFound for any other."""
    found = await db.one(
        Upload,
        f"""
        select {COLUMNS} from upload
        where number = :number and message_id in (
            select id from message where channel_id = :channel_id and deleted_at is null)
        """,  # noqa: S608
        number=number,
        channel_id=member.channel_id,
    )
    if found is None:
        raise NotFound
    return found


async def forget_by_id(before: datetime) -> int:
    """For the job: threads whose asker sits nowhere in them, and in which nobody but the asker ever wrote; how many."""
    old = f"""
    select party.channel_id from party join channel on channel.id = party.channel_id
    left join seat on seat.cohort_id = channel.cohort_id and seat.person_id = party.person_id
    where party.asked_at < :before and {OUTSIDE}
      and not exists (select from message where message.channel_id = party.channel_id
                      and (message.person_id is distinct from party.person_id or message.at >= :before))
    order by party.channel_id limit 1000
    """  # noqa: S608
    rows = await db.many(dict, old, before=before)
    ids = [row["channel_id"] for row in rows]
    for table in ("message", "read_marker", "involvement", "party"):
        await db.run(f"delete from {table} where channel_id = any(:ids)", ids=ids)  # noqa: S608 (tables of ours)
    await db.run("delete from channel where id = any(:ids)", ids=ids)
    return len(ids)


