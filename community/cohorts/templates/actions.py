"""A template is not offered any more, or again. What was opened from it stays as it is."""

from community import clock, db, events
from community.affiliates.queries import Desk
from community.cohorts import queries
from community.errors import NotFound


async def retire(desk: Desk, template_id: int) -> None:
    """New cohorts are not opened from it; pressed twice it is retired once. NotFound for another affiliate's."""
    await _set(desk, template_id, "template.retired", retired=True)


async def bring_back(desk: Desk, template_id: int) -> None:
    await _set(desk, template_id, "template.returned", retired=False)


async def _set(desk: Desk, template_id: int, kind: str, retired: bool) -> None:
    async with db.transaction():
        if await queries.template_at(desk, template_id) is None:
            raise NotFound
        if await queries.set_retired(desk, template_id, clock.now() if retired else None):
            events.record(kind, f"affiliate:{desk.affiliate_id}", about=template_id, by=desk.person_id)
