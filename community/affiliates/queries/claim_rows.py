"""Claims: persons who say that they are members, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.affiliates.queries.desk_rows import Desk, organizers_for_by_id
from community.people.queries import Person

CLAIM = """
select claim.id, claim.person_id, person.name, coalesce(email.address, '') as email, claim.affiliate_id,
       affiliate.name as affiliate, claim.number, claim.family_name, claim.said, claim.state, claim.reason,
       claim.asked_at, claim.answered_at
from membership_claim as claim
join person on person.id = claim.person_id
join affiliate on affiliate.id = claim.affiliate_id
left join email on email.person_id = claim.person_id and email.is_main and email.confirmed_at is not null
"""


@dataclass(frozen=True)
class Claim:
    """Somebody asks to be counted among an affiliate's members: waiting, confirmed, refused or withdrawn."""

    id: int
    person_id: int
    name: str
    email: str
    affiliate_id: int
    affiliate: str
    number: str
    family_name: str
    said: str
    state: str
    reason: str
    asked_at: datetime
    answered_at: datetime | None

    @property
    def topic(self) -> str:
        return f"affiliate:{self.affiliate_id}"


async def claims(person: Person, most: int = 20) -> list[Claim]:
    """One's own, newest first."""
    where = "where claim.person_id = :person_id order by claim.asked_at desc, claim.id desc limit :most"
    return await db.many(Claim, CLAIM + where, person_id=person.id, most=most)


async def waiting_claims(desk: Desk, after: int = 0, most: int = 50) -> list[Claim]:
    """Whom this affiliate has to answer, the longest waiting first; those after the claim `after`."""
    return await db.many(
        Claim,
        CLAIM
        + """
        where claim.affiliate_id = :affiliate_id and claim.state = 'waiting' and claim.id > :after
        order by claim.id limit :most
        """,
        affiliate_id=desk.affiliate_id,
        after=after,
        most=most,
    )


async def count_claims(desk: Desk) -> int:
    """How many wait at this affiliate; more than a hundred are not counted."""
    return await db.value(
        """
        select count(*) from (select 1 from membership_claim
                              where affiliate_id = :affiliate_id and state = 'waiting' limit 100) as few
        """,
        affiliate_id=desk.affiliate_id,
    )


async def claim_at(desk: Desk, claim_id: int) -> Claim | None:
    """One of this affiliate's, whatever its state."""
    return await db.one(
        Claim,
        CLAIM + "where claim.id = :id and claim.affiliate_id = :affiliate_id",
        id=claim_id,
        affiliate_id=desk.affiliate_id,
    )


async def add_claim(
    person: Person, affiliate_id: int, number: str, family_name: str, said: str, at: datetime
) -> int | None:
    """The new claim's id; None where one waits already."""
    return await db.value(
        """
        insert into membership_claim (person_id, affiliate_id, number, family_name, said, asked_at)
        values (:person_id, :affiliate_id, :number, :family_name, :said, :at)
        on conflict (person_id, affiliate_id) where state = 'waiting' do nothing returning id
        """,
        person_id=person.id,
        affiliate_id=affiliate_id,
        number=number,
        family_name=family_name,
        said=said,
        at=at,
    )


async def withdraw_claim(person: Person, claim_id: int, at: datetime) -> int | None:
    """The affiliate that need not answer any more; None when this was no waiting claim of the person's own."""
    return await db.value(
        """
        update membership_claim set state = 'withdrawn', answered_at = :at
        where id = :id and person_id = :person_id and state = 'waiting' returning affiliate_id
        """,
        id=claim_id,
        person_id=person.id,
        at=at,
    )


async def answer_claim(desk: Desk, claim_id: int, state: str, reason: str, at: datetime) -> bool:
    """Whether it waited until now."""
    answered = await db.run(
        """
        update membership_claim set state = :state, reason = :reason, answered_at = :at, answered_by = :by
        where id = :id and affiliate_id = :affiliate_id and state = 'waiting'
        """,
        id=claim_id,
        affiliate_id=desk.affiliate_id,
        state=state,
        reason=reason,
        at=at,
        by=desk.person_id,
    )
    return answered == 1


async def claims_by_id(ids: list[int]) -> dict[int, Claim]:
    """For notices."""
    found = await db.many(Claim, CLAIM + "where claim.id = any(:ids) order by claim.id limit 5000", ids=ids)
    return {claim.id: claim for claim in found}


async def organizers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """{claim: who answers it}"""
    return await organizers_for_by_id(await claims_by_id(ids))
