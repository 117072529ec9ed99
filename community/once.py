"""A form that makes something is made once, however often it is sent: its post key (faults X10, X11)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

from community import clock, db

KEPT = timedelta(days=30)  # so long an answer may be asked for again


async def once(person_id: int, key: UUID, make: Callable[[], Awaitable[str]]) -> str:
    """What `make` answered, a short text such as the new thing's id; for a key that was seen, the first answer again.

    One transaction with what `make` does. A second post at the same moment waits for the first.
    """
    async with db.transaction():
        first = await db.run(
            "insert into post_key (person_id, key, at) values (:person_id, :key, :at) on conflict do nothing",
            person_id=person_id,
            key=key,
            at=clock.now(),
        )
        if first:
            result = await make()
            await db.run(
                "update post_key set result = :result where person_id = :person_id and key = :key",
                result=result,
                person_id=person_id,
                key=key,
            )
        else:
            result = await db.value(
                "select result from post_key where person_id = :person_id and key = :key", person_id=person_id, key=key
            )
    return result


async def let_again(person_id: int, result: str) -> None:
    """What was made is gone by itself: the same key makes it anew."""
    await db.run(
        "delete from post_key where person_id = :person_id and result = :result", person_id=person_id, result=result
    )


async def forget() -> None:
    """Take away keys so old that no page waits with them any more."""
    await db.run("delete from post_key where at < :before", before=clock.now() - KEPT)
