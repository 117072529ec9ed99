"""A picture is taken in, or taken away."""

from collections.abc import AsyncIterator

from community import chance, db, events, files
from community.people.pictures import making, queries
from community.people.queries import Person


async def take_in(person: Person, sent: bytes) -> None:
    """Raises NotAPicture with a sentence; then the former one stays."""
    square = await making.square(sent)

    async def pieces() -> AsyncIterator[bytes]:
        yield square

    stored = await files.put(pieces(), making.MOST_BYTES)
    await _set(person, chance.hexadecimal(16), stored.name)


async def take_away(person: Person) -> None:
    """The drawn picture again."""
    await _set(person, "", "")


async def _set(person: Person, mark: str, file: str) -> None:
    """The former file goes once the new one is told of; one that stays behind after a failure is nobody's."""
    async with db.transaction():
        former = await queries.set_picture(person, mark, file)
        events.record("picture.changed", person.topic, about=person.id, by=person.id)
    if former:
        await files.forget(former)
