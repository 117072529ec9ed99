"""A reader saves, checks first whether all is there, and sends a recommendation."""

from collections.abc import Sequence

from community import clock, db
from community.errors import Conflict
from community.events import record
from community.pages import _
from community.people.queries import Person
from community.review.claims import queries as claims
from community.review.claims.queries import Claim
from community.review.deciding import actions as deciding
from community.review.deciding import rules
from community.review.deciding.rules import Recommendation, Said
from community.review.judging import queries
from community.review.reading import queries as reading
from community.review.reading.queries import Attempt
from community.review.rules import LEASE
from community.submissions import settling
from community.submissions.rules import Decided, Missing, State


class Gone(Conflict):
    """The claim is over: what was typed is kept, and nothing more can be done with it."""


async def save(person: Person, claim: Claim, said: Sequence[Said], to_approver: str) -> None:
    """Keep what is begun, and the claim with it (R53). Raises Gone when it is over: the text is kept all the same."""
    at = clock.now()
    async with db.transaction():
        await queries.save(person, claim.submission_id, said, to_approver, at)
        held = await claims.touch(person, claim.id, at, at - LEASE)
    if not held:
        await _attempt(claim)
        raise Gone(_("This is yours no more. Your text is kept: take it again, and go on where you were."))


async def check(person: Person, claim: Claim, missing: Sequence[Missing]) -> None:
    """R54: all is there, or this is missing: then it goes back, which is no attempt. Once, by the first to claim."""
    async with db.transaction():
        at = clock.now()
        await claims.lock_submission_by_id(claim.submission_id)
        if not await claims.touch(person, claim.id, at, at - LEASE):
            raise Gone(_("This is yours no more. Your text is kept: take it again, and go on where you were."))
        if not await queries.first_to_check(person, claim.submission_id, at - LEASE):
            raise Conflict(_("Another reader came first, and looks whether all is there."))
        if not await queries.add_check(person, claim.submission_id, not missing, at):
            raise Conflict(_("It was looked at already whether all is there."))
        if missing:
            await claims.settle_by_id(claim.submission_id, at)
            decided = Decided(State.RETURNED_INCOMPLETE, missing=tuple(missing))
            await settling.settle(claim.submission_id, decided, at)
        record("review.checked", claim.topic, about=claim.submission_id, by=person.id)


async def send(person: Person, claim: Claim, said: Sequence[Said], to_approver: str) -> None:
    """A recommendation, once and for all; the decision with it, where it was the last one (R56).

    Raises Conflict where something is still to do, Gone where the claim is over.
    """
    await save(person, claim, said, to_approver)
    async with db.transaction():
        at = clock.now()
        await claims.lock_submission_by_id(claim.submission_id)
        attempt = await _attempt(claim)
        rubric, by_key = await deciding.rubric_of(attempt), {one.criterion_key: one for one in said}
        if not attempt.complete:
            raise Conflict(_("First somebody looks whether all is there."))
        if rules.lacks(rubric, by_key):
            raise Conflict(_("Something is still to do. The list says what."))
        if not await claims.end(person, claim.id, "sent", at, at - LEASE):
            raise Gone(_("This is yours no more. Your text is kept: take it again, and go on where you were."))
        sent = Recommendation(claim.reader, rules.outcome(rubric, rules.met_by(rubric, by_key)), by_key)
        await queries.add(person, attempt.id, sent, rubric, to_approver, at)
        record("review.recommended", attempt.topic, about=attempt.id, by=person.id)
        await deciding.decide(attempt, at)


async def _attempt(claim: Claim) -> Attempt:
    found = await reading.attempt_by_id(claim.submission_id)
    if found is not None and found.state == State.WITHDRAWN:
        raise Gone(_("Its author has withdrawn it. Your text is kept for you, and nobody else reads it."))
    if found is None or not found.is_open:
        raise Gone(_("It is decided by now. Your text is kept for you, and nobody else reads it."))
    return found
