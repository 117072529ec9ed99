"""Credit rules are written down."""

from dataclasses import dataclass

from community import db, events
from community.affiliates.queries import Affiliate
from community.catalogue.credit import queries
from community.catalogue.credit.reading import Given


@dataclass(frozen=True)
class Noted:
    """Detail of `credit.noted`: how many."""

    count: int


async def note(affiliate: Affiliate, given: list[Given]) -> None:
    """These rules are what places say to the members of this affiliate; a rule that is here is replaced."""
    async with db.transaction():
        for one in given:
            await queries.put_by_id(affiliate.id, one.values)
        events.record("credit.noted", affiliate.topic, about=affiliate.id, detail=Noted(len(given)))
