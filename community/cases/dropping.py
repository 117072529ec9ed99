"""A case that was opened in error is dropped by the desk: nothing was found, and all goes on where it stood."""

from community import clock, db
from community.cases import effects, letters, log, queries, rules
from community.cases.queries import Case, Office
from community.cases.rules import State
from community.errors import Conflict, permit
from community.pages import _


async def drop(desk: Office, case: Case, because: str) -> None:
    """In words that whom it concerned reads. Raises Conflict for an appeal, and where it is decided."""
    permit(desk.runs(case.issuer_id), _("The desk of the issuer keeps the file."))
    async with db.transaction():
        fresh, at = await queries.lock_by_id(case.id), clock.now()
        if not rules.can_drop(fresh.kind, fresh.state):
            raise Conflict(_("Only a case of misconduct that is not decided yet can be dropped."))
        await queries.drop_by_id(fresh, because, at)
        follows = await effects.of(fresh, False, at)
        await log.write(fresh, at, "desk", "dropped", *follows, "closed", by=desk.person_id)
        await letters.of_drop(fresh, follows)
        log.tell(fresh, "case.dropped", by=desk.person_id)
        if fresh.state is State.VOTING:
            log.tell(fresh, "case.vote_off", by=desk.person_id)
