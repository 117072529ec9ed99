"""People for tests: made whole, with a password that is known."""

from contextlib import asynccontextmanager
from itertools import count
from uuid import uuid4

import httpx2

from community import clock, cookies, db
from community.people import hashing
from community.people import queries as people
from community.people.queries import Person
from community.people.sessions import actions as sessions
from tests.support.servers import browser_like

PASSWORD = "correct horse battery staple 9"
_numbers = count(1)
_hash = None


async def make_person(name: str, email: str | None = None, password: str = PASSWORD, **fields) -> Person:
    """An account with a confirmed address. `fields`: called, pronouns, time_zone, language, role, about, theme."""
    called = fields.pop("called", name.split()[0])
    async with db.transaction():
        values = {"name": name, "called": called, "created_at": clock.now()} | fields
        person_id = await db.value(
            f"insert into person ({', '.join(values)}) values ({', '.join(':' + v for v in values)}) returning id", **values
        )
        await db.run(
            "insert into email (person_id, address, confirmed_at) values (:person_id, :address, :at)",
            person_id=person_id, address=email or f"{called.lower()}.{next(_numbers)}.{uuid4().hex[:6]}@example.org", at=clock.now(),
        )
        await db.run(
            "insert into password (person_id, hash, changed_at) values (:person_id, :hash, :at)",
            person_id=person_id, hash=await _hashed(password), at=clock.now(),
        )
    return (await people.people_by_id([person_id]))[person_id]


async def sign_in(person: Person, client: httpx2.AsyncClient) -> httpx2.AsyncClient:
    """Give this client a session of the person, without the form."""
    token, _ = await sessions.begin(person, "password", "a test")
    client.cookies.set(cookies.session_cookie(), token, domain=client.base_url.host, path="/")
    return client


@asynccontextmanager
async def signed_in_client(app, person: Person, **headers):
    """A client with a cookie jar of its own, at the door of `app`, with a session of this person."""
    async with browser_like(app, **headers) as client:
        yield await sign_in(person, client)


async def _hashed(password: str) -> str:
    global _hash
    if password != PASSWORD:
        return await hashing.hashed(password)
    _hash = _hash or await hashing.hashed(PASSWORD)
    return _hash
