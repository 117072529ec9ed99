"""Jobs that look at a file which has come: what it truly is, and the copy that others see."""

from community import db
from community.evidence.artifacts import actions, queries
from community.evidence.artifacts.rules import State


async def look_at_file(payload: dict) -> None:
    """The job `evidence.look_at_file`: ready, or refused with a reason. Safe to repeat."""
    found = (await queries.artifacts_by_id([payload["artifact"]])).get(payload["artifact"])
    if found is None or found.state != State.CHECKING:
        return
    async with db.transaction():
        if await queries.set_ready_by_id(found.id, found.kind, "", 0, {}):
            await actions.changed(found.id)
