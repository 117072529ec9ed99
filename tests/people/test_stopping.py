"""The former address is told of a change and can stop it (A58)."""

from datetime import timedelta

from community import clock
from community.people import queries as people
from community.people.addresses import stopping
from community.people.sessions import actions as sessions
from tests.support.people import PASSWORD, digits_in, link_in, mail_to, make_person, signed_in_client, submits

FORM = "/profile/address"


async def asks(client, new: str) -> str:
    """The address of the page where the code of the new address is typed."""
    return (await submits(client, FORM, FORM, email=new, password=PASSWORD)).headers["location"]


async def changes(client, new: str) -> None:
    page = await asks(client, new)
    done = await submits(client, page, FORM + "/code", code=digits_in(await mail_to(new)))
    assert done.headers["location"] == "/profile?done=address"


async def presses(client, link: str):
    """The button of the page behind the link."""
    page = await client.get(link)
    assert page.status_code == 200 and "It was not me" in page.text
    csrf = page.text.split('name="csrf" value="', 1)[1].split('"', 1)[0]
    return await client.post(link, data={"csrf": csrf})


async def test_who_reads_the_former_address_stops_what_was_only_asked_for(app, client, postman):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as thief:
        page = await asks(thief, "thief1@example.org")
        letter = await mail_to(ana.email, "wants to change")
        assert "thief1@example.org" in letter.text
        await client.get(link_in(letter))
        assert (await thief.get("/profile")).status_code == 200, "looking stops nothing"
        answer = await presses(client, link_in(letter))
        assert f"Your address stays {ana.email}" in answer.text
        assert (await thief.get("/profile")).status_code == 303, "signed out everywhere"
    async with signed_in_client(app, ana) as again:
        code = digits_in(await mail_to("thief1@example.org"))
        assert (await submits(again, page, FORM + "/code", code=code)).status_code == 422
    assert (await people.public_person(ana.email)).id == ana.id


async def test_or_takes_back_what_was_done_and_the_known_password_opens_nothing(app, client, postman):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as thief:
        await changes(thief, "thief2@example.org")
        link = link_in(await mail_to(ana.email, "was changed"))
        assert (await presses(client, link)).status_code == 200
        assert (await thief.get("/profile")).status_code == 303
    assert (await people.public_person(ana.email)).id == ana.id
    assert await people.public_person("thief2@example.org") is None
    assert await sessions.by_password(ana.email, PASSWORD) is None, "it is known to somebody else"
    assert (await presses_again(client, link)) == 410, "there is nothing to stop any more"


async def presses_again(client, link: str) -> int:
    return (await presses(client, link)).status_code


async def test_the_mail_about_asking_also_takes_back_what_was_confirmed_meanwhile(app, client, postman):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as thief:
        await changes(thief, "thief3@example.org")
    await presses(client, link_in(await mail_to(ana.email, "wants to change")))
    assert (await people.public_person(ana.email)).id == ana.id


async def test_a_week_later_it_stands(app, client, postman, later):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as she:
        await changes(she, "ana.new@example.org")
    link = link_in(await mail_to(ana.email, "was changed"))
    later(timedelta(days=7, minutes=1))
    assert (await client.get(link)).status_code == 410
    assert (await people.public_person("ana.new@example.org")).id == ana.id


async def test_an_address_that_is_somebody_elses_by_now_is_not_taken(app, postman):
    ana = await make_person("Ana Torres")
    async with signed_in_client(app, ana) as she:
        await changes(she, "ana.other@example.org")
    ben = await make_person("Ben Ode", email=ana.email)
    until = int((clock.now() + stopping.LIFE).timestamp())
    assert not await stopping.stop(stopping.Change(ana.id, 0, ana.email, "ana.other@example.org", until))
    assert (await people.public_person(ana.email)).id == ben.id
    assert await sessions.by_password("ana.other@example.org", PASSWORD)


async def test_a_token_that_is_not_ours_opens_nothing(client):
    assert (await client.get(FORM + "/stop/link/x.y")).status_code == 410
