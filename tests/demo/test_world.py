"""The sample world is what README promises, and its log is real."""

import asyncio
import json
import os
import sys
from datetime import timedelta

import pytest
import pytest_asyncio

from community import clock, db, numbers
from community.fees import queries as fees
from community.fees import rules
from tests.support.failing import no_gaps
from tests.support.servers import ROOT


@pytest_asyncio.fixture(scope="module")
async def made(database_url, tmp_path_factory):
    """`demo --json` as people run it, and what it printed; the pool looks at what it made."""
    around = os.environ | {
        "ROUNDTABLE_DATA": str(tmp_path_factory.mktemp("demo")),
        "ROUNDTABLE_BASE_URL": "http://127.0.0.1:8600",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "community", "demo", "--json", cwd=ROOT, env=around,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(120):
        said, complained = await process.communicate()
    assert process.returncode == 0, complained.decode()
    text = said.decode()
    await db.open(database_url)
    yield json.loads(text[text.index("{") :])
    await db.close()


async def test_everybody_who_is_printed_can_be_found(made):
    roles = {account["role"] for account in made["accounts"]}
    assert {"participant", "facilitator", "organizer", "helper", "observer"} <= roles
    assert {"support desk", "building representative", "catalogue editor", "reviewer", "approver"} <= roles
    known = await db.many(dict, "select address from email where confirmed_at is not null order by id limit 1000")
    assert {account["email"] for account in made["accounts"]} <= {row["address"] for row in known}
    assert all(account["email"].endswith("@sample.example") for account in made["accounts"])
    assert len(made["cohorts"]) == 6 and all(cohort["address"].startswith("http") for cohort in made["cohorts"])


@pytest.mark.parametrize(
    ("what", "sql", "count"),
    [
        ("states", "select count(*) from affiliate where kind = 'state'", 3),
        ("published definitions", "select count(*) from definition_version where published_at is not null", 14),
        ("cohorts on different ones", "select count(distinct definition_version_id) from cohort", 6),
        ("weeks they began in", "select count(distinct date_trunc('week', starts_on)) from cohort", 6),
    ],
)
async def test_there_are_as_many_as_promised(made, what, sql, count):
    assert await db.value(sql) == count, what


async def test_one_cohort_is_full_of_life(made):
    cohort = made["cohorts"][0]["id"]
    sits = "select count(*) from seat where cohort_id = :cohort and state = 'active' and role = 'participant'"
    assert await db.value(sits, cohort=cohort) == 14
    said = await db.one(
        dict,
        """
        select count(*) as messages, count(thread_id) as replies, max(message.at) - min(message.at) as span
        from message join channel on channel.id = channel_id where cohort_id = :cohort
        """,
        cohort=cohort,
    )
    assert said["messages"] >= 300 and said["replies"] > 200
    assert said["span"] > timedelta(days=32)
    states = await db.many(
        dict,
        """
        select distinct work.state from work join seat on seat.person_id = work.person_id
        where seat.cohort_id = :cohort order by work.state limit 20
        """,
        cohort=cohort,
    )
    assert {row["state"] for row in states} == {"drafting", "ready", "asking", "answered"}, "all but results"


async def test_fees_stand_in_every_state_and_a_voucher_pays_the_one_that_is_due(made):
    states = await db.many(dict, "select state, how, used from fee order by id limit 20")
    assert {row["state"] for row in states} == {"due", "promised", "paid", "waived", "refunded"}
    assert {row["how"] for row in states if row["state"] == "paid"} == {"voucher", "desk"}
    assert any(row["used"] for row in states), "somebody has started"
    voucher = await fees.public_voucher(numbers.hashed(numbers.plain(made["voucher"])))
    (due,) = await db.many(dict, "select id from fee where state = 'due' order by id limit 2")
    fee = (await fees.fees_by_id([due["id"]]))[due["id"]]
    assert rules.bar_to_redeem(voucher, fee, clock.now().date()) is None


async def test_its_log_is_real(made):
    """Each message, seat and move of work is told, at its own moment, none in the future."""
    await no_gaps()
    for table, kind in (("message", "message.posted"), ("seat", "seat.taken"), ("work", "work.moved")):
        told = "select count(distinct subject_id) from event where kind = :kind"
        assert await db.value(told, kind=kind) >= await db.value(f"select count(*) from {table}") * 0.85, kind
    last = await db.value("select max(at) from event")
    assert last <= clock.now() and last - await db.value("select min(at) from event") > timedelta(weeks=5)


async def test_a_second_time_it_refuses(made, tmp_path):
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "community", "demo", cwd=ROOT,
        env=os.environ | {"ROUNDTABLE_DATA": str(tmp_path), "ROUNDTABLE_BASE_URL": "http://127.0.0.1:8600"},
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    async with asyncio.timeout(60):
        said, _nothing = await process.communicate()
    assert process.returncode != 0 and b"There are people in this database" in said


async def test_feedback_is_asked_given_and_dealt_with(made):
    rows = await db.many(dict, "select asks, ending, id from feedback_request order by id limit 100")
    assert {row["asks"] for row in rows} == {"cohort", "named"}
    assert {row["ending"] for row in rows} >= {"", "author"}, "some are open, some were ended"
    states = await db.many(dict, "select distinct state from feedback order by state limit 10")
    assert {row["state"] for row in states} >= {"asked", "reading", "sent"}
    kinds = await db.many(dict, "select distinct kind, uptake from note order by kind, uptake limit 50")
    assert {row["kind"] for row in kinds} >= {"warm", "question", "cool"}
    assert {row["uptake"] for row in kinds} == {"", "used", "adapted", "not_used"}
    board = await db.many(dict, "select distinct state from work order by state limit 20")
    assert {row["state"] for row in board} >= {"asking", "answered"}
