"""First attempts and their sums, and who came to meetings, counted anew where something has happened."""

from community import db
from community.insights.counting.rules import FORTNIGHT

MOST = 5000  # lines of one batch of the log


async def whose_by_id(attempts: list[int], awards: list[int]) -> list[tuple[int, int]]:
    """(person, micro-credential) of these attempts and awards."""
    rows = await db.many(
        dict,
        """
        select application.person_id, application.micro_credential_id
        from submission join application on application.id = submission.application_id
        where submission.id = any(:attempts)
        union
        select person_id, micro_credential_id from award
        where id = any(:awards) and person_id is not null and micro_credential_id is not null
        order by 1, 2 limit :most
        """,
        attempts=attempts,
        awards=awards,
        most=MOST,
    )
    return [(row["person_id"], row["micro_credential_id"]) for row in rows]


async def recount_by_id(whose: list[tuple[int, int]]) -> None:
    """Take these lines out of the sums, write them as they are now, and put them in again. In the caller's transaction.

    Where somebody belonged when they first submitted stays, while that first attempt is the same.
    """
    people, definitions = [person for person, _ in whose], [definition for _, definition in whose]
    wanted = {"people": people, "definitions": definitions}
    former = await db.many(dict, FORMER, **wanted)
    await db.run(TAKEN_OUT, **wanted, sign=-1)
    await db.run(
        PUT_IN,
        **wanted,
        fortnight=FORTNIGHT,
        former=[dict(row) | {"first_at": row["first_at"].isoformat()} for row in former],
        sign=1,
    )


async def count_attended_by_id(marks: list[int]) -> None:
    """How many came to the meetings of these marks, as it is now."""
    await db.run(
        """
        insert into attended (meeting_id, affiliate_id, starts_at, minutes, came)
        select meeting.id, cohort.affiliate_id, meeting.starts_at, meeting.minutes,
               count(*) filter (where mark in ('there', 'late'))
        from attendance
        join meeting on meeting.id = attendance.meeting_id and meeting.state <> 'cancelled'
        join cohort on cohort.id = meeting.cohort_id
        where meeting.id in (select meeting_id from attendance where id = any(:marks))
        group by meeting.id, cohort.affiliate_id order by meeting.id
        on conflict (meeting_id) do update
        set came = excluded.came, starts_at = excluded.starts_at, minutes = excluded.minutes
        """,
        marks=marks,
    )


async def move_attended_by_id(versions: list[int]) -> None:
    """Meetings of these versions at which somebody was marked: when they were, and how long; none that is cancelled."""
    await db.run(
        """
        delete from attended using meeting
        where meeting.id = attended.meeting_id and meeting.state = 'cancelled'
          and meeting.id in (select meeting_id from meeting_version where id = any(:versions))
        """,
        versions=versions,
    )
    await db.run(
        """
        update attended set starts_at = meeting.starts_at, minutes = meeting.minutes
        from meeting
        where meeting.id = attended.meeting_id
          and meeting.id in (select meeting_id from meeting_version where id = any(:versions))
        """,
        versions=versions,
    )


async def recount_all_by_id() -> None:
    """Everything anew, whatever the log has said: for a database that was filled without one."""
    await db.run("delete from attended")
    await db.run(
        """
        insert into attended (meeting_id, affiliate_id, starts_at, minutes, came)
        select meeting.id, cohort.affiliate_id, meeting.starts_at, meeting.minutes, came
        from (
            select meeting_id, count(*) as came from attendance where mark in ('there', 'late') group by meeting_id
        ) as marked
        join meeting on meeting.id = marked.meeting_id and meeting.state <> 'cancelled'
        join cohort on cohort.id = meeting.cohort_id
        """
    )
    await db.run("delete from first_attempt_count")
    await db.run("delete from first_attempt")
    await db.run(PUT_IN_ALL, fortnight=FORTNIGHT, sign=1)


# The lines that a statement has in hand, summed up for their affiliate and all above it.
SUMS = """
above as (
    select first.id as at, above.id as affiliate_id
    from affiliate as first
    left join affiliate as second on second.id = first.parent_id
    left join affiliate as third on third.id = second.parent_id
    cross join lateral unnest(array[first.id, second.id, third.id]) as above (id)
    where above.id is not null
), said as (
    select affiliate_id, cohort_id is not null as supported,
           cast(date_trunc('month', first_at at time zone 'UTC') as date) as month,
           1 as people, cast(judged as integer) as judged, cast(met as integer) as met,
           cast(awarded_at is not null as integer) as awarded, 0 as awards
    from line
    union all
    select affiliate_id, cohort_id is not null,
           cast(date_trunc('month', awarded_at at time zone 'UTC') as date), 0, 0, 0, 0, 1
    from line where awarded_at is not null
)
insert into first_attempt_count (affiliate_id, supported, month, people, judged, met, awarded, awards)
select above.affiliate_id, supported, month, :sign * sum(people), :sign * sum(judged), :sign * sum(met),
       :sign * sum(awarded), :sign * sum(awards)
from said join above on above.at = said.affiliate_id
group by above.affiliate_id, supported, month order by 1, 2, 3
on conflict (affiliate_id, supported, month) do update
set people = first_attempt_count.people + excluded.people, judged = first_attempt_count.judged + excluded.judged,
    met = first_attempt_count.met + excluded.met, awarded = first_attempt_count.awarded + excluded.awarded,
    awards = first_attempt_count.awards + excluded.awards
"""
WANTED = "unnest(cast(:people as bigint[]), cast(:definitions as bigint[])) as wanted (person_id, micro_credential_id)"
FORMER = f"""
select first_attempt.person_id, first_attempt.micro_credential_id, affiliate_id, cohort_id, first_at
from first_attempt join {WANTED}
  on wanted.person_id = first_attempt.person_id and wanted.micro_credential_id = first_attempt.micro_credential_id
order by 1, 2 limit {MOST}
"""  # noqa: S608 (ours)
TAKEN_OUT = f"""
with line as (
    delete from first_attempt using {WANTED}
    where first_attempt.person_id = wanted.person_id
      and first_attempt.micro_credential_id = wanted.micro_credential_id
    returning affiliate_id, cohort_id, first_at, judged, met, awarded_at
), {SUMS}
"""  # noqa: S608 (ours)

# One line for each of `wanted` who has a first attempt: what was taken back is none, what came back incomplete is no
# attempt that was judged (R54), what is not told yet is not judged yet. Supported: a seat in a cohort on it for a
# fortnight by then. Alone: by their membership, an active one first; who belongs nowhere is counted nowhere.
LINE = """
first as (
    select application.person_id, application.micro_credential_id, min(submission.submitted_at) as first_at
    from wanted
    join application on application.person_id = wanted.person_id
                    and application.micro_credential_id = wanted.micro_credential_id
    join submission on submission.application_id = application.id
                   and submission.state not in ('taken_back', 'withdrawn')
    group by 1, 2
), judged as (
    select distinct on (application.person_id, application.micro_credential_id) application.person_id,
           application.micro_credential_id, submission.state = 'earned' as met
    from wanted
    join application on application.person_id = wanted.person_id
                    and application.micro_credential_id = wanted.micro_credential_id
    join submission on submission.application_id = application.id
                   and submission.state in ('earned', 'not_yet') and submission.told_at is not null
    order by 1, 2, submission.submitted_at, submission.id
), sat as (
    select distinct on (first.person_id, first.micro_credential_id) first.person_id, first.micro_credential_id,
           cohort.affiliate_id, cohort.id as cohort_id
    from first
    join seat on seat.person_id = first.person_id and seat.role = 'participant'
             and seat.state in ('active', 'paused', 'left', 'removed')
             and least(seat.ended_at, first.first_at) - seat.joined_at >= :fortnight
    join cohort on cohort.id = seat.cohort_id
    join definition_version on definition_version.id = cohort.definition_version_id
    where definition_version.micro_credential_id = first.micro_credential_id
       or exists (select from stack_place where stack_place.stack_id = cohort.stack_id
                                            and stack_place.micro_credential_id = first.micro_credential_id)
    order by 1, 2, seat.joined_at, seat.id
), belongs as (
    select distinct on (membership.person_id) membership.person_id, membership.affiliate_id
    from membership
    where membership.person_id in (select person_id from first) and membership.status in ('active', 'ended')
    order by membership.person_id, membership.status = 'active' desc, membership.starts_on, membership.id
), line as (
    insert into first_attempt (
        person_id, micro_credential_id, affiliate_id, cohort_id, first_at, judged, met, awarded_at
    )
    select first.person_id, first.micro_credential_id,
           coalesce(former.affiliate_id, sat.affiliate_id, belongs.affiliate_id),
           case when former.affiliate_id is null then sat.cohort_id else former.cohort_id end,
           first.first_at, judged.met is not null, coalesce(judged.met, false), award.awarded_at
    from first
    left join former on former.person_id = first.person_id
                    and former.micro_credential_id = first.micro_credential_id and former.first_at = first.first_at
    left join judged on judged.person_id = first.person_id and judged.micro_credential_id = first.micro_credential_id
    left join sat on sat.person_id = first.person_id and sat.micro_credential_id = first.micro_credential_id
    left join belongs on belongs.person_id = first.person_id
    left join award on award.person_id = first.person_id
                   and award.micro_credential_id = first.micro_credential_id and award.revoked_at is null
    where coalesce(former.affiliate_id, sat.affiliate_id, belongs.affiliate_id) is not null
    returning affiliate_id, cohort_id, first_at, judged, met, awarded_at
)
"""
NO_FORMER = """
former as (
    select person_id, micro_credential_id, affiliate_id, cohort_id, first_at from first_attempt where false
)
"""
PUT_IN = f"""
with wanted as (select person_id, micro_credential_id from {WANTED}
), former as (
    select person_id, micro_credential_id, affiliate_id, cohort_id, first_at
    from jsonb_to_recordset(cast(:former as jsonb))
      as kept (person_id bigint, micro_credential_id bigint, affiliate_id bigint, cohort_id bigint,
               first_at timestamptz)
), {LINE}, {SUMS}
"""  # noqa: S608 (ours)
PUT_IN_ALL = f"""
with wanted as (select distinct person_id, micro_credential_id from application), {NO_FORMER}, {LINE}, {SUMS}
"""  # noqa: S608 (ours)
