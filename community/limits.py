"""The one table of rates. What must hold over all processes is counted in PostgreSQL."""

import hashlib
import math
from dataclasses import dataclass
from datetime import timedelta

from community import clock, db, errors


@dataclass(frozen=True)
class Rate:
    """At most `most` in any `seconds`."""

    most: int
    seconds: int


# A whole school often stands behind one address: what is counted by address alone leaves room for a staff meeting.
RATES = {
    "sign_in_account": Rate(10, 900),  # per address tried and origin, so that nobody locks the owner out
    "sign_in_address": Rate(300, 900),
    "factor": Rate(5, 300),  # codes of a second factor that one person types (A57)
    "mail": Rate(5, 3600),  # mails to one address that somebody asks for
    "mail_address": Rate(200, 3600),
    "account": Rate(100, 3600),  # new accounts from one address
    "join_code": Rate(10, 60),
    "voucher": Rate(10, 60),
    "join_link": Rate(100, 600),  # looked up by somebody who is not signed in, by where they come from
    "invitation": Rate(400, 86_400),  # addresses that one person invites
    "claim": Rate(10, 3600),  # member numbers that somebody says are theirs
    "question": Rate(10, 3600),  # to the desks of affiliates, by one person
    "message": Rate(30, 60),
    "reaction": Rate(60, 60),
    "save": Rate(120, 60),
    "verify": Rate(60, 60),  # badges, by where they come from
    "mail_report": Rate(600, 60),  # of mail that came back, by all mail services
    "calendar": Rate(60, 3600),  # fetches of one person's calendar: every minute is often
    "download": Rate(10, 600),  # of all that one wrote
    "search": Rate(30, 60),
    "upload": Rate(60, 60),  # files that begin to come; their pieces are not counted
    "link_check": Rate(20, 60),  # each is a request of ours to somebody else's machine
    "post": Rate(60, 60),  # any other form that makes something
}
SOCKETS_A_PERSON = 50


async def spend(kind: str, key: str, times: int = 1) -> None:
    """Count `times` attempts of this kind by `key` (a person, an address …); TooMany when the rate is used up.

    The key is kept as a hash: addresses are nobody's business in a dump. What is refused is not counted.
    """
    rate, at, hashed = RATES[kind], clock.now(), hashlib.sha256(key.encode()).hexdigest()
    since = at - timedelta(seconds=rate.seconds)
    if not await db.run(SPEND, kind=kind, key=hashed, at=at, since=since, most=rate.most, count=times):
        oldest = await db.value(OLDEST, kind=kind, key=hashed, since=since) or at
        raise errors.TooMany(max(1, math.ceil((oldest - since).total_seconds())))


async def forget() -> None:
    """Take away what no rate looks at any more."""
    before = clock.now() - timedelta(seconds=max(rate.seconds for rate in RATES.values()))
    await db.run("delete from spent where times[cardinality(times)] < :before", before=before)


# The row is locked before it is looked at, in its newest form: however many come at once, they are counted one by one.
SPEND = """
insert into spent (kind, key, times)
values (:kind, :key, array_fill(cast(:at as timestamptz), array[cast(:count as integer)]))
on conflict (kind, key) do update
set times = array(select at from unnest(spent.times) as lately (at) where at > :since order by at) || excluded.times
where (select count(*) from unnest(spent.times) as lately (at) where at > :since)
      <= cast(:most as integer) - cast(:count as integer)
"""
OLDEST = """
select min(at) from spent, unnest(times) as lately (at) where kind = :kind and key = :key and at > :since
"""
