"""What the desk and the committee do in a case: texts are attached, a conflict is stated, votes are given."""

from community import clock, db
from community.cases import deciding, log, queries, rules
from community.cases.queries import Case, Office
from community.cases.rules import State
from community.errors import Conflict, Forbidden, permit
from community.pages import _


async def attach(desk: Office, case: Case, title: str, text: str) -> None:
    """A text for the committee and the desk alone, until it is decided."""
    permit(desk.runs(case.issuer_id), _("The desk of the issuer keeps the file."))
    async with db.transaction():
        fresh, at = await queries.lock_by_id(case.id), clock.now()
        if not fresh.is_open:
            raise Conflict(_("It is decided already."))
        await queries.attach_by_id(case.id, desk.person_id, title, text, at)
        await log.write(case, at, "desk", "attached", by=desk.person_id)
        log.tell(case, "case.attached", by=desk.person_id)


async def state_conflict(desk: Office, case: Case) -> None:
    """I know this person: from now on I do not vote, and a vote of mine does not count. It is not taken back."""
    async with db.transaction():
        fresh, at = await queries.lock_by_id(case.id), clock.now()
        if not fresh.is_open:
            raise Conflict(_("It is decided already."))
        permit(desk.person_id in await queries.entitled_by_id(case.id), _("You do not vote on this case."))
        if await queries.state_conflict_by_id(case.id, desk.person_id, at):
            await log.write(case, at, "committee", "conflict", by=desk.person_id)
            log.tell(case, "case.conflict_stated", by=desk.person_id)
            if fresh.state is State.VOTING:
                await deciding.decide_if_complete(fresh, at)


async def vote(desk: Office, case: Case, yes: bool, reasons: str) -> None:
    """Yes or no with reasons; another one takes the place of the first, until the last vote decides.

    Raises Forbidden for who has to do with it, Conflict before and after the time for votes.
    """
    async with db.transaction():
        fresh, at = await queries.lock_by_id(case.id), clock.now()
        entitled = await queries.entitled_by_id(case.id)
        if desk.person_id not in entitled:
            raise Forbidden(_("You do not vote on this case."))
        if not rules.can_vote(fresh.state, desk.person_id, entitled) or at >= fresh.vote_by:
            raise Conflict(_("There is no vote on it just now. Look at its dates."))
        is_first = await queries.set_vote_by_id(case.id, desk.person_id, yes, reasons, at)
        await log.write(case, at, "committee", "voted" if is_first else "vote_changed", by=desk.person_id)
        log.tell(case, "case.voted", by=desk.person_id)
        await deciding.decide_if_complete(fresh, at)
