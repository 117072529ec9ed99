"""The numbers of one cohort, counted where they lie, for who leads it; no name comes out."""

from datetime import datetime
from typing import Any

from community import db
from community.cohorts.queries import Place
from community.insights.health.rules import Feedback, Gathering, Hard, Returns

MOST_MEETINGS = 100
# Who works here now.
MEMBERS = """
with member as (
    select person_id from seat where cohort_id = :cohort_id and role = 'participant' and state = 'active'
)
"""


async def people(place: Place) -> int:
    """How many work here now."""
    return await db.value(MEMBERS + "select count(*) from member", cohort_id=place.cohort.id)  # noqa: S608


async def states(place: Place) -> dict[tuple[str, str], int]:
    """{(requirement, state): people}; who has not begun one is in none."""
    rows = await db.many(
        dict,
        MEMBERS  # noqa: S608 (ours)
        + """
        select work.requirement_key as key, work.state, count(*) as people
        from member join work on work.person_id = member.person_id and work.micro_credential_id = :micro_credential_id
        where work.state <> 'not_started' group by 1, 2 order by 1, 2 limit 2000
        """,
        **_about(place),
    )
    return {(row["key"], row["state"]): row["people"] for row in rows}


async def moves(place: Place) -> list[tuple[int, str, str, str, int]]:
    """(week of the cohort, requirement, was, became, how often), as the log has it, of who works here now."""
    rows = await db.many(
        dict,
        MEMBERS  # noqa: S608 (ours)
        + """
        select div(cast(event.at at time zone :zone as date) - cast(:starts_on as date), 7) + 1 as week,
               work.requirement_key as key, event.detail ->> 'was' as was, event.detail ->> 'became' as became,
               count(*) as times
        from event
        join work on work.id = event.subject_id and work.micro_credential_id = :micro_credential_id
        join member on member.person_id = work.person_id
        where event.topic = :topic and event.kind = 'work.moved'
          and cast(event.at at time zone :zone as date) >= cast(:starts_on as date)
        group by 1, 2, 3, 4 order by 1, 2, 3, 4 limit 20000
        """,
        topic=place.cohort.topic,
        zone=place.cohort.time_zone,
        starts_on=place.cohort.starts_on,
        **_about(place),
    )
    return [(int(row["week"]), row["key"], row["was"], row["became"], row["times"]) for row in rows]


async def feedback(place: Place) -> Feedback:
    """What was asked and given here."""
    (row,) = await db.many(
        dict,
        MEMBERS  # noqa: S608 (ours)
        + """
        , request as (
            select feedback_request.id, work.person_id, feedback_request.opened_at, feedback_request.ended_at,
                   count(feedback.id) as sent, min(feedback.sent_at) as first_at
            from feedback_request
            join work on work.id = feedback_request.work_id
            left join feedback on feedback.request_id = feedback_request.id and feedback.state = 'sent'
            where feedback_request.cohort_id = :cohort_id
            group by feedback_request.id, work.person_id
        ), gave as (
            select member.person_id, count(feedback.id) as times
            from member
            left join (feedback join feedback_request on feedback_request.id = feedback.request_id
                                                     and feedback_request.cohort_id = :cohort_id)
              on feedback.person_id = member.person_id and feedback.state = 'sent'
            group by member.person_id
        ), received as (
            select member.person_id, coalesce(sum(request.sent), 0) as times
            from member left join request on request.person_id = member.person_id group by member.person_id
        )
        select count(*) as asked, cast(coalesce(sum(sent), 0) as integer) as sent,
               count(*) filter (where ended_at is null and sent = 0) as waiting,
               min(opened_at) filter (where ended_at is null and sent = 0) as waits_since,
               array[count(*) filter (where first_at - opened_at < interval '1 day'),
                     count(*) filter (where first_at - opened_at >= interval '1 day'
                                        and first_at - opened_at < interval '3 days'),
                     count(*) filter (where first_at - opened_at >= interval '3 days'
                                        and first_at - opened_at < interval '5 days'),
                     count(*) filter (where first_at - opened_at >= interval '5 days')] as turnaround,
               (select array[count(*) filter (where times = 0), count(*) filter (where times between 1 and 2),
                             count(*) filter (where times > 2)] from gave) as gave,
               (select array[count(*) filter (where times = 0), count(*) filter (where times between 1 and 2),
                             count(*) filter (where times > 2)] from received) as received
        from request
        """,
        cohort_id=place.cohort.id,
    )
    lists: dict[str, Any] = {name: tuple(row.pop(name)) for name in ("turnaround", "gave", "received")}
    return Feedback(**row, **lists)


async def hard(place: Place) -> list[Hard]:
    """For each requirement how many have begun it or say that it is hard, and how many of them say so."""
    return await db.many(
        Hard,
        MEMBERS  # noqa: S608 (ours)
        + """
        select key, cast(sum(said) as integer) as said, count(*) as begun
        from (
            select person_id, key, max(said) as said
            from (
                select person_id, requirement_key as key, 0 as said from work
                where micro_credential_id = :micro_credential_id and state <> 'not_started'
                  and person_id in (select person_id from member)
                union all
                select person_id, requirement_key, 1 from hard_requirement
                where micro_credential_id = :micro_credential_id and person_id in (select person_id from member)
            ) as each_one group by person_id, key
        ) as answer group by key order by key limit 200
        """,
        **_about(place),
    )


async def returns(place: Place) -> Returns:
    """Of all results that people who worked here were told: how many came back, by requirement and category."""
    rows = await db.many(
        dict,
        """
        with result as (
            select submission.id, application.person_id, submission.state
            from seat
            join application on application.person_id = seat.person_id
                            and application.micro_credential_id = :micro_credential_id
            join submission on submission.application_id = application.id
            where seat.cohort_id = :cohort_id and seat.role = 'participant'
              and seat.state in ('active', 'paused', 'left')
              and submission.told_at >= seat.joined_at
              and submission.state in ('earned', 'not_yet', 'returned_incomplete')
        )
        select '' as key, '' as category, count(*) as results, count(distinct person_id) as people from result
        union all
        select remark.requirement_key, remark.category, count(distinct result.id), 0
        from result
        join submission_verdict as verdict on verdict.submission_id = result.id and not verdict.met
        join submission_remark as remark on remark.submission_id = result.id and remark.category <> ''
             and remark.requirement_key = verdict.requirement_key and remark.criterion_key = verdict.criterion_key
        where result.state = 'not_yet'
        group by 1, 2
        union all
        select missing.requirement_key, 'incomplete', count(distinct result.id), 0
        from result join submission_missing as missing on missing.submission_id = result.id
        where result.state = 'returned_incomplete'
        group by 1
        order by 1, 2 limit 2000
        """,
        **_about(place),
    )
    whole, *why = rows
    return Returns(whole["results"], whole["people"], {(row["key"], row["category"]): row["results"] for row in why})


async def gatherings(place: Place, now: datetime) -> list[Gathering]:
    """Its meetings that have begun, the first one first."""
    return await db.many(
        Gathering,
        """
        select meeting.id, meeting.title, meeting.starts_at,
               count(*) filter (where attendance.mark = 'there') as there,
               count(*) filter (where attendance.mark = 'late') as late,
               count(*) filter (where attendance.mark = 'not_there') as not_there
        from meeting left join attendance on attendance.meeting_id = meeting.id
        where meeting.cohort_id = :cohort_id and meeting.state <> 'cancelled' and meeting.starts_at <= :now
        group by meeting.id order by meeting.starts_at, meeting.id limit :most
        """,
        cohort_id=place.cohort.id,
        now=now,
        most=MOST_MEETINGS,
    )


def _about(place: Place) -> dict[str, int]:
    return {"cohort_id": place.cohort.id, "micro_credential_id": place.cohort.micro_credential_id}
