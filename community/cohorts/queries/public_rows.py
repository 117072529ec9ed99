"""Cohorts as anybody may know them: when and where they meet, whom they take, how many seats are left."""

from dataclasses import dataclass
from datetime import date, time

from community import db
from community.cohorts import rhythm
from community.people.queries import Person

OFFERED = """
select cohort.id, cohort.slug, cohort.name, cohort.affiliate_id, affiliate.name as affiliate,
       affiliate.slug as affiliate_slug, micro_credential.code, definition_version.title,
       coalesce(stack.title, '') as stack_title, cohort.state, cohort.language, cohort.time_zone, cohort.starts_on,
       cohort.ends_on, cohort.mode, cohort.place, cohort.weekday, cohort.meets_at, cohort.minutes, cohort.meeting_weeks,
       cohort.who_may_join, cohort.sign_up_open, cohort.capacity,
       (select count(*) from seat
        where seat.cohort_id = cohort.id and seat.state = 'active' and seat.role = 'participant') as taken,
       array(select person.called from seat join person on person.id = seat.person_id
             where seat.cohort_id = cohort.id and seat.state = 'active' and seat.role = 'facilitator' and seat.named
             order by person.called, person.id limit 4) as guides
from cohort
join affiliate on affiliate.id = cohort.affiliate_id
join definition_version on definition_version.id = cohort.definition_version_id
join micro_credential on micro_credential.id = definition_version.micro_credential_id
left join stack on stack.id = cohort.stack_id
where cohort.state in ('open', 'running')
"""


@dataclass(frozen=True)
class Offered:
    """A cohort that is open or running. `guides`: first names of the facilitators who wish to be named.

    The address of its meetings (`link`) is no part of this. Hours are in its own `time_zone`.
    """

    id: int
    slug: str
    name: str
    affiliate_id: int
    affiliate: str
    affiliate_slug: str
    code: str
    title: str
    stack_title: str
    state: str
    language: str
    time_zone: str
    starts_on: date
    ends_on: date
    mode: str
    place: str
    weekday: int | None
    meets_at: time | None
    minutes: int
    meeting_weeks: list[int]
    who_may_join: str
    sign_up_open: bool
    capacity: int
    taken: int
    guides: list[str]

    @property
    def free(self) -> int:
        """Seats that are left."""
        return max(0, self.capacity - self.taken)

    def next_planned(self, today: date) -> date | None:
        """The next day on which it plans to meet."""
        days = rhythm.meeting_days(self.starts_on, self.weekday, self.meeting_weeks)
        return next((day for day in days if day >= today), None)


async def public_open_cohorts(affiliate_ids: list[int], after: int = 0, most: int = 60) -> list[Offered]:
    """The cohorts of these affiliates in which one can sign up, also full ones (one may wait there): the next to begin
    first, those that run already last. From the one after the cohort `after` on."""
    return await db.many(
        Offered,
        OFFERED  # noqa: S608
        + """
        and cohort.sign_up_open and cohort.affiliate_id = any(:affiliates)
        and (:after = 0 or (cohort.state, cohort.starts_on, cohort.id)
             > (select state, starts_on, id from cohort as last where last.id = :after))
        order by cohort.state, cohort.starts_on, cohort.id limit :most
        """,
        affiliates=affiliate_ids,
        after=after,
        most=most,
    )


async def public_cohort(slug: str) -> Offered | None:
    """The one with this slug while it is open or runs, also when its sign-up is closed."""
    return await db.one(Offered, OFFERED + "and cohort.slug = :slug", slug=slug)


async def stands_at(person: Person, affiliate_id: int, on: date) -> tuple[bool, bool]:
    """Whether this person is a member of this affiliate or one below it on that day, and of any at all (R16)."""
    row = await db.one(
        dict,
        """
        with recursive downwards (id) as (
            select cast(:affiliate_id as bigint)
            union
            select affiliate.id from affiliate join downwards on affiliate.parent_id = downwards.id
        )
        select coalesce(bool_or(affiliate_id in (select id from downwards)), false) as is_local,
               count(*) > 0 as is_member
        from membership
        where person_id = :person_id and status = 'active' and starts_on <= :on and (ends_on is null or ends_on >= :on)
        """,
        affiliate_id=affiliate_id,
        person_id=person.id,
        on=on,
    )
    return (row["is_local"], row["is_member"]) if row else (False, False)
