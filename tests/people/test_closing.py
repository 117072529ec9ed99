"""An account is closed: it waits two weeks, signing in undoes it, then only what others need stays, without a name."""

import asyncio
from contextvars import Context
from datetime import timedelta
from functools import partial

from community import app as roof
from community import clock, db, mail
from community.catalogue import queries as catalogue
from community.people import queries as people
from community.people.addresses import stopping
from community.people.closing import actions, queries, wording
from tests.ground.test_jobs import until
from tests.support.cohorts import a_cohort
from tests.support.discussion import says
from tests.support.evidence import writes
from tests.support.factors import has_a_factor, shows_a_factor
from tests.support.failing import whole_or_nothing
from tests.support.people import PASSWORD, mail_to, make_person, sign_in, signed_in_client, submits
from tests.support.servers import browser_like


async def closes(client, person, password: str = PASSWORD):
    return await submits(client, "/profile/closing", "/profile/closing", password=password)


async def is_there(person) -> bool:
    return bool(await people.people_by_id([person.id]))


async def is_closed(person) -> bool:
    await actions.close_due({})
    return not await is_there(person)


async def test_the_page_says_what_goes_what_stays_and_how_long_it_waits(app):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as client:
        page = (await client.get("/profile/closing")).text
        for words in ("It waits 14 days", "What goes", "A former member", "A number that leads to nobody"):
            assert words in page
        assert 'href="/profile/closing"' in (await client.get("/profile")).text


async def test_a64_only_who_knows_the_password_closes(app):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as client:
        assert (await closes(client, ana, "not this one")).status_code == 422
        assert (await client.get("/profile")).status_code == 200
    assert await db.value("select closes_at from person where id = :id", id=ana.id) is None


async def test_a57_who_has_a_second_factor_shows_it_again_first(app):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana, factor=False) as client:
        await has_a_factor(ana)
        assert (await closes(client, ana)).headers["location"].startswith("/factor")
        assert await db.value("select closes_at from person where id = :id", id=ana.id) is None
        await shows_a_factor(ana)
        assert (await closes(client, ana)).headers["location"] == "/sign-in?closing=1"


async def test_every_device_is_signed_out_and_the_address_is_told(app, postman):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as phone, signed_in_client(app, ana) as client:
        answer = await closes(client, ana)
        assert answer.headers["location"] == "/sign-in?closing=1"
        assert "signed out everywhere" in (await client.get(answer.headers["location"])).text
        for each in (phone, client):
            assert (await each.get("/profile")).headers["location"].startswith("/sign-in")
    letter = await mail_to(ana.email)
    assert letter.subject.startswith("Your account will be closed on ") and "/sign-in" in letter.text


async def test_signing_in_within_two_weeks_undoes_it(app, later):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as client:
        await closes(client, ana)
    later(timedelta(days=13, hours=23))
    await actions.close_due({})
    assert await is_there(ana)
    async with browser_like(app) as client:
        answer = await submits(client, "/sign-in", "/sign-in", email=ana.email, password=PASSWORD)
        assert answer.headers["location"] == "/profile?done=kept"
        assert "Your account stays" in (await client.get("/profile?done=kept")).text
    later(timedelta(days=2))
    await actions.close_due({})
    assert await is_there(ana), "it was undone"


async def test_after_two_weeks_all_is_erased_but_what_others_need_and_that_bears_no_name(app, later, postman):
    async with a_cohort(app, "Ana", "Ben") as cohort:
        ana, ben = await cohort.seats("Ana", "Ben")
        message = await says(ana, "My plan for Friday")
        await says(ben, "Good", thread=message)
        definition = await catalogue.public_definition(cohort.cohort.code)
        await writes(ana.person, definition, "talk_plan", "A draft")
        deeds = await db.value("select count(*) from event where person_id = :id", id=ana.person.id)
        assert deeds > 2, "the premise: the log knows her number"
        await closes(ana.client, ana.person)
        later(timedelta(days=14, minutes=1))
        await until(partial(is_closed, ana.person), "the job passes over whom a mail that is being sent holds")
        await sign_in(ben.person, ben.client)  # so long nobody was here
        page = (await ben.opens(f"/cohorts/{cohort.id}/channels/general")).text
        assert "My plan for Friday" in page and "A former member" in page and ana.person.name not in page
        assert ana.person.name not in (await ben.opens(f"/cohorts/{cohort.id}/members")).text
        await nothing_refers_to(ana.person.id)
        assert await db.value("select count(*) from event where person_id = :id", id=ana.person.id) >= deeds
    letter = await mail_to(ana.person.email, "Your account is closed")
    assert ana.person.name not in letter.text


async def is_waiting_for_the_erasure() -> bool:
    return await db.value(
        """
        select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
                       and query ~ 'update person set closes_at = null|insert into session')
        """
    )


async def test_who_signs_in_in_the_very_second_of_erasing_finds_nothing(app, later):
    """Their password is right, their account is being erased: the sign-in waits for the end of that, and is calm."""
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as client:
        await closes(client, ana)
    later(timedelta(days=14, minutes=1))
    async with browser_like(app) as client:
        async with db.transaction():
            await actions.close(ana.id)
            knocks = submits(client, "/sign-in", "/sign-in", email=ana.email, password=PASSWORD)
            knocking = asyncio.create_task(knocks, context=Context())
            seen = until(is_waiting_for_the_erasure, "the premise: the password was right, and nothing is erased yet")
            await asyncio.create_task(seen, context=Context())
        answer = await knocking
        assert answer.status_code == 404 and "set-cookie" not in answer.headers
        assert (await client.get("/profile")).headers["location"].startswith("/sign-in"), "nobody is signed in"
    assert not await is_there(ana)


async def nothing_refers_to(person_id: int) -> None:
    """Neither in the tables that `keeps` names, nor in any other that refers to a person."""
    refers = await db.many(
        dict,
        """
        select cast(cast(conrelid as regclass) as text) as name, attname as column from pg_constraint
        join pg_attribute on attrelid = conrelid and attnum = any(conkey)
        where contype = 'f' and confrelid = cast('person' as regclass) order by 1, 2 limit 200
        """,
    )
    assert len(refers) > 15, "the premise"
    for row in refers:
        sql = f"select count(*) from {row['name']} where {row['column']} = :id"
        assert await db.value(sql, id=person_id) == 0, row


def test_what_the_page_says_goes_and_stays_is_what_all_slices_keep():
    keeps = roof.merged("keeps")
    gone = {table for _words, tables in wording.goes() for table in tables}
    left = {table for _words, _label, tables in wording.stays() for table in tables}
    assert gone == {table for table, keep in keeps.items() if keep.on_erase == "delete"}
    assert left == {table for table, keep in keeps.items() if keep.on_erase == "unname"}


async def test_each_column_with_the_address_of_somebody_is_emptied_too(database):
    """Those with a person's number go by that; what bears an address alone is listed by its slice."""
    rows = await db.many(
        dict,
        """
        select table_name as name, column_name as column from information_schema.columns
        where table_schema = 'public' and column_name ~ 'address|email' and data_type = 'text' order by 1 limit 100
        """,
    )
    elsewhere = {"email", "link"}  # which goes with its person; an address of the web
    assert {row["name"] for row in rows} - elsewhere == roof.merged("addressed").keys()


def test_what_a_slice_keeps_says_how_it_is_erased():
    assert {keep.on_erase for keep in roof.merged("keeps").values()} <= {"delete", "unname"}
    assert roof.merged("keeps")["message"].on_erase == "unname"


async def test_closing_is_whole_or_nothing(app):
    async def prepare():
        ana = await make_person("Ana Torres")
        due = clock.now() - timedelta(minutes=1)  # the database's time may be heard again, some milliseconds earlier
        await db.run("update person set closes_at = :at where id = :id", id=ana.id, at=due)
        return ana

    async def act(ana):
        await actions.close(ana.id)

    async def state(ana):
        """The letter waits, or was sent meanwhile: a worker is about."""
        *rows, waits = await db.value(
            """
            select array[(select count(*) from person where id = :id),
                         (select count(*) from email where person_id = :id),
                         (select count(*) from event where topic = :topic and kind = 'account.closed'),
                         (select count(*) from job where key = :key)]
            """,
            id=ana.id, topic=ana.topic, key=f"mail closed {ana.id}",
        )
        return [*rows, waits or sum(letter.to == ana.email for letter in mail.kept())]

    assert await whole_or_nothing(prepare, act, state) > 10


async def test_a_mail_about_an_address_that_waits_goes_with_the_account(app):
    """It bears the name and both addresses, and would be sent to somebody who is no more."""
    person, other = await make_person("Ana Torres"), await make_person("Ben Ortiz")
    asked = "select payload #>> '{change,former}' as former from job where name = 'address_mail' limit 100"
    async with db.transaction():  # so that a worker who is about finds nothing of it
        for each in (person, other):
            await stopping.tell_of("address_changed", each, each.email, "new@example.org")
        await queries.forget_mails_by_id(person.id, [person.email])
        waits = {row["former"] for row in await db.many(dict, asked)}
    assert other.email in waits and person.email not in waits
