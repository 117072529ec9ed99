"""Whether an award is in force: revoked, under review, in force again (R61). Called by cases, in their transaction."""

from dataclasses import dataclass
from datetime import datetime

from community import db, jobs
from community.awards import queries, stacks
from community.awards.queries import Award
from community.awards.rules import MOVES, Reason, State
from community.errors import Conflict, NotFound
from community.events import record
from community.pages import _


@dataclass(frozen=True)
class Stood:
    """How it stood, how it stands, and why."""

    was: str
    became: str
    reason: str = ""


async def revoke(award_number: str, reason: Reason, at: datetime) -> None:
    """It stays, and says from now on that it was revoked, when and why; whoever verifies it is told the same at once.

    Raises NotFound; Conflict where it is revoked already.
    """
    await _move(award_number, "revoke", at, Reason(reason))


async def hold_for_appeal(award_number: str, at: datetime) -> None:
    """It is under review: of an award in force, or of a revoked one whose holder appeals. Conflict where it is so.

    A revoked one stays revoked for other sites' verifiers, who know no third answer, until it is restored.
    """
    await _move(award_number, "hold", at)


async def restore(award_number: str, at: datetime) -> None:
    """The review ended in its favour. Conflict where none is open, or where its holder has earned it anew meanwhile."""
    await _move(award_number, "restore", at)


async def follow(award: Award, at: datetime) -> None:
    """The stack badges that this award is a part of stand as all their parts do (R59)."""
    for follows in await stacks.following(award):
        await _stand(follows.award, follows.state, at, Reason.PART, set(State))


async def _move(number: str, move: str, at: datetime, reason: Reason | None = None) -> None:
    async with db.transaction():
        award = await queries.award_by_id(number)
        if award is None:
            raise NotFound
        if award.person_id is not None:
            await queries.one_at_a_time_by_id(award.person_id)
        await _stand(award, MOVES[move][1], at, reason, MOVES[move][0])
        await follow(award, at)
        if move == "restore" and award.person_id is not None and award.micro_credential_id is not None:
            await stacks.complete(award.person_id, award.micro_credential_id, at)


async def _stand(award: Award, became: State, at: datetime, reason: Reason | None, was: set[State]) -> None:
    """One guarded write, its event, and the status list where its bit has changed."""
    if award.state not in was or not await queries.stand_by_id(award, became, at, reason):
        raise Conflict(_("This award has changed meanwhile. Look at it again."))
    topics = [] if award.person_id is None else [f"person:{award.person_id}"]
    stood = Stood(award.state, became, (reason or "") if became is State.REVOKED else "")
    record("award.stands", *(topics or [f"issuer:{award.issuer_id}"]), about=award.id, detail=stood)
    is_set = became is State.REVOKED or (became is State.UNDER_REVIEW and award.revoked_at is not None)
    if is_set != (award.revoked_at is not None):
        await queries.list_changed_by_id(award.status_list_id)
        await jobs.later("awards.list", {"list": award.status_list_id}, key=f"list {award.status_list_id}")


