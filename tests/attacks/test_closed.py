"""What cannot be asked is not allowed (A85), and who tried stands in the log (A81); no key lies about (A84)."""

import asyncio
import json
import re
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from community import db, events, signed
from tests.support.cohorts import a_cohort, csrf_of
from tests.support.discussion import how_many, says, sends, the_channel
from tests.support.people import PASSWORD, form_in, make_person, signed_in_client
from tests.support.servers import browser_like

ROOT = Path(__file__).parents[2]
KEYS = re.compile(
    rb"-----BEGIN [A-Z ]*PRIVATE KEY-|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[abpr]-[\w-]{10}"
)
SECRET = "Marigold"


@asynccontextmanager
async def away(table: str):
    """Inside, every question about this table fails."""
    await _execute(f"alter table {table} rename to gone_{table}")
    try:
        yield
    finally:
        await _execute(f"alter table gone_{table} rename to {table}")


@pytest.mark.parametrize("table", ["session", "seat"])
async def test_a85_where_rights_cannot_be_asked_nothing_is_shown_and_nothing_made(app, table):
    async with a_cohort(app, "Ana") as cohort:
        ana = await cohort.seats("Ana")
        message, channel = await says(ana, SECRET), await the_channel(ana)
        mark = signed.write_marks([signed.Mark(channel.topic, await events.epoch(), 0)], ana.person.id)[0]
        missed = "/live/missed?follow=" + json.dumps([[mark, 0]])
        pages = [channel.address, message.address, f"/cohorts/{cohort.id}/search?q=marigold", missed]
        for page in pages:
            answer = await ana.opens(page)
            assert answer.status_code == 200 and SECRET in answer.text, f"the premise: {page} shows it"
        await csrf_of(ana.client)
        async with away(table):
            for page in pages:
                answer = await ana.opens(page)
                assert answer.status_code in (500, 503), page
                assert SECRET not in answer.text
            assert (await sends(ana, f"{channel.address}/messages", "While nobody knows")).status_code in (500, 503)
        assert await how_many(cohort) == 1
        assert SECRET in (await ana.opens(channel.address)).text, "and then it is as before"


async def test_a85_where_attempts_cannot_be_counted_none_is_made(app, database_url):
    """The right password and the right code, while the table of rates is locked: neither is tried."""
    ana, eve = await make_person("Ana Torres"), await make_person("Eve Stone")
    async with a_cohort(app) as cohort, browser_like(app) as client, signed_in_client(app, eve) as hers:
        form = form_in((await client.get("/sign-in")).text, "/sign-in") | {"email": ana.email, "password": PASSWORD}
        code = {"csrf": await csrf_of(hers), "code": cohort.cohort.join_code}
        holder = await asyncpg.connect(database_url)
        try:
            async with holder.transaction():
                await holder.execute("lock table spent in access exclusive mode")
                answers = await asyncio.gather(client.post("/sign-in", data=form), hers.post("/join", data=code))
        finally:
            await holder.close()
        assert [(answer.status_code, answer.headers["retry-after"]) for answer in answers] == [(503, "5")] * 2
        assert "__Host-rt" not in client.cookies
        assert PASSWORD not in answers[0].text
        assert await db.value("select count(*) from seat where person_id = :id", id=eve.id) == 0
        assert (await client.post("/sign-in", data=form)).status_code == 303
        assert (await hers.post("/join", data=code)).status_code == 303


async def test_a81_sign_ins_and_what_was_refused_stand_in_the_log_without_words(app):
    ana = await make_person("Ana Torres")
    async with browser_like(app) as client:
        form = form_in((await client.get("/sign-in")).text, "/sign-in") | {"email": ana.email}
        assert (await client.post("/sign-in", data=form | {"password": "not hers, but long"})).status_code == 422
        assert (await client.post("/sign-in", data=form | {"password": PASSWORD})).status_code == 303
        csrf = await csrf_of(client)
        assert (await client.post("/sign-out", data={"csrf": csrf})).status_code == 303
    rows = await db.many(
        dict, "select kind, detail from event where topic = :topic order by seq limit 10", topic=ana.topic
    )
    assert [row["kind"] for row in rows] == ["session.refused", "session.begun", "signed_out"]
    assert ana.email not in str(rows) and "not hers" not in str(rows)


def test_a84_no_key_lies_in_the_repository():
    looked = 0
    for folder in ("community", "realtime", "templates", "static", "migrations", "benchmarks", "docs", "tests"):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and not {"__pycache__", "node_modules"} & set(file.parts):
                looked += 1
                assert not KEYS.search(file.read_bytes()), f"{file} holds a key"
    assert looked > 300, "the premise: it was looked at"
    assert KEYS.search(b"-----BEGIN " + b"RSA PRIVATE KEY-----"), "the premise: one would be found"


async def _execute(sql: str) -> None:
    async with db.connection() as held:
        await held.raw_connection.execute(sql)
