"""An address that refuses mail is left in peace until its owner confirms it again, or says "try again" (X16)."""

import re
from email import policy
from email.parser import BytesParser

import pytest
import pytest_asyncio

from community import clock, db
from community.people import letters
from community.people.addresses import queries
from community.people.bounces import queries as bounces
from community.people.bounces.rules import Why
from tests.ground.test_jobs import a_worker, until
from tests.people.test_addresses import FORM
from tests.support.people import make_person, signed_in_client, submits

pytestmark = pytest.mark.stories


@pytest_asyncio.fixture
async def ana(app):
    return await make_person("Ana Torres")


async def is_written(person, key: str) -> None:
    """A letter to her, until its job is done with, however it ended."""
    async with db.transaction():
        await letters.write_to_person("password_changed", person.id, key, at_once=True)
    await nothing_waits()


async def nothing_waits() -> None:
    async def is_done():
        return not await db.value("select count(*) from job where name like 'mail%' and given_up_at is null")

    await until(is_done, "all that waits was tried")


async def refuses(post_office, person, answer: str = "550 there is no such mailbox") -> None:
    """Her mailbox sends one letter back."""
    post_office.refuses[person.email] = answer
    await is_written(person, "the first")
    assert post_office.conversations == 1


async def is_refused(person) -> bool:
    (one,) = await queries.addresses(person)
    return one.refused_at is not None


async def test_x16_no_further_mail_is_tried_until_its_owner_presses_try_again(app, ana, post_office):
    post_office.open()
    async with a_worker(post_office), signed_in_client(app, ana) as client:
        assert "comes back" not in (await client.get(FORM)).text
        await refuses(post_office, ana)
        post_office.refuses.clear()
        await is_written(ana, "the second")
        assert post_office.conversations == 1 and not post_office.taken, "it was not even tried"
        page = (await client.get(FORM)).text
        assert f"Mail to {ana.email} comes back." in page
        (one,) = await queries.addresses(ana)
        again = f"{FORM}/{one.id}/again"
        for _twice in range(2):
            answer = await client.post(again, data={"csrf": page.split('name="csrf" value="', 1)[1].split('"', 1)[0]})
            assert answer.headers["location"] == f"{FORM}?done=again"
        await nothing_waits()
        assert [address for address, _ in post_office.taken] == [ana.email], "one mail says so, pressed twice or not"
        page = (await client.get(f"{FORM}?done=again")).text
        assert "A mail is on its way there." in page and "comes back." not in page
        await is_written(ana, "the third")
        assert post_office.taken.total() == 2


async def test_x16_pressed_in_vain_it_is_told_again(app, ana, post_office):
    post_office.open()
    async with a_worker(post_office), signed_in_client(app, ana) as client:
        await refuses(post_office, ana)
        (one,) = await queries.addresses(ana)
        await submits(client, FORM, f"{FORM}/{one.id}/again")
        await nothing_waits()
        assert post_office.conversations == 2 and await is_refused(ana)
    told = "select count(*) from event where kind = 'mail.refused' and topic = :topic"
    assert await db.value(told, topic=ana.topic) == 2


async def test_x16_who_signs_in_by_a_mail_that_arrived_has_confirmed_the_address(app, ana, client, post_office):
    post_office.open()
    async with a_worker(post_office):
        await refuses(post_office, ana)
        post_office.refuses.clear()
        await submits(client, "/sign-in", "/sign-in", "/sign-in/mail", email=ana.email)
        await nothing_waits()
        assert post_office.taken.total() == 1 and await is_refused(ana), "asked for, so it is tried; not read yet"
        letter = BytesParser(policy=policy.default).parsebytes(post_office.letters[0]).get_body(("plain",))
        link = re.search(r"/sign-in/link/\S+", letter.get_content()).group(0)
        assert (await submits(client, link, link)).status_code == 303
        assert not await is_refused(ana)
        await is_written(ana, "the second")
        assert post_office.taken.total() == 2


async def test_x16_one_mail_refused_for_what_it_says_closes_no_address(ana, post_office, monkeypatch):
    async def refuse(*_):
        return "554 this looks like an advertisement"

    monkeypatch.setattr(post_office, "handle_DATA", refuse)
    post_office.open()
    async with a_worker(post_office):
        await is_written(ana, "the first")
    assert not await is_refused(ana)


async def test_somebody_elses_address_is_not_there(app, ana):
    ben = await make_person("Ben Ode")
    (bens,) = await queries.addresses(ben)
    for person in (ana, ben):
        await bounces.public_set_refused(person.email, Why.REFUSED, clock.now())
    async with signed_in_client(app, ana) as client:
        page = (await client.get(FORM)).text
        csrf = page.split('name="csrf" value="', 1)[1].split('"', 1)[0]
        assert (await client.post(f"{FORM}/{bens.id}/again", data={"csrf": csrf})).status_code == 404
    assert await is_refused(ben)
