"""The committee's decision: computed once, by the last vote or by the clock (R61)."""

from datetime import datetime

from community.cases import effects, letters, log, queries, rules
from community.cases.queries import Case
from community.cases.rules import State
from community.errors import Conflict
from community.pages import _


async def decide_if_complete(case: Case, at: datetime) -> None:
    """If the last vote is in. The caller holds the case's lock."""
    entitled, votes = await _votes(case)
    if rules.is_complete(entitled, votes, case.quorum):
        await decide(case, at)


async def decide(case: Case, at: datetime) -> None:
    """From the votes that there are now, in the caller's transaction. Raises Conflict where it is decided."""
    entitled, votes = await _votes(case)
    upheld = rules.is_upheld(entitled, votes, case.quorum)
    can_appeal = upheld and not case.kind.is_appeal and case.person_id is not None
    appeal_by = rules.appeal_until(case.appeal_days, at, case.time_zone) if can_appeal else None
    became = State.DECIDED if can_appeal else State.CLOSED
    if case.state is not State.VOTING or not await queries.move_by_id(case, became, at, upheld, appeal_by):
        raise Conflict(_("The committee has decided already."))
    await queries.count_by_id(case.id, [one for one in entitled if one in votes])
    said = [] if rules.has_quorum(entitled, votes, case.quorum) else ["no_quorum"]
    follows = await effects.of(case, upheld, at)
    closes = [] if can_appeal else ["closed"]
    await log.write(case, at, "committee", *said, "upheld" if upheld else "not_upheld", *follows, *closes)
    await letters.of_decision(await queries.case_by_id(case.id), follows)
    log.tell(case, "case.decided", "case.settled")


async def _votes(case: Case) -> tuple[list[int], dict[int, bool]]:
    entitled = list(await queries.entitled_by_id(case.id))
    votes = {vote.person_id: vote.yes for vote in await queries.votes_by_id(case.id) if vote.person_id is not None}
    return entitled, votes
