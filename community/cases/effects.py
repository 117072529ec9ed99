"""What a decision of the committee does, by the actions that there are for it (R61)."""

from datetime import datetime

from community.awards import queries as awards
from community.awards import standing
from community.awards.rules import Reason, State
from community.cases.queries import Case
from community.cases.rules import Kind
from community.errors import Conflict
from community.review.claims import queries as claims
from community.review.deciding import actions as deciding
from community.review.reading import queries as reading
from community.submissions import holding, rereading, settling
from community.submissions.rules import Decided
from community.submissions.rules import State as Attempt


async def of(case: Case, upheld: bool, at: datetime) -> list[str]:
    """In the caller's transaction; what came of it, as lines of the log."""
    return await {
        Kind.SUBMISSION: _of_submission,
        Kind.AWARD: _of_award,
        Kind.RESULT: _of_result,
        Kind.REVOCATION: _of_revocation,
    }[case.kind](case, upheld, at)


async def _of_submission(case: Case, upheld: bool, at: datetime) -> list[str]:
    """The attempt is denied, or goes on where it stood: what its readers sent meanwhile decides now."""
    if case.submission_id is None:
        return []
    await claims.lock_submission_by_id(case.submission_id)
    if upheld:
        await settling.settle(case.submission_id, Decided(Attempt.DENIED), at)
        await claims.settle_by_id(case.submission_id, at)
        await holding.release(case.submission_id)
        return ["denied"]
    await holding.release(case.submission_id)
    attempt = await reading.attempt_by_id(case.submission_id)
    if attempt is not None and attempt.is_open:
        await deciding.decide(attempt, at)
    return ["released"]


async def _of_award(case: Case, upheld: bool, at: datetime) -> list[str]:
    award = await awards.award_by_id(case.award_number)
    assert award is not None, "an award stays"
    if upheld and award.state is not State.REVOKED:
        await standing.revoke(award.number, case.reason or Reason.NOT_OWN, at)
        return ["revoked"]
    if not upheld and case.holds and award.state is State.UNDER_REVIEW:
        await standing.restore(award.number, at)
        return ["restored"]
    return []


async def _of_result(case: Case, upheld: bool, at: datetime) -> list[str]:
    if not upheld or case.submission_id is None:
        return []
    return ["reread" if await rereading.read_anew(case.submission_id, at) else "superseded"]


async def _of_revocation(case: Case, upheld: bool, at: datetime) -> list[str]:
    """In force again; or revoked as it was, also where its holder has earned it anew meanwhile."""
    award = await awards.award_by_id(case.award_number)
    assert award is not None, "an award stays"
    if upheld:
        try:
            await standing.restore(award.number, at)
            return ["restored"]
        except Conflict:
            pass
    await standing.revoke(award.number, award.reason or Reason.NOT_OWN, at)
    return ["superseded" if upheld else "stays_revoked"]

