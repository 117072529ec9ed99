"""`demo --scale` with small numbers: what it writes by COPY is whole, holds what always holds, and can be counted."""

import asyncio
import json
import os
import sys

import pytest
import pytest_asyncio

from community import db
from community.demo import invariants
from community.demo.scale import rules
from community.evidence.rules import State
from community.insights import routes as insights
from community.jobs import read_on
from tests.support.servers import ROOT

LOCALS, COHORTS, EVENTS = 60, 40, 8_000


async def scale(*arguments: str, folder) -> tuple[int, str, str]:
    around = os.environ | {"ROUNDTABLE_DATA": str(folder), "ROUNDTABLE_BASE_URL": "http://127.0.0.1:8600"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "community", "demo", "--scale", "--json", *arguments, cwd=ROOT, env=around,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(120):
        said, complained = await process.communicate()
    return process.returncode, said.decode(), complained.decode()


@pytest_asyncio.fixture(scope="module")
async def made(database_url, tmp_path_factory):
    """Its own output; the pool looks at what it made."""
    folder = tmp_path_factory.mktemp("scale")
    numbers = ("--locals", str(LOCALS), "--cohorts", str(COHORTS))
    too_few = await scale(*numbers, "--events", "500", folder=folder)
    assert too_few[0] and "at least" in too_few[2], too_few
    await db.open(database_url)
    assert not await db.value("select count(*) from person"), "of what was refused nothing stands there"
    code, said, complained = await scale(*numbers, "--events", str(EVENTS), folder=folder)
    assert code == 0, complained
    yield json.loads(said[said.index("{") :])
    await db.close()


def test_a_work_goes_through_as_many_moves_as_it_is_given():
    for count in (1, 4, 9):
        path = rules.moves(count)
        assert len(path) == count and path[0] == (State.NOT_STARTED, State.DRAFTING)
    for count in (3, 8):
        path = rules.moves(count, ("submit", "meet"))
        assert len(path) == count and path[-1] == (State.SUBMITTED, State.MET)


def test_the_courses_of_many_come_near_the_fields_own_figures():
    with_cohort = [rules.course(number) for number in range(10_000)]
    alone = [rules.course(number, alone=True) for number in range(10_000)]
    submitted = [one for one in with_cohort if one.submitted]
    assert 0.8 < sum(one.awarded for one in submitted) / len(submitted) < 0.94
    assert 0.45 < sum(one.awarded for one in alone) / len(alone) < 0.6
    assert all(one.awarded for one in with_cohort if one.met) and any(one.met for one in alone)


@pytest.mark.parametrize(
    ("what", "sql", "count"),
    [
        ("locals", "select count(*) from affiliate where kind = 'local'", LOCALS),
        ("cohorts", "select count(*) from cohort", COHORTS),
        ("events", "select count(*) from event where kind in ('seat.taken', 'work.moved', 'submission.sent', "
         "'submission.decided', 'award.issued')", EVENTS),
        ("members", "select count(*) from seat where role = 'participant'", COHORTS * rules.MEMBERS),
    ],
)  # fmt: skip
async def test_there_are_so_many_as_were_asked_for(made, what, sql, count):
    assert await db.value(sql) == count, what


async def test_all_that_always_holds_holds(made):
    assert await invariants.broken() == []


async def test_an_invariant_that_is_broken_is_said(made):
    class Back(Exception):
        pass

    with pytest.raises(Back):
        async with db.transaction():
            await db.run("update topic set seq = seq + 1 where name = 'cohort:1'")
            await db.run("update cohort set capacity = 1 where id = 2")
            said = await invariants.broken()
            assert len(said) == 2 and "1, 2, 3" in said[0] and "R14" in said[1]
            raise Back


@pytest.mark.parametrize("kind", ["national", "state", "local"])
async def test_no_column_of_the_sums_of_no_level_is_another_than_its_lines(made, kind):
    one = """
        select affiliate_id, supported, month from first_attempt_count join affiliate on affiliate.id = affiliate_id
        where kind = :kind and awards > 0 order by 1, 2, 3 limit 1
    """
    place = await db.one(dict, one, kind=kind)
    for column in ("people", "judged", "met", "awarded", "awards"):
        add = f"update first_attempt_count set {column} = {column} + :more where affiliate_id = :affiliate_id"
        for more in (1, -1):
            await db.run(f"{add} and supported = :supported and month = :month", more=more, **place)
            said = await invariants.broken()
            assert [one.endswith(f" [{place['affiliate_id']}]") for one in said] == [True] * (more == 1), column


async def test_followers_begin_behind_it_and_what_was_counted_stays(made):
    before = await db.value("select sum(people) from first_attempt_count")
    assert before and await read_on("insights", insights.followers["insights"]) == 0
    assert await db.value("select sum(people) from first_attempt_count") == before


async def test_it_is_refused_where_people_are_already(made, tmp_path):
    code, _said, complained = await scale(folder=tmp_path)
    assert code and "There are people in this database" in complained


async def test_its_organizer_can_sign_in_and_the_next_row_gets_the_next_number(made):
    (account,) = made["accounts"]
    assert await db.value("select exists (select from email where address = :address)", address=account["email"])
    last = await db.value("select max(id) from cohort")
    assert await db.value("select nextval(pg_get_serial_sequence('cohort', 'id'))") == last + 1
