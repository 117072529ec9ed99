"""Readers are reminded: at most three times of one draft, 48 hours apart, and of nothing that is over (R48)."""

from community import clock, db
from community.events import record
from community.feedback.reminding import queries

A_BATCH = 500


async def remind(_payload: dict) -> None:
    """The job: whoever has not gone on with a draft, or could take one that nobody reads."""
    told = A_BATCH
    while told == A_BATCH:
        async with db.transaction():
            reminders = await queries.remind_by_id(clock.now(), A_BATCH)
            for one in reminders:
                kind = "feedback.waiting" if one.state == "waiting" else "feedback.reminded"
                record(kind, f"person:{one.person_id}", about=one.id)
        told = len(reminders)
