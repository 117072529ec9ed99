"""Stacks' badges, as rows: which one a person has completed, and what a badge is made of."""

from dataclasses import dataclass

from community import db
from community.awards.queries.award_rows import AWARD, Award


@dataclass(frozen=True)
class Complete:
    """A stack of which somebody holds all that it requires. Its badge is the issuer's of the first required one."""

    stack_id: int
    issuer_id: int
    parts: list[int]  # micro-credentials, in the stack's order


async def completed_by_id(person_id: int, micro_credential_id: int) -> list[Complete]:
    """The stacks that require this micro-credential and of which nothing required is missing (R59)."""
    return await db.many(
        Complete,
        """
        select stack_place.stack_id,
               (array_agg(micro_credential.issuer_id order by stack_place.place, micro_credential.id))[1] as issuer_id,
               array_agg(micro_credential.id order by stack_place.place, micro_credential.id) as parts
        from stack_place join micro_credential on micro_credential.id = stack_place.micro_credential_id
        left join award on award.micro_credential_id = micro_credential.id and award.person_id = :person_id
            and award.state = 'in_force'
        where stack_place.required and (micro_credential.retired_at is null or award.id is not null)
        group by stack_place.stack_id
        having bool_and(award.id is not null) and bool_or(micro_credential.id = :id)
        order by stack_place.stack_id limit 100
        """,
        person_id=person_id,
        id=micro_credential_id,
    )


async def made_of_by_id(person_id: int, micro_credential_id: int) -> list[Award]:
    """The person's stack badges that this micro-credential is a part of."""
    return await db.many(
        Award,
        AWARD
        + "join award_part on award_part.award_id = award.id and award_part.micro_credential_id = :id "
        + "where award.person_id = :person_id order by award.id limit 100",
        person_id=person_id,
        id=micro_credential_id,
    )


async def states_of_parts_by_id(award: Award) -> list[str]:
    """How the awards stand that a stack's badge is made of: of each micro-credential the newest one."""
    rows = await db.many(
        dict,
        """
        select distinct on (award_part.place) award_part.place, part.state
        from award_part
        join award as part on part.micro_credential_id = award_part.micro_credential_id
            and part.person_id = cast(:person_id as bigint)
        where award_part.award_id = :award_id
        order by award_part.place, part.awarded_at desc, part.id desc limit 200
        """,
        person_id=award.person_id,
        award_id=award.id,
    )
    return [row["state"] for row in rows]
