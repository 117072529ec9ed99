"""Each action of people is whole or nothing, and of many at once exactly as many as may succeed do."""

import asyncio

from community import db
from community.errors import Conflict
from community.people import queries as people
from community.people.accounts import actions as accounts
from community.people.addresses import actions as addresses
from community.people.codes import actions as codes
from community.people.passwords import actions as passwords
from community.people.sessions import actions as sessions
from tests.support.failing import whole_or_nothing
from tests.support.people import PASSWORD, make_person

GOOD = "tuesday letters on the porch"
TOLD = "select count(*) from event where topic = :topic "


async def waiting(address):
    return await accounts.sign_up("Rosa Delgado", address, GOOD, "UTC", "en", "/", "a visit")


async def test_asking_for_an_account_is_whole_or_nothing(app):
    numbers = iter(range(1000))

    async def prepare():
        return f"ask{next(numbers)}@example.org"

    async def state(address):
        return await db.value(
            """
            select array[(select count(*) from mail_code where address = :address),
                         (select count(*) from sign_up join mail_code on id = mail_code_id where address = :address),
                         (select count(*) from mail_code
                          join job on job.name = 'mail_code' and job.payload ->> 'id' = cast(mail_code.id as text)
                          where address = :address)]
            """,
            address=address,
        )

    assert await whole_or_nothing(prepare, waiting, state) >= 3


async def test_making_an_account_is_whole_or_nothing(app):
    numbers = iter(range(1000))

    async def prepare():
        return await waiting(f"make{next(numbers)}@example.org")

    async def state(code):
        person = await people.public_person(code.address)
        used = await db.value("select used_at is not null from mail_code where id = :id", id=code.id)
        told = await db.value(TOLD, topic=person.topic) if person else 0
        return person is not None, used, told

    assert await whole_or_nothing(prepare, accounts.make, state) >= 3


async def test_changing_a_password_is_whole_or_nothing(app):
    async def prepare():
        ana = await make_person("Ana Torres")
        await sessions.begin(ana, "password")
        return ana

    async def change(ana):
        await passwords.change(ana, GOOD, 0)

    async def state(ana):
        return (
            await sessions.by_password(ana.email, PASSWORD) == ana,
            await db.value("select count(*) from session where person_id = :id and ended_at is null", id=ana.id),
            await db.value(TOLD + "and kind <> 'session.refused'", topic=ana.topic),
        )

    assert await whole_or_nothing(prepare, change, state) >= 4


async def test_changing_an_address_is_whole_or_nothing(app):
    numbers = iter(range(1000))

    async def prepare():
        ana = await make_person("Ana Torres")
        return ana, await codes.ask("address", f"other{next(numbers)}@example.org", "en", person=ana)

    async def change(subject):
        await addresses.change(*subject, kept_session=0)

    async def state(subject):
        ana, code = subject
        found = (await people.people_by_id([ana.id]))[ana.id]
        used = await db.value("select used_at is not null from mail_code where id = :id", id=code.id)
        told = await db.value(TOLD, topic=ana.topic)
        return found.email == code.address, used, told

    assert await whole_or_nothing(prepare, change, state) >= 5


async def test_a49_one_mail_makes_one_account_however_many_ask_at_once(app):
    code = await waiting("race@example.org")
    made = await asyncio.gather(*(accounts.make(code) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(one, people.Person) for one in made) == 1
    assert all(isinstance(one, people.Person | Conflict) for one in made)


async def test_a49_two_mails_for_one_address_make_one_account(app):
    first = await waiting("race2@example.org")
    second = await waiting("race2@example.org")
    # as if both had been asked for at once
    await db.run("update mail_code set ends_at = :at where id = :id", at=first.ends_at, id=first.id)
    made = await asyncio.gather(*(accounts.make(code) for code in (first, second)), return_exceptions=True)
    assert sum(isinstance(one, people.Person) for one in made) == 1
    assert await db.value("select count(*) from email where address = 'race2@example.org'") == 1


async def test_a49_five_tries_are_five_however_many_ask_at_once(app):
    ana = await make_person("Ana Torres")
    code = await codes.ask("sign_in", ana.email, "en")
    wrong = f"{(int(codes.digits(code)) + 1) % 1_000_000:06d}"
    await asyncio.gather(*(codes.of_digits("sign_in", ana.email, wrong) for _ in range(20)))
    assert await db.value("select tries from mail_code where id = :id", id=code.id) == 5
    assert await codes.of_digits("sign_in", ana.email, codes.digits(code)) is None
