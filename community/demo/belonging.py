"""The sample of an affiliate's desk: its roster, somebody who waits for its answer, a building representative."""

from datetime import date
from pathlib import Path

from community.affiliates import actions as affiliates
from community.affiliates.lines import pieces
from community.affiliates.memberships import actions as memberships
from community.affiliates.queries import Affiliate
from community.affiliates.rosters import actions as rosters
from community.demo.places import Cast
from community.people.queries import Person

ROSTER = Path(__file__).parent / "data" / "roster.csv"


async def belong(cast: Cast, local: Affiliate, joined: date) -> tuple[Person, Person]:
    """A roster with names that have no account yet; who waits to be confirmed, and who represents a building."""
    with ROSTER.open(newline="", encoding="utf-8") as file:
        await rosters.import_roster(local, pieces(file.read()))
    waits, represents = await cast.draw(local, joined, member=False), await cast.draw(local, joined)
    await memberships.ask(waits, local, "", waits.name.split()[-1], "I teach grade 4 and joined in September.")
    await affiliates.give_desk(represents, "building_representative", local)
    return waits, represents
