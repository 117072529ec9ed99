"""The table of rates: exact however many come at once, over all processes, without anybody's address in it."""

import ast
import asyncio
import uuid
from datetime import timedelta
from pathlib import Path

import pytest

from community import clock, db, errors, forgetting, jobs, limits
from community.limits import RATES, Rate, spend
from community.once import once
from tests.support.evidence import clock_at

CODE = Path(__file__).parents[2] / "community"


def spent_kinds() -> list[str]:
    """The kinds that the code spends, by its source."""
    found = []
    for file in CODE.rglob("*.py"):
        for call in (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name == "spend" and call.args:
                assert isinstance(call.args[0], ast.Constant), (
                    f"{file}: the kind is written out, so that it can be found"
                )
                found.append(call.args[0].value)
    return found


def test_every_rate_is_used_and_every_use_has_a_rate():
    assert set(spent_kinds()) == RATES.keys()


def test_the_rates_are_what_was_decided():
    """Changed on purpose only: here stands what protects people, and what a staff meeting behind one address needs."""
    decided = {
        "sign_in_account": Rate(10, 900),
        "sign_in_address": Rate(300, 900),
        "mail": Rate(5, 3600),
        "mail_address": Rate(200, 3600),
        "account": Rate(100, 3600),
        "join_code": Rate(10, 60),
        "join_link": Rate(100, 600),
        "invitation": Rate(400, 86_400),
        "voucher": Rate(10, 60),
        "claim": Rate(10, 3600),
        "question": Rate(10, 3600),
        "message": Rate(30, 60),
        "reaction": Rate(60, 60),
        "save": Rate(120, 60),
        "search": Rate(30, 60),
        "upload": Rate(60, 60),
        "link_check": Rate(20, 60),
        "mail_report": Rate(600, 60),
        "calendar": Rate(60, 3600),
        "download": Rate(10, 600),
        "post": Rate(60, 60),
        "factor": Rate(5, 300),
        "verify": Rate(60, 60),
    }
    assert decided == RATES
    assert limits.SOCKETS_A_PERSON == 50


async def tried(kind: str, key: str) -> bool:
    try:
        await spend(kind, key)
    except errors.TooMany:
        return False
    return True


@pytest.mark.parametrize("kind", ["mail", "join_code", "message"])
async def test_x30_exactly_so_many_pass_however_many_come_at_once(database, kind):
    most, key = RATES[kind].most, str(uuid.uuid4())
    told = await asyncio.gather(*(tried(kind, key) for _ in range(most + 20)))
    assert sum(told) == most
    assert await tried(kind, str(uuid.uuid4())), "somebody else is not concerned"


async def test_the_window_slides_and_what_was_refused_does_not_count(database):
    key, begun = str(uuid.uuid4()), clock.now()
    for second in range(0, 50, 10):
        with clock_at((begun + timedelta(seconds=second)).isoformat()):
            assert await tried("join_code", key) and await tried("join_code", key)
    with clock_at((begun + timedelta(seconds=50)).isoformat()):
        with pytest.raises(errors.TooMany) as much:
            await spend("join_code", key)
        assert 9 <= much.value.seconds <= 11, "when the oldest two are a minute old"
        for _ in range(30):
            assert not await tried("join_code", key)
    with clock_at((begun + timedelta(seconds=61)).isoformat()):
        assert [await tried("join_code", key) for _ in range(3)] == [True, True, False]


async def test_nobodys_address_stands_in_the_table(database):
    await spend("mail", "ana@example.org")
    assert await db.value("select count(*) from spent where key like '%ana%'") == 0


async def test_every_hour_what_is_no_longer_needed_goes_and_the_rest_stays(database):
    """By the job itself, in a worker."""

    async def made():
        return "made"

    async def old(days: float, what):
        with clock_at((clock.now() - timedelta(days=days)).isoformat()):
            await what

    await db.run("delete from spent")
    await old(1.1, spend("mail", "old"))
    await spend("mail", "new")
    await old(31, once("thing", 1, uuid.uuid4(), made))
    await old(29, once("thing", 1, uuid.uuid4(), made))
    for days in (91, 89):
        await db.run(
            "insert into job (name, payload, queued_at, given_up_at) values ('mail', '{}', :at, :at)",
            at=clock.now() - timedelta(days=days),
        )
    async with jobs.Worker(database, forgetting.jobs, {}).running(), asyncio.timeout(60):
        while await db.value("select count(*) from post_key") == 2 or await db.value(
            "select tries from job where key = 'every forget'"
        ):
            await asyncio.sleep(0.02)
    counted = [await db.value(f"select count(*) from {table}") for table in ("spent", "post_key")]
    assert counted == [1, 1]
    assert await db.value("select count(*) from job where given_up_at is not null") == 1
