"""An approver says which remark to follow, decides otherwise with a reason, and writes to one reader."""

from dataclasses import dataclass

from community import clock, db
from community.errors import Conflict
from community.events import record
from community.pages import _
from community.review.approving import begun, queries, words
from community.review.approving.queries import Office, Reading
from community.review.claims import queries as claims
from community.review.deciding import actions as deciding
from community.review.deciding import queries as decisions
from community.review.deciding.rules import Outcome
from community.review.reading import queries as reading
from community.review.reading.queries import Attempt


async def follow(desk: Office, attempt: Attempt, sentences: dict[str, str]) -> None:
    """R56: one sentence on each; "" where remarks do not contradict. The decision comes with the last one.

    Raises Conflict where somebody said so before.
    """
    async with db.transaction():
        at = clock.now()
        fresh = await locked(attempt)
        if not await decisions.follow_by_id(attempt.id, sentences, desk.person_id, at):
            raise Conflict(_("Somebody else has answered this a moment ago."))
        record("review.followed", fresh.topic, about=attempt.id, by=desk.person_id)
        await deciding.decide(fresh, at)


async def override(desk: Office, attempt: Attempt, outcome: Outcome, reason: str) -> None:
    """R57: another outcome than the rule's, or before all have read; the reason stays with the decision.

    Raises Conflict where nobody has sent anything yet, where it is decided, or where nothing would be Not Yet.
    """
    async with db.transaction():
        at = clock.now()
        case = await deciding.case_of(await locked(attempt))
        if not case.sent:
            raise Conflict(_("Nobody has read it yet. Decide once there is a recommendation."))
        if outcome is Outcome.NOT_YET and case.computed is Outcome.EARNED:
            raise Conflict(_("Every criterion that decides is met: a Not Yet would say nothing to its author."))
        await deciding.settle(case, outcome, at, desk.person_id, reason)
        await begun.forget(attempt)
        record("review.overridden", attempt.topic, about=attempt.id, by=desk.person_id)


async def write(desk: Office, attempt: Attempt, reader: int, text: str) -> None:
    """A word to one reader, under their number (F104). Raises Conflict where nobody is that reader."""
    async with db.transaction():
        made = await words.add(desk, attempt, reader, text, clock.now())
        if made is None:
            raise Conflict(_("Nobody reads it under that number just now."))
        record("review.word_sent", attempt.topic, about=made, by=desk.person_id)


@dataclass(frozen=True)
class ReadersSet:
    """How many read an attempt, before and now."""

    was: int
    became: int


async def set_readers(desk: Office, issuer: Reading, became: int) -> None:
    """R56: from now on one or two read each attempt; who has sent has sent. Conflict when somebody was quicker.

    What one has read is decided with it, where one is enough from now on: nobody else would come to it.
    """
    if issuer.readers != became:
        async with db.transaction():
            if not await queries.set_readers(desk, issuer.id, issuer.readers, became):
                raise Conflict(_("Somebody else has set this a moment ago."))
            set_ = ReadersSet(issuer.readers, became)
            record("issuer.readers_set", f"issuer:{issuer.id}", about=issuer.id, by=desk.person_id, detail=set_)
            for id in await queries.read_by(desk, issuer.id, became):
                if attempt := await reading.attempt_by_id(id):
                    await deciding.decide(attempt, clock.now())


async def locked(attempt: Attempt) -> Attempt:
    """As it stands now, and until the transaction ends. Raises Conflict when it is decided."""
    await claims.lock_submission_by_id(attempt.id)
    fresh = await reading.attempt_by_id(attempt.id)
    if fresh is None or not fresh.is_open:
        raise Conflict(_("It is decided already."))
    return fresh
