"""Two hundred writers at once, a new text of each every five seconds: our save beside the plain database write."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import asyncpg

from benchmarks.log import database
from benchmarks.settings import for_benchmarks

WRITERS, EVERY, TURNS = 200, 5.0, 4  # EVERY in seconds; the first turn only warms
TEXT = "Partner A states a claim from the map, partner B asks one question before adding anything. " * 15
PLAIN, OURS = "the plain write: lock, insert, update", "ours: the form, the rules, the answer"


def autosave() -> None:
    """Milliseconds from when a save is due to its answer, the median, and CPU (of the writers too, who sit here)."""
    print(f"{WRITERS} writers at once, one save each {EVERY:.0f} s")
    with database() as url, for_benchmarks(DATABASE_URL=url, ROUNDTABLE_BASE_URL="https://127.0.0.1"):
        for name, (answers, cpu) in asyncio.run(_run(url)).items():
            print(f"  {name:<40}{answers:8.1f} ms to the answer {cpu:8.2f} ms CPU each")


async def _run(url: str) -> dict[str, tuple[float, float]]:
    from community import app
    from tests.support.catalogue import a_definition
    from tests.support.evidence import Workspace
    from tests.support.people import make_person, signed_in_client
    from tests.support.servers import lifespan

    made = app.make(work=False)
    async with lifespan(made), AsyncExitStack() as open_:
        await a_definition()
        desks, people = [], []
        for number in range(WRITERS):
            people.append(await make_person(f"Writer {number}"))
            client = await open_.enter_async_context(signed_in_client(made, people[-1]))
            desks.append(await Workspace(client, "EL-02", "talk_plan").opened())

        async def save(writer: int, turn: int) -> None:
            answer = await desks[writer].saves(f"{TEXT} {turn}")
            assert answer.status_code == 200, f"{answer.status_code}: {answer.text[:300]}"

        ours = await _measure(save)
        pool = await open_.enter_async_context(asyncpg.create_pool(url, min_size=10, max_size=10))

        async def write(writer: int, turn: int) -> None:
            async with pool.acquire() as held, held.transaction():
                row = await held.fetchrow(LOCK, people[writer].id)
                await held.execute(INSERT, row["id"], row["revision"] + 1, row["revision"], f"{TEXT} plain {turn}")
                await held.execute(UPDATE, row["id"], row["revision"] + 1, f"{TEXT} plain {turn}")

        return {OURS: ours, PLAIN: await _measure(write)}


LOCK = "select id, revision from work where person_id = $1 for update"
INSERT = """
insert into revision (work_id, number, based_on, text, words, device, writer, saved_at)
values ($1, $2, $3, $4, 225, '', '', now())
"""
UPDATE = "update work set text = $3, revision = $2, saved_at = now() where id = $1"


async def _measure(save: Callable[[int, int], Awaitable[None]]) -> tuple[float, float]:
    """Median milliseconds from when a save was due to its answer, and milliseconds of CPU for each."""
    answers: list[float] = []
    cpu = 0.0
    for turn in range(TURNS):
        begun, used = time.perf_counter(), time.process_time()
        spent = await asyncio.gather(*[_one(save, writer, turn, begun) for writer in range(WRITERS)])
        if turn:
            answers += spent
            cpu += time.process_time() - used
    return statistics.median(answers) * 1000, cpu / len(answers) * 1000


async def _one(save: Callable[[int, int], Awaitable[None]], writer: int, turn: int, begun: float) -> float:
    due = begun + writer * EVERY / WRITERS
    await asyncio.sleep(due - time.perf_counter())
    await save(writer, turn)
    return time.perf_counter() - due
