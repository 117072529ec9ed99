"""People for tests: made whole, with a password that is known."""

import asyncio
import re
from contextlib import asynccontextmanager
from datetime import timedelta
from html import unescape
from itertools import count
from uuid import uuid4

import httpx2

from community import clock, cookies, db, mail
from community.mail import Kept
from community.people import hashing
from community.people import queries as people
from community.people.closing import actions as closing
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
        columns, binds = ", ".join(values), ", ".join(":" + column for column in values)
        person_id = await db.value(f"insert into person ({columns}) values ({binds}) returning id", **values)
        await db.run(
            "insert into email (person_id, address, confirmed_at) values (:person_id, :address, :at)",
            person_id=person_id, at=clock.now(),
            address=email or f"{called.lower()}.{next(_numbers)}.{uuid4().hex[:6]}@example.org",
        )
        await db.run(
            "insert into password (person_id, hash, changed_at) values (:person_id, :hash, :at)",
            person_id=person_id, hash=await _hashed(password), at=clock.now(),
        )
    return (await people.people_by_id([person_id]))[person_id]


async def erased(person_id: int) -> None:
    """Their two weeks are over, and the account is closed as the job closes it."""
    due = clock.now() - timedelta(minutes=1)  # the database's time may be heard again, some milliseconds earlier
    await db.run("update person set closes_at = :at where id = :id", id=person_id, at=due)
    await closing.close(person_id)


async def nobody_sleeps() -> None:
    """Nobody who is here by now has quiet hours: for workers whose clock is the wall's."""
    people = "select id, true, '00:00', '00:00' from person where true on conflict (person_id) do nothing"
    await db.run(f"insert into notice_setting (person_id, by_mail, quiet_from, quiet_until) {people}")


async def sign_in(person: Person, client: httpx2.AsyncClient, factor: bool = True) -> httpx2.AsyncClient:
    """Give this client a session of the person, without the form; with `factor` one that showed a second factor."""
    token, _ = await sessions.begin(person, "password", "a test", factor_at=clock.now() if factor else None)
    client.cookies.set(cookies.session_cookie(), token, domain=client.base_url.host, path="/")
    return client


@asynccontextmanager
async def signed_in_client(app, person: Person, factor: bool = True, **headers):
    """A client with a cookie jar of its own, at the door of `app`, with a session of this person."""
    async with browser_like(app, **headers) as client:
        yield await sign_in(person, client, factor)


async def _hashed(password: str) -> str:
    global _hash
    if password != PASSWORD:
        return await hashing.hashed(password)
    _hash = _hash or await hashing.hashed(PASSWORD)
    return _hash


async def submits(client: httpx2.AsyncClient, page: str, form: str, action: str = "", **typed: str) -> httpx2.Response:
    """Open a page, fill in its `form` (named by where it goes), and send it, there or by a button to `action`."""
    opened = await client.get(page)
    assert opened.status_code in (200, 422), f"{page} answers {opened.status_code}"
    return await client.post(action or form, data=form_in(opened.text, form) | typed)


def form_in(html: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to `action`."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', html, re.S)
    assert found, f"the page has no form that goes to {action}"
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found.group(0))
    return {name: unescape(value) for name, value in hidden}


async def mail_to(address: str, subject: str = "", after: int = 0) -> Kept:
    """The newest mail to an address (its subject holding these words), as soon as more than `after` are there."""
    async with asyncio.timeout(60):
        while True:
            found = [kept for kept in mail.kept() if kept.to == address and subject in kept.subject]
            if len(found) > after:
                return found[0]
            await asyncio.sleep(0.05)


def link_in(letter: Kept) -> str:
    """The path of the link in a mail."""
    return re.search(r"https?://[^/\s]+(/\S+/link/\S+)", letter.text).group(1)


def digits_in(letter: Kept) -> str:
    return re.search(r"^\d{6}$", letter.text, re.M).group(0)
