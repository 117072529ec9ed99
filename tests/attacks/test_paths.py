"""Addresses, methods and ways out that are not ours (A20, A26, A27, A29, A30, A80)."""

import re

import pytest

from community.people.sessions.rules import own_path
from tests.support.people import PASSWORD, form_in, make_person, signed_in_client

AWAY = (
    *("//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/%09/evil.example"),
    *("https://evil.example", "https:evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example"),
    *("//[::1]", "///evil.example"),
    *("/\n/evil.example", "/@evil.example\\..", "//evil.example/%2f..", "https://127.0.0.1@evil.example"),
    *("//127.0.0.1.evil.example", "http:/\\evil.example", "/\r\nLocation: https://evil.example"),
    "/\u200b/evil.example",
)


def leads_home(location: str) -> bool:
    """As browsers read it: a path of ours, nothing that could be read as a host."""
    return re.match(r"/(?![/\\\s])", location) is not None and not re.search(r"[\s\\]", location)


@pytest.mark.parametrize("away", AWAY)
async def test_a26_signing_in_leads_to_our_own_pages_only(app, client, away):
    person = await make_person("Ana Torres")
    page = await client.get("/sign-in", params={"next": away})
    kept = form_in(page.text, "/sign-in")
    assert leads_home(kept["next"])
    fields = kept | {"email": person.email, "password": PASSWORD, "next": away}
    answer = await client.post("/sign-in", data=fields)
    assert answer.status_code == 303
    assert leads_home(answer.headers["location"])
    async with signed_in_client(app, person) as ana:
        for path in ("/sign-in", "/sign-up"):
            moved = await ana.get(path, params={"next": away})
            assert leads_home(moved.headers["location"]), path
    asked = await client.post("/sign-in/mail", data=fields, headers={"hx-request": "true"})
    assert leads_home(asked.headers.get("hx-redirect", "/"))


def test_a26_the_premise_an_own_path_is_kept():
    assert own_path("/cohorts/7?done=joined#x") == "/cohorts/7?done=joined#x"


GONE = (
    "/.git/config", "/.env", "/metrics", "/docs", "/openapi.json", "/admin", "/static/", "/static/../run",
    "/static/%2e%2e/pyproject.toml", "/static/..%2f..%2fcommunity/app.py", "/static/0/css/../../../run",
    "/static/live.js", "/static/live.js.map", "/robots.txt~", "/cohorts/", "/cohorts//7", "/COHORTS",
    "/mail/..%2f..%2fsecret", "/..;/profile", "/healthz/", "/data/postgres",
)


@pytest.mark.parametrize("path", GONE)
async def test_a20_what_is_not_there_is_not_there(client, path):
    answer = await client.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "QUERY", "get"])
async def test_a20_other_methods_do_nothing(app, method):
    async with signed_in_client(app, await make_person("Ana Torres")) as ana:
        for path in ("/", "/profile", "/sign-out", "/no-such-page"):
            answer = await ana.request(method, path)
            assert answer.status_code in (405, 404) if method != "get" else answer.status_code in (200, 404, 405)
            assert "cookie" not in answer.text.lower(), "nothing of the request is echoed"


@pytest.mark.parametrize("name", ["x-http-method-override", "x-method-override", "x-original-url", "x-rewrite-url"])
async def test_a20_no_header_makes_another_request_of_it(app, name):
    async with signed_in_client(app, await make_person("Ana Torres")) as ana:
        answer = await ana.get("/profile", headers={name: "POST" if "method" in name else "/sessions"})
        assert answer.status_code == 200
        assert 'action="/profile"' in answer.text


async def test_a27_cookies_are_our_own_and_out_of_reach(client):
    person = await make_person("Ana Torres")
    page = await client.get("/sign-in")
    visit = page.headers["set-cookie"]
    fields = form_in(page.text, "/sign-in") | {"email": person.email, "password": PASSWORD}
    session = (await client.post("/sign-in", data=fields)).headers["set-cookie"]
    for line in (visit, session):
        parts = {part.strip().lower() for part in line.split(";")}
        assert line.startswith("__Host-")
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= parts
        assert not any(part.startswith("domain") for part in parts)
    assert "max-age" not in visit.lower(), "a visit ends with the browser"


async def test_a27_a_planted_visit_signs_nobody_in_and_a_session_is_drawn_anew(app, client):
    """Fixation: the cookie that somebody brings is never the one they are signed in with (A61)."""
    person = await make_person("Ana Torres")
    client.cookies.set("__Host-rt", "planted", domain="127.0.0.1", path="/")
    page = await client.get("/sign-in")
    fields = form_in(page.text, "/sign-in") | {"email": person.email, "password": PASSWORD}
    await client.post("/sign-in", data=fields)
    assert client.cookies["__Host-rt"] != "planted"
    assert len(client.cookies["__Host-rt"]) >= 43, "256 bits (A62)"
