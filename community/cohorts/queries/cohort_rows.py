"""Cohorts as rows."""

import itertools
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from community import chance, db
from community.affiliates.queries import Desk
from community.cohorts import rhythm, rules
from community.cohorts.queries.seat_rows import Seat
from community.errors import NotFound
from community.people.queries import Person

COLUMNS = """
cohort.id, cohort.affiliate_id, affiliate.name as affiliate, affiliate.slug as affiliate_slug,
cohort.definition_version_id,
definition_version.micro_credential_id, micro_credential.code, definition_version.title, cohort.name, cohort.slug,
cohort.state, cohort.language, cohort.time_zone, cohort.starts_on, cohort.ends_on, cohort.capacity, cohort.backlog,
cohort.join_code, cohort.join_uses_left, cohort.stack_id, coalesce(stack.code, '') as stack_code,
coalesce(stack.title, '') as stack_title, cohort.mode, cohort.place, cohort.link, cohort.weekday, cohort.meets_at,
cohort.minutes, cohort.meeting_weeks, cohort.who_may_join, cohort.refusal_text, cohort.sign_up_open, cohort.shows,
cohort.template, cohort.template_version, cohort.copied_from, cohort.published_at, cohort.finished_at,
cohort.closed_at, cohort.unled_since
"""
FROM = """
from cohort
join affiliate on affiliate.id = cohort.affiliate_id
join definition_version on definition_version.id = cohort.definition_version_id
join micro_credential on micro_credential.id = definition_version.micro_credential_id
left join stack on stack.id = cohort.stack_id
"""
COHORT = f"select {COLUMNS} {FROM}"


@dataclass(frozen=True)
class Cohort:
    """A group around one micro-credential or a stack. `title` is the micro-credential's, `affiliate` a name.

    `weekday` 0 is Monday; `meeting_weeks` are the weeks, from 1 on, in which it meets then, for `minutes`.
    """

    id: int
    affiliate_id: int
    affiliate: str
    affiliate_slug: str
    definition_version_id: int
    micro_credential_id: int
    code: str
    title: str
    name: str
    slug: str
    state: str
    language: str
    time_zone: str
    starts_on: date
    ends_on: date
    capacity: int
    backlog: str
    join_code: str  # shown to those who lead only
    join_uses_left: int
    stack_id: int | None
    stack_code: str
    stack_title: str
    mode: str
    place: str
    link: str  # the address of its meetings, for members only
    weekday: int | None
    meets_at: time | None  # in its own time zone
    minutes: int
    meeting_weeks: list[int]
    who_may_join: str
    refusal_text: str
    sign_up_open: bool
    shows: str  # what colleagues see of a new member
    template: str
    template_version: int
    copied_from: int | None
    published_at: datetime | None
    finished_at: datetime | None
    closed_at: datetime | None
    unled_since: datetime | None  # when its last facilitator went

    @property
    def topic(self) -> str:
        return f"cohort:{self.id}"

    @property
    def roster_topic(self) -> str:
        """Who sits here: followed by members, and by organizers, who have no seat."""
        return f"roster:{self.id}"

    @property
    def line_topic(self) -> str:
        """Who waits, asks, is invited or gone: followed by who leads."""
        return f"line:{self.id}"

    @property
    def is_closed(self) -> bool:
        """Closed is read-only (R22)."""
        return self.state == rules.State.CLOSED

    @property
    def works_on(self) -> str:
        """The stack, or the one micro-credential (R13)."""
        return self.stack_title or self.title

    def hours(self, language: str) -> str:
        """When it meets, on the clocks of its own zone; "" while no hour is fixed."""
        if self.weekday is None or self.meets_at is None:
            return ""
        return rhythm.hours(self.weekday, self.meets_at, self.minutes, self.time_zone, language)

    @property
    def spoken_code(self) -> str:
        return rules.spoken_code(self.join_code)


async def cohort(seat: Seat) -> Cohort:
    """The cohort of this seat."""
    found = await db.one(Cohort, COHORT + "where cohort.id = :id", id=seat.cohort_id)
    if found is None:
        raise NotFound
    return found


async def cohorts_of(person: Person) -> list[Cohort]:
    """Where this person has an active seat; what goes on before what is closed, the newest first."""
    return await db.many(
        Cohort,
        COHORT
        + """
        join seat on seat.cohort_id = cohort.id and seat.person_id = :person_id and seat.state = 'active'
        order by cohort.state = 'closed', cohort.starts_on desc, cohort.id desc limit 200
        """,
        person_id=person.id,
    )


async def public_cohort_of_code(code: str) -> Cohort | None:
    """The cohort whose code this is (in its plain form): one that was replaced is nobody's (R12).

    A seat it gives only while it has a use left; to one that is full it leads still, to wait in line there.
    """
    return await db.one(Cohort, COHORT + "where cohort.join_code_hash = :hash", hash=rules.code_hash(code))


async def waits_for(person: Person, cohort_id: int) -> Cohort:
    """The cohort in which this person sits, or is invited, waits in line or has asked; NotFound for all others."""
    found = await db.one(
        Cohort,
        COHORT
        + """
        join seat on seat.cohort_id = cohort.id and seat.person_id = :person_id
             and seat.state not in ('left', 'removed')
        where cohort.id = :id
        """,
        person_id=person.id,
        id=cohort_id,
    )
    if found is None:
        raise NotFound
    return found


async def elsewhere(person: Person, cohort: Cohort) -> str | None:
    """The name of another cohort in which this person takes part on the same micro-credential."""
    return await db.value(
        """
        select cohort.name from seat
        join cohort on cohort.id = seat.cohort_id
        join definition_version on definition_version.id = cohort.definition_version_id
        where seat.person_id = :person_id and seat.state = 'active' and seat.role = 'participant'
          and cohort.state <> 'closed'
          and definition_version.micro_credential_id = :micro_credential_id and cohort.id <> :cohort_id
        order by cohort.id limit 1
        """,
        person_id=person.id,
        micro_credential_id=cohort.micro_credential_id,
        cohort_id=cohort.id,
    )


async def cohorts_by_id(ids: list[int]) -> dict[int, Cohort]:
    """For feed, worker and jobs only."""
    found = await db.many(Cohort, COHORT + "where cohort.id = any(:ids) order by cohort.id limit 5000", ids=ids)
    return {one.id: one for one in found}


async def add(desk: Desk, slug: str, **values: Any) -> Cohort:
    """A new cohort of the desk's affiliate. Where others have its slug it gets a number, from ten on a random end."""
    columns = ", ".join(values)
    binds = ", ".join(f":{column}" for column in values)
    sql = f"""
    insert into cohort (affiliate_id, slug, {columns}) values (:affiliate_id, :slug, {binds})
    on conflict (slug) do nothing returning id
    """  # noqa: S608 (the columns are ours)
    cohort_id, tried = 0, slug
    for number in itertools.count(2):
        cohort_id = await db.value(sql, affiliate_id=desk.affiliate_id, slug=tried, **values) or 0
        if cohort_id:
            break
        tried = f"{slug}-{number if number < 10 else chance.hexadecimal(4)}"
    return (await cohorts_by_id([cohort_id]))[cohort_id]
