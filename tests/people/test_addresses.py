"""Several addresses of one person: confirmed, made the main one, taken away (R8)."""

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from community import db
from community.people import queries as people
from community.people.addresses import queries, rules
from community.people.sessions import actions as sessions
from tests.people.test_stopping import presses
from tests.support.people import PASSWORD, digits_in, form_in, link_in, mail_to, make_person, signed_in_client, submits
from tests.support.servers import browser_like

FORM = "/profile/address"


@pytest_asyncio.fixture
async def ana(app):
    return await make_person("Ana Torres")


@pytest_asyncio.fixture
async def client(app, ana):
    async with signed_in_client(app, ana) as mine:
        yield mine


async def adds(client, address: str, **typed):
    return await submits(client, FORM, FORM, email=address, password=PASSWORD, **({"how": "beside"} | typed))


async def confirms(client, address: str):
    asked = await adds(client, address)
    return await submits(client, asked.headers["location"], f"{FORM}/code", code=digits_in(await mail_to(address)))


async def ids(person) -> dict[str, int]:
    return {one.address: one.id for one in await queries.addresses(person)}


async def test_r8_a_second_address_opens_the_account_once_it_is_confirmed(app, client, ana, postman):
    second = f"second.{ana.email}"
    asked = await adds(client, second)
    assert await people.public_person(second) is None, "not before it is confirmed"
    link = link_in(await mail_to(second))
    assert "your other addresses stay" in (await client.get(link)).text
    done = await submits(client, link, link)
    assert asked.status_code == 303 and done.headers["location"] == f"{FORM}?done=added"
    assert (await people.public_person(second)).id == (await people.public_person(ana.email)).id == ana.id
    assert (await people.public_person(second)).email == ana.email, "mail still goes to the first"
    assert second in (await mail_to(ana.email, "one more address")).text
    page = (await client.get(FORM)).text
    assert second in page and page.count("Make it the main one") == 1


async def test_another_main_address_is_told_to_the_former_one_and_needs_the_password(app, client, ana, postman):
    second = f"main.{ana.email}"
    await confirms(client, second)
    number = (await ids(ana))[second]
    page = (await client.get(FORM)).text
    form = form_in(page, FORM)
    wrong = await client.post(f"{FORM}/{number}/main", data=form | {"password": "no idea of it"})
    assert wrong.status_code == 422 and "This is not your password." in wrong.text
    assert (await people.public_person(second)).email == ana.email
    done = await client.post(f"{FORM}/{number}/main", data=form | {"password": PASSWORD})
    assert done.headers["location"] == f"{FORM}?done=main"
    assert (await people.public_person(ana.email)).email == second, "both stay"
    assert second in (await mail_to(ana.email, "another address")).text


async def test_an_address_is_taken_away_but_never_the_main_one(app, client, ana, postman):
    second = f"gone.{ana.email}"
    await confirms(client, second)
    elsewhere, _ = await sessions.begin(ana, "password")
    numbers = await ids(ana)
    form = form_in((await client.get(FORM)).text, FORM) | {"password": PASSWORD}
    main = await client.post(f"{FORM}/{numbers[ana.email]}/removal", data=form)
    assert main.status_code == 409 and len(await ids(ana)) == 2
    wrong = await client.post(f"{FORM}/{numbers[second]}/removal", data=form | {"password": "no idea of it"})
    assert wrong.status_code == 422
    gone = await client.post(f"{FORM}/{numbers[second]}/removal", data=form)
    assert gone.headers["location"] == f"{FORM}?done=removed"
    assert await people.public_person(second) is None
    assert await people.public_session(elsewhere) is None, "whoever came by it is out"
    assert "another e-mail address" in (await mail_to(second, "address was changed")).text
    assert (await client.post(f"{FORM}/{numbers[second]}/removal", data=form)).status_code == 404


async def test_nobody_touches_anothers_address(app, client, ana, postman):
    ben = await make_person("Ben Ode")
    theirs = (await ids(ben))[ben.email]
    form = form_in((await client.get(FORM)).text, FORM) | {"password": PASSWORD}
    for deed in ("main", "removal"):
        assert (await client.post(f"{FORM}/{theirs}/{deed}", data=form)).status_code == 404
    assert [one.is_main for one in await queries.addresses(ben)] == [True]
    taken = await adds(client, ben.email)
    assert taken.status_code == 303, "said as of any other address (A54)"
    assert "belongs to one already" in (await mail_to(ben.email)).text


async def test_there_are_not_more_than_ten(app, client, ana):
    for number in range(rules.MOST - 1):
        await db.run(
            "insert into email (person_id, address, confirmed_at, is_main) values (:id, :address, :at, false)",
            id=ana.id, address=f"{number}.{ana.email}", at=await db.value("select clock_timestamp()"),
        )  # fmt: skip
    refused = await adds(client, f"eleventh.{ana.email}")
    assert refused.status_code == 422 and "Take one away first." in refused.text
    same = await adds(client, f"3.{ana.email}")
    assert same.status_code == 422 and "This is your address already." in same.text


@pytest.mark.parametrize(
    ("is_main", "number", "goes"), [(True, 2, False), (False, 2, True), (False, 1, False), (True, 1, False)]
)
def test_the_main_address_and_the_last_one_stay(is_main, number, goes):
    assert rules.may_go(is_main, number) is goes


async def test_a58_who_reads_the_main_address_takes_a_thiefs_address_away_again(app, client, ana, postman):
    thief = f"thief.{ana.email}"
    await confirms(client, thief)
    async with browser_like(app) as owner:
        answer = await presses(owner, link_in(await mail_to(ana.email, "one more address")))
    assert answer.status_code == 200 and await people.public_person(thief) is None
    assert await sessions.by_password(ana.email, PASSWORD) is None, "it is known to somebody else"


async def presses_main(client, ana, address: str) -> None:
    form = form_in((await client.get(FORM)).text, FORM) | {"password": PASSWORD}
    assert (await client.post(f"{FORM}/{(await ids(ana))[address]}/main", data=form)).status_code == 303


async def takes_away(client, ana, address: str) -> None:
    form = form_in((await client.get(FORM)).text, FORM) | {"password": PASSWORD}
    assert (await client.post(f"{FORM}/{(await ids(ana))[address]}/removal", data=form)).status_code == 303


async def test_a58_also_after_it_was_made_the_main_one_and_theirs_was_taken_away(app, client, ana, postman):
    thief = f"worse.{ana.email}"
    await confirms(client, thief)
    await presses_main(client, ana, thief)
    await takes_away(client, ana, ana.email)
    assert await people.public_person(ana.email) is None
    async with browser_like(app) as owner:
        answer = await presses(owner, link_in(await mail_to(ana.email, "one more address")))
    assert answer.status_code == 200
    assert (await people.public_person(ana.email)).email == ana.email
    assert await people.public_person(thief) is None
    assert ana.email in (await mail_to(thief, "no longer")).text, "who is shut out hears of it"


async def test_a58_who_was_taken_away_after_a_longer_while_comes_back_beside_what_is_there(
    app, client, ana, postman, later
):
    other = f"other.{ana.email}"
    await confirms(client, other)
    await presses_main(client, ana, other)
    later(timedelta(days=8))
    await takes_away(client, ana, ana.email)
    link = link_in(await mail_to(ana.email, "address was changed"))
    async with browser_like(app) as owner:
        assert (await presses(owner, link)).status_code == 200
        assert (await presses(owner, link)).status_code == 410, "once"
    assert (await people.public_person(ana.email)).email == other, "neither takes the account from the other"
    assert await sessions.by_password(other, PASSWORD) is None
    assert ana.email in (await mail_to(other, "part of your account again")).text
    first, second = sorted(await queries.addresses(ana), key=lambda one: one.confirmed_at)
    assert (first.address, second.address) == (ana.email, other), "the elder one still is"


async def test_a58_what_was_the_main_one_is_it_again_and_the_other_stays(app, client, ana, postman):
    other = f"aside.{ana.email}"
    await confirms(client, other)
    await presses_main(client, ana, other)
    async with browser_like(app) as owner:
        assert (await presses(owner, link_in(await mail_to(ana.email, "another address")))).status_code == 200
    assert (await people.public_person(other)).email == ana.email
    assert await sessions.by_password(ana.email, PASSWORD) is None


async def test_a58_a_thief_whose_address_is_found_is_told_but_can_take_nothing_back(app, client, ana, postman):
    thief = f"found.{ana.email}"
    await confirms(client, thief)
    await presses_main(client, ana, thief)
    await presses_main(client, ana, ana.email)
    await takes_away(client, ana, thief)
    for subject in ("another address", "address was changed"):
        letter = await mail_to(thief, subject)
        assert "/stop/link/" not in letter.text and letter.text.rstrip().endswith("/support")


async def test_a58_nor_when_its_owner_puts_a_third_in_its_place(app, client, ana, postman):
    thief, third = f"put.{ana.email}", f"third.{ana.email}"
    await confirms(client, thief)
    await presses_main(client, ana, thief)
    asked = await adds(client, third, how="instead")
    code = digits_in(await mail_to(third))
    assert (await submits(client, asked.headers["location"], f"{FORM}/code", code=code)).status_code == 303
    for subject in ("wants to change", "address was changed"):
        assert "/stop/link/" not in (await mail_to(thief, subject)).text


def test_a_change_is_stopped_by_the_eldest_address_or_one_that_stood_for_a_week():
    first = datetime(2026, 11, 1, tzinfo=UTC)
    second = first + timedelta(days=30)
    assert rules.can_stop(first, [second, first], second)
    assert not rules.can_stop(second, [first, second], second + timedelta(days=7))
    assert rules.can_stop(second, [first, second], second + timedelta(days=7, minutes=1))
