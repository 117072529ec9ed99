"""An account is closed: first it waits, then everything goes but what others still need, under no name."""

import logging
from datetime import timedelta

from community import clock, db, events, files, words
from community.errors import Unavailable
from community.pages import Keep
from community.people import letters
from community.people import queries as people
from community.people.closing import queries
from community.people.exports import queries as exports
from community.people.pictures import queries as pictures
from community.people.queries import Person
from community.people.sessions import actions as sessions

WAIT = timedelta(days=14)  # so long signing in undoes it
KEEPS: dict[str, Keep] = {}  # table → what is kept of a person there; the roof fills it
ADDRESSED: dict[str, str] = {}  # table → its column with the e-mail address of whom it concerns; the roof fills it

log = logging.getLogger("roundtable.closing")


async def ask(person: Person) -> None:
    """In two weeks it is closed. Every device is signed out, and the address is told (A58)."""
    at = clock.now()
    closes_at = at + WAIT
    async with db.transaction():
        await queries.set_closing(person, closes_at)
        await sessions.end_all_but(person)
        events.record("account.closing", person.topic, about=person.id, by=person.id)
        day = words.day(closes_at.date(), words.known(person.language))
        key = f"closing {person.id} {at.isoformat()}"
        await letters.write_to_person("closing", person.id, key, at_once=True, day=day)


async def keep(person: Person) -> bool:
    """They sign in: an account that was about to be closed is not. Whether it was."""
    async with db.transaction():
        kept = await queries.keep_by_id(person.id)
        if kept:
            events.record("account.kept", person.topic, about=person.id, by=person.id)
    return kept


async def close_due(_payload: dict) -> None:
    """The job: each account whose time is over, in a transaction of its own; one that fails stops no other."""
    problem: Exception | None = None
    for person_id in await queries.due_by_id(clock.now()):
        try:
            await close(person_id)
        except Unavailable:
            raise
        except Exception as wrong:
            log.exception("account %d", person_id)
            problem = wrong
    if problem:
        raise problem


async def close(person_id: int) -> None:
    """Erase as each slice's `keeps` says; the log keeps a bare number. Nothing if they signed in meanwhile."""
    async with db.transaction():
        if await queries.lock_due_by_id(person_id, clock.now()):
            person = (await people.people_by_id([person_id]))[person_id]
            stored = [await pictures.file_by_id(person_id), await exports.file_by_id(person_id)]
            await _forget_addresses(person_id)
            for table, keep in sorted(KEEPS.items(), key=lambda item: item[1].on_erase != "unname"):
                if table != "person":
                    await queries.erase_by_id(table, keep, person_id)
            await queries.erase_by_id("person", KEEPS["person"], person_id)
            events.record("account.closed", person.topic, about=person_id)
            if person.email:
                await letters.write("closed", person.email, person.language, key=f"closed {person_id}")
            for file in filter(None, stored):  # last: what fails before it leaves all as it was
                await files.forget(file)


async def _forget_addresses(person_id: int) -> None:
    """What bears one of their addresses without their number: invitations, offers, codes, and mails that wait."""
    addresses = await queries.addresses_by_id(person_id)
    for table, column in sorted(ADDRESSED.items()):
        await queries.forget_addresses_by_id(table, column, addresses)
    await queries.forget_mails_by_id(person_id, addresses)
