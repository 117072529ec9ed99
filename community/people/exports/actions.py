"""A person asks for all that is kept of them; a job puts it together; after some days it is taken away."""

from community import clock, db, events, files, jobs
from community.people import queries as people
from community.people.exports import packing, queries, rules
from community.people.exports.queries import Export
from community.people.queries import Person


async def ask(person: Person) -> None:
    """One zip at a time: while one is under way, that one is it."""
    async with db.transaction():
        export_id = await queries.ask(person, clock.now())
        if export_id is not None:
            events.record("export.asked", person.topic, about=export_id, by=person.id)
            await jobs.later("export", {"id": export_id}, key=f"export {export_id}")


async def make(payload: dict) -> None:
    """The job `export`. Whatever a killed one has left in the store is taken away first."""
    found = (await queries.exports_by_id([payload["id"]])).get(payload["id"])
    if found and not found.made_at:
        if found.file:
            await files.forget(found.file)
        person = (await people.people_by_id([found.person_id]))[found.person_id]
        await _put(found, person, files.draw())


async def _put(export: Export, person: Person, file: str) -> None:
    await queries.begin_by_id(export.id, file, len(packing.SHELVES))

    async def moved() -> None:
        async with db.transaction():
            await queries.move_by_id(export.id)
            events.record("export.moved", person.topic, about=export.id)

    stored = await files.put(packing.packed(person, clock.now(), moved), rules.MOST_BYTES * 2, file)
    at = clock.now()
    async with db.transaction():
        kept = await queries.finish_by_id(export.id, file, stored.size, at, at + rules.KEPT)
        if kept:
            events.record("export.made", person.topic, about=export.id)
    if not kept:
        await files.forget(file)


async def forget(_payload: dict) -> None:
    """The job that takes away those whose days are over: the file first, so that it is never without its row."""
    for over in await queries.over_by_id(clock.now()):
        await files.forget(over.file)
        await queries.forget_by_id(over.id, over.file)
