"""The database, in six words: one, many, value, run, transaction, connection. The only import of databases.

databases keeps the pool, and each task its connection. It would also compile each statement anew at each call, which
costs three times as much as asking: so the names in our SQL are made numbers once, and asyncpg is asked directly.
"""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import asyncpg
from databases import Database
from databases.core import Connection

from community import clock, errors

log = logging.getLogger("roundtable.db")
Row = TypeVar("Row")

RESET_WAIT = 0.5  # seconds for a connection to be given back
STATEMENTS = 500  # prepared ones that a connection keeps; we have some three hundred
NAME = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")  # :name, but no cast::like_this
POOL_WAIT = 2.0  # seconds: a request that gets no connection by then is answered 503
# No lock without a living owner: a host that vanishes inside a transaction must not hold a topic's number (fault X31).
SERVER_SETTINGS = {
    "timezone": "UTC",
    "statement_timeout": "4000",
    "lock_timeout": "2000",
    "idle_in_transaction_session_timeout": "4000",
    "client_connection_check_interval": "1000",
    "tcp_keepalives_idle": "10",
    "application_name": "roundtable",
}
BROKEN = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    OSError,
)
SLOW = (asyncpg.QueryCanceledError, asyncpg.LockNotAvailableError, asyncpg.IdleInTransactionSessionTimeoutError)

_database: Database | None = None
_held: WeakKeyDictionary[asyncio.Task, Connection] = WeakKeyDictionary()  # by the task that has it
_noted: ContextVar[list | None] = ContextVar("noted", default=None)
_write_noted: Callable | None = None  # events.py puts itself here: what was noted is written at the end


async def open(url: str, size: int = 10, statement_timeout: int = 4000) -> None:
    """Open the pool: `size` connections, `statement_timeout` in milliseconds. Sets the clock by the database's."""
    global _database
    settings = SERVER_SETTINGS | {"statement_timeout": str(statement_timeout)}
    _database = Database(
        url,
        min_size=1,
        max_size=size,
        timeout=POOL_WAIT,
        server_settings=settings,
        init=_speak_json,
        reset=_nothing_to_reset,
        statement_cache_size=STATEMENTS,
        max_inactive_connection_lifetime=60,
    )
    await _database.connect()
    await hear_the_time()


async def close() -> None:
    global _database
    if _database is not None:
        closing, _database = _database, None
        pool = closing._backend._pool
        try:
            async with asyncio.timeout(POOL_WAIT):
                await closing.disconnect()
        except TimeoutError:
            pool.terminate()  # a server that does not answer must not hinder our own stop


def pool() -> tuple[int, int, int]:
    """Connections of this process: how many there are, how many of them are idle, how many there may be."""
    if _database is None or (held := _database._backend._pool) is None:
        return 0, 0, 0
    return held.get_size(), held.get_idle_size(), held.get_max_size()


async def hear_the_time() -> None:
    """Set our clock by the database's, the one clock that all processes share."""
    clock.heard(await value("select clock_timestamp()"))


async def one(kind: type[Row], sql: str, /, **values: Any) -> Row | None:
    """The only or first row as `kind` (a dataclass or dict whose fields are the columns), or None."""
    found = await _ask("fetchrow", sql, values)
    return None if found is None else kind(**found)


async def many(kind: type[Row], sql: str, /, **values: Any) -> list[Row]:
    """All rows as `kind`, in the order of the SQL."""
    return [kind(**row) for row in await _ask("fetch", sql, values)]


async def value(sql: str, /, **values: Any) -> Any:
    """The first column of the first row, or None."""
    return await _ask("fetchval", sql, values)


async def run(sql: str, /, **values: Any) -> int:
    """Carry out an insert, update or delete without `returning`; the number of rows it touched."""
    return int((await _ask("execute", sql, values)).split()[-1])  # "UPDATE 3"


async def _ask(way: str, sql: str, values: dict[str, Any]) -> Any:
    statement, given = _statement(sql, values)
    task = asyncio.current_task()
    held = _held.get(task) if task else None
    if held is None:
        async with connection() as taken:
            return await getattr(taken.raw_connection, way)(statement, *given)
    with _plainly():  # what a request asks twenty times needs no more around it
        return await getattr(held.raw_connection, way)(statement, *given)


@asynccontextmanager
async def connection() -> AsyncIterator[Connection]:
    """This task's connection, shared by everything inside. Unavailable when none is free or the server is away."""
    database, task = _database, asyncio.current_task()
    if database is None or task is None:
        raise errors.Unavailable
    with _plainly():
        if task in _held:
            yield _held[task]
        else:
            held = await _take(database)
            _held[task] = held
            try:
                yield held
            finally:
                del _held[task]
                await _give_back(database, held)


async def _take(database: Database) -> Connection:
    try:
        async with asyncio.timeout(POOL_WAIT):
            return await database.connection().__aenter__()
    except TimeoutError as late:
        raise errors.Unavailable from late


@asynccontextmanager
async def transaction(**options: Any) -> AsyncIterator[Connection]:
    """Whole or nothing; inside another one, a savepoint. What was noted inside is written as its last statement.

    Not `Database.transaction()`: that one loses its connection for ever when COMMIT itself fails.
    """
    outer = _noted.get()
    inner: list = []
    token = _noted.set(inner)
    try:
        async with connection() as held, held.raw_connection.transaction(**options):
            yield held
            if outer is None and inner and _write_noted:
                await _write_noted(held.raw_connection, inner)
    finally:
        _noted.reset(token)
    if outer is not None:  # only now: a savepoint that was rolled back has nothing to tell
        outer.extend(inner)


def note(thing: Any) -> None:
    """Keep something for the end of the transaction at hand (see events.record)."""
    noted = _noted.get()
    if noted is None:
        raise RuntimeError("an event is recorded inside a transaction")
    noted.append(thing)


def writes_noted(write: Callable) -> Callable:
    """Decorator: `await write(raw_connection, things)` is what the outermost transaction ends with."""
    global _write_noted
    _write_noted = write
    return write


async def _give_back(database: Database, held: Connection) -> None:
    """A connection that cannot be reset is thrown away. databases would leave this task bound to it for ever.

    Where packets vanish (fault X5) the reset, and what cancels a query, would wait for ever: then it is cut off.
    """
    raw = held.raw_connection
    try:
        async with asyncio.timeout(RESET_WAIT):
            await held.__aexit__()
    except (*BROKEN, asyncpg.PostgresError, TimeoutError, asyncio.CancelledError) as problem:
        log.warning("a connection was lost while it was given back: %r", problem)
        with suppress(asyncpg.InterfaceError):  # the pool may have thrown it away already
            raw.terminate()
        held._connection._connection = None  # type: ignore[attr-defined]
        database._connection = None
        if isinstance(problem, asyncio.CancelledError):
            raise


async def _speak_json(raw: asyncpg.Connection) -> None:
    """jsonb as Python's dicts and lists; a text is taken for JSON that is written already."""
    await raw.set_type_codec("jsonb", schema="pg_catalog", encoder=_json, decoder=json.loads)


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


async def _nothing_to_reset(raw: asyncpg.Connection) -> None:
    """Instead of a round trip: no pooled connection ever does SET, LISTEN or takes a lock of its session.

    asyncpg itself still ends a transaction that was left open.
    """


def _statement(sql: str, values: dict[str, Any]) -> tuple[str, list[Any]]:
    statement, names = _numbered(sql)
    if values.keys() != set(names):  # a forgotten name would silently be NULL
        raise TypeError(f"the SQL names {sorted(names)}, the call gives {sorted(values)}")
    return statement, [values[name] for name in names]


@lru_cache(maxsize=2000)
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """The SQL with $1, $2 … in place of :names, and the names in that order."""
    numbers = {name: f"${number}" for number, name in enumerate(dict.fromkeys(NAME.findall(sql)), 1)}
    return NAME.sub(lambda found: numbers[found[1]], sql), tuple(numbers)


class _plainly:
    """What the driver raises, in the product's words: a server that is away or too slow is Unavailable (503)."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: object) -> None:
        if isinstance(problem, BROKEN + SLOW):
            raise errors.Unavailable from problem
