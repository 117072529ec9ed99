"""Notices are made from the log, and read by their person."""

from community import db, events
from community.events import Event
from community.jobs import Follower
from community.notifications import mailing, queries, telling
from community.notifications.choosing import queries as choices
from community.notifications.digests import sending as digests
from community.notifications.queries import Row
from community.people.queries import Person


async def tell(news: list[Event]) -> None:
    """The follower: in the transaction that moves its mark, so that each notice comes once, whatever is killed."""
    made = await queries.add_by_id(await telling.whom(news))
    chosen = await choices.choices_by_id(sorted({notice.person_id for notice in made}))
    await mailing.queue(made, chosen)
    await digests.queue(made, chosen)
    for person_id in sorted({notice.person_id for notice in made}):
        events.record("notice.made", f"person:{person_id}", inbox(person_id), about=person_id)


async def read(person: Person, notice_ids: list[int] | None = None) -> None:
    """This person has read some of their notices, or all."""
    async with db.transaction():
        if await queries.mark_read(person, notice_ids):
            events.record("notice.read", person.topic, inbox(person.id), about=person.id, by=person.id)


async def open_one(person: Person, row: Row) -> str:
    """This person goes where a notice leads: it is read, and what is said together with it. The address, or ""."""
    told = await telling.told([row] if row.read_at else await queries.unread_before(person, row))
    those = [one for one in told if told[0].row.id == row.id and telling.is_with(one, told[0])]
    await read(person, [row.id, *(one.row.id for one in those)])
    return those[-1].leads if those else ""


async def read_about(person: Person, kind: str, subject_ids: list[int]) -> None:
    """This person has seen, where they stand, the things of which these notices tell: they are read everywhere."""
    if subject_ids:
        async with db.transaction():
            if await queries.mark_read_about(person, kind, subject_ids):
                events.record("notice.read", person.topic, inbox(person.id), about=person.id, by=person.id)


def inbox(person_id: int) -> str:
    """The topic of a person's list of notices; their bell is told on person:ID, which every page follows."""
    return f"inbox:{person_id}"


followers = {"notices": Follower(tell)}
