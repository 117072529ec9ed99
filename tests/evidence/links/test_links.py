"""Each link in a text is opened as by somebody who is signed in nowhere, and never within our walls (R33, A42)."""

import re

import pytest
import pytest_asyncio

from community import db, fetch, limits
from community.catalogue.queries import public_requirements
from community.config import settings
from community.evidence import queries as works
from community.evidence.links import actions, queries, rules
from tests.ground.test_fetch import Outside, page, stand
from tests.support.catalogue import a_definition
from tests.support.evidence import Workspace
from tests.support.people import form_in, signed_in_client

DESK = "/work/EL-02/talk_plan"


@pytest_asyncio.fixture
async def outside(monkeypatch):
    """A server that stands for one in the world."""
    server = Outside()
    standing = await stand(server)
    monkeypatch.setenv("ROUNDTABLE_FETCH_HOSTS", server.here)
    settings.cache_clear()
    yield server
    standing.close()
    monkeypatch.undo()
    settings.cache_clear()


async def writes(client, text: str) -> None:
    desk = await Workspace(client, "EL-02", "talk_plan").opened()
    assert (await desk.saves(text)).status_code == 200


async def found(person) -> dict[str, str]:
    """Path and result of each link, once the worker has been."""
    work = await works.work(person, "EL-02", "talk_plan")
    await actions.look({"work": work.id})
    return {re.sub(r"^https?://[^/]+", "", link.address): link.result for link in await queries.links(person, work)}


async def test_r33_a_pasted_link_is_opened_without_signing_in_and_what_is_found_is_kept(at_home, ana, outside):
    outside.pages |= {
        "/plan": page("200 OK", "Content-Type: text/html", body=b"<h1>A plan</h1>"),
        "/mine": page("200 OK", "Content-Type: text/html", body=b'<form><input name="p" type="password"></form>'),
        "/closed": page("403 Forbidden"),
        "/moved": page("302 Found", f"Location: http://{outside.here}/login"),
        "/login": page("200 OK"),
        "/broken": page("500 Oh"),
    }
    paths = ("/plan", "/mine", "/closed", "/moved", "/broken", "/gone")
    await writes(at_home, "Here is what I mean. " + " and ".join(f"(http://{outside.here}{path})." for path in paths))
    before = (await at_home.get(f"{DESK}/links")).text
    assert before.count("being looked at") == 6
    assert await found(ana) == {
        "/plan": "opens", "/mine": "asks_to_sign_in", "/closed": "asks_to_sign_in", "/moved": "asks_to_sign_in",
        "/broken": "could_not_check", "/gone": "not_found",
    }
    assert not any("cookie" in asked.lower() for asked in outside.asked)
    shown = (await at_home.get(f"{DESK}/links")).text
    assert shown.count("asks to sign in") == 3 and "not found" in shown and "could not be checked" in shown
    assert await db.value("select count(*) from link where checked_at is not null") == 6


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.0.0.7/", "http://169.254.169.254/latest/meta-data",
        "http://192.168.1.1/", "http://2130706433.example/", "http://user:name@example.org/", "http://x.example:22/",
    ],
)
async def test_r33_what_lies_within_our_walls_is_never_opened(at_home, ana, monkeypatch, address):
    opened = []

    async def private(host):
        return ["10.1.2.3"]

    async def opens(*arguments, **options):
        opened.append(arguments)
        raise OSError("nothing is there")

    monkeypatch.setattr(fetch, "resolve", private)
    monkeypatch.setattr(fetch._Only, "connect_tcp", opens)
    await writes(at_home, f"Look at {address} please")
    told = [] if "localhost" in address else ["could_not_check"]  # what has no dot is no address of a page
    assert [*(await found(ana)).values()] == told and opened == [], "it is told, and nobody was asked"


async def test_r33_the_premise_what_lies_outside_is_asked(at_home, ana, monkeypatch):
    opened = []

    async def public(host):
        return ["93.184.215.14"]

    async def opens(*arguments, **options):
        opened.append(arguments)
        raise OSError("nothing is there")

    monkeypatch.setattr(fetch, "resolve", public)
    monkeypatch.setattr(fetch._Only, "connect_tcp", opens)
    await writes(at_home, "Look at http://x.example/ please")
    assert [*(await found(ana)).values()] == ["could_not_check"] and opened != []


async def test_r33_a_redirect_within_our_walls_is_not_followed(at_home, ana, outside):
    outside.pages |= {"/a": page("302 Found", "Location: http://169.254.169.254/latest/meta-data")}
    await writes(at_home, f"http://{outside.here}/a")
    assert await found(ana) == {"/a": "could_not_check"}


async def test_links_that_are_gone_from_the_text_are_forgotten_and_all_are_looked_at_again(at_home, ana, outside):
    await writes(at_home, f"http://{outside.here}/a and http://{outside.here}/b")
    assert await found(ana) == {"/a": "not_found", "/b": "not_found"}
    await writes(at_home, f"only http://{outside.here}/b")
    assert await found(ana) == {"/b": "not_found"}
    outside.pages["/b"] = page("200 OK")
    answer = await at_home.post(
        f"{DESK}/links/checks", data=form_in((await at_home.get(f"{DESK}/links")).text, f"{DESK}/links/checks")
    )
    assert answer.status_code == 303
    assert await found(ana) == {"/b": "opens"}


async def test_links_are_looked_at_again_only_so_often(at_home, ana):
    await writes(at_home, "http://one.example/a")
    form = form_in((await at_home.get(f"{DESK}/links")).text, f"{DESK}/links/checks")
    await limits.spend("link_check", f"person {ana.id}", times=limits.RATES["link_check"].most - 1)
    told = [(await at_home.post(f"{DESK}/links/checks", data=form)).status_code for _ in range(2)]
    assert told == [303, 429]


async def test_one_job_waits_for_a_text_however_often_it_is_saved(at_home, ana):
    for number in range(3):
        await writes(at_home, f"http://one.example/{'x' * number}")
    work = await works.work(ana, "EL-02", "talk_plan")
    key = f"evidence.look_at_links {work.id}"
    assert await db.value("select count(*) from job where key = :key", key=key) == 1


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://a.example/b.", ["https://a.example/b"]),
        ("(https://a.example/b_(c)), twice https://a.example/b_(c)", ["https://a.example/b_(c)"]),
        ("<https://a.example/?q=1&r=2>!", ["https://a.example/?q=1&r=2"]),
        ("javascript:alert(1) ftp://a.example mailto:a@b.example", []),
        ("http://", []),
    ],
)
def test_links_are_found_in_a_text(text, links):
    assert rules.links_in(text) == links


# --- links that a requirement asks for ---


@pytest.mark.parametrize(
    ("prompt", "text", "slots"),
    [
        ({"accept": ["link"]}, "", [""]),
        ({"accept": ["link"], "min_items": 3}, "See https://a.example/1.", ["https://a.example/1", "", ""]),
        ({"accept": ["file", "link"], "min_items": 2}, "", []),
        ({"accept": ["file", "link"]}, "https://a.example/1", ["https://a.example/1"]),
        ({"accept": ["text", "file"], "min_items": 2}, "https://a.example/1", []),
        ({}, "https://a.example/1", []),
    ],
)
def test_there_is_a_place_for_each_link_that_is_asked_for(prompt, text, slots):
    assert rules.slots(prompt, text) == slots


@pytest.mark.parametrize(
    ("text", "link", "after"),
    [
        ("", " https://a.example/1 ", "https://a.example/1"),
        ("One.\n", "https://a.example/1", "One.\n\nhttps://a.example/1"),
        ("See https://a.example/1", "https://a.example/1", "See https://a.example/1"),
        ("One.", "a.example", None),
        ("One.", "javascript:alert(1)", None),
        ("One.", "https://a.example and https://b.example", None),
        ("One.", "https://a.example/" + "a" * rules.LONGEST, None),
    ],
)
def test_a_link_is_put_into_the_text_once_and_whole(text, link, after):
    assert rules.put_in(text, link) == after


async def test_a_requirement_that_asks_for_a_link_has_a_place_for_it(app, ana):
    definition = await a_definition("TEC-06")
    asked = next(one for one in await public_requirements(definition.id) if one.prompt.get("accept") == ["link"])
    desk = f"/work/{definition.code}/{asked.key}"
    async with signed_in_client(app, ana) as client:
        one = await Workspace(client, definition.code, asked.key).opened()
        assert "Link 1: not there yet" in one.html and "Put it into the text" in one.html
        refused = await one.saves("For families.", htmx=False, link="our page")
        assert refused.status_code == 422 and "For families." in refused.text and 'value="our page"' in refused.text
        assert 'id="link-error"' in refused.text
        by_itself = await one.saves("For families.", link="https://exam")
        assert "Link 1: not there yet" in by_itself.text, "while it is typed it waits"
        page = (await one.saves("For families.", htmx=False, link="https://example.org/tools")).text
        assert "Link 1: https://example.org/tools" in page
        work = await works.work(ana, definition.code, asked.key)
        assert work.text == "For families.\n\nhttps://example.org/tools"
        assert [link.address for link in await queries.links(ana, work)] == ["https://example.org/tools"]
        assert "data-done" in page[page.index('id="needs"') :].split("</section>")[0]
        assert "Put it into the text" not in (await client.get("/work/EL-02/talk_plan")).text
        assert (await client.get(desk)).status_code == 200
