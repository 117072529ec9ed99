"""An award is issued, once (R59)."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from community import db, jobs, numbers
from community.awards import queries, rules
from community.awards.rules import Result
from community.events import record

MOST_DRAWS = 20  # of a place in a status list that is at most half full


async def issue(person_id: int, result: Result, at: datetime) -> str:
    """The number of the award that this person holds for it; made at the first call, in the caller's transaction.

    ValueError for a version that is not published, and for a criterion or level that it does not have.
    """
    earned = await queries.earned_by_id(result.definition_version_id)
    if earned is None:
        raise ValueError("no published version")
    levels = rules.in_rubric_order(earned.content, result.levels)
    async with db.transaction():
        for_ = For(
            person_id,
            earned.issuer_id,
            micro_credential_id=earned.micro_credential_id,
            definition_version_id=result.definition_version_id,
            submission_number=result.submission_number,
        )
        number, award_id = await _made(for_, at)
        if award_id is not None:
            await queries.add_levels_by_id(award_id, levels)
            await _begin(award_id, number, person_id)
    return number


@dataclass(frozen=True)
class For:
    """Who is awarded what, by whom."""

    person_id: int
    issuer_id: int
    micro_credential_id: int | None = None
    definition_version_id: int | None = None
    stack_id: int | None = None
    submission_number: str = ""


async def _made(for_: For, at: datetime) -> tuple[str, int | None]:
    """The award's number, and its id if it was made just now. Two at the same instant wait for one another."""
    status_list_id = await queries.open_list_by_id(for_.issuer_id)
    for _draw in range(MOST_DRAWS):
        number = numbers.draw()
        award_id = await queries.add_by_id(
            number=number,
            at=at,
            subject=uuid4(),
            salt=secrets.token_hex(16),
            status_list_id=status_list_id,
            status_index=secrets.randbelow(rules.LIST_SIZE),
            **vars(for_),
        )
        if award_id is not None:
            return number, award_id
        held = await queries.held_number_by_id(for_.person_id, for_.micro_credential_id, for_.stack_id)
        if held is not None:
            return held, None
    raise RuntimeError("no free place in the status list")


async def _begin(award_id: int, number: str, person_id: int) -> None:
    """Tell it, and have it signed."""
    record("award.issued", f"person:{person_id}", about=award_id)
    await jobs.later("awards.sign", {"award": number}, key=f"award {number}")
