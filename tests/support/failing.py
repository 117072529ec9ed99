"""fail_at(n): an action is run with its n-th call to the database failing, for every n. Each leaves all or nothing."""

import contextlib
from collections.abc import Awaitable, Callable

import asyncpg

from community import db, errors

CALLS = ("fetch", "fetchrow", "fetchval", "execute", "executemany")


async def persistent(deed: Callable[[], Awaitable[object]]) -> object:
    """Do it, and again whenever the database is too busy to answer, as a browser sends a form again."""
    while True:
        with contextlib.suppress(errors.Unavailable):
            return await deed()


class Failing:
    """What fail_at saw: how many calls there were, and whether one of them was made to fail."""

    def __init__(self) -> None:
        self.calls, self.failed = 0, False


@contextlib.contextmanager
def fail_at(number: int, how: str):
    """Inside, the `number`-th call of any connection fails: `error` as the server would, `cut` loses the connection."""
    seen, former = Failing(), {name: getattr(asyncpg.Connection, name) for name in CALLS}

    def failing(call):
        async def fails(self, *arguments, **options):
            seen.calls += 1
            if seen.calls == number:
                seen.failed = True
                if how == "error":
                    raise asyncpg.InternalServerError("made to fail by a test")
                self.terminate()
            return await call(self, *arguments, **options)

        return fails

    for name, call in former.items():
        setattr(asyncpg.Connection, name, failing(call))
    try:
        yield seen
    finally:
        for name, call in former.items():
            setattr(asyncpg.Connection, name, call)


async def whole_or_nothing(
    prepare: Callable[[], Awaitable[object]],
    act: Callable[[object], Awaitable[object]],
    state: Callable[[object], Awaitable[object]],
) -> int:
    """Run `act` once for every call it makes, that call failing; `state` is then as before or after. Returns the calls.

    `prepare` makes a fresh subject each time. Numbers of all topics stay without gaps.
    """
    subject = await prepare()
    before = await state(subject)
    await act(subject)
    after = await state(subject)
    assert before != after, "the action must change what is compared"
    for how in ("error", "cut"):
        number = 1
        while True:
            subject = await prepare()
            assert await state(subject) == before, "each fresh subject begins alike"
            with fail_at(number, how) as seen, contextlib.suppress(Exception):
                await act(subject)
            if not seen.failed:
                break
            found = await state(subject)
            assert found in (before, after), f"{how} at call {number} left {found}, neither {before} nor {after}"
            await no_gaps()
            number += 1
    return number - 1


async def no_gaps() -> None:
    """Every topic's numbers are 1, 2, 3 … up to what the topic says."""
    holes = await db.many(
        dict,
        """
        select topic.name from topic left join event on event.topic = topic.name
        group by topic.name, topic.seq having count(event.id) <> topic.seq or max(event.seq) <> topic.seq
        order by topic.name limit 10
        """,
    )
    assert holes == [], "a number was taken and not told"
