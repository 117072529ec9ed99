"""The database that a command works on: the embedded one, started for as long, or the one of DATABASE_URL."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import asyncpg

from community import migrations, postgres
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


def bring_up_to_date(own: bool) -> list[str]:
    """Apply the migrations that wait; their names. A database of our own with something in it is backed up before."""
    url = settings().database_url
    waiting = asked(migrations.pending(url))
    if own and waiting and len(waiting) < len(migrations.files()):
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        kept = settings().data / "backups" / f"{stamp}-before-{waiting[0].removesuffix('.sql')}.dump"
        if postgres.dump(url, kept):
            print(f"backed up to {kept}", flush=True)
    return asked(migrations.migrate(url)) if waiting else []


def asked(question):
    """Run a coroutine that talks to the database; NoAnswer in words when it is not there."""
    try:
        return asyncio.run(question)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:
        where = urlsplit(settings().database_url)
        place = f"{where.hostname or 'its socket'}{where.path}"  # never with the password
        raise NoAnswer(f"The database at {place} cannot be used: {problem or type(problem).__name__}.") from problem
