"""Who is to read what, and what they were reminded of, as rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import db
from community.feedback.content import COUNTS_AS
from community.feedback.holders.conditions import MAY_READ
from community.feedback.reminding import rules
from community.feedback.requests import queries as requests
from community.feedback.requests import rules as request_rules
from community.feedback.requests.queries import Request

# Each pair of an open request that still needs a reader and somebody whose it is: of its cohort, asked by name, reading
# it, or, while nobody reads it, free to take it; or a holder elsewhere who was asked, while they may read it (R44).
# Nobody else's, and none that was served: there is nothing to remind of.
TASKS = f"""
with task as (
    select feedback_request.id as request_id, reader.person_id, coalesce(feedback.state, 'waiting') as state,
           case feedback.state when 'asked' then feedback.asked_at when 'reading' then feedback.active_at
                               else feedback_request.opened_at end as since
    from feedback_request
    join work on work.id = feedback_request.work_id and work.state not in ('not_started', 'met')
    join cohort on cohort.id = feedback_request.cohort_id and cohort.state <> 'closed'
    join seat as author on author.cohort_id = cohort.id and author.person_id = work.person_id
                       and author.state = 'active'
    cross join lateral (
        select id, person_id, role from seat
        where seat.cohort_id = cohort.id and seat.person_id <> work.person_id
          and seat.state = 'active' and seat.role <> 'observer'
        union all
        select null, feedback.person_id, 'holder' from feedback
        where feedback.request_id = feedback_request.id and {MAY_READ}
          and not exists (select from seat where seat.cohort_id = cohort.id and seat.person_id = feedback.person_id
                          and seat.state = 'active')) as reader
    left join feedback on feedback.request_id = feedback_request.id and feedback.person_id = reader.person_id
    cross join lateral (
        select count(*) filter (where feedback.state in ('reading', 'sent')) as readers,
               coalesce(sum({COUNTS_AS}) filter (where feedback.state = 'sent'), 0) as answered
        from feedback where feedback.request_id = feedback_request.id) as heard
    where feedback_request.ended_at is null and feedback_request.until_at > :at
      and answered < wanted and (answered = 0 or feedback_request.opened_at > :served_since)
      and (feedback.asked_at is not null
           or (feedback_request.asks = 'cohort' and reader.role in ('participant', 'helper')))
      and (feedback.state in ('asked', 'reading')
           or (feedback.id is null and readers = 0
               and not exists (select from reading_pause where reading_pause.seat_id = reader.id)))
      and not exists (select from kept_apart where kept_apart.cohort_id = cohort.id
                      and kept_apart.person_id = reader.person_id and other_id = work.person_id)
)
"""  # noqa: S608 - constants


@dataclass(frozen=True)
class Reminder:
    """One reminder, the first to third of its person about this request; `state` asked, reading or waiting."""

    id: int
    request_id: int
    person_id: int
    number: int
    state: str
    at: datetime


@dataclass(frozen=True)
class Reminded:
    """What a reminder says."""

    reminder: Reminder
    request: Request

    @property
    def days(self) -> int:
        """For how many whole days its author had waited."""
        return (self.reminder.at - self.request.opened_at).days


async def remind_by_id(at: datetime, most: int) -> list[Reminder]:
    """For the job: the reminders that are due now (rules.is_due), noted as given."""
    return await db.many(
        Reminder,
        TASKS  # noqa: S608 - constants
        + """
        , due as (
            select task.request_id, task.person_id, told.number + 1 as number, task.state
            from task
            cross join lateral (
                select count(*) as number, max(at) as last_at from reading_reminder
                where reading_reminder.request_id = task.request_id
                  and reading_reminder.person_id = task.person_id) as told
            where told.number < :most_reminders and task.since <= :rested_since
              and (told.last_at is null or told.last_at <= :rested_since)
            order by task.request_id, task.person_id limit :most
        )
        insert into reading_reminder (request_id, person_id, number, state, at)
        select request_id, person_id, number, state, :at from due
        on conflict do nothing
        returning id, request_id, person_id, number, state, at
        """,
        most=most,
        most_reminders=rules.MOST,
        rested_since=at - rules.APART,
        **_moments(at),
    )


async def persons_by_id(reminder_ids: list[int], at: datetime) -> dict[int, list[int]]:
    """For notices: {reminder: persons} while it is theirs as it was when they were reminded."""
    rows = await db.many(
        dict,
        TASKS  # noqa: S608 - constants
        + """
        , given as (
            select id, person_id, request_id, state from reading_reminder where id = any(:ids)
        )
        select given.id, given.person_id from given join task using (request_id, person_id, state)
        order by given.id limit 2000
        """,
        ids=reminder_ids,
        **_moments(at),
    )
    return {row["id"]: [row["person_id"]] for row in rows}


async def reminded_by_id(reminder_ids: list[int]) -> dict[int, Reminded]:
    """For notices."""
    found = await db.many(
        Reminder,
        """
        select id, request_id, person_id, number, state, at from reading_reminder
        where id = any(:ids) order by id limit 2000
        """,
        ids=reminder_ids,
    )
    about = await requests.requests_by_id(sorted({one.request_id for one in found}))
    return {one.id: Reminded(one, about[one.request_id]) for one in found if one.request_id in about}


def _moments(at: datetime) -> dict[str, Any]:
    return {"at": at, "served_since": at - request_rules.SERVED_WITH_ONE}
