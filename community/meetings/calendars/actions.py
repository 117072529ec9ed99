"""A person makes a calendar address, makes another in its place, or ends it (R20)."""


from community import chance, db
from community.config import settings
from community.events import record
from community.meetings.calendars import queries
from community.people.queries import Person

BYTES = 24  # 32 signs of an address


async def renew(person: Person) -> None:
    """A new address; the former one says at once that there is nothing."""
    async with db.transaction():
        await queries.put(person, chance.token(BYTES))
        record("calendar.renewed", person.topic, about=person.id, by=person.id)


async def end(person: Person) -> None:
    async with db.transaction():
        if await queries.remove(person):
            record("calendar.ended", person.topic, about=person.id, by=person.id)


def link(address: queries.Address) -> str:
    """What a calendar is given."""
    return f"{settings().base_url}/calendar/{address.secret}.ics"
