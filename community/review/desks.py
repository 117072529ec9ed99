"""The desks of an issuer that have to do with review: approvers, reviewers, committee members."""

from dataclasses import dataclass

from community import db
from community.errors import NotFound
from community.people.queries import Person

APPROVER, REVIEWER, COMMITTEE = "approver", "reviewer", "committee_member"


@dataclass(frozen=True)
class Desk:
    """A person's desk with an issuer."""

    id: int
    person_id: int
    kind: str
    issuer_id: int
    slug: str
    issuer: str

    @property
    def topic(self) -> str:
        return f"issuer:{self.issuer_id}"


DESK = """
select desk.id, desk.person_id, desk.kind, issuer.id as issuer_id, issuer.slug, issuer.name as issuer
from desk join issuer on issuer.id = desk.issuer_id
where desk.person_id = :person_id and desk.ended_at is null and desk.kind = any(:kinds)
"""


async def desk(person: Person, slug: str, *kinds: str) -> Desk:
    """This person's desk of one of these kinds with the issuer of that name; to everybody else it is not there."""
    found = await db.one(
        Desk,
        DESK + "and issuer.slug = :slug order by array_position(cast(:kinds as text[]), desk.kind), desk.id limit 1",
        person_id=person.id,
        slug=slug,
        kinds=list(kinds),
    )
    if found is None:
        raise NotFound
    return found


async def desks(person: Person, *kinds: str) -> list[Desk]:
    """All of this person's desks of these kinds, by issuer."""
    return await db.many(
        Desk, DESK + "order by issuer.name, desk.kind, desk.id limit 50", person_id=person.id, kinds=list(kinds)
    )
