"""Signing in, by password and by mail, over HTTP."""

import re

from community import cookies, mail
from tests.support.people import PASSWORD, digits_in, link_in, mail_to, make_person, submits
from tests.support.servers import browser_like


async def test_ana_signs_in_by_password_and_out_again(app, client):
    ana = await make_person("Ana Torres")
    await client.get("/profile")
    welcomed = await submits(client, "/sign-in?next=/profile", "/sign-in", email=ana.email.upper(), password=PASSWORD)
    assert (welcomed.status_code, welcomed.headers["location"]) == (303, "/profile")
    cookie = welcomed.headers["set-cookie"]
    assert cookie.startswith("__Host-rt=")
    assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    profile = await client.get("/profile")
    assert ana.name in profile.text
    away = await submits(client, "/profile", "/sign-out")
    assert away.status_code == 303 and away.headers["clear-site-data"] == '"cache"'
    assert (await client.get("/profile")).headers["location"].startswith("/sign-in")


async def test_a54_a_wrong_password_and_an_unknown_address_are_told_the_same(app, client):
    ana = await make_person("Ana Torres")
    known = await submits(client, "/sign-in", "/sign-in", email=ana.email, password="not hers, but long")
    unknown = await submits(client, "/sign-in", "/sign-in", email="nobody@example.org", password="not hers, but long")
    assert known.status_code == unknown.status_code == 422
    assert _without_address(known.text, ana.email) == _without_address(unknown.text, "nobody@example.org")
    assert ana.email in known.text, "what was typed is kept"
    assert "not hers" not in known.text, "a password is not sent back"


async def test_ana_signs_in_by_the_link_once(app, client, postman):
    ana = await make_person("Ana Torres")
    waiting = await submits(client, "/sign-in?next=/sessions", "/sign-in", "/sign-in/mail", email=ana.email)
    assert waiting.headers["location"].startswith("/sign-in/code?ticket=")
    link = link_in(await mail_to(ana.email))
    for _ in "ab":
        assert ana.email in (await client.get(link)).text, "looking does not use it"
    assert (await submits(client, link, link)).headers["location"] == "/sessions"
    assert (await client.get("/sessions")).status_code == 200
    async with browser_like(app) as other:
        assert (await other.get(link)).status_code == 410, "a link works once"


async def test_the_code_can_be_typed_where_the_mail_was_asked_for(app, client, postman):
    ana = await make_person("Ana Torres")
    waiting = await submits(client, "/sign-in", "/sign-in", "/sign-in/mail", email=ana.email)
    page = waiting.headers["location"]
    code = digits_in(await mail_to(ana.email))
    wrong = await submits(client, page, "/sign-in/code", code=_other(code))
    assert wrong.status_code == 422 and "This is not the code" in wrong.text and ana.email in wrong.text
    right = await submits(client, page, "/sign-in/code", code=f"{code[:3]} {code[3:]}")
    assert right.status_code == 303 and (await client.get("/profile")).status_code == 200
    async with browser_like(app) as other:
        again = await submits(other, "/sign-in/code", "/sign-in/code", email=ana.email, code=code)
        assert again.status_code == 422, "a code works once"


async def test_a_code_is_shut_after_five_wrong_tries(app, client, postman):
    ana = await make_person("Ana Torres")
    page = (await submits(client, "/sign-in", "/sign-in", "/sign-in/mail", email=ana.email)).headers["location"]
    letter = await mail_to(ana.email)
    for _ in range(5):
        assert (await submits(client, page, "/sign-in/code", code=_other(digits_in(letter)))).status_code == 422
    assert (await submits(client, page, "/sign-in/code", code=digits_in(letter))).status_code == 422, "it is shut"
    assert (await submits(client, link_in(letter), link_in(letter))).status_code == 303, "the link was not guessed at"


async def test_a56_a_second_mail_makes_the_first_one_void(app, client, postman):
    ana = await make_person("Ana Torres")
    await submits(client, "/sign-in", "/sign-in", "/sign-in/mail", email=ana.email)
    first = await mail_to(ana.email)
    page = (await submits(client, "/sign-in", "/sign-in", "/sign-in/mail", email=ana.email)).headers["location"]
    second = await mail_to(ana.email, after=1)
    assert (await client.get(link_in(first))).status_code == 410
    assert (await submits(client, page, "/sign-in/code", code=digits_in(first))).status_code == 422
    assert (await submits(client, page, "/sign-in/code", code=digits_in(second))).status_code == 303


async def test_a54_asking_for_a_mail_says_the_same_for_an_unknown_address(app, client, postman):
    ana = await make_person("Ana Torres")
    pages = {}
    for address in (ana.email, "nobody.here@example.org"):
        asked = await submits(client, "/sign-in", "/sign-in", "/sign-in/mail", email=address)
        waiting = await client.get(asked.headers["location"])
        pages[address] = (asked.status_code, _without_address(waiting.text, address))
    assert pages[ana.email] == pages["nobody.here@example.org"]
    told = await mail_to("nobody.here@example.org")
    assert "no account" in told.text and "/link/" not in told.text


async def test_a22_a_change_needs_a_post_from_our_own_page(app, client):
    ana = await make_person("Ana Torres")
    fields = {"email": ana.email, "password": PASSWORD}
    await client.get("/sign-in")
    assert (await client.post("/sign-in", data=fields)).status_code == 403, "no token"
    foreign = await client.post("/sign-in", data=fields, headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    assert (await client.get("/sign-out")).status_code == 405


async def test_a_rate_that_is_used_up_keeps_the_form(app):
    async with browser_like(app) as client:
        for _ in range(11):
            guess = {"email": "spray@example.org", "password": "guess after guess"}
            answer = await submits(client, "/sign-in", "/sign-in", **guess)
        assert answer.status_code == 429 and int(answer.headers["retry-after"]) > 0
        assert "spray@example.org" in answer.text


async def test_mails_are_shown_on_this_machine_only(app, client, postman):
    ana = await make_person("Ana Torres")
    await submits(client, "/sign-in", "/sign-in", "/sign-in/mail", email=ana.email)
    await mail_to(ana.email)
    shelf = await client.get("/mail")
    assert ana.email in shelf.text
    letter = await client.get(f"/mail/{mail.kept()[0].name}")
    assert "/sign-in/link/" in letter.text
    assert (await client.get("/mail/..%2f..%2fsecret")).status_code == 404
    rebound = await client.get("/mail", headers={"host": "evil.example"})
    assert rebound.status_code == 404, "a name that only leads here"


def _without_address(html: str, address: str) -> str:
    """The page without what differs each time: the address, the ticket, form tokens, the number to quote."""
    return re.sub(r'value="[^"]*"|"X-CSRF": "[^"]*"|\b[0-9a-f]{16}\b', "", html.replace(address, ""))


def _other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_cookie_of_these_tests_is_the_strict_one():
    assert cookies.session_cookie() == "__Host-rt"
