"""Bodies that are no form of ours: doubled, too many, too deep, of another kind, cut off (A19, A46, A48)."""

import gzip
import json
import time
from uuid import uuid4

import pytest
import pytest_asyncio

from community import db
from community.people import queries as people
from tests.support.catalogue import a_definition
from tests.support.cohorts import a_cohort, csrf_of
from tests.support.discussion import the_channel
from tests.support.people import make_person, signed_in_client
from tests.support.servers import browser_like

SECOND = 1.5  # of the processor, which others may hold up: a refusal comes at once
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"


@pytest_asyncio.fixture(scope="module")
async def ana(app):
    async with signed_in_client(app, await make_person("Ana Torres")) as client:
        await csrf_of(client)
        yield client


def part(name: str, value: bytes = b"1", more: bytes = b"") -> bytes:
    head = b'--x\r\nContent-Disposition: form-data; name="' + name.encode() + b'"' + more
    return head + b"\r\n\r\n" + value + b"\r\n"


def nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


BODIES = {
    "nothing": (b"", FORM, {403}),
    "not a form": (b"\xff\xfe\x00\x01" * 100, FORM, {400, 403}),
    "no kind": (b"csrf=", None, {403}),
    "json": (json.dumps({"csrf": "CSRF", "name": "Eve"}).encode(), "application/json", {403}),
    "deep json": (nested(100_000), "application/json", {403}),
    "xml": (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "application/xml", {403}),
    "text": (b"csrf=CSRF&name=Eve", "text/plain", {403}),
    "zipped": (gzip.compress(b"csrf=CSRF&name=" + b"a" * 5_000_000), FORM, {400, 403}),
    "1 MB in one field": (b"csrf=CSRF&name=" + b"a" * 990_000, FORM, {422}),
    "too large": (b"csrf=CSRF&name=" + b"a" * 1_100_000, FORM, {413}),
    "20,000 fields": (b"csrf=CSRF&" + b"&".join(b"f%d=1" % n for n in range(20_000)), FORM, {400}),
    "20,000 times one field": (b"csrf=CSRF&" + b"&".join([b"name=a"] * 20_000), FORM, {400}),
    "a field without end": (b"csrf=CSRF&" + b"a" * 500_000, FORM, {200, 303, 422}),
    "half a percent": (b"csrf=CSRF&name=%&time_zone=%zz&language=%e", FORM, {422}),
    "no letters": (b"csrf=CSRF&name=%ED%A0%80%ff%fe%C0%80", FORM, {422}),
    "brackets": (b"csrf=CSRF&name[]=Eve&name[0]=Eve&name.first=Eve&profile[name]=Eve", FORM, {422}),
    "parts without end": (b"--x\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n", PARTS, {400, 403}),
    "parts without border": (b"anything", "multipart/form-data", {400, 403}),
    "parts of nothing": (b"--x--\r\n", PARTS, {403}),
    "5,000 parts": (b"".join(part(f"f{n}") for n in range(5_000)) + b"--x--\r\n", PARTS, {400}),
    "50 files": (b"".join(part(f"f{n}", more=b'; filename="a"') for n in range(50)) + b"--x--\r\n", PARTS, {400, 403}),
    "a part with 10,000 header lines": (b"--x\r\n" + b"A: b\r\n" * 10_000 + b"\r\n1\r\n--x--\r\n", PARTS, {400, 403}),
    "a border of 100 kB": (b"1", "multipart/form-data; boundary=" + "x" * 100_000, {400, 403}),
    "another alphabet": (b"csrf=CSRF&name=Eve", FORM + "; charset=utf-16", {400}),
    "parts in no alphabet": (part("csrf", b"CSRF") + b"--x--\r\n", PARTS + "; charset=undefined", {400}),
    "half a letter": (part("csrf", b"CSRF") + part("name", b"+2AA-") + b"--x--\r\n", PARTS + "; charset=utf-7", {400}),
}


@pytest.mark.parametrize("what", BODIES)
async def test_a48_a_body_made_to_hurt_is_refused_at_once(ana, what):
    body, kind, answers = BODIES[what]
    headers = {"content-type": kind} if kind else {}
    begun = time.process_time()
    answer = await ana.post("/profile", content=body.replace(b"CSRF", ana.csrf.encode()), headers=headers)
    assert answer.status_code in answers
    assert time.process_time() - begun < SECOND
    assert answer.headers["content-security-policy"]
    assert (await ana.get("/profile")).status_code == 200, "she is still served"


async def test_a19_of_a_doubled_field_the_last_one_counts(ana):
    """As pages.typed_form says; the check of the form token takes the same one."""
    good = f"csrf={ana.csrf}&name=First&name=Last&time_zone=UTC&language=en&role=teacher"
    answer = await ana.post("/profile", content=good, headers={"content-type": FORM})
    assert answer.status_code == 303
    assert 'value="Last"' in (await ana.get("/profile")).text
    for doubled in (f"csrf={ana.csrf}&csrf=wrong&name=Eve", f"csrf={ana.csrf}&csrf=&name=Eve"):
        assert (await ana.post("/profile", content=doubled, headers={"content-type": FORM})).status_code == 403


async def test_a48_what_says_it_is_longer_or_shorter_than_it_is(app, ana):
    for length, answers in (("9" * 11, {413}), ("9" * 5000, {413}), ("-1", {400}), ("1e3", {400}), ("", {403})):
        async with browser_like(app) as visitor:
            request = visitor.build_request("POST", "/sign-in", content=b"a=1")
            request.headers["content-length"] = length
            assert (await visitor.send(request)).status_code in answers, length


SLOW = ("> " * 8_000 + "deep", "[" * 15_000, "*a **b " * 2_500, "<" * 20_000, "`" * 20_000, "@" * 20_000)


@pytest.mark.parametrize("text", SLOW, ids=lambda text: text[:4])
async def test_a47_a_message_made_to_be_slow_is_taken_at_once(app, text):
    async with a_cohort(app, "Ana") as cohort:
        ana = await cohort.seats("Ana")
        channel = await the_channel(ana)
        begun = time.process_time()
        answer = await ana.posts(f"{channel.address}/messages", text=text, post_key=str(uuid4()))
        assert answer.status_code == 303
        assert time.process_time() - begun < SECOND
        assert (await ana.opens(channel.address)).status_code == 200


class TestA46WhatAFormDoesNotOfferIsIgnored:
    async def test_a_name_gives_nobody_an_office(self, app, ana):
        fields = "holds_office=true&is_admin=1&id=1&person_id=1&email=eve%40example.org&created_at=1970-01-01"
        form = f"csrf={ana.csrf}&name=Ana&time_zone=UTC&language=en&role=teacher&{fields}"
        before = await self._person(ana)
        assert (await ana.post("/profile", content=form, headers={"content-type": FORM})).status_code == 303
        after = await self._person(ana)
        assert {name for name in before if before[name] != after[name]} <= {"name", "called", "role"}

    async def test_a_code_gives_a_seat_and_no_role(self, app):
        async with a_cohort(app) as cohort:
            async with signed_in_client(app, await make_person("Eve Stone")) as eve:
                fields = {"role": "facilitator", "state": "active", "shows": "nothing", "person_id": "1"}
                code = {"csrf": await csrf_of(eve), "code": cohort.cohort.join_code}
                assert (await eve.post("/join", data=code | fields)).status_code == 303
            newest = "select role, shows from seat where cohort_id = :id order by id desc limit 1"
            assert await db.one(dict, newest, id=cohort.id) == {"role": "participant", "shows": "all"}

    async def test_a_message_is_of_whom_it_is_from_and_where_it_was_said(self, app):
        async with a_cohort(app, "Ana", "Ben") as cohort:
            ana, ben = await cohort.seats("Ana", "Ben")
            channel = await the_channel(ana)
            fields = {"person_id": str(ben.person.id), "channel_id": "1", "html": "<b>no</b>", "thread_id": "1"}
            said = {"text": "It is I", "post_key": str(uuid4())}
            await ana.posts(f"{channel.address}/messages", **said, **fields)
            newest = "select person_id, html, thread_id from message order by id desc limit 1"
            found = await db.one(dict, newest)
            assert found == {"person_id": ana.person.id, "html": "<p>It is I</p>\n", "thread_id": None}

    async def test_a_draft_is_moved_by_its_own_moves_only(self, app):
        async with signed_in_client(app, await make_person("Eve Stone")) as eve:
            await a_definition("EL-02")
            fields = {"text": "Mine", "based_on": "0", "state": "met", "person_id": "1", "revision": "99"}
            answer = await eve.post("/work/EL-02/talk_plan/revisions", data={"csrf": await csrf_of(eve)} | fields)
            assert answer.status_code == 303
            newest = "select state, revision from work order by id desc limit 1"
            assert await db.one(dict, newest) == {"state": "drafting", "revision": 1}

    async def _person(self, client) -> dict:
        token = client.cookies["__Host-rt"]
        _session, person = await people.public_session(token)
        return await db.one(
            dict, "select id, name, called, role, holds_office, created_at from person where id = :id", id=person.id
        )
