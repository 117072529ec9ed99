"""A form that makes something is made once, however often it is sent: its post key (faults X10, X11)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from community import clock, db
from community.errors import Conflict
from community.words import gettext as _

KEPT = timedelta(days=30)  # so long an answer may be asked for again


@dataclass(frozen=True)
class Seen:
    """What a key was given for, and what came of it."""

    purpose: str
    result: str


async def once(purpose: str, person_id: int, key: UUID, make: Callable[[], Awaitable[str]]) -> str:
    """What `make` answered, a short text such as the new thing's id; for a key that was seen, the first answer again.

    One transaction with what `make` does. A second post at the same moment waits for the first. Raises Conflict for a
    key that was given for another `purpose`: its answer is the id of something else.
    """
    async with db.transaction():
        first = await db.run(
            """
            insert into post_key (person_id, key, purpose, at) values (:person_id, :key, :purpose, :at)
            on conflict do nothing
            """,
            person_id=person_id,
            key=key,
            purpose=purpose,
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
            seen = await db.one(
                Seen,
                "select purpose, result from post_key where person_id = :person_id and key = :key",
                person_id=person_id,
                key=key,
            )
            if seen is None or seen.purpose != purpose:
                raise Conflict(_("This form was sent for something else before. Load the page anew and send it again."))
            result = seen.result
    return result


async def let_again(person_id: int, result: str) -> None:
    """What was made is gone by itself: the same key makes it anew."""
    await db.run(
        "delete from post_key where person_id = :person_id and result = :result", person_id=person_id, result=result
    )


async def forget() -> None:
    """Take away keys so old that no page waits with them any more."""
    await db.run("delete from post_key where at < :before", before=clock.now() - KEPT)
