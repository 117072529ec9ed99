"""Awards as rows: one's own, published ones, and by number for what signs and verifies."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from community import db, numbers
from community.awards.rules import Achieved, Reason, State
from community.numbers import Numbered
from community.people.queries import Person

MOST = 500  # awards of one person

AWARD = """
select award.id, award.number, award.person_id, award.issuer_id, issuer.slug as issuer_slug, issuer.name as issuer,
       award.micro_credential_id, award.definition_version_id, award.stack_id,
       coalesce(micro_credential.code, stack.code) as code, coalesce(definition_version.title, stack.title) as title,
       definition_version.version, award.submission_number, award.awarded_at, award.subject, award.salt,
       status_list.number as list_number, award.status_list_id, award.status_index, award.state, award.revoked_at,
       award.reason, award.reviewed_since, award.published_at, credential.signed_at,
       award.signed_anew
from award
join issuer on issuer.id = award.issuer_id
join status_list on status_list.id = award.status_list_id
left join definition_version on definition_version.id = award.definition_version_id
left join micro_credential on micro_credential.id = award.micro_credential_id
left join stack on stack.id = award.stack_id
left join credential on credential.award_id = award.id
"""


@dataclass(frozen=True)
class Award(Numbered):
    """One award. For a stack's badge `stack_id` is set, and what belongs to a definition is None."""

    id: int
    number: str
    person_id: int | None  # None: its holder has closed the account
    issuer_id: int
    issuer_slug: str
    issuer: str
    micro_credential_id: int | None
    definition_version_id: int | None
    stack_id: int | None
    code: str
    title: str
    version: int | None
    submission_number: str
    awarded_at: datetime
    subject: UUID
    salt: str
    list_number: int
    status_list_id: int
    status_index: int
    state: State
    revoked_at: datetime | None
    reason: Reason | None
    reviewed_since: datetime | None
    published_at: datetime | None  # None: nothing of it is public (R60)
    signed_at: datetime | None  # None: its credential is being made
    signed_anew: int = 0  # times, since a key was replaced

    def __post_init__(self) -> None:
        object.__setattr__(self, "state", State(self.state))
        object.__setattr__(self, "reason", Reason(self.reason) if self.reason else None)

    @property
    def address(self) -> str:
        return f"/awards/{self.number}"

    @property
    def paper_number(self) -> str:
        """What stands on papers: its number with one that only who was given a paper or file of it can know."""
        return self.number + numbers.following(f"paper {self.subject}")

    @property
    def of(self) -> str:
        """The page of what it was awarded for."""
        return f"/stacks/{self.code}" if self.stack_id else f"/catalogue/{self.code}?version={self.version}"


@dataclass(frozen=True)
class Part:
    """A micro-credential that a stack's badge is made of."""

    micro_credential_id: int
    code: str
    title: str


async def awards(person: Person) -> list[Award]:
    """One's own, the newest first, revoked ones among them."""
    return await db.many(
        Award,
        AWARD + "where award.person_id = :person_id order by award.awarded_at desc, award.id desc limit :most",
        person_id=person.id,
        most=MOST,
    )


async def award(person: Person, number: str) -> Award | None:
    """One's own, or None."""
    return await db.one(
        Award,
        AWARD + "where award.number = :number and award.person_id = :person_id",
        number=number,
        person_id=person.id,
    )


async def holds(person: Person, micro_credential_id: int) -> Award | None:
    """The award that this person holds for it, in force or under review; None without one, or when it was revoked."""
    return await db.one(
        Award,
        AWARD + "where award.person_id = :person_id and award.micro_credential_id = :id and award.revoked_at is null",
        person_id=person.id,
        id=micro_credential_id,
    )


async def public_award(number: str) -> Award | None:
    """A published one (R60); None for every other number."""
    return await db.one(Award, AWARD + "where award.number = :number and award.published_at is not null", number=number)


async def award_by_id(number: str) -> Award | None:
    """Any, published or not: for what signs it, and for who has its file in hands."""
    return await db.one(Award, AWARD + "where award.number = :number", number=number)


async def awards_by_id(ids: list[int]) -> dict[int, Award]:
    """For what is told of these."""
    rows = await db.many(Award, AWARD + "where award.id = any(:ids) order by award.id limit 2000", ids=ids)
    return {one.id: one for one in rows}


async def levels_by_id(award_id: int) -> list[Achieved]:
    """What was judged, in the order of the rubric."""
    return await db.many(
        Achieved,
        """
        select requirement_key, criterion_key, level from award_level
        where award_id = :award_id order by place limit 1000
        """,
        award_id=award_id,
    )


async def parts_by_id(award_id: int) -> list[Part]:
    """What a stack's badge is made of, in the stack's order; nothing for any other award."""
    return await db.many(
        Part,
        """
        select micro_credential.id as micro_credential_id, micro_credential.code, micro_credential.title
        from award_part join micro_credential on micro_credential.id = award_part.micro_credential_id
        where award_part.award_id = :award_id order by award_part.place limit 200
        """,
        award_id=award_id,
    )
