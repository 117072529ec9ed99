"""Cohorts in lists: mine, and those that I organize."""

from dataclasses import dataclass, fields

from community import db
from community.cohorts.queries.cohort_rows import COLUMNS, FROM, Cohort
from community.people.queries import Person

ROUND_IT = """
(select count(*) from seat as taken
 where taken.cohort_id = cohort.id and taken.state = 'active' and taken.role = 'participant') as taken,
array(select person.name from seat as guide join person on person.id = guide.person_id
      where guide.cohort_id = cohort.id and guide.role = 'facilitator' and guide.state = 'active'
      order by person.name, person.id limit 10) as facilitators
"""
# The affiliates of a person's organizer's desks and all below them (R11).
ORGANIZED = """
with recursive downwards (id) as (
    select affiliate_id from desk where person_id = :person_id and kind = 'organizer' and ended_at is null
    union
    select affiliate.id from affiliate join downwards on affiliate.parent_id = downwards.id
)
"""


@dataclass(frozen=True)
class Card:
    """A cohort with who is in it: `taken` of its seats, its facilitators' names. `role` "" where one has no seat."""

    cohort: Cohort
    role: str
    taken: int
    facilitators: list[str]

    @property
    def free(self) -> int:
        return max(0, self.cohort.capacity - self.taken)


async def cards(person: Person) -> list[Card]:
    """Where this person sits; what goes on before what is closed, the newest first."""
    rows = await db.many(
        dict,
        f"""
        select {COLUMNS}, seat.role, {ROUND_IT} {FROM}
        join seat on seat.cohort_id = cohort.id and seat.person_id = :person_id and seat.state = 'active'
        order by cohort.state = 'closed', cohort.starts_on desc, cohort.id desc limit 200
        """,
        person_id=person.id,
    )
    return [_card(row) for row in rows]


async def organized(person: Person, after: int = 0, most: int = 30) -> list[Card]:
    """The cohorts of all affiliates that this person organizes, newest first; those after the cohort `after`."""
    rows = await db.many(
        dict,
        f"""
        {ORGANIZED}
        select {COLUMNS}, coalesce(mine.role, '') as role, {ROUND_IT} {FROM}
        join downwards on downwards.id = cohort.affiliate_id
        left join seat as mine on mine.cohort_id = cohort.id and mine.person_id = :person_id and mine.state = 'active'
        where :after = 0
           or (cohort.starts_on, cohort.id) < (select starts_on, id from cohort as last where last.id = :after)
        order by cohort.starts_on desc, cohort.id desc limit :most
        """,  # noqa: S608 (columns and joins of ours)
        person_id=person.id,
        after=after,
        most=most,
    )
    return [_card(row) for row in rows]


async def public_card(cohort: Cohort) -> tuple[Card, int]:
    """A cohort as one sees it at its door, with how many seats somebody could be given there now."""
    row = await db.one(
        dict,
        f"""
        select '' as role, {ROUND_IT}, (
            select count(*) from seat as kept
            where kept.cohort_id = cohort.id and kept.role = 'participant'
              and (kept.state = 'paused' or kept.state = 'waitlisted')) as others
        from cohort where cohort.id = :id
        """,  # noqa: S608 (joins of ours)
        id=cohort.id,
    )
    assert row is not None
    others = row.pop("others")
    return Card(cohort, **row), max(0, cohort.capacity - row["taken"] - others)


async def organizes(person: Person) -> bool:
    """Whether this person holds an organizer's desk."""
    return await db.value(
        "select exists (select 1 from desk where person_id = :person_id and kind = 'organizer' and ended_at is null)",
        person_id=person.id,
    )


def _card(row: dict) -> Card:
    cohort = Cohort(**{field.name: row.pop(field.name) for field in fields(Cohort)})
    return Card(cohort, **row)
