"""An administrator announces something to everybody, and ends it."""

from datetime import datetime
from typing import Any

from community import db
from community.errors import Conflict
from community.events import record
from community.notifications.announcing import queries
from community.notifications.announcing.queries import TOPIC
from community.pages import _

NEWS, MAINTENANCE = "news", "maintenance"


async def announce(desk: Any, kind: str, text: str, works_at: datetime | None, until_at: datetime) -> int:
    """It stands on every page from now on, until `until_at`."""
    async with db.transaction():
        made = await queries.add(desk, kind, text, works_at if kind == MAINTENANCE else None, until_at)
        record("announcement.made", TOPIC, about=made, by=desk.person_id)
    return made


async def end(desk: Any, note_id: int) -> None:
    """Before its time. Conflict where it is over."""
    async with db.transaction():
        if not await queries.end(desk, note_id):
            raise Conflict(_("This is shown no more."))
        record("announcement.ended", TOPIC, about=note_id, by=desk.person_id)
