"""Making an account, and changing what opens it, over HTTP with mail through the real queue."""

import re

import pytest

from community import db, events
from community.people import queries as people
from community.people.sessions import actions as sessions
from tests.support.people import PASSWORD, digits_in, form_in, link_in, mail_to, make_person, submits
from tests.support.servers import browser_like

GOOD = "tuesday letters on the porch"
OTHER = "seven odd lanterns in march"


async def signs_up(client, address, name="Rosa Delgado", password=GOOD, **more):
    return await submits(client, "/sign-up", "/sign-up", name=name, email=address, password=password, **more)


async def kinds(person_id):
    return [event.kind for event in await events.since({f"person:{person_id}": 0}, 100)]


async def test_rosa_makes_an_account_and_confirms_it_by_the_link(app, client, postman):
    asked = await signs_up(client, "Rosa@example.org", time_zone="America/Chicago")
    assert asked.headers["location"].startswith("/sign-up/code?ticket=")
    assert await people.public_person("rosa@example.org") is None, "nobody's before its reader says so"
    link = link_in(await mail_to("rosa@example.org"))
    assert 'name="password"' not in (await client.get(link)).text, "the browser that asked needs no password"
    ready = await submits(client, link, link)
    assert ready.headers["location"] == "/profile?done=welcome"
    profile = (await client.get("/profile?done=welcome")).text
    assert "Welcome, Rosa!" in profile and 'value="America/Chicago" selected' in profile
    rosa = await people.public_person("rosa@example.org")
    assert (rosa.called, rosa.initials, rosa.time_zone) == ("Rosa", "RD", "America/Chicago")
    assert await kinds(rosa.id) == ["person.made", "email.confirmed", "session.begun"]


async def test_or_by_the_code_and_goes_on_to_where_she_wanted(app, client, postman):
    asked = await submits(client, "/sign-up?next=/join", "/sign-up", name="Rosa", email="r2@example.org", password=GOOD)
    code = digits_in(await mail_to("r2@example.org"))
    ready = await submits(client, asked.headers["location"], "/sign-up/code", code=code)
    assert ready.headers["location"] == "/join"


async def test_in_another_browser_the_link_asks_for_the_password_too(app, client, postman):
    await signs_up(client, "r3@example.org")
    link = link_in(await mail_to("r3@example.org"))
    async with browser_like(app) as other:
        without = await submits(other, link, link)
        assert without.status_code == 422, "else an account asked for by a stranger were confirmed by a careless click"
        assert (await submits(other, link, link, password=OTHER)).status_code == 422
        assert (await submits(other, link, link, password=GOOD)).status_code == 303


async def test_a54_an_address_with_an_account_is_answered_the_same_and_only_told_by_mail(app, client, postman):
    ana = await make_person("Ana Torres")
    asked = await signs_up(client, ana.email, name="Somebody Else")
    waiting = await client.get(asked.headers["location"])
    assert asked.status_code == 303 and f"A mail is on its way to {ana.email}" in waiting.text
    told = await mail_to(ana.email)
    assert "belongs to one already" in told.text and not re.search(r"/link/|^\d{6}$", told.text, re.M)
    assert (await people.public_person(ana.email)).name == "Ana Torres"


async def test_two_who_wait_for_one_address_get_one_account(app, postman):
    async with browser_like(app) as first, browser_like(app) as second:
        await signs_up(first, "r4@example.org", name="First")
        link = link_in(await mail_to("r4@example.org"))
        await signs_up(second, "r4@example.org", name="Second")
        assert (await first.get(link)).status_code == 410, "the newer mail took its place"
        newer = link_in(await mail_to("r4@example.org", after=1))
        assert (await submits(second, newer, newer)).status_code == 303
    assert (await people.public_person("r4@example.org")).name == "Second"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": "passwordpassword"}, "easy to guess"),
        ({"password": "short"}, "at least 15"),
        ({"password": "rosa delgado rosa delgado"}, "easy to guess"),
        ({"email": "rosa@harborview"}, "no ending such as .org"),
        ({"name": " "}, "Fill this in"),
        ({"name": "R" * 121}, "120 characters"),
    ],
)
async def test_a_form_that_is_refused_keeps_what_was_typed_and_says_what_to_do(app, client, wrong, said):
    typed = {"name": "Rosa Delgado", "email": "rosa.x@example.org", "password": GOOD} | wrong
    answer = await submits(client, "/sign-up", "/sign-up", **typed)
    (field,) = wrong
    assert answer.status_code == 422 and said in answer.text
    assert f'id="{field}-error"' in answer.text and f'href="#{field}"' in answer.text, "at the field and in the summary"
    for kept in ({"name", "email"} - {field}):
        assert typed[kept] in answer.text
    assert typed["password"] not in answer.text


async def test_a63_a_changed_password_ends_all_other_sign_ins_and_is_told(app, client, postman):
    ana = await make_person("Ana Torres")
    elsewhere, _ = await sessions.begin(ana, "password", "Safari, iPhone")
    await submits(client, "/sign-in", "/sign-in", email=ana.email, password=PASSWORD)
    before = client.cookies["__Host-rt"]
    wrong = await submits(client, "/password", "/password", password="not the present one", new_password=GOOD)
    assert wrong.status_code == 422 and await people.public_session(elsewhere), "nothing happened yet"
    changed = await submits(client, "/password", "/password", password=PASSWORD, new_password=GOOD)
    assert changed.headers["location"] == "/profile?done=password"
    assert (await client.get("/profile")).status_code == 200
    assert client.cookies["__Host-rt"] != before and await people.public_session(before) is None, "rotated (A61)"
    assert await people.public_session(elsewhere) is None
    assert "Ana" in (await mail_to(ana.email, "password was changed")).text
    assert await sessions.by_password(ana.email, PASSWORD) is None
    assert await sessions.by_password(ana.email, GOOD) == ana
    assert (await kinds(ana.id)).count("session.ended") == 2


async def test_a56_a_forgotten_password_is_chosen_anew_once(app, client, postman):
    ana = await make_person("Ana Torres")
    elsewhere, _ = await sessions.begin(ana, "password")
    asked = await submits(client, "/password", "/password/mail", email=ana.email)
    assert await sessions.by_password(ana.email, PASSWORD) == ana, "the present one stays until then"
    letter = await mail_to(ana.email)
    link = link_in(letter)
    weak = await submits(client, link, link, new_password="ana torres ana torres")
    assert weak.status_code == 422 and "easy to guess" in weak.text, "and the link is not used up"
    assert (await submits(client, link, link, new_password=GOOD)).headers["location"] == "/profile?done=password"
    assert await people.public_session(elsewhere) is None
    assert (await client.get(link)).status_code == 410
    page = asked.headers["location"]
    late = await submits(client, page, "/password/code", code=digits_in(letter), new_password=OTHER)
    assert late.status_code == 422, "link and code are one"
    assert await sessions.by_password(ana.email, GOOD) == ana


async def test_a_forgotten_password_by_the_code(app, client, postman):
    ana = await make_person("Ana Torres")
    asked = await submits(client, "/password", "/password/mail", email=ana.email)
    code, page = digits_in(await mail_to(ana.email)), asked.headers["location"]
    weak = await submits(client, page, "/password/code", code=code, new_password="short")
    assert weak.status_code == 422 and 'id="new_password-error"' in weak.text
    done = await submits(client, page, "/password/code", code=code, new_password=GOOD)
    assert done.status_code == 303 and await sessions.by_password(ana.email, GOOD) == ana


async def test_a58_a_changed_address_is_told_to_the_old_one(app, client, postman):
    ana = await make_person("Ana Torres")
    await submits(client, "/sign-in", "/sign-in", email=ana.email, password=PASSWORD)
    mine, _ = await sessions.begin(ana, "password")
    form, new = "/profile/address", "new@example.org"
    refused = await submits(client, form, form, email=new, password="no idea of it")
    assert refused.status_code == 422 and new in refused.text
    asked = await submits(client, form, form, email=new, password=PASSWORD)
    code = digits_in(await mail_to(new))
    assert (await people.public_person(ana.email)).id == ana.id, "not before it is confirmed"
    done = await submits(client, asked.headers["location"], "/profile/address/code", code=code)
    assert done.headers["location"] == "/profile?done=address"
    assert (await people.public_person("new@example.org")).id == ana.id
    assert await people.public_person(ana.email) is None
    assert await people.public_session(mine) is None
    assert "another e-mail address" in (await mail_to(ana.email, "address was changed")).text


async def test_a56_a_reset_link_is_dead_after_the_address_changed(app, client, postman):
    ana = await make_person("Ana Torres")
    await submits(client, "/password", "/password/mail", email=ana.email)
    reset = link_in(await mail_to(ana.email))
    await submits(client, "/sign-in", "/sign-in", email=ana.email, password=PASSWORD)
    await submits(client, "/profile/address", "/profile/address", email="new2@example.org", password=PASSWORD)
    link = link_in(await mail_to("new2@example.org"))
    await submits(client, link, link)
    assert (await submits(client, reset, reset, new_password=GOOD)).status_code == 410


async def test_somebody_elses_link_to_an_address_is_dead_for_me(app, client, postman):
    ana, ben = await make_person("Ana Torres"), await make_person("Ben Ode")
    await submits(client, "/sign-in", "/sign-in", email=ana.email, password=PASSWORD)
    await submits(client, "/profile/address", "/profile/address", email="new3@example.org", password=PASSWORD)
    link = link_in(await mail_to("new3@example.org"))
    async with browser_like(app) as other:
        assert (await other.get(link)).headers["location"].startswith("/sign-in?next=/profile/address/link/")
        await submits(other, "/sign-in", "/sign-in", email=ben.email, password=PASSWORD)
        assert (await other.get(link)).status_code == 410


async def test_no_password_code_or_address_stands_in_the_log_or_the_queue(app, client, postman):
    ana = await make_person("Ana Torres")
    await submits(client, "/sign-in", "/sign-in", "/sign-in/mail", email=ana.email)
    letter = await mail_to(ana.email)
    told = await db.value("select coalesce(string_agg(cast(detail as text), ' '), '') from event")
    queued = await db.value("select coalesce(string_agg(cast(payload as text), ' '), '') from job")
    kept = await db.value("select string_agg(cast(mail_code as text), ' ') from mail_code")
    for secret in (digits_in(letter), link_in(letter).rpartition("/")[2], PASSWORD, GOOD):
        assert secret not in told + queued + kept
    assert ana.email not in told


async def test_a82_links_are_made_from_the_settings_never_from_the_request(app, client, postman):
    ana = await make_person("Ana Torres")
    fields = form_in((await client.get("/sign-in")).text, "/sign-in") | {"email": ana.email}
    forged = {"host": "evil.example", "x-forwarded-host": "evil.example"}
    assert (await client.post("/sign-in/mail", data=fields, headers=forged)).status_code == 303
    letter = await mail_to(ana.email)
    assert "https://127.0.0.1/sign-in/link/" in letter.text and "evil" not in letter.text
