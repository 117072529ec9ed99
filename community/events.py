"""The log: record() what happened, since() what is new. History, outbox, feed and audit are this one table."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from community import clock, db


@dataclass(frozen=True)
class Event:
    """One deed on one topic. `about` and `by` are bare numbers; `detail` holds ids, states, numbers and instants."""

    topic: str
    seq: int
    id: int
    kind: str
    about: int | None
    by: int | None
    at: datetime
    detail: dict[str, Any] | None


@dataclass(frozen=True)
class _News:
    topic: str
    kind: str
    about: int | None
    by: int | None
    detail: str | None


def record(kind: str, *topics: str, about: int | None = None, by: int | None = None, detail: Any = None) -> None:
    """Tell, when the transaction at hand commits, that `kind` happened to subject `about` by person `by`.

    Not awaited: a topic's next number locks its row until commit, so the outermost transaction takes all numbers last.
    `detail` is a frozen dataclass of ids, states, numbers and instants, never a name, a text or an address.
    """
    told = None if detail is None else json.dumps(asdict(detail), default=datetime.isoformat)
    for topic in topics:
        db.note(_News(topic, kind, about, by, told))


async def since(wants: Mapping[str, int], most: int = 500) -> list[Event]:
    """What came after each topic's `seq`: at most `most` a topic, ordered by topic and seq."""
    async with db.connection() as held:
        rows = await held.raw_connection.fetch(SINCE, list(wants), list(wants.values()), most)
    return [Event(**row) for row in rows]


async def newest(topics: Iterable[str]) -> dict[str, int]:
    """The newest number of each topic, 0 where nothing was ever told."""
    names = list(topics)
    rows = await db.many(
        dict, "select name, seq from topic where name = any(:names) order by name limit 100", names=names
    )
    return dict.fromkeys(names, 0) | {row["name"]: row["seq"] for row in rows}


async def epoch() -> str:
    """Drawn anew when a database is restored: numbers from before it mean nothing afterwards."""
    return await db.value("select value from log_epoch")


@db.writes_noted
async def _write(raw: Any, news: list[_News]) -> None:
    await raw.fetch(
        WRITE,
        [n.topic for n in news],
        [n.kind for n in news],
        [n.about for n in news],
        [n.by for n in news],
        [n.detail for n in news],
        clock.now(),
    )


# One statement at the end of a transaction, topics in one order everywhere, so that two writers never deadlock.
# Persons are called first: a gate on person:ID is heeded before what else its commit has to show.
WRITE = """
with news as (
    select topic, kind, about, by, detail, place
    from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[])
    with ordinality as n(topic, kind, about, by, detail, place)
), turn as (
    insert into topic (name, seq) select topic, count(*) from news group by topic order by topic
    on conflict (name) do update set seq = topic.seq + excluded.seq returning name, seq
), told as (
    insert into event (topic, seq, kind, subject_id, person_id, detail, at)
    select name, turn.seq - count(*) over (partition by name) + row_number() over (partition by name order by place),
           kind, about, by, detail::jsonb, $6
    from news join turn on turn.name = news.topic order by place
    returning topic, seq
)
select topic, seq, pg_notify('events', topic || ' ' || seq)
from (select topic, max(seq) as seq from told group by topic order by topic not like 'person:%', topic) as calls
"""

SINCE = """
select e.topic, e.seq, e.id, e.kind, e.subject_id as about, e.person_id as by, e.at, e.detail
from unnest($1::text[], $2::bigint[]) as want(topic, seq)
cross join lateral (
    select topic, seq, id, kind, subject_id, person_id, at, detail from event
    where event.topic = want.topic and event.seq > want.seq order by event.seq limit $3
) as e
order by e.topic, e.seq
"""
