"""The database that a command works on: the embedded one, started for as long, or the one of DATABASE_URL."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import asyncpg

from community import migrations, postgres
from community.commands.keeping import backing_up
from community.config import CannotStart, settings


class NoAnswer(CannotStart):
    """The database of DATABASE_URL cannot be used: a sentence."""


@contextmanager
def running() -> Iterator[bool]:
    """Inside, settings().database_url answers, for the processes we start as well. Whether the database is our own."""
    own = not settings().database_url
    if own:
        with postgres.running(settings().data) as url:
            os.environ["DATABASE_URL"] = url
            settings.cache_clear()
            yield own
    else:
        yield own


def bring_up_to_date(backed_up: bool = False) -> list[str]:
    """Apply the migrations that wait; their names. What the database holds is backed up before, but not again."""
    url = settings().database_url
    wanted = settings().backup_before_migrating and not backed_up
    return asked(migrations.migrate(url, _backup if wanted else None)) if asked(migrations.pending(url)) else []


async def _backup(name: str) -> None:
    print(backing_up.in_words(*await backing_up.before_a_migration(name)), flush=True)


def asked(question):
    """Run a coroutine that talks to the database; NoAnswer in words when it is not there."""
    try:
        return asyncio.run(question)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:
        where = urlsplit(settings().database_url)
        place = f"{where.hostname or 'its socket'}{where.path}"  # never with the password
        raise NoAnswer(f"The database at {place} cannot be used: {problem or type(problem).__name__}.") from problem
