"""What an affiliate and all below it did in a period, counted for its organizer's desk (R11)."""

from datetime import datetime
from typing import Any

from community import db
from community.affiliates.queries import DOWNWARDS, Desk
from community.cohorts.queries import Place
from community.insights.year.rules import Badges, Gathered, Met, Money, Period, Said

MOST_SENTENCES = 100


async def gathered(desk: Desk, period: Period) -> Gathered:
    """The cohorts of which a part lies in the period, and who took part in them then."""
    return await _one(
        Gathered,
        """
        , during as (
            select id from cohort
            where affiliate_id = any(array(select id from downwards)) and state <> 'draft'
              and starts_on < cast(:ends as date) and ends_on >= cast(:begins as date)
        ), took_part as (
            select distinct seat.person_id
            from during join seat on seat.cohort_id = during.id
            where seat.role = 'participant' and seat.state in ('active', 'paused', 'left')
              and seat.joined_at < cast(:ends as date)
              and (seat.ended_at is null or seat.ended_at >= cast(:begins as date))
        )
        select (select count(*) from during) as cohorts, (select count(*) from took_part) as people
        """,
        desk,
        period,
    )


async def met(desk: Desk, period: Period) -> Met:
    """The meetings of the period at which somebody was marked."""
    return await _one(
        Met,
        """
        select count(*) as meetings, cast(coalesce(sum(minutes * came), 0) as bigint) as minutes from attended
        where affiliate_id = any(array(select id from downwards)) and came > 0
          and starts_at >= cast(:begins as date) and starts_at < cast(:ends as date)
        """,
        desk,
        period,
    )


async def badges(desk: Desk, period: Period) -> Badges:
    """The awards of the period that hold, and the hours that their definitions name, as they stand now."""
    return await _one(
        Badges,
        """
        , earned as (
            select micro_credential_id, count(*) as awards, count(cohort_id) as supported from first_attempt
            where affiliate_id = any(array(select id from downwards))
              and awarded_at >= cast(:begins as date) and awarded_at < cast(:ends as date)
            group by micro_credential_id
        )
        select cast(coalesce(sum(awards), 0) as bigint) as awards,
               cast(coalesce(sum(supported), 0) as bigint) as supported,
               cast(coalesce(sum(awards * newest.hours_min), 0) as float8) as least_hours,
               cast(coalesce(sum(awards * newest.hours_max), 0) as float8) as most_hours
        from earned cross join lateral (
            select hours_min, hours_max from definition_version
            where definition_version.micro_credential_id = earned.micro_credential_id and published_at is not null
            order by version desc limit 1
        ) as newest
        """,
        desk,
        period,
    )


async def money(desk: Desk, period: Period) -> Money:
    """What was noted for cohorts that ended in the period, and the fees that were settled in it."""
    return await _one(
        Money,
        """
        , settled as (
            select state, sum(amount_cents) as cents from fee
            where affiliate_id = any(array(select id from downwards))
              and settled_at >= cast(:begins as date) and settled_at < cast(:ends as date)
            group by state
        )
        select (
            select cast(coalesce(sum(amount_cents), 0) as bigint)
            from cohort_cost join cohort on cohort.id = cohort_cost.cohort_id
            where cohort.affiliate_id = any(array(select id from downwards))
              and cohort.ends_on >= cast(:begins as date) and cohort.ends_on < cast(:ends as date)
        ) as noted,
        cast(coalesce(sum(cents) filter (where state = 'paid'), 0) as bigint) as paid,
        cast(coalesce(sum(cents) filter (where state = 'promised'), 0) as bigint) as promised,
        cast(coalesce(sum(cents) filter (where state = 'waived'), 0) as bigint) as waived
        from settled
        """,
        desk,
        period,
    )


async def sentences(desk: Desk, period: Period) -> list[Said]:
    """The newest that earners of the period allow to be read, in order; a name only where its bearer allows it, too."""
    newest = await db.many(
        Said,
        DOWNWARDS  # noqa: S608 (ours)
        + """
        select union_sentence.text, case when union_sentence.named then person.name else '' end as name,
               definition_version.title
        from first_attempt
        join award on award.person_id = first_attempt.person_id
                  and award.micro_credential_id = first_attempt.micro_credential_id and award.revoked_at is null
        join union_sentence on union_sentence.award_id = award.id
        join person on person.id = award.person_id
        join definition_version on definition_version.id = award.definition_version_id
        where first_attempt.affiliate_id = any(array(select id from downwards))
          and first_attempt.awarded_at >= cast(:begins as date) and first_attempt.awarded_at < cast(:ends as date)
        order by union_sentence.allowed_at desc, union_sentence.award_id desc limit :most
        """,
        affiliate_id=desk.affiliate_id,
        begins=period.begins,
        ends=period.ends,
        most=MOST_SENTENCES,
    )
    return newest[::-1]


async def cost(place: Place) -> dict[str, Any]:
    """{"amount_cents", "spent_on"} as noted for this cohort; {} while nothing is."""
    found = await db.one(
        dict, "select amount_cents, spent_on from cohort_cost where cohort_id = :id", id=place.cohort.id
    )
    return found or {}


async def set_cost(place: Place, amount_cents: int, spent_on: str, at: datetime) -> None:
    """In place of what was noted before."""
    await db.run(
        """
        insert into cohort_cost (cohort_id, amount_cents, spent_on, noted_by, noted_at)
        values (:id, :amount_cents, :spent_on, :person_id, :at)
        on conflict (cohort_id) do update set amount_cents = excluded.amount_cents, spent_on = excluded.spent_on,
                                              noted_by = excluded.noted_by, noted_at = excluded.noted_at
        """,
        id=place.cohort.id,
        amount_cents=amount_cents,
        spent_on=spent_on,
        person_id=place.person_id,
        at=at,
    )


async def _one(kind: Any, sql: str, desk: Desk, period: Period) -> Any:
    found = await db.one(
        kind, DOWNWARDS + sql, affiliate_id=desk.affiliate_id, begins=period.begins, ends=period.ends
    )
    assert found
    return found
