"""The headers of a safe page stand on every answer: pages, redirects, refusals, failures and files."""

import re
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType
from uuid import uuid4

import pytest

from community import errors
from community.assets import asset
from community.catalogue import queries as catalogue
from community.discussion import actions as discussion
from community.limits import RATES, Rate
from community.people.sessions import actions as sessions
from tests.evidence.artifacts.test_uploads import PIECE, TUS, UPLOADS, goes_on, said, with_token
from tests.support.artifacts import KEY, a_pdf, attaches
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, csrf_of
from tests.support.people import make_person, sign_in, signed_in_client
from tests.support.servers import browser_like

EVERYWHERE = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
}
POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
)


KEY_IN_ITS_ADDRESS = {"referrer-policy": "strict-origin"}


def check(answer, instead: Mapping[str, str] = MappingProxyType({})) -> None:
    for name, value in (EVERYWHERE | instead).items():
        assert answer.headers.get(name) == value, f"{answer.status_code} lacks {name}"
    policy = answer.headers["content-security-policy"].split("; ")
    assert set(POLICY) <= set(policy)
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["permissions-policy"].startswith("camera=()")
    assert answer.headers["x-request-id"]
    assert "server" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/sign-in", 200),
        ("GET", "/profile", 303),
        ("GET", "/healthz", 200),
        ("GET", "/no-such-page", 404),
        ("GET", "/static/00000000/nothing.css", 404),
        ("GET", "/static/../pyproject.toml", 404),
        ("PUT", "/sign-in", 405),
        ("TRACE", "/sign-in", 405),
        ("POST", "/sign-in", 403),
        ("GET", "/cohorts/99999999999999999999", 404),
        ("GET", "/catalogue/%00", 404),
    ],
)
async def test_on_each_kind_of_answer(client, method, path, status):
    answer = await client.request(method, path)
    assert answer.status_code == status
    check(answer)


async def test_on_files(client):
    answer = await client.get(asset("roundtable.css"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    check(answer)


async def test_on_what_is_too_large(client):
    answer = await client.post("/sign-in", data={"email": "a" * 1_100_000})
    assert answer.status_code == 413
    check(answer)


async def test_on_a_failure_and_while_the_database_is_away(client, monkeypatch):
    for problem, status in ((ZeroDivisionError("inside"), 500), (errors.Unavailable(), 503)):

        async def fails(*args, problem=problem, **options):
            raise problem

        monkeypatch.setattr(catalogue, "public_definition", fails)
        answer = await client.get("/catalogue/EL-02")
        assert answer.status_code == status
        assert "inside" not in answer.text, "an error page tells nothing of the inside (A80)"
        check(answer)


async def test_on_each_refusal_of_what_was_sent(app, monkeypatch):
    """400, 409, 410, 422 and 429, as pages and to htmx, which asks for a part."""
    async with a_cohort(app, "Ana") as cohort:
        gloria, here = cohort.facilitator, f"/cohorts/{cohort.id}"
        monkeypatch.setitem(RATES, "join_code", Rate(1, 60))
        csrf = await csrf_of(gloria.client)
        asked = [
            (400, "GET", f"{here}?at=%00", {}),
            (409, "POST", f"{here}/leaving", {}),
            (410, "GET", "/sign-in/link/a-token-that-is-nobodys", {}),
            (422, "POST", f"{here}/channels/general/messages", {"text": "", "post_key": str(uuid4())}),
            (429, "POST", "/join", {"code": "000000000000"}),
        ]
        await gloria.posts(f"{here}/moves", move="begin")
        await gloria.posts("/join", code="000000000000")
        for status, method, path, typed in asked:
            for by in ({}, {"hx-request": "true"}):
                data = typed | {"csrf": csrf} if method == "POST" else None
                answer = await gloria.client.request(method, path, data=data, headers=by)
                assert answer.status_code == status, (path, answer.status_code)
                check(answer, KEY_IN_ITS_ADDRESS if path.startswith(("/sign-in/link/", "/join")) else {})


async def test_on_files_that_come_in_pieces_and_on_what_flows_out(app):
    """OPTIONS, POST, HEAD, PATCH and DELETE of an upload, a file of one's own, a picture of it, all as one archive."""
    await a_definition()
    async with signed_in_client(app, await make_person("Ana Torres")) as ana:
        await with_token(ana)
        check(await ana.request("OPTIONS", UPLOADS))
        begun = await ana.post(UPLOADS, headers=said("A plan.pdf", 5))
        one = begun.headers["location"]
        answers = [
            (201, begun),
            (200, await ana.request("HEAD", one, headers=TUS)),
            (204, await goes_on(ana, one, b"%PDF", 0)),
            (409, await goes_on(ana, one, b"%PDF", 3)),
            (400, await ana.request("PATCH", one, content=b"-", headers=PIECE | {"upload-offset": "x"})),
            (204, await ana.request("DELETE", one, headers=TUS)),
            (404, await ana.request("DELETE", one, headers=TUS)),
            (405, await ana.request("PATCH", "/profile")),
            (405, await ana.request("DELETE", "/profile")),
            (200, await ana.get("/vault/content")),
        ]
        for status, answer in answers:
            assert answer.status_code == status, (answer.request.method, answer.url)
            check(answer)


async def test_on_a_file_of_somebodys_which_is_handed_over_or_shown_in_a_sandbox(app):
    definition, ana = await a_definition(), await make_person("Ana Torres")
    file = await attaches(ana, definition, KEY, "plan.pdf", a_pdf())
    async with signed_in_client(app, ana) as client:
        answer = await client.get(f"{file.address}/copy/content")
        assert answer.status_code == 200 and answer.headers["content-type"] == "application/pdf"
        for name, value in EVERYWHERE.items():
            assert answer.headers.get(name) == value, name
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "private, no-store"


async def test_pages_behind_the_sign_in_are_never_kept(app):
    async with signed_in_client(app, await make_person("Ana Torres")) as ana:
        answer = await ana.get("/profile")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "private, no-store"
        check(answer)


class TestAChangeComesFromAPageOfOurs:
    """CSRF (A21): the form's own token always; Sec-Fetch-Site and Origin on top."""

    async def test_without_a_token(self, app):
        async with signed_in_client(app, await make_person("Ana Torres")) as ana:
            assert (await ana.post("/sign-out")).status_code == 403
            assert (await ana.get("/profile")).status_code == 200, "she is still signed in"

    async def test_with_somebody_elses_token(self, app):
        async with signed_in_client(app, await make_person("Ana Torres")) as ana, browser_like(app) as visitor:
            token = (await visitor.get("/sign-in")).text.split('name="csrf" value="')[1].split('"')[0]
            assert (await ana.post("/sign-out", data={"csrf": token})).status_code == 403

    @pytest.mark.parametrize(
        "headers",
        [
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"origin": "https://127.0.0.1.evil.example"},
        ],
        ids=str,
    )
    async def test_from_another_site(self, app, headers):
        async with signed_in_client(app, await make_person("Ana Torres")) as ana:
            token = (await ana.get("/profile")).text.split('name="csrf" value="')[1].split('"')[0]
            assert (await ana.post("/sign-out", data={"csrf": token}, headers=headers)).status_code == 403
            assert (await ana.post("/sign-out", data={"csrf": token})).status_code == 303, (
                "the premise: the token was good"
            )


class TestWhatWasTypedIsKept:
    """A form that fails through no fault of its writer shows what was typed, and can be sent again (fault X2)."""

    async def test_while_the_database_is_away(self, app, monkeypatch):
        async with a_cohort(app, "Ana") as cohort:
            ana, path = cohort.members["Ana"], f"/cohorts/{cohort.id}/channels/general/messages"
            typed = {"csrf": await csrf_of(ana.client), "post_key": str(uuid4()), "text": "Three lines & a <thought>."}

            async def away(*args, **options):
                raise errors.Unavailable

            with monkeypatch.context() as patch:
                patch.setattr(discussion, "post", away)
                answer = await ana.client.post(path, data=typed)
            assert answer.status_code == 503 and answer.headers["retry-after"]
            assert "Three lines &amp; a &lt;thought&gt;." in answer.text
            form = answer.text.split(f'<form action="{path}"')[1].split("</form>")[0]
            again = {n: unescape(v) for n, v in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)}
            assert again == typed
            sent = [await ana.client.post(path, data=again) for _ in range(2)]
            assert [answer.status_code for answer in sent] == [303, 303]
            assert sent[0].headers["location"] == sent[1].headers["location"], "made once"

    async def test_but_never_a_password(self, client, monkeypatch):
        async def fails(*args, **options):
            raise ZeroDivisionError

        monkeypatch.setattr(sessions, "by_password", fails)
        token = (await client.get("/sign-in")).text.split('name="csrf" value="')[1].split('"')[0]
        answer = await client.post(
            "/sign-in", data={"csrf": token, "email": "a@b.example", "password": "a secret word"}
        )
        assert answer.status_code == 500
        assert "a secret word" not in answer.text and "Send it again" not in answer.text


class TestASignInThatIsOver:
    """A page that was open when the sign-in ended leads to signing in, and back to itself."""

    @pytest.mark.parametrize("how", ["page", "htmx"])
    async def test_what_is_posted_from_it_leads_there(self, app, how):
        async with a_cohort(app, "Ana") as cohort:
            ana, path = cohort.members["Ana"], f"/cohorts/{cohort.id}/channels/general"
            typed = {"csrf": await csrf_of(ana.client), "post_key": str(uuid4()), "text": "Half a thought"}
            await sessions.end_all_but(ana.person)
            here = {"referer": f"https://127.0.0.1{path}"}
            if how == "htmx":
                here |= {"hx-request": "true", "hx-current-url": f"https://127.0.0.1{path}"}
            answer = await ana.client.post(path + "/messages", data=typed, headers=here)
            assert answer.status_code == (303 if how == "page" else 204)
            assert answer.headers["location" if how == "page" else "hx-redirect"] == f"/sign-in?next={path}"

    async def test_whoever_signs_in_anew_elsewhere_goes_on_where_they_were(self, app):
        async with a_cohort(app, "Ana") as cohort:
            ana, path = cohort.members["Ana"], f"/cohorts/{cohort.id}/channels/general"
            of_the_open_page = await csrf_of(ana.client)
            await sessions.end_all_but(ana.person)
            await sign_in(ana.person, ana.client)
            typed = {"csrf": of_the_open_page, "post_key": str(uuid4()), "text": "Where was I?"}
            assert (await ana.client.post(path + "/messages", data=typed)).status_code == 303

    async def test_a_foreign_page_is_never_led_back_to(self, app):
        async with a_cohort(app, "Ana") as cohort:
            ana = cohort.members["Ana"]
            token = await csrf_of(ana.client)
            await sessions.end_all_but(ana.person)
            answer = await ana.client.post(
                "/sign-out", data={"csrf": token}, headers={"referer": "https://evil.example/page"}
            )
            assert answer.headers["location"] == "/sign-in"

    @pytest.mark.parametrize("name", ["referer", "hx-current-url"])
    async def test_nor_to_what_is_no_address(self, app, name):
        async with a_cohort(app, "Ana") as cohort:
            ana = cohort.members["Ana"]
            token = await csrf_of(ana.client)
            await sessions.end_all_but(ana.person)
            answer = await ana.client.post("/sign-out", data={"csrf": token}, headers={name: "http://["})
            assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


@pytest.mark.parametrize("path", ["/join?code=ABCDEFGH2345", "/sign-in/link/a-token-that-is-nobodys"])
async def test_an_address_that_is_a_key_is_told_to_nobody(client, path):
    assert (await client.get(path)).headers["referrer-policy"] == "strict-origin", "neither its path nor its code"
