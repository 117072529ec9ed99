"""The second factor: set up, asked for at sign-in and at the doors of review, used once, lost and taken off (A57)."""

import asyncio
import re
from datetime import timedelta
from html import unescape

import pytest
import pytest_asyncio

from community import clock, cookies, db
from community.affiliates import actions as affiliates
from community.people.factors import actions, queries
from community.people.queries import people_by_id
from tests.support.catalogue import the_issuers
from tests.support.factors import App, has_a_factor
from tests.support.people import PASSWORD, form_in, link_in, mail_to, make_person, signed_in_client, submits
from tests.support.reviewing import an_approver
from tests.support.servers import browser_like


@pytest_asyncio.fixture
async def rita(app):
    person = await make_person("Rita Vogt")
    async with signed_in_client(app, person, factor=False) as client:
        client.person = person
        yield client


def codes_on(page: str) -> list[str]:
    return re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", page)


async def sets_up(client, next: str = "") -> tuple[App, list[str], str]:
    """By the pages: her app, the recovery codes, and the page that shows them."""
    answer = await submits(client, f"/profile/factor{next}", "/profile/factor", password=PASSWORD)
    assert answer.status_code == 303, answer.text
    page = (await client.get(answer.headers["location"])).text
    app = App(unescape(re.search(r'id="secret">([^<]+)<', page).group(1)))
    assert "<svg" in page, "the picture"
    shown = await submits(client, answer.headers["location"], "/profile/factor/app", code=app.code())
    assert shown.status_code == 200
    return app, codes_on(shown.text), shown.text


async def signs_in(client, person, code: str | None = None):
    """By address and password, then the code; the last answer."""
    answer = await submits(client, "/sign-in", "/sign-in", email=person.email, password=PASSWORD)
    if code is not None:
        where = answer.headers["location"]
        assert where.startswith("/sign-in/factor?ticket="), where
        assert cookies.session_cookie() not in client.cookies, "not signed in yet"
        answer = await submits(client, where, "/sign-in/factor", code=code)
    return answer


async def test_a57_it_is_set_up_with_a_password_and_asked_for_at_sign_in(app, rita):
    wrong = await submits(rita, "/profile/factor", "/profile/factor", password="not hers")
    assert wrong.status_code == 422 and "not your password" in wrong.text
    phone, codes, _page = await sets_up(rita)
    assert len(codes) == 10
    assert (await rita.get("/profile/factor/app")).status_code == 303, "the secret is not shown again"
    async with browser_like(app) as other:
        refused = await signs_in(other, rita.person, "000000")
        assert refused.status_code == 422 and "does not fit" in refused.text
        assert cookies.session_cookie() not in other.cookies
        assert (await signs_in(other, rita.person, phone.code(30))).headers["location"] == "/"
        assert (await other.get("/profile")).status_code == 200
    kept = await db.one(dict, "select sealed from factor where person_id = :id", id=rita.person.id)
    assert phone.secret not in bytes(kept["sealed"]), "a copy of the table opens nothing"


async def test_a57_a_code_works_once_also_of_two_at_the_same_moment(app, rita):
    phone = await has_a_factor(rita.person)
    code = phone.code()
    assert sorted(await asyncio.gather(*(actions.accept(rita.person, code) for _ in range(3)))) == [False, False, True]
    assert not await actions.accept(rita.person, phone.code(-30)), "nor does an older one"


async def test_a57_a_recovery_code_works_once_and_is_kept_as_a_hash(app, rita, postman):
    _phone, codes, _page = await sets_up(rita)
    sql = "select hash from recovery_code where person_id = :id order by hash limit 99"
    hashes = [bytes(row["hash"]) for row in await db.many(dict, sql, id=rita.person.id)]
    assert len(hashes) == 10 and not any(code.replace("-", "").encode() in hash for hash in hashes for code in codes)
    async with browser_like(app) as other:
        assert (await signs_in(other, rita.person, codes[0].lower())).status_code == 303
        letter = await mail_to(rita.person.email, "A recovery code was used")
        assert "9 are left" in letter.text
    async with browser_like(app) as other:
        assert (await signs_in(other, rita.person, codes[0])).status_code == 422
        assert (await signs_in(other, rita.person, codes[1])).status_code == 303


async def test_a57_five_tries_and_then_a_pause(app, rita):
    phone = await has_a_factor(rita.person)
    async with browser_like(app) as other:
        where = (await signs_in(other, rita.person)).headers["location"]
        for _ in range(5):
            assert (await submits(other, where, "/sign-in/factor", code="000000")).status_code == 422
        late = await submits(other, where, "/sign-in/factor", code=phone.code())
        assert late.status_code == 429 and "Try again in 5 minutes" in late.text


async def test_a_ticket_is_good_for_ten_minutes_and_in_its_browser_alone(app, rita):
    phone = await has_a_factor(rita.person)
    async with browser_like(app) as hers, browser_like(app) as thiefs:
        where = (await signs_in(hers, rita.person)).headers["location"]
        assert (await thiefs.get("/sign-in")).status_code == 200
        assert (await thiefs.get(where)).headers["location"] == "/sign-in?again=factor"
        clock.move(timedelta(minutes=11))
        try:
            assert (await hers.get(where)).headers["location"] == "/sign-in?again=factor"
        finally:
            clock.move(-timedelta(minutes=11))
        assert (await submits(hers, where, "/sign-in/factor", code=phone.code())).status_code == 303


async def test_a_mailed_link_and_a_new_password_do_not_go_round_it(app, rita, postman):
    await has_a_factor(rita.person)
    async with browser_like(app) as other:
        await submits(other, "/sign-in", "/sign-in", "/sign-in/mail", email=rita.person.email)
        link = link_in(await mail_to(rita.person.email))
        answer = await submits(other, link, link)
        assert answer.headers["location"].startswith("/sign-in/factor")
        assert cookies.session_cookie() not in other.cookies
        await submits(other, "/password", "/password/mail", email=rita.person.email)
        link = link_in(await mail_to(rita.person.email, after=1))
        answer = await submits(other, link, link, new_password="tuesday letters on the porch")
        assert answer.headers["location"].startswith("/sign-in/factor")


async def test_a57_a_reviewers_door_leads_to_it_and_on_to_where_one_wanted(app):
    await the_issuers()
    desk = await an_approver()
    vera = (await people_by_id([desk.person_id]))[desk.person_id]
    register = f"/issuers/{desk.slug}/reviewers"
    async with signed_in_client(app, vera, factor=False) as client:
        assert (await client.get(register)).headers["location"] == f"/factor?next={register}"
        asked = await client.get(f"/factor?next={register}")
        assert asked.headers["location"] == f"/profile/factor?next={register}", "she has none yet"
        phone, _codes, page = await sets_up(client, f"?next={register}")
        assert f'href="{register}"' in page
        assert (await client.get(register)).status_code == 200
    async with signed_in_client(app, vera, factor=False) as another:
        where = (await another.get(register)).headers["location"]
        before = another.cookies[cookies.session_cookie()]
        answer = await submits(another, where, "/factor", code=phone.code(30))
        assert answer.headers["location"] == register
        assert another.cookies[cookies.session_cookie()] != before, "a new sign-in in place of the former (A61)"
        assert (await another.get(register)).status_code == 200
    stranger = await make_person("Otto Other")
    async with signed_in_client(app, stranger, factor=False) as client:
        assert (await client.get(register)).status_code == 404, "who has no desk is not even asked"


async def test_a64_what_weighs_heavily_asks_again_after_a_quarter_of_an_hour(app, rita, postman):
    phone, codes, _page = await sets_up(rita)
    earlier = clock.now() - timedelta(minutes=16)
    await db.run("update session set factor_at = :at where person_id = :id", at=earlier, id=rita.person.id)
    for deed in ("recovery-codes", "removal"):
        csrf = form_in((await rita.get("/profile/factor")).text, f"/profile/factor/{deed}")
        answer = await rita.post(
            f"/profile/factor/{deed}", data=csrf, headers={"referer": "https://127.0.0.1/profile/factor"}
        )
        assert answer.headers["location"] == "/factor?next=/profile/factor"
    assert await queries.has_factor(rita.person)
    await submits(rita, "/factor?next=/profile/factor", "/factor", code=phone.code(30))
    fresh = codes_on((await submits(rita, "/profile/factor", "/profile/factor/recovery-codes")).text)
    assert len(fresh) == 10 and not set(fresh) & set(codes)
    assert not await actions.accept(rita.person, codes[3]), "the former are void"
    await submits(rita, "/profile/factor", "/profile/factor/removal")
    assert not await queries.has_factor(rita.person)
    assert await mail_to(rita.person.email, "is turned off")
    async with browser_like(app) as other:
        assert (await signs_in(other, rita.person)).headers["location"] == "/"


async def test_an_administrator_takes_it_off_with_a_reason_that_its_person_is_told(app, rita, postman):
    await has_a_factor(rita.person)
    ada = await make_person("Ada Stone")
    await affiliates.give_desk(ada, "administrator")
    page = "/administration/factors"
    assert (await rita.get(page)).status_code == 404
    async with signed_in_client(app, ada, factor=False) as client:
        assert (await client.get(page)).headers["location"] == f"/factor?next={page}"
    async with signed_in_client(app, ada) as client:
        unknown = await submits(client, page, page, email="nobody@example.org", reason="Lost")
        assert unknown.status_code == 422
        done = await submits(client, page, page, email=rita.person.email, reason="Lost; called her school back")
        assert done.headers["location"].endswith("done=reset")
    letter = await mail_to(rita.person.email, "took off your second factor")
    assert "called her school back" in letter.text
    assert (await rita.get("/profile")).headers["location"].startswith("/sign-in"), "signed out everywhere"
    sql = "select person_id from event where kind = 'factor.reset' and subject_id = :id"
    assert await db.value(sql, id=rita.person.id) == ada.id


@pytest.mark.parametrize("path", ["https://elsewhere.example", "//elsewhere.example", "/sign-out"])
async def test_it_leads_nowhere_else(app, rita, path):
    phone = await has_a_factor(rita.person)
    answer = await submits(rita, "/factor", "/factor", code=phone.code(), next=path)
    assert answer.headers["location"] == "/"
