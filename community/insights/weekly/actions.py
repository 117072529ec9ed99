"""The week's letter is wanted, or no more; and on Monday it is made."""

from community import clock, db
from community.affiliates.queries import Desk
from community.events import record
from community.insights.weekly import queries
from community.notifications.choosing import queries as choosing
from community.notifications.choosing.rules import Way

KIND = "summary.made"


async def want(desk: Desk, wanted: bool) -> None:
    """From the next Monday on, or no more. Who stopped such mails by their link and asks again has them again."""
    async with db.transaction():
        if wanted:
            changed = await queries.wish(desk, clock.now())
            await choosing.set_ways_by_id(desk.person_id, {KIND: Way.MAIL})
        else:
            changed = await queries.end_wish(desk)
        if changed:
            record("summary.wanted" if wanted else "summary.ended", f"person:{desk.person_id}",
                   about=desk.affiliate_id, by=desk.person_id)  # fmt: skip


async def make_due(_payload: dict) -> None:
    """A job: each letter that is due is made, once; notices carry it to its reader."""
    async with db.transaction():
        for summary_id, person_id in await queries.make_due_by_id(clock.now()):
            record(KIND, f"person:{person_id}", about=summary_id)
