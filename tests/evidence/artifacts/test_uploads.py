"""A large file comes in pieces and goes on where it broke off, by tus 1.0 (X14)."""

import asyncio
import contextlib
import hashlib
import os
from base64 import b64encode
from datetime import timedelta
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio

from community import clock, db, limits
from community.evidence import actions as works
from community.evidence.artifacts import actions
from community.people.sessions import actions as sessions
from community.uploads import keeping, queries, receiving
from tests.evidence.artifacts.test_files import stored
from tests.support.artifacts import DESK, FILES, KEY, a_pdf, artifacts_of, looked_at
from tests.support.evidence import brings
from tests.support.people import form_in, make_person, signed_in_client
from tests.support.same_instant import at_once
from tests.support.servers import serve

UPLOADS = f"{DESK}/uploads"
TUS = {"tus-resumable": "1.0.0"}
PIECE = TUS | {"content-type": "application/offset+octet-stream"}


@pytest_asyncio.fixture
async def at_home(app, ana):
    async with signed_in_client(app, ana) as client:
        yield await with_token(client)


async def with_token(client):
    client.headers["x-csrf"] = form_in((await client.get(FILES)).text, FILES)["csrf"]
    return client


def said(name: str, size: int, key: str = "") -> dict[str, str]:
    texts = {"filename": name, "key": key or str(uuid4())}
    pairs = ",".join(f"{word} {b64encode(text.encode()).decode()}" for word, text in texts.items())
    return TUS | {"upload-length": str(size), "upload-metadata": pairs}


async def begins(client, size: int, name: str = "A plan.pdf", **more) -> str:
    """Where it is to be sent."""
    answer = await client.post(UPLOADS, headers=said(name, size, **more))
    assert answer.status_code == 201, answer.text
    return answer.headers["location"]


async def offset(client, where: str) -> int:
    answer = await client.request("HEAD", where, headers=TUS)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    return int(answer.headers["upload-offset"])


async def goes_on(client, where: str, content, at: int):
    return await client.request("PATCH", where, content=content, headers=PIECE | {"upload-offset": str(at)})


async def tidy() -> set[str]:
    """What the store holds, once what nobody has any more is gone from it."""
    await keeping.forget_files({})
    return stored()


async def gathered(person, definition):
    """Her files, once the worker has been."""
    for artifact in await artifacts_of(person, definition):
        await receiving.gather(actions.KEEPER, {"upload": artifact.id})
    return await looked_at(person, definition)


async def test_what_is_understood_here_is_told(at_home):
    answer = await at_home.request("OPTIONS", UPLOADS)
    assert answer.status_code == 204
    assert answer.headers["tus-version"] == "1.0.0" and answer.headers["tus-max-size"] == "500000000"
    assert answer.headers["tus-extension"] == "creation,expiration,termination"


async def test_a_file_in_pieces_is_the_file(at_home, ana, definition, monkeypatch):
    monkeypatch.setattr(receiving, "PIECE", 10_000)
    content = a_pdf() + os.urandom(95_000)
    where = await begins(at_home, len(content), "Mañana.pdf")
    (waits,) = await artifacts_of(ana, definition)
    assert (waits.state, waits.name) == ("waiting", "Mañana.pdf")
    assert "waiting to be sent" in (await at_home.get(FILES)).text
    for start in (0, 30_000, 60_000):
        end = 30_000 + start if start < 60_000 else len(content)
        answer = await goes_on(at_home, where, content[start:end], start)
        assert (answer.status_code, answer.headers["upload-offset"]) == (204, str(end))
        assert await offset(at_home, where) == end
    (file,) = await gathered(ana, definition)
    assert (file.state, file.sha256) == ("ready", hashlib.sha256(content).hexdigest())
    assert (await at_home.get(f"{file.address}/content")).content == content
    await keeping.forget_files({})
    assert await db.value("select count(*) from upload_piece where upload_id = :id", id=file.id) == 0


async def test_beginning_too_many_files_waits_and_what_has_begun_goes_on(at_home, ana):
    content = a_pdf()
    where = await begins(at_home, len(content))
    await limits.spend("upload", f"person {ana.id}", times=limits.RATES["upload"].most - 1)
    answer = await at_home.post(UPLOADS, headers=said("Another.pdf", len(content)))
    assert answer.status_code == 429 and 0 < int(answer.headers["retry-after"]) <= 60
    assert (await goes_on(at_home, where, content, 0)).status_code == 204, "its pieces are not counted"


async def test_x14_what_breaks_off_goes_on_where_it_broke(at_home, ana, definition, monkeypatch):
    monkeypatch.setattr(receiving, "PIECE", 100_000)
    content = a_pdf() + os.urandom(950_000)
    where = await begins(at_home, len(content))

    async def sent_to_an_app_that_loses_its_client(app=at_home._transport.app):
        chunks = [content[:250_000]]

        async def receive():
            if chunks:
                return {"type": "http.request", "body": chunks.pop(), "more_body": True}
            return {"type": "http.disconnect"}

        async def send(message):
            pass

        cookie = "; ".join(f"{each.name}={each.value}" for each in at_home.cookies.jar)
        headers = PIECE | {"upload-offset": "0", "x-csrf": at_home.headers["x-csrf"], "cookie": cookie}
        scope = {
            "type": "http", "method": "PATCH", "path": where, "raw_path": where.encode(), "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 443), "scheme": "https", "http_version": "1.1",
            "root_path": "",
        }
        await app(scope, receive, send)

    await sent_to_an_app_that_loses_its_client()
    assert await offset(at_home, where) == 250_000, "all that came was kept"
    answer = await goes_on(at_home, where, content[250_000:], 250_000)
    assert answer.status_code == 204
    (file,) = await gathered(ana, definition)
    assert file.sha256 == hashlib.sha256(content).hexdigest()


async def test_a_piece_that_does_not_follow_is_not_taken(at_home, ana, definition):
    content = a_pdf() + b"%" * 50_000
    where = await begins(at_home, len(content))
    for at in (5, len(content)):
        assert (await goes_on(at_home, where, content[at:], at)).status_code == 409
    answers = await asyncio.gather(*(goes_on(at_home, where, content[:20_000], 0) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [204, 409, 409]
    assert await offset(at_home, where) == 20_000


async def test_x11_two_tabs_that_go_on_with_one_file_at_the_same_instant_double_nothing(
    app, at_home, ana, definition, monkeypatch
):
    """Each sends all that is missing, piece by piece: one is quicker with the first and goes on, the other is told."""
    monkeypatch.setattr(receiving, "PIECE", 10_000)
    content, before = a_pdf() + os.urandom(60_000), await tidy()
    where = await begins(at_home, len(content))
    await goes_on(at_home, where, content[:20_000], 0)
    (file,) = await artifacts_of(ana, definition)

    async def in_chunks():
        for start in range(20_000, len(content), 5_000):
            yield content[start : start + 5_000]

    async with signed_in_client(app, ana) as other:
        await with_token(other)
        tabs = [goes_on(tab, where, in_chunks(), 20_000) for tab in (at_home, other)]
        answers = await at_once("upload", file.id, *tabs)
    assert sorted(answer.status_code for answer in answers) == [204, 409]
    assert await offset(at_home, where) == len(content)
    pieces = await queries.pieces_by_id(file.id)
    assert stored() == before | {*pieces} and len(pieces) == len({*pieces}), "and nothing else is in the store"
    (file,) = await gathered(ana, definition)
    assert (file.state, file.sha256) == ("ready", hashlib.sha256(content).hexdigest())


async def test_x11_the_same_beginning_twice_is_one_file(at_home, ana, definition):
    key = str(uuid4())
    assert await begins(at_home, 9_000, key=key) == await begins(at_home, 9_000, key=key)
    assert len(await artifacts_of(ana, definition)) == 1


async def test_x14_what_was_let_go_of_for_its_age_begins_anew_by_its_key_and_what_was_removed_does_not(
    at_home, ana, definition
):
    key = str(uuid4())
    where = await begins(at_home, 9_000, key=key)
    clock.move(timedelta(hours=25))
    try:
        await actions.sweep({})
    finally:
        clock.move(-timedelta(hours=25))
    assert (await at_home.request("HEAD", where, headers=TUS)).status_code == 404
    where = await begins(at_home, 9_000, key=key)
    assert await offset(at_home, where) == 0
    await actions.remove(ana, *await artifacts_of(ana, definition))
    answer = await at_home.post(UPLOADS, headers=said("A plan.pdf", 9_000, key))
    assert (answer.status_code, answer.headers["tus-resumable"]) == (410, "1.0.0")
    assert answer.text == "This file was removed meanwhile, so it is not sent."
    assert await artifacts_of(ana, definition) == []


async def test_what_cannot_begin_any_more_is_said_and_not_asked_again(at_home, ana, definition):
    key = str(uuid4())
    where = await begins(at_home, 50_000, key=key)
    await goes_on(at_home, where, b"MZ" * 25_000, 0)
    refused = await at_home.post(UPLOADS, headers=said("A plan.pdf", 50_000, key))
    assert (refused.status_code, refused.headers["tus-resumable"]) == (422, "1.0.0")
    assert refused.text == "This file came already, and it was not taken."
    await brings(ana, definition, KEY, "ready", "submit", "meet")
    met = await at_home.post(UPLOADS, headers=said("A plan.pdf", 9_000))
    assert (met.status_code, met.headers["tus-resumable"]) == (422, "1.0.0")
    assert met.text == works.stays_met()


@pytest.mark.parametrize(
    ("name", "size", "status", "says"),
    [
        ("plan.exe", 10, 422, "Files of this kind are not taken here"),
        ("plan.pdf", 60_000_000, 413, "larger than 50 MB"),
        ("plan.pdf", 10_000_000_000, 413, "larger than 50 MB"),
        ("plan.pdf", 0, 422, "This file is empty"),
    ],
)
async def test_a32_what_cannot_be_taken_is_said_before_it_comes(at_home, ana, definition, name, size, status, says):
    answer = await at_home.post(UPLOADS, headers=said(name, size))
    assert answer.status_code == status and says in answer.text
    assert await artifacts_of(ana, definition) == []


async def test_a33_a_lie_is_found_with_the_first_piece_and_nothing_is_kept(at_home, ana, definition):
    before = await tidy()
    where = await begins(at_home, 50_000)
    answer = await goes_on(at_home, where, b"MZ" * 25_000, 0)
    assert answer.status_code == 422 and "inside it is something else" in answer.text
    (file,) = await artifacts_of(ana, definition)
    assert (file.state, file.why) == ("refused", "kind")
    assert await tidy() == before
    assert "not taken: inside it is something else" in (await at_home.get(FILES)).text
    assert (await at_home.get(f"{file.address}/content")).status_code == 404


async def test_a32_more_than_was_said_is_refused(at_home, ana, definition):
    before = await tidy()
    where = await begins(at_home, 20_000)
    answer = await goes_on(at_home, where, a_pdf() + b"%" * 50_000, 0)
    assert answer.status_code == 413 and "More came than this file was said to have" in answer.text
    assert await tidy() == before


async def test_what_is_given_up_is_gone(at_home, ana, definition):
    before = await tidy()
    where = await begins(at_home, 60_000)
    await goes_on(at_home, where, a_pdf() + b"%" * 20_000, 0)
    assert (await at_home.request("DELETE", where, headers=TUS)).status_code == 204
    assert (await at_home.request("HEAD", where, headers=TUS)).status_code == 404
    assert (await goes_on(at_home, where, b"%", 20_000)).status_code == 404
    assert await artifacts_of(ana, definition) == [] and await tidy() == before


async def test_what_is_not_whole_after_a_day_is_swept(at_home, ana, definition):
    before = await tidy()
    where = await begins(at_home, 60_000)
    await goes_on(at_home, where, a_pdf() + b"%" * 20_000, 0)
    await actions.sweep({})
    assert len(await artifacts_of(ana, definition)) == 1, "not before"
    clock.move(timedelta(hours=25))
    try:
        await actions.sweep({})
    finally:
        clock.move(-timedelta(hours=25))
    assert await artifacts_of(ana, definition) == [] and await tidy() <= before


async def test_a38_nobody_else_sends_asks_or_ends_it(app, at_home, ana, definition):
    where = await begins(at_home, 60_000)
    async with signed_in_client(app, await make_person("Eve Marsh")) as eve:
        await with_token(eve)
        assert (await eve.request("HEAD", where, headers=TUS)).status_code == 404
        assert (await goes_on(eve, where, a_pdf(), 0)).status_code == 404
        assert (await eve.request("DELETE", where, headers=TUS)).status_code == 404
    del at_home.headers["x-csrf"]
    assert (await goes_on(at_home, where, a_pdf(), 0)).status_code == 403, "without its token (A21)"
    assert (await at_home.request("DELETE", where, headers=TUS)).status_code == 403


async def test_a_version_that_we_do_not_speak_is_refused(at_home):
    answer = await at_home.post(UPLOADS, headers=said("plan.pdf", 9_000) | {"tus-resumable": "0.2.2"})
    assert (answer.status_code, answer.headers["tus-version"]) == (412, "1.0.0")


async def test_x14_fifty_megabytes_cut_in_the_middle_by_a_real_network(app, ana, definition, proxy):
    """A real server, a real connection that breaks: what came before the cut is there, the rest follows."""
    content = a_pdf() + os.urandom(49_000_000)
    async with serve("--no-work") as server:
        way = await proxy(server.url)
        async with httpx2.AsyncClient(base_url=way.url, timeout=60) as client:
            token, _session = await sessions.begin(ana, "password", "a test")
            client.cookies.set("rt", token, domain="127.0.0.1", path="/")
            await with_token(client)
            where = await begins(client, len(content))

            async def half():
                for start in range(0, 25_000_000, 500_000):
                    yield content[start : start + 500_000]
                async with asyncio.timeout(60), httpx2.AsyncClient(base_url=server.url, cookies=client.cookies) as near:
                    while await offset(near, where) < 20_000_000:  # a network holds many millions on their way
                        await asyncio.sleep(0.1)
                await way.break_off()
                yield content[25_000_000:26_000_000]

            with contextlib.suppress(httpx2.TransportError):
                await goes_on(client, where, half(), 0)
            async with asyncio.timeout(60):
                at, answer = 0, None
                while answer is None or answer.status_code == 409:  # what came last is perhaps being kept just now
                    at = await offset(client, where)
                    answer = await goes_on(client, where, content[at:], at)
            assert 20_000_000 <= at <= 26_000_000
            assert answer.status_code == 204
            assert await offset(client, where) == len(content)
