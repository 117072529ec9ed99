"""Links are noted when a text is saved, and looked at by a job as somebody who is signed in nowhere."""

import asyncio
from datetime import datetime, timedelta

from community import clock, db, fetch, jobs
from community.events import record
from community.evidence.artifacts.actions import own_topics
from community.evidence.links import queries, rules
from community.evidence.links.rules import Result
from community.evidence.queries import Work
from community.people.queries import Person

PAUSE = timedelta(seconds=5)  # while a link is still being typed


async def note(person: Person, work: Work) -> None:
    """The text was saved: new links are looked at soon, and what is gone from it is forgotten (R33)."""
    if not work.id:
        return
    now = rules.links_in(work.text)
    if set(now) == {link.address for link in await queries.links(person, work)}:
        return
    async with db.transaction():
        gone = await queries.forget_links(person, work, now)
        new = await queries.add_links(person, work, now, clock.now())
        if new:
            await _soon(work.id, clock.now() + PAUSE)
        if new or gone:
            await _tell(work.id)


async def check_again(person: Person, work: Work) -> None:
    """All of them, from the beginning."""
    async with db.transaction():
        if await queries.wait_again(person, work):
            await _soon(work.id, None)
            await _tell(work.id)


async def look(payload: dict) -> None:
    """The job `evidence.look_at_links`: each link that waits is opened without signing in. Safe to repeat."""
    waiting = await queries.waiting_by_id(payload["work"])
    results = await asyncio.gather(*(_result_of(link.address) for link in waiting))
    async with db.transaction():
        for link, result in zip(waiting, results, strict=True):
            await queries.set_result_by_id(link.id, result, clock.now())
        if waiting:
            await _tell(payload["work"])


async def _result_of(address: str) -> Result:
    """Never an address within our walls: fetch.py refuses by name, by number, and after each redirect (A42)."""
    try:
        found = await fetch.fetch(address)
    except fetch.NotOpened:
        return Result.COULD_NOT_CHECK
    return rules.result_of(found.status, found.url, found.body)


async def _soon(work_id: int, at: datetime | None) -> None:
    await jobs.later("evidence.look_at_links", {"work": work_id}, at=at, key=f"evidence.look_at_links {work_id}")


async def _tell(work_id: int) -> None:
    owner = await queries.owner_by_id(work_id)
    if owner:
        record("links.changed", *await own_topics(*owner), about=work_id, by=owner[0])
