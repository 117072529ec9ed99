"""An award is issued, once, and with it the badge of each stack that it completes (R59)."""

from datetime import datetime

from community import db
from community.awards import making, queries, rules, stacks, standing
from community.awards.making import For
from community.awards.rules import Result


async def issue(person_id: int, result: Result, at: datetime) -> str:
    """The number of the award that this person holds for it; made at the first call, in the caller's transaction.

    ValueError for a version that is not published, and for a criterion or level that it does not have.
    """
    earned = await queries.earned_by_id(result.definition_version_id)
    if earned is None:
        raise ValueError("no published version")
    levels = rules.in_rubric_order(earned.content, result.levels)
    async with db.transaction():
        await queries.one_at_a_time_by_id(person_id)  # of two at once the second sees what completes a stack
        for_ = For(
            person_id,
            earned.issuer_id,
            micro_credential_id=earned.micro_credential_id,
            definition_version_id=result.definition_version_id,
            submission_number=result.submission_number,
        )
        number, award_id = await making.make(for_, at)
        if award_id is not None:
            await queries.add_levels_by_id(award_id, levels)
            await making.begin(award_id, number, person_id)
            if award := await queries.award_by_id(number):
                await standing.follow(award, at)  # earned anew after it was revoked
            await stacks.complete(person_id, earned.micro_credential_id, at)
    return number
