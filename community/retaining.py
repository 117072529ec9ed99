"""How long what is over is kept: each slice says what and how long at most; administrators may shorten it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from community import clock, db


@dataclass(frozen=True)
class Retain:
    """Rows of `table` that go `days` after they are over; `over` is SQL about one of them, with the instant :before.

    `days` is what people were told: a setting shortens it, down to `least`, and never lengthens it. `called()` names
    the rows in the reader's words.
    """

    table: str
    over: str
    days: int
    called: Callable[[], str]
    least: int = 7


RETAINS: dict[str, Retain] = {}  # by name; the roof fills it from what all slices say


async def days_of(name: str) -> int:
    """The setting, or what people were told."""
    set_to = await db.value("select days from retention where name = :name", name=name)
    return RETAINS[name].days if set_to is None else set_to


async def count(name: str, days: int) -> int:
    """How many rows would go just now if they were kept so many days."""
    kept = RETAINS[name]
    sql = f"select count(*) from {kept.table} where {kept.over}"  # noqa: S608 - names of ours
    return await db.value(sql, before=_before(days))


async def erase(name: str) -> int:
    """For the slice's job: just what `count` counts; how many went."""
    kept = RETAINS[name]
    sql = f"delete from {kept.table} where {kept.over}"  # noqa: S608 - names of ours
    return await db.run(sql, before=_before(await days_of(name)))


def _before(days: int) -> datetime:
    return clock.now() - timedelta(days=days)
