"""An application and its work go back to the reviewers without their author's doing, after an upheld appeal (R61)."""

from collections.abc import Collection

from community import db
from community.evidence import actions, applying
from community.evidence.queries import judged_rows
from community.evidence.rules import State


async def hand_back(application_id: int, keys: Collection[str]) -> bool:
    """open, expired or denied → submitted, and what is not met of this work with it; in the caller's transaction.

    False where it is submitted or earned already, or where another application for the same runs.
    """
    async with db.transaction():
        held = await judged_rows.hold_by_id(application_id)
        handed_back = await judged_rows.hand_back_by_id(held)
        if handed_back:
            for work in await judged_rows.works_by_id(held.person_id, held.micro_credential_id):
                if work.requirement_key in keys and work.state not in (State.SUBMITTED, State.MET):
                    await actions.move(None, work, "read_anew")
            await applying.told(held, "application.submitted", "application.handed_in")
        return handed_back
