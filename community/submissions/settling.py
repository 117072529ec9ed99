"""What a desk decides of an attempt: written down at once, and told to its earner at a calm hour (R26, R58)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import clock, db, jobs
from community.awards import actions as awards
from community.awards.rules import Achieved, Result
from community.errors import Conflict
from community.events import record
from community.evidence import judging
from community.evidence.rules import State as Work
from community.feedback.uptakes import actions as uptakes
from community.notifications.choosing import queries as chosen
from community.notifications.choosing import rules as choosing
from community.pages import _
from community.people import letters
from community.people import queries as people
from community.submissions import queries, rules
from community.submissions.queries import Settled
from community.submissions.resubmitting import queries as attempts
from community.submissions.rules import Decided, State, Verdict


@dataclass(frozen=True)
class Outcome:
    """Detail of `submission.decided`: what came of it."""

    outcome: str


async def claimed(submission_id: int, at: datetime) -> None:
    """A reviewer has begun: from now on nobody takes it back (R35). Raises Conflict where it is open no more."""
    if not await queries.claim_by_id(submission_id, at):
        raise Conflict(_("This attempt is with the reviewers no more."))


async def settle(submission_id: int, decided: Decided, at: datetime) -> None:
    """What was decided, in the caller's transaction. Raises Conflict when somebody decided before, or a case is open.

    Board, work, window and award follow when its earner hears of it: now, or at the end of her quiet hours or of the
    school day, so that nobody learns of a result from a board in front of a class, or before she does.
    """
    async with db.transaction():
        settled = await queries.end_by_id(submission_id, decided.outcome, at)
        if settled is None:
            raise Conflict(_("Somebody else has decided on this attempt in the meantime, or a case about it is open."))
        await queries.add_verdicts_by_id(submission_id, await _with_what_stays(submission_id, decided))
        await queries.add_missing_by_id(submission_id, decided.missing)
        tells_at = await _tells_at(settled, at)
        if tells_at <= at:
            await tell(submission_id)
        else:
            await jobs.later("submissions.tell", {"submission": submission_id}, tells_at, f"result {submission_id}")


async def tell_later(payload: dict) -> None:
    """The job `submissions.tell`."""
    await tell(payload["submission"])


async def tell(submission_id: int) -> None:
    """From now on it is no secret from its earner: work, application and window are what was decided; once."""
    async with db.transaction():
        settled = await queries.told_by_id(submission_id, clock.now())
        if settled is not None:
            verdicts = await queries.verdicts_by_id(submission_id)
            await judging.judge(settled.application_id, settled.state, await _became(settled, verdicts))
            if settled.state is State.EARNED:
                await _issue(settled, verdicts)
            detail = Outcome(settled.state)
            record("submission.decided", f"person:{settled.person_id}", about=submission_id, detail=detail)
            await _write(settled)


async def _issue(settled: Settled, verdicts: Sequence[Verdict]) -> None:
    """The award, of the day on which it was decided; who helped with it hears that too (R47)."""
    levels = tuple(Achieved(one.requirement_key, one.criterion_key, one.level) for one in verdicts)
    result = Result(settled.number, settled.definition_version_id, levels)
    await awards.issue(settled.person_id, result, settled.ended_at)
    await uptakes.helped(settled.person_id, settled.micro_credential_id)


async def _with_what_stays(submission_id: int, decided: Decided) -> list[Verdict]:
    """What was decided, and what was met before and not read again, at the level it had then (R38)."""
    stays = await attempts.stays_by_id(submission_id) if decided.verdicts else []
    kept = {(one.requirement_key, one.criterion_key): one for one in stays}
    found = [kept.pop((one.requirement_key, one.criterion_key), one) if one.stays else one for one in decided.verdicts]
    read = {(one.requirement_key, one.criterion_key) for one in found}
    return [*found, *(one for place, one in kept.items() if place not in read)]


async def _became(settled: Settled, verdicts: Sequence[Verdict]) -> dict[str, Work]:
    """What each requirement of the attempt is from now on."""
    keys = await queries.keys_by_id(settled.id)
    if settled.state is State.EARNED:
        became = dict.fromkeys(keys, Work.MET)
    elif settled.state is State.NOT_YET:
        met = rules.met_keys(keys, verdicts)
        became = {key: Work.MET if key in met else Work.NOT_YET for key in keys}
    elif settled.state is State.RETURNED_INCOMPLETE:
        short = await queries.missing_keys_by_id(settled.id)
        became = {key: Work.RETURNED_INCOMPLETE if key in short else Work.READY for key in keys}
    else:
        became = dict.fromkeys(keys, Work.READY)
    return became


async def _tells_at(settled: Settled, at: datetime) -> datetime:
    person = (await people.people_by_id([settled.person_id])).get(settled.person_id)
    if person is None:
        return at
    choice = await chosen.choice(person)
    return rules.tells_at(
        at,
        person.time_zone,
        settled.expected_on,
        lambda moment: choosing.quiet_until(choice, person.time_zone, moment),
        settled.at_once,
    )


async def _write(settled: Settled) -> None:
    """That it is here, and nothing of what it says."""
    made = (await queries.submissions_by_id([settled.id]))[settled.id]
    about: dict[str, Any] = {"title": made.title, "number": made.spoken, "address": f"{made.address}/result"}
    await letters.write_to_person("result", settled.person_id, f"result {settled.id}", at_once=settled.at_once, **about)
