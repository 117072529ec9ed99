"""Followers of the whole log: each sees every event once, in order, in the transaction that moves its mark."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from community import db
from community.events import Event

LOOK = 1.0  # seconds between two looks at the log


@dataclass(frozen=True)
class Follower:
    """`await handle(events)` sees every event once, in order, in the transaction that moves its mark."""

    handle: Callable[[list[Event]], Awaitable[None]]


async def follow(name: str, follower: Follower) -> None:
    """Read on for ever; raises what the follower or the database raises, and then nothing has moved."""
    await db.run(
        "insert into log_mark (name, xact, id) values (:name, cast('0' as xid8), 0) on conflict (name) do nothing",
        name=name,
    )
    while True:
        if not await read_on(name, follower):
            await asyncio.sleep(LOOK)


async def read_on(name: str, follower: Follower, most: int = 500) -> int:
    """Give the follower what is new, at most `most` events; how many there were.

    Only what no transaction under way can still get in front of: xact below the oldest one running.
    """
    if not await db.value(f"select exists ({UNREAD})", name=name, most=1):
        return 0
    async with db.transaction():
        mine = await db.value("select name from log_mark where name = :name for update skip locked", name=name)
        rows = await db.many(dict, UNREAD, name=name, most=most) if mine else []
        if rows:
            xact, last = rows[-1]["xact"], rows[-1]["id"]
            await follower.handle([Event(**{k: v for k, v in row.items() if k != "xact"}) for row in rows])
            await db.run(
                "update log_mark set xact = cast(cast(:xact as text) as xid8), id = :id where name = :name",
                xact=xact,
                id=last,
                name=name,
            )
    return len(rows)


UNREAD = """
select event.topic, event.seq, event.id, event.kind, event.subject_id as about, event.person_id as by, event.at,
       event.detail, cast(event.xact as text) as xact
from event join log_mark on log_mark.name = :name
where event.xact < pg_snapshot_xmin(pg_current_snapshot()) and (event.xact, event.id) > (log_mark.xact, log_mark.id)
order by event.xact, event.id limit :most
"""
