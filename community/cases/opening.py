"""A case is opened: by the desk about misconduct, by whom a decision concerns as an appeal (R61)."""

from datetime import datetime
from typing import Any

from community import clock, db, numbers
from community.awards import queries as awards
from community.awards import rules as standings
from community.awards import standing
from community.awards.queries import Award
from community.awards.rules import Reason
from community.cases import appealing, letters, log, queries, rules
from community.cases.queries import Case
from community.cases.rules import Kind
from community.errors import Conflict, NotFound
from community.pages import _
from community.people import queries as people
from community.people.queries import Person
from community.review.desks import Desk
from community.review.reading.queries import Attempt
from community.submissions import holding
from community.submissions import queries as submissions
from community.submissions.queries import Submission


async def about_submission(desk: Desk, attempt: Attempt, description: str) -> Case:
    """Misconduct about an attempt that is being read: nothing is decided of it until the committee has.

    Raises Conflict where it is decided, where one is open, or where the committee is too small.
    """
    async with db.transaction():
        at = clock.now()
        person_id = (await submissions.earners_by_id([attempt.id]))[attempt.id][0]
        if not await holding.hold(attempt.id, at):
            raise Conflict(_("This attempt is decided, or a case about it is open. Look at it again."))
        made = await _open(Kind.SUBMISSION, desk.issuer_id, person_id, desk.person_id, description, at,
                           submission_id=attempt.id)  # fmt: skip
        await _enough(made)
        await log.write(made, at, "desk", "opened", "held", by=desk.person_id)
        await _notify(made, at, desk.person_id)
    return made


async def award_at(desk: Desk, number: str) -> Award:
    """An award of this issuer that a case can be about: a micro-credential's, of somebody else; else NotFound."""
    found = await awards.award_by_id(number)
    if (
        found is None or found.issuer_id != desk.issuer_id or found.person_id in (None, desk.person_id)
        or found.stack_id is not None
    ):  # fmt: skip
        raise NotFound
    return found


async def about_award(desk: Desk, award: Award, reason: Reason, description: str, holds: bool) -> Case:
    """Misconduct about an award; with `holds` it verifies as under review until the committee has decided.

    Raises Conflict where it is revoked, where one is open, or where the committee is too small.
    """
    async with db.transaction():
        at = clock.now()
        if award.state is not standings.State.IN_FORCE:
            raise Conflict(_("This award is not in force just now. Look at it again."))
        made = await _open(Kind.AWARD, desk.issuer_id, award.person_id, desk.person_id, description, at,
                           award_id=award.id, reason=reason, holds=holds)  # fmt: skip
        await _enough(made)
        await log.write(made, at, "desk", "opened", by=desk.person_id)
        if holds:
            await standing.hold_for_appeal(award.number, at)
            await log.write(made, at, "desk", "held", by=desk.person_id)
        await _notify(made, at, desk.person_id)
    return made


async def appeal_result(person: Person, submission: Submission, description: str) -> Case:
    """Against a Not Yet or a denial, within its days. Raises Conflict where it is too late, or not the first one."""
    async with db.transaction():
        at = clock.now()
        ground = await appealing.of_result(person, submission)
        _in_time(ground, at)
        made = await _open(Kind.RESULT, ground.issuer_id, person.id, None, description, at,
                           submission_id=submission.id, appeal_of=ground.case_id)  # fmt: skip
        await _appealed(made, ground, at)
    return made


async def appeal_revocation(person: Person, award: Award, description: str) -> Case:
    """Against a revocation, within its days: the award verifies as under review until it is decided."""
    async with db.transaction():
        at = clock.now()
        ground = await appealing.of_revocation(person, award)
        _in_time(ground, at)
        made = await _open(Kind.REVOCATION, award.issuer_id, person.id, None, description, at,
                           award_id=award.id, appeal_of=ground.case_id, holds=True)  # fmt: skip
        await standing.hold_for_appeal(award.number, at)
        await log.write(made, at, "person", "held", by=person.id)
        await _appealed(made, ground, at)
    return made


def _in_time(ground: appealing.Ground, at: datetime) -> None:
    if not ground.can_be_appealed(at):
        raise Conflict(_("There is nothing to appeal here any more."))


async def _open(
    kind: Kind, issuer_id: int, person_id: int | None, by: int | None, description: str, at: datetime, **more: Any
) -> Case:  # fmt: skip
    if person_id is None:
        raise NotFound
    zone = (await people.people_by_id([person_id]))[person_id].time_zone
    plan = await queries.plan_by_id(issuer_id, kind)
    about: dict[str, Any] = {"submission_id": None, "award_id": None, "appeal_of": None, "reason": None, "holds": False}
    case_id = await queries.add_by_id(
        number=numbers.draw(), issuer_id=issuer_id, kind=kind, person_id=person_id, opened_by=by,
        description=description, zone=zone, plan=plan, dates=rules.dates(plan, at, zone), state=rules.first_state(plan),
        at=at, **about | more,
    )  # fmt: skip
    if case_id is None:
        raise Conflict(_("A case about this is open, or was appealed before."))
    return await queries.case_by_id(case_id)


async def _enough(case: Case) -> None:
    if len(await queries.entitled_by_id(case.id)) < case.quorum:
        raise Conflict(
            _("Name more committee members first: at least %(num)s have to be free to vote on it.")
            % {"num": case.quorum}
        )


async def _notify(case: Case, at: datetime, by: int | None) -> None:
    await letters.of_opening(case)
    await log.write(case, at, "clock", "notified")
    log.tell(case, "case.opened", by=by)


async def _appealed(case: Case, ground: appealing.Ground, at: datetime) -> None:
    await log.write(case, at, "person", "opened", by=case.person_id)
    if ground.case_id:
        former = await queries.lock_by_id(ground.case_id)
        if former.state is not rules.State.DECIDED or not await queries.move_by_id(former, rules.State.CLOSED, at):
            raise Conflict(_("There is nothing to appeal here any more."))
        await log.write(former, at, "person", "appealed", "closed", by=case.person_id)
        log.tell(former, "case.closed", by=case.person_id)
    await _notify(case, at, case.person_id)
    log.tell(case, "case.appealed", by=case.person_id)
    if case.state is rules.State.VOTING:
        await log.write(case, at, "clock", "voting")
        log.tell(case, "case.voting")
