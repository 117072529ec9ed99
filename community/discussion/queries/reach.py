"""What a seat reads of a discussion, in SQL and in one place: which channels, and from when on (R17)."""

from typing import Any

from community import db
from community.cohorts.queries import Cohort, Seat
from community.discussion import rules

# What an observer or facilitator of the cohort may not read either: a private thread is its two parties'.
READABLE = """
(channel.kind <> 'private' or exists (
    select from party
    where party.channel_id = channel.id and party.person_id = :person_id and party.state <> 'left'))
"""
# Joined to `party`, and to the party's `seat` (left): who asked from the public page, and has no seat there now.
OUTSIDE = "party.asked_at is not null and (seat.state is null or seat.state not in ('active', 'removed'))"
# Whether neither of the two of a `channel` has left it, nor the cohort; who asked from outside needs no seat there.
BOTH = f"""
(select count(*) = 2 from party
 left join seat on seat.person_id = party.person_id and seat.cohort_id = channel.cohort_id
 where party.channel_id = channel.id and party.state <> 'left'
   and (seat.state in ('active', 'paused') or {OUTSIDE}))
"""  # noqa: S608


def _since(backlog: str, leads: str, joined_at: str) -> str:
    """As rules.reads_since: null is from the beginning; a channel's own policy goes before its cohort's."""
    return f"(case when coalesce(channel.backlog, {backlog}) = 'all' or {leads} then null else {joined_at} end)"


ASKING = _since("cast(:backlog as text)", "cast(:leads as boolean)", "cast(:joined_at as timestamptz)")
SITTING = _since("cohort.backlog", "seat.role = 'facilitator'", "seat.joined_at")


def begun(began: str, since: str = ASKING) -> str:
    """Whether what began then is read by who asks (bind `asking`), or by a seat of the query (since=SITTING)."""
    return f"{began} >= coalesce({since}, '-infinity')"


def asking(seat: Seat, cohort: Cohort) -> dict[str, Any]:
    """What `begun` binds for who asks."""
    return {"backlog": cohort.backlog, "leads": seat.is_facilitator, "joined_at": seat.joined_at}


async def topics(seat: Seat) -> list[str]:
    """All channels that this seat may follow."""
    rows = await db.many(
        dict,
        f"""
        select id from channel where cohort_id = :cohort_id and {READABLE}
        order by channel.kind = 'private', id limit :most
        """,  # noqa: S608
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
        most=rules.MOST_CHANNELS,
    )
    return [f"channel:{row['id']}" for row in rows]


async def audiences_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow channel:ID: all who sit in its cohort, observers too, of a private thread its two alone.

    Who asked from the public page follows the thread of the question without a seat.

    {(person, channel): audience}
    """
    rows = await db.many(
        dict,
        f"""
        select wanted.person_id, channel.id, {SITTING} as since, seat.state = 'active' as sits
        from unnest(cast(:people as bigint[]), cast(:channels as bigint[])) as wanted (person_id, channel_id)
        join channel on channel.id = wanted.channel_id
        join cohort on cohort.id = channel.cohort_id
        left join seat on seat.cohort_id = cohort.id and seat.person_id = wanted.person_id
        left join party on party.channel_id = channel.id and party.person_id = wanted.person_id
             and party.state <> 'left'
        where seat.state = 'active' and (channel.kind <> 'private' or party.person_id is not null) or {OUTSIDE}
        order by channel.id, wanted.person_id limit 100000
        """,  # noqa: S608
        people=[person for person, _ in pairs],
        channels=[channel for _, channel in pairs],
    )
    return {(row["person_id"], row["id"]): rules.audience(row["since"]) if row["sits"] else rules.ASKER for row in rows}
