"""What happens to a box: ticked by hand, or cleared again."""

from dataclasses import dataclass

from community import db
from community.checklists import queries, reasons
from community.checklists.rules import Box
from community.cohorts import reasons as cohort_reasons
from community.cohorts.queries import Place
from community.errors import Conflict
from community.events import record


@dataclass(frozen=True)
class Ticked:
    """Detail of both kinds: which box, by its key."""

    item: str


async def tick(place: Place, box: Box, done: bool) -> None:
    """Tick or clear it. Raises Conflict for a box that data decide (R22), and in a closed cohort."""
    if place.cohort.is_closed:
        raise Conflict(cohort_reasons.closed())
    if not box.may_tick:
        raise Conflict(reasons.by_data(box.item.true_when) if box.is_measured else reasons.not_measured())
    async with db.transaction():
        changed = await (queries.put_tick if done else queries.take_tick)(place, box.item.key)
        if changed:
            record(
                "checklist.ticked" if done else "checklist.cleared",
                topic(place.cohort.id),
                about=place.cohort.id,
                by=place.person_id,
                detail=Ticked(box.item.key),
            )


def topic(cohort_id: int) -> str:
    """What is told of a cohort's lists, to those who lead it."""
    return f"checklist:{cohort_id}"
