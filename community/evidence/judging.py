"""What a result does to an application and its work: each requirement becomes what was found, its window follows."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from community import clock, db
from community.errors import Conflict
from community.events import record
from community.evidence import actions, applying, due, rules
from community.evidence.actions import Shown
from community.evidence.queries import Application, judged_rows
from community.evidence.rules import State
from community.pages import _

MOVES = {
    State.MET: "meet",
    State.NOT_YET: "fall_short",
    State.RETURNED_INCOMPLETE: "return_incomplete",
    State.READY: "return_complete",
}


async def judge(application_id: int, outcome: str, became: Mapping[str, State]) -> None:
    """submitted → open again (not_yet, returned_incomplete), earned or denied; in the caller's transaction.

    `became` says of each requirement what it is from now on; what was met before stays so. Raises Conflict where the
    application is with the reviewers no more.
    """
    async with db.transaction():
        held = await judged_rows.hold_by_id(application_id)
        met = await judged_rows.met_keys_by_id(held.person_id, held.micro_credential_id)
        for work in await judged_rows.submitted_by_id(held.person_id, held.micro_credential_id):
            await actions.move(None, work, MOVES[became.get(work.requirement_key, State.READY)])
        at = clock.now()
        if outcome in ("not_yet", "returned_incomplete"):
            done = await judged_rows.open_again_by_id(held, outcome, at)
            await _leave_time(held, at)
        else:
            done = await judged_rows.end_by_id(held, outcome, at)
            await _show_met(held, met)
        if not done:
            raise Conflict(_("This has moved on in the meantime. Look at where it stands now."))
        await applying.told(held, "application.settled", "application.judged")


async def _leave_time(held: Application, at: datetime) -> None:
    """R26: with fewer days left than its issuer gives to rework, the window is open for so many from today."""
    days = await judged_rows.rework_days_by_id(held.micro_credential_id)
    if held.expires_at is not None and days:
        today = rules.last_day(at + timedelta(microseconds=1), held.time_zone)
        ends = rules.end_of_day(today + timedelta(days=days), held.time_zone)
        if held.expires_at < ends:
            await judged_rows.set_window_by_id(held.id, ends, due.warned_at(ends, at), reworks=True)


async def _show_met(held: Application, keys: list[str]) -> None:
    """Colleagues see what is met once all is earned, also what was met in a former attempt and moves no more."""
    for place in await actions.places_of(held.person_id, held.micro_credential_id):
        for key in keys if place.seat_id else ():
            record("work.shown", f"cohort:{place.cohort_id}", about=place.seat_id, detail=Shown(key))
