"""Who wants the week by mail, what is due, and what each letter says, as rows."""

from datetime import datetime

from community import db
from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.insights.weekly.rules import HOUR, LATE, Summary

MOST = 500  # letters of one look

# Of each affiliate of these letters: itself and all below it.
WEEK = """
with recursive below (top, id) as (
    select distinct affiliate_id, affiliate_id from summary where id = any(:ids)
    union
    select below.top, affiliate.id from below join affiliate on affiliate.parent_id = below.id
)
select summary.id, summary.person_id, summary.affiliate_id, affiliate.name as affiliate, summary.week,
       cohorts.running, cohorts.begins, cohorts.people, cohorts.meetings, attempts.submitted, attempts.awarded
from summary
join affiliate on affiliate.id = summary.affiliate_id
cross join lateral (
    select count(*) filter (where cohort.state = 'running') as running,
           count(*) filter (where cohort.state in ('open', 'running')
                              and cohort.starts_on between summary.week and summary.week + 6) as begins,
           (select count(distinct seat.person_id) from seat
            where seat.role = 'participant' and seat.state = 'active'
              and seat.cohort_id = any(array_agg(cohort.id) filter (where cohort.state = 'running'))) as people,
           (select count(*) from meeting
            where meeting.state <> 'cancelled' and meeting.cohort_id = any(array_agg(cohort.id))
              and meeting.starts_at >= summary.week - 7 and meeting.starts_at < summary.week) as meetings
    from cohort
    where cohort.affiliate_id in (select id from below where top = summary.affiliate_id)
      and cohort.state in ('open', 'running', 'finishing')
) as cohorts
cross join lateral (
    select count(*) filter (where first_at >= summary.week - 7 and first_at < summary.week) as submitted,
           count(*) filter (where awarded_at >= summary.week - 7 and awarded_at < summary.week) as awarded
    from first_attempt where affiliate_id in (select id from below where top = summary.affiliate_id)
) as attempts
where summary.id = any(:ids)
order by summary.id limit 500
"""


async def wants(desk: Desk) -> bool:
    """Whether who sits at this desk has asked for the letter."""
    return await db.value(
        "select exists (select from summary_wish where person_id = :person_id and affiliate_id = :affiliate_id)",
        person_id=desk.person_id,
        affiliate_id=desk.affiliate_id,
    )


async def wish(desk: Desk, at: datetime) -> bool:
    """Whether this is new."""
    added = await db.run(
        """
        insert into summary_wish (person_id, affiliate_id, asked_at) values (:person_id, :affiliate_id, :at)
        on conflict do nothing
        """,
        person_id=desk.person_id,
        affiliate_id=desk.affiliate_id,
        at=at,
    )
    return added == 1


async def end_wish(desk: Desk) -> bool:
    """Whether there was one."""
    ended = await db.run(
        "delete from summary_wish where person_id = :person_id and affiliate_id = :affiliate_id",
        person_id=desk.person_id,
        affiliate_id=desk.affiliate_id,
    )
    return ended == 1


async def make_due_by_id(at: datetime) -> list[tuple[int, int]]:
    """(letter, reader) of those that were due and are made now, each once, however many workers look.

    Due on Monday at eight where the reader lives, for whoever asked before then and organizes there, or above, still.
    """
    rows = await db.many(
        dict,
        """
        with recursive local as (
            select wish.person_id, wish.affiliate_id, cast(:at as timestamptz) at time zone person.time_zone as here,
                   wish.asked_at at time zone person.time_zone as asked
            from summary_wish as wish join person on person.id = wish.person_id
        ), due as (
            select person_id, affiliate_id, cast(date_trunc('week', here) as date) as week from local
            where here >= date_trunc('week', here) + :hour and here < date_trunc('week', here) + :late
              and asked < date_trunc('week', here) + :hour
              and not exists (select from summary where summary.person_id = local.person_id
                                and summary.affiliate_id = local.affiliate_id
                                and summary.week = cast(date_trunc('week', here) as date))
        ), upwards (person_id, affiliate_id, week, id) as (
            select person_id, affiliate_id, week, affiliate_id from due
            union
            select upwards.person_id, upwards.affiliate_id, upwards.week, affiliate.parent_id
            from upwards join affiliate on affiliate.id = upwards.id where affiliate.parent_id is not null
        )
        insert into summary (person_id, affiliate_id, week, made_at)
        select distinct upwards.person_id, upwards.affiliate_id, upwards.week, cast(:at as timestamptz)
        from upwards join desk on desk.affiliate_id = upwards.id and desk.person_id = upwards.person_id
                              and desk.kind = 'organizer' and desk.ended_at is null
        order by 1, 2 limit :most
        on conflict do nothing
        returning id, person_id
        """,
        at=at,
        hour=HOUR,
        late=LATE,
        most=MOST,
    )
    return [(row["id"], row["person_id"]) for row in rows]


async def summaries_by_id(ids: list[int]) -> dict[int, Summary]:
    """What these letters say; of weeks by UTC's days."""
    return {one.id: one for one in await db.many(Summary, WEEK, ids=ids)}


async def readers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {letter: who asked for it}, while they organize there or above."""
    rows = await db.many(
        dict,
        "select id, person_id, affiliate_id from summary where id = any(:ids) order by id limit 2000",
        ids=ids,
    )
    over = await affiliates.organizers_over_by_id(sorted({row["affiliate_id"] for row in rows}))
    return {
        row["id"]: [row["person_id"]]
        for row in rows
        if any(person == row["person_id"] for _far, person in over.get(row["affiliate_id"], []))
    }
