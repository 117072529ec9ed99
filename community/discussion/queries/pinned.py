"""What stands at the head of a channel: the messages that facilitators have pinned."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Cohort, Seat
from community.discussion import rules
from community.discussion.queries.channels import Channel, spot
from community.discussion.queries.messages import Message
from community.discussion.queries.reach import READABLE, asking, begun
from community.discussion.rules import Moderator

PIN = """
select message.id, message.channel_id, channel.cohort_id, channel.kind, channel.requirement_key,
       coalesce(person.name, '') as name, left(message.text, 120) as text, message.pinned_at,
       coalesce(root.at, message.at) as began_at
from message
join channel on channel.id = message.channel_id
left join message as root on root.id = message.thread_id
left join seat on seat.cohort_id = channel.cohort_id and seat.person_id = message.person_id
left join person on person.id = message.person_id and seat.unnamed is not true
"""


@dataclass(frozen=True)
class Pin:
    """A message as the head of its channel has it; `text` is how it begins, `pinned_at` None once it is taken down."""

    id: int
    channel_id: int
    cohort_id: int
    kind: str  # its channel's, as the next one
    requirement_key: str | None
    name: str
    text: str
    pinned_at: datetime | None
    began_at: datetime  # its thread

    @property
    def excerpt(self) -> str:
        return " ".join(self.text.split())

    @property
    def address(self) -> str:
        return f"/cohorts/{self.cohort_id}/messages/{self.id}"

    @property
    def into(self) -> str:
        """The id of the list it stands in."""
        return f"pinned-{spot(self.kind, self.requirement_key, self.channel_id)}"

    def is_for(self, audience: str) -> bool:
        """Whether this audience is shown it."""
        return rules.hears(audience, self.began_at)


@dataclass(frozen=True)
class Held:
    """How a message stands that is to be pinned or not, and how many its channel has."""

    pinned_at: datetime | None
    deleted_at: datetime | None
    pins: int


async def pins(seat: Seat, cohort: Cohort, channel: Channel) -> list[Pin]:
    """Those of a channel that this seat may read, in the order in which they were written."""
    return await db.many(
        Pin,
        PIN
        + f"""
        where message.channel_id = :channel_id and message.pinned_at is not null
          and {READABLE} and {begun("coalesce(root.at, message.at)")}
        order by message.id limit :most
        """,
        channel_id=channel.id,
        person_id=seat.person_id,
        **asking(seat, cohort),
        most=rules.MOST_PINS,
    )


async def pins_by_id(ids: list[int]) -> dict[int, Pin]:
    """For the feed: also what is pinned no longer."""
    found = await db.many(Pin, PIN + "where message.id = any(:ids) order by message.id limit 1000", ids=ids)
    return {one.id: one for one in found}


async def hold_pinned(seat: Seat, message: Message) -> Held:
    """As it is now; nobody else pins in this channel, or changes this message, until the transaction ends."""
    await db.run("select id from channel where id = :id limit 1 for no key update", id=message.channel_id)
    (held,) = await db.many(
        Held,
        """
        select pinned_at, deleted_at, (
            select count(*) from message as other where other.channel_id = :channel_id and other.pinned_at is not null
        ) as pins
        from message where id = :id and channel_id = :channel_id limit 1 for no key update
        """,
        id=message.id,
        channel_id=message.channel_id,
    )
    return held


async def set_pinned(seat: Seat, message: Message, at: datetime | None) -> None:
    """Pinned since `at`; None takes it down."""
    await db.run("update message set pinned_at = :at where id = :id", id=message.id, at=at)


async def is_pinned(seat: Seat, message: Message) -> bool:
    """Whether it is, now that it was changed."""
    return await db.value("select pinned_at is not null from message where id = :id", id=message.id)


async def take_down(seat: Moderator, message_id: int) -> bool:
    """Before a message of this seat's cohort is taken back: it is pinned no longer. Whether it was."""
    return bool(
        await db.value(
            """
            update message set pinned_at = null
            from (
                select message.id, message.pinned_at from message join channel on channel.id = message.channel_id
                where message.id = :id and channel.cohort_id = :cohort_id for no key update of message
            ) as was
            where message.id = was.id
            returning was.pinned_at is not null
            """,
            id=message_id,
            cohort_id=seat.cohort_id,
        )
    )
