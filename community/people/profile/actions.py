"""A profile is changed."""

from community import db, events
from community.people.profile import queries
from community.people.queries import Person


async def change(
    person: Person, *,
    name: str, called: str, pronouns: str, time_zone: str, language: str, role: str, about: str, theme: str,
) -> None:
    async with db.transaction():
        await queries.set_profile(person, name, called, pronouns, time_zone, language, role, about, theme)
        events.record("profile.changed", person.topic, about=person.id, by=person.id)
