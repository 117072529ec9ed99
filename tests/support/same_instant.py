"""The same instant, made certain: what all of them need is held until each waits for it, and then let go."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import asyncpg

from community import db
from community.config import settings

WAITING = """
select count(*) from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0
"""


async def at_once(table: str, id: int, *asking: Coroutine) -> list[Any]:
    """What each is answered, or raises: nobody has this row before all of them wait for it."""
    holder = await asyncpg.connect(settings().database_url)
    try:
        async with holder.transaction():
            assert await holder.fetchval(f"select id from {table} where id = $1 for no key update", id)
            tasks = [asyncio.ensure_future(one) for one in asking]
            async with asyncio.timeout(60):
                while await db.value(WAITING) < len(tasks):
                    ended = [task for task in tasks if task.done()]
                    assert not ended, f"did not wait for the row: {ended}"
        return await asyncio.gather(*tasks, return_exceptions=True)
    finally:
        await holder.close()
