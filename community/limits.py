"""The one table of rates. What must hold over all processes is counted in PostgreSQL."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from community import clock, db, errors


@dataclass(frozen=True)
class Rate:
    """At most `most` in `seconds`."""

    most: int
    seconds: int


RATES = {
    "sign_in_account": Rate(10, 900),  # per address tried and origin, so that nobody locks the owner out
    "sign_in_address": Rate(50, 900),
    "code": Rate(5, 600),  # tries of one mailed code
    "mail": Rate(5, 3600),  # mails to one address that somebody asks for
    "mail_address": Rate(30, 3600),
    "account": Rate(20, 3600),  # new accounts from one address
    "join_code": Rate(10, 60),
    "message": Rate(30, 60),
    "reaction": Rate(60, 60),
    "save": Rate(120, 60),
    "search": Rate(30, 60),
    "post": Rate(60, 60),  # any other form that makes something
}
SOCKETS_A_PERSON = 50
FRAMES_A_SECOND = 20


async def spend(kind: str, key: str) -> None:
    """Count one attempt of this kind by `key` (a person, an address …); TooMany when the rate is used up.

    The key is kept as a hash: addresses are nobody's business in a dump.
    """
    rate, at, hashed = RATES[kind], clock.now(), hashlib.sha256(key.encode()).hexdigest()
    since = at - timedelta(seconds=rate.seconds)
    async with db.transaction():
        await db.value("select pg_advisory_xact_lock(hashtextextended(:both, 0))", both=kind + hashed)  # one by one
        used = await db.value(
            "select count(*) from attempt where kind = :kind and key = :key and at > :since", kind=kind, key=hashed, since=since
        )
        if used < rate.most:
            await db.run("insert into attempt (kind, key, at) values (:kind, :key, :at)", kind=kind, key=hashed, at=at)
    if used >= rate.most:
        raise errors.TooMany(rate.seconds)


async def forget() -> None:
    """Take away what no rate looks at any more (a job does this every hour)."""
    before = clock.now() - timedelta(seconds=max(rate.seconds for rate in RATES.values()))
    await db.run("delete from attempt where at < :before", before=before)
