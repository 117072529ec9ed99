"""How an award comes to be, as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from community import db
from community.awards.rules import LIST_FULL, Achieved


@dataclass(frozen=True)
class Earned:
    """What a version of a micro-credential says about the award for it."""

    micro_credential_id: int
    issuer_id: int
    content: dict[str, Any]


async def one_at_a_time_by_id(person_id: int) -> None:
    """Until the transaction ends nothing else happens to this person's awards."""
    await db.value("select id from person where id = :id for no key update", id=person_id)


async def earned_by_id(definition_version_id: int) -> Earned | None:
    return await db.one(
        Earned,
        """
        select definition_version.micro_credential_id, micro_credential.issuer_id, definition_version.content
        from definition_version join micro_credential on micro_credential.id = definition_version.micro_credential_id
        where definition_version.id = :id and definition_version.published_at is not null
        """,
        id=definition_version_id,
    )


async def held_number_by_id(person_id: int, micro_credential_id: int | None, stack_id: int | None) -> str | None:
    """The number of the award that this person holds for the one or the other."""
    return await db.value(
        """
        select number from award where person_id = :person_id
        and (micro_credential_id = cast(:micro_credential_id as bigint) and revoked_at is null
             or stack_id = cast(:stack_id as bigint))
        """,
        person_id=person_id,
        micro_credential_id=micro_credential_id,
        stack_id=stack_id,
    )


async def open_list_by_id(issuer_id: int) -> int:
    """The status list that this issuer's next award stands in; a new one when the newest is half full."""
    newest = await db.one(
        dict,
        """
        select id, number, (select count(*) from award where status_list_id = status_list.id)
               + (select count(*) from former_credential where status_list_id = status_list.id) as taken
        from status_list where issuer_id = :issuer_id order by number desc limit 1
        """,
        issuer_id=issuer_id,
    )
    if newest and newest["taken"] < LIST_FULL:
        return newest["id"]
    number = newest["number"] + 1 if newest else 1
    await db.run(
        "insert into status_list (issuer_id, number) values (:issuer_id, :number) on conflict do nothing",
        issuer_id=issuer_id,
        number=number,
    )
    return await db.value(
        "select id from status_list where issuer_id = :issuer_id and number = :number",
        issuer_id=issuer_id,
        number=number,
    )


async def add_by_id(
    person_id: int,
    number: str,
    issuer_id: int,
    at: datetime,
    subject: UUID,
    salt: str,
    status_list_id: int,
    status_index: int,
    micro_credential_id: int | None = None,
    definition_version_id: int | None = None,
    stack_id: int | None = None,
    submission_number: str = "",
) -> int | None:
    """The new award's id; None where the person has one for it, or where a drawn number is taken."""
    return await db.value(
        """
        insert into award (person_id, number, issuer_id, awarded_at, subject, salt, status_list_id, status_index,
                           micro_credential_id, definition_version_id, stack_id, submission_number)
        select :person_id, :number, :issuer_id, :at, :subject, :salt, :status_list_id, :status_index,
               :micro_credential_id, :definition_version_id, :stack_id, :submission_number
        where not exists (
            select from former_credential where status_list_id = :status_list_id and status_index = :status_index
        )
        on conflict do nothing returning id
        """,
        person_id=person_id,
        number=number,
        issuer_id=issuer_id,
        at=at,
        subject=subject,
        salt=salt,
        status_list_id=status_list_id,
        status_index=status_index,
        micro_credential_id=micro_credential_id,
        definition_version_id=definition_version_id,
        stack_id=stack_id,
        submission_number=submission_number,
    )


async def add_levels_by_id(award_id: int, levels: Sequence[Achieved]) -> None:
    await db.run(
        """
        insert into award_level (award_id, place, requirement_key, criterion_key, level)
        select :award_id, given.place, given.requirement_key, given.criterion_key, given.level
        from unnest(cast(:requirements as text[]), cast(:criteria as text[]), cast(:levels as text[]))
            with ordinality as given (requirement_key, criterion_key, level, place)
        """,
        award_id=award_id,
        requirements=[one.requirement_key for one in levels],
        criteria=[one.criterion_key for one in levels],
        levels=[one.level for one in levels],
    )


async def add_parts_by_id(award_id: int, micro_credential_ids: Sequence[int]) -> None:
    await db.run(
        """
        insert into award_part (award_id, place, micro_credential_id)
        select :award_id, given.place, given.id
        from unnest(cast(:ids as bigint[])) with ordinality as given (id, place)
        """,
        award_id=award_id,
        ids=list(micro_credential_ids),
    )
