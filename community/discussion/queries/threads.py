"""The replies of a thread, and threads that were answered while one was away."""

from dataclasses import dataclass

from community import db
from community.cohorts.queries import Cohort, Seat
from community.discussion.pointing.targets import knowing
from community.discussion.queries.channels import Channel
from community.discussion.queries.messages import MESSAGE, PAGE, Message
from community.discussion.queries.reach import asking, begun


async def replies(seat: Seat, root: Message, before: int | None = None, most: int = PAGE) -> list[Message]:
    """The newest replies of a thread, or those before an id; in the order in which they were written."""
    found = await db.many(
        Message,
        MESSAGE + "where message.thread_id = :root_id and message.id < :before order by message.id desc limit :most",
        root_id=root.id,
        before=before or 2**62,
        most=most,
    )
    return await knowing(found[::-1])


async def earlier(seat: Seat, root: Message, shown: list[Message], most: int = PAGE) -> int:
    """How many replies of a thread stand above those that `replies` gave."""
    if len(shown) < most:
        return 0
    sql = "select count(*) from message where thread_id = :root_id and id < :first"
    return await db.value(sql, root_id=root.id, first=shown[0].id)


@dataclass(frozen=True)
class News:
    """A thread with `count` replies of others that are unread; `text` is how it begins."""

    id: int
    cohort_id: int
    name: str
    text: str
    count: int

    @property
    def excerpt(self) -> str:
        return " ".join(self.text.split())

    @property
    def address(self) -> str:
        return f"/cohorts/{self.cohort_id}/messages/{self.id}"


async def news(seat: Seat, cohort: Cohort, channel: Channel, most: int = 5) -> list[News]:
    """Threads of a channel that were answered since this seat was here: one does not see that at the channel's end."""
    return await db.many(
        News,
        f"""
        select root.id, channel.cohort_id, coalesce(person.name, '') as name,
               case when root.deleted_at is null then left(root.text, 80) else '' end as text,
               count(*) as count
        from message as reply
        join message as root on root.id = reply.thread_id and root.id <= :read_to
        join channel on channel.id = root.channel_id
        left join seat as chair on chair.cohort_id = channel.cohort_id and chair.person_id = root.person_id
        left join person on person.id = root.person_id and chair.unnamed is not true
        where reply.channel_id = :channel_id and reply.id > :read_to and reply.deleted_at is null
          and reply.person_id is distinct from :person_id
          and {begun("root.at")}
        group by root.id, channel.cohort_id, person.name order by max(reply.id) desc limit :most
        """,  # noqa: S608
        channel_id=channel.id,
        read_to=channel.read_to or 0,
        person_id=seat.person_id,
        **asking(seat, cohort),
        most=most,
    )
