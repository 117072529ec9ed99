"""What a person says of themself, as a row."""

from community import db
from community.people.queries import Person


async def set_profile(
    person: Person,
    name: str, called: str, pronouns: str, time_zone: str, language: str, role: str, about: str, theme: str,
) -> None:
    await db.run(
        """
        update person set name = :name, called = :called, pronouns = :pronouns, time_zone = :time_zone,
               language = :language, role = :role, about = :about, theme = :theme
        where id = :id
        """,
        id=person.id, name=name, called=called, pronouns=pronouns, time_zone=time_zone, language=language, role=role,
        about=about, theme=theme,
    )
