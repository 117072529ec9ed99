"""What holds in every world, made by hand or by COPY: each a sentence, and what would break it."""

from dataclasses import dataclass

from community import db


@dataclass(frozen=True)
class Invariant:
    """`broken` is SQL for the rows that break it, at most a few."""

    says: str
    broken: str


ALL = (
    Invariant(
        "Every topic's numbers are 1, 2, 3 … up to what the topic says.",
        """
        select topic.name from topic left join event on event.topic = topic.name
        group by topic.name, topic.seq having count(event.id) <> topic.seq or max(event.seq) <> topic.seq limit 5
        """,
    ),
    Invariant(
        "No event stands on a topic that is not there.",
        "select topic from event where not exists (select from topic where topic.name = event.topic) limit 5",
    ),
    Invariant(
        "A work is in the state that the log last told its cohort (but for who came with it, or left).",
        """
        select last.subject_id from (
            select distinct on (event.subject_id) event.subject_id, event.detail ->> 'became' as became
            from event where event.kind = 'work.moved' and event.topic like 'cohort:%'
            order by event.subject_id, event.id desc
        ) as last
        join work on work.id = last.subject_id and work.state <> last.became
        where exists (select from seat where seat.person_id = work.person_id and seat.state = 'active') limit 5
        """,
    ),
    Invariant(
        "No cohort has more active participants than its capacity (R14).",
        """
        select cohort.id from cohort
        join seat on seat.cohort_id = cohort.id and seat.role = 'participant' and seat.state = 'active'
        group by cohort.id having count(*) > cohort.capacity limit 5
        """,
    ),
    Invariant(
        "A published cohort has a facilitator, or says since when it has none (R13).",
        """
        select cohort.id from cohort where cohort.state <> 'draft' and cohort.unled_since is null and not exists (
            select from seat
            where seat.cohort_id = cohort.id and seat.role = 'facilitator' and seat.state in ('active', 'invited')
        ) and cohort.state <> 'closed' limit 5
        """,
    ),
    Invariant(
        "Nobody sits in two cohorts on one micro-credential as a participant.",
        """
        select seat.person_id from seat join cohort on cohort.id = seat.cohort_id
        where seat.role = 'participant' and seat.state = 'active' and cohort.stack_id is null
        group by seat.person_id, cohort.definition_version_id having count(*) > 1 limit 5
        """,
    ),
    Invariant(
        "Who earned an attempt holds the award, and the award its attempt.",
        """
        select award.id from award
        where award.micro_credential_id is not null and award.person_id is not null and not exists (
            select from submission where submission.number = award.submission_number and submission.state = 'earned')
        union all
        select submission.id from submission join application on application.id = submission.application_id
        where submission.state = 'earned' and submission.told_at is not null and not exists (
            select from award where award.submission_number = submission.number) limit 5
        """,
    ),
    Invariant(
        "A local stands under a state, a state under the national affiliate.",
        """
        select affiliate.id from affiliate left join affiliate as above on above.id = affiliate.parent_id
        where affiliate.kind <> 'national'
          and above.kind is distinct from (case affiliate.kind when 'local' then 'state' else 'national' end) limit 5
        """,
    ),
    Invariant(
        "What is counted above the cohort is the sum of its lines, of each affiliate and month and in each column.",
        """
        with recursive upwards (at, affiliate_id) as (
            select id, id from affiliate
            union
            select upwards.at, affiliate.parent_id
            from upwards join affiliate on affiliate.id = upwards.affiliate_id where affiliate.parent_id is not null
        ), said as (
            select affiliate_id, cohort_id is not null as supported, first_at as at, 1 as people,
                   cast(judged as integer) as judged, cast(met as integer) as met,
                   cast(awarded_at is not null as integer) as awarded, 0 as awards
            from first_attempt
            union all
            select affiliate_id, cohort_id is not null, awarded_at, 0, 0, 0, 0, 1
            from first_attempt where awarded_at is not null
        ), line as (
            select upwards.affiliate_id, supported,
                   cast(date_trunc('month', said.at at time zone 'UTC') as date) as month,
                   cast(array[sum(people), sum(judged), sum(met), sum(awarded), sum(awards)] as bigint[]) as sums
            from said join upwards on upwards.at = said.affiliate_id group by 1, 2, 3
        ), counted as (
            select affiliate_id, supported, month,
                   cast(array[people, judged, met, awarded, awards] as bigint[]) as sums
            from first_attempt_count
        )
        select affiliate_id from line full join counted using (affiliate_id, supported, month)
        where coalesce(line.sums, '{0,0,0,0,0}') <> coalesce(counted.sums, '{0,0,0,0,0}') limit 5
        """,
    ),
)


async def broken() -> list[str]:
    """The sentences that do not hold in the database at hand, each with a few of the rows that break it."""
    found = []
    for one in ALL:
        rows = await db.many(dict, one.broken)
        if rows:
            found.append(f"{one.says} {[next(iter(row.values())) for row in rows]}")
    return found
