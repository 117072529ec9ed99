"""An organizer's numbers over 50,000 cohorts and 10 million events, beside the same two counters without kept sums."""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable

import asyncpg

from benchmarks.log import database
from community import clock, db
from community.affiliates.queries import Desk
from community.insights.desk import queries as desks
from community.insights.desk import rules as desk_rules
from community.insights.year import queries as years
from community.insights.year import rules as year_rules

SIZE = {"locals": 14_000, "cohorts": 50_000, "events": 10_000_000}
ROUNDS = 7
WANTED = 300  # ms

# What a page would ask that keeps no sums: every attempt of everybody, by what its rows say today.
PLAIN = """
select supported, count(*) as people, count(awarded_at) as awarded from (
    select distinct on (application.person_id, application.micro_credential_id) application.person_id,
           award.awarded_at, exists (
               select from seat where seat.person_id = application.person_id and seat.role = 'participant'
                 and submission.submitted_at - seat.joined_at >= interval '14 days') as supported
    from application
    join submission on submission.application_id = application.id
    left join award on award.person_id = application.person_id
                   and award.micro_credential_id = application.micro_credential_id and award.revoked_at is null
    order by application.person_id, application.micro_credential_id, submission.submitted_at
) as attempt group by supported
"""


def insights() -> None:
    """Each of the pages' questions, for the national desk, a state's and a local's. BENCH_SIZE=0.1: a tenth of it."""
    share = float(os.environ.get("BENCH_SIZE", "1"))
    size = {name: int(number * share) for name, number in SIZE.items()}
    print(f"an organizer's numbers over {', '.join(f'{n:,} {name}' for name, n in size.items())}", flush=True)
    with database() as url, tempfile.TemporaryDirectory(prefix="roundtable-bench-") as folder:
        told = [f"--{name}={number}" for name, number in size.items()]
        around = os.environ | {"DATABASE_URL": url, "ROUNDTABLE_DATA": folder}
        subprocess.run([sys.executable, "-m", "community", "demo", "--scale", *told], env=around, check=True)
        asyncio.run(_ask(url))


async def _ask(url: str) -> None:
    await db.open(url)
    raw = await asyncpg.connect(url)
    plain = await _timed(lambda: raw.fetch(PLAIN))
    print(f"  {'the two counters by plain SQL, asyncpg alone':<46}{plain:8.1f} ms")
    for kind in ("national", "state", "local"):
        desk = await _desk(kind)
        spent = await _timed(lambda desk=desk: _page(desk))
        _say(f"the page of a {kind} desk, its three questions", spent, plain)
        period = year_rules.school_year(clock.now().date())
        spent = await _timed(lambda desk=desk, period=period: _year(desk, period))
        _say("its page for an executive board, six", spent, plain)
        spent = await _timed(lambda desk=desk: desks.cohorts(desk, "cohort 77", "", 0, 26))
        _say("its list, looked through by a word", spent, plain)
    await raw.close()
    await db.close()


async def _page(desk: Desk) -> None:
    desk_rules.counter(await desks.months(desk), True)
    await desks.cohorts(desk, "", "", 0, 26)
    await desks.by_state(desk)


async def _year(desk: Desk, period: year_rules.Period) -> None:
    await years.badges(desk, period)
    await years.money(desk, period)
    desk_rules.awards_told(await desks.months(desk), period.begins, period.ends)
    await years.gathered(desk, period)
    await years.met(desk, period)
    await years.sentences(desk, period)


async def _desk(kind: str) -> Desk:
    affiliate_id = await db.value("select min(affiliate_id) from cohort") if kind == "local" else await db.value(
        "select min(id) from affiliate where kind = :kind", kind=kind)  # fmt: skip
    return Desk(0, 0, "organizer", affiliate_id, "", affiliate_id, None, "", clock.now())


async def _timed(ask: Callable[[], Awaitable]) -> float:
    """Milliseconds at the median, after one to warm."""
    await ask()
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        await ask()
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent)


def _say(what: str, spent: float, plain: float) -> None:
    late = "" if spent < WANTED else f"  over {WANTED} ms"
    print(f"  {what:<46}{spent:8.1f} ms {spent / plain:8.3f} × plain SQL{late}", flush=True)
