"""Who sits in a cohort, as colleagues and as leaders see them; and what a person hears of seats offered and ended."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from community import db
from community.cohorts.queries.place_rows import Place
from community.cohorts.queries.seat_rows import Seat
from community.errors import NotFound
from community.people import faces
from community.people.profile import rules as profile
from community.people.queries import Person

MEMBER = """
select seat.id as seat_id, seat.cohort_id, seat.person_id, seat.role, seat.state, seat.shows, seat.joined_at,
       person.name, person.called, person.pronouns, person.about, person.role as works_as,
       coalesce(email.address, '') as email, person.picture
from seat
join person on person.id = seat.person_id
left join email on email.person_id = person.id and email.is_main
"""


@dataclass(frozen=True)
class Member(faces.Drawn):
    """Who sits in a seat. `role` is the seat's, `works_as` what the person does at school; `email` is for who leads."""

    seat_id: int
    cohort_id: int
    person_id: int
    role: str
    state: str
    shows: str
    joined_at: datetime
    name: str
    called: str
    pronouns: str
    about: str
    works_as: str
    email: str = ""
    picture: str = ""

    @property
    def occupation(self) -> str:
        """What they do at school, in words."""
        return profile.role_name(self.works_as)

    @property
    def order(self) -> str:
        """Where they stand in the list: facilitators first, then by name."""
        return f"{int(self.role != 'facilitator')} {self.name.casefold()}"


@dataclass(frozen=True)
class Invitation:
    """A seat that waits for its person's answer."""

    cohort_id: int
    name: str
    title: str
    affiliate: str
    role: str
    starts_on: date


@dataclass(frozen=True)
class Ending:
    """A seat that was ended, a request that was refused (`ending`), with what was written to that person about it."""

    cohort_id: int
    name: str
    affiliate: str
    ended_at: datetime
    ending: str
    reason: str


async def members(seat: Seat) -> list[Member]:
    """Who sits here now: facilitators first, then by name. Without addresses."""
    return [replace(member, email="") for member in await _members(seat.cohort_id)]


async def roster(place: Place, with_addresses: bool) -> list[Member]:
    """The same for a seat or a desk; addresses are for those who lead (rules.sees_addresses)."""
    found = await _members(place.cohort.id)
    return found if with_addresses else [replace(member, email="") for member in found]


async def member_at(place: Place, seat_id: int) -> Member:
    """Who has or had a seat at this place's cohort."""
    found = await db.one(
        Member, MEMBER + "where seat.id = :id and seat.cohort_id = :cohort_id", id=seat_id, cohort_id=place.cohort.id
    )
    if found is None:
        raise NotFound
    return found


async def members_by_id(seat_ids: list[int]) -> dict[int, Member]:
    """Who sits, or sat, in these seats."""
    found = await db.many(Member, MEMBER + "where seat.id = any(:ids) order by seat.id limit 2000", ids=seat_ids)
    return {member.seat_id: member for member in found}


async def invitations(person: Person) -> list[Invitation]:
    """What waits for this person's answer, newest first."""
    return await db.many(
        Invitation,
        """
        select cohort.id as cohort_id, cohort.name, definition_version.title, affiliate.name as affiliate, seat.role,
               cohort.starts_on
        from seat
        join cohort on cohort.id = seat.cohort_id
        join affiliate on affiliate.id = cohort.affiliate_id
        join definition_version on definition_version.id = cohort.definition_version_id
        where seat.person_id = :person_id and seat.state = 'invited' and cohort.state <> 'closed'
        order by seat.joined_at desc, seat.id desc limit 50
        """,
        person_id=person.id,
    )


async def endings(person: Person, since: datetime) -> list[Ending]:
    """Where this person was removed or told no since then, newest first."""
    return await db.many(
        Ending,
        """
        select cohort.id as cohort_id, cohort.name, affiliate.name as affiliate, seat.ended_at, seat.ending, seat.reason
        from seat
        join cohort on cohort.id = seat.cohort_id
        join affiliate on affiliate.id = cohort.affiliate_id
        where seat.person_id = :person_id and seat.ending in ('removed', 'refused', 'lapsed') and seat.ended_at > :since
        order by seat.ended_at desc, seat.id desc limit 20
        """,
        person_id=person.id,
        since=since,
    )


async def _members(cohort_id: int) -> list[Member]:
    return await db.many(
        Member,
        MEMBER
        + """
        where seat.cohort_id = :cohort_id and seat.state = 'active'
        order by seat.role <> 'facilitator', person.name, seat.id limit 2000
        """,
        cohort_id=cohort_id,
    )
