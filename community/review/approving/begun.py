"""What an approver had typed when the second factor was asked for anew: its writer's alone, gone once it is decided."""

from collections.abc import Mapping
from datetime import datetime

from community import db
from community.review.approving.queries import Office
from community.review.deciding.rules import Outcome
from community.review.reading.queries import Attempt

MOST_REASON = 2000  # characters


async def begun(desk: Office, attempt: Attempt) -> dict[str, str]:
    """{"outcome", "reason"}, or nothing."""
    found = await db.one(
        dict,
        "select outcome, reason from override_draft where submission_id = :id and person_id = :person_id",
        id=attempt.id,
        person_id=desk.person_id,
    )
    return dict(found or {})


async def keep(desk: Office, attempt: Attempt, typed: Mapping[str, str], at: datetime) -> None:
    """The newest."""
    await db.run(
        """
        insert into override_draft (submission_id, person_id, outcome, reason, saved_at)
        values (:id, :person_id, :outcome, :reason, :at)
        on conflict (submission_id, person_id) do update
        set outcome = excluded.outcome, reason = excluded.reason, saved_at = excluded.saved_at
        """,
        id=attempt.id,
        person_id=desk.person_id,
        outcome=typed.get("outcome", "") if typed.get("outcome") in list(Outcome) else "",
        reason=typed.get("reason", "")[:MOST_REASON],
        at=at,
    )


async def forget(attempt: Attempt) -> None:
    """It is decided: of all who had begun."""
    await db.run("delete from override_draft where submission_id = :id", id=attempt.id)
