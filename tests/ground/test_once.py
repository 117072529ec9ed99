"""One result, however often and how nearly at once it is asked for with one key (X11)."""

import asyncio
from uuid import uuid4

import pytest

from community import db, jobs
from community.errors import Conflict
from community.once import once
from tests.support.people import make_person

TIMES, AT_A_TIME = 1_000, 20


async def test_x11_two_posts_at_once_with_one_key_make_one_thing_a_thousand_times(database):
    ana = await make_person("Ana Torres")
    made = 0

    async def twice() -> None:
        key = uuid4()

        async def make() -> str:
            nonlocal made
            made += 1
            await jobs.later("nothing", {"key": str(key)})
            return f"made {made}"

        first, second = await asyncio.gather(once("thing", ana.id, key, make), once("thing", ana.id, key, make))
        assert first == second != ""

    for _ in range(TIMES // AT_A_TIME):
        await asyncio.gather(*(twice() for _ in range(AT_A_TIME)))
    assert made == TIMES, "the second waits, and is answered with what the first has made"
    written = "select count(*) as rows, count(distinct payload->>'key') as keys from job where name = 'nothing'"
    assert dict(await db.one(dict, written)) == {"rows": TIMES, "keys": TIMES}


async def test_a_key_that_was_given_for_one_thing_answers_for_no_other(database):
    ana, key = await make_person("Ana Torres"), uuid4()

    async def make() -> str:
        return "812"

    assert await once("note", ana.id, key, make) == "812"
    with pytest.raises(Conflict, match="for something else"):
        await once("message in cohort 7", ana.id, key, make)
    assert await once("note", ana.id, key, make) == "812"
