"""Who confirms an address is linked to the lines that bear it."""

from community.affiliates.rosters import linking
from community.events import Event
from community.jobs import Follower


async def link(news: list[Event]) -> None:
    """The follower: in the transaction that moves its mark."""
    people = sorted({event.about for event in news if event.kind == "email.confirmed" and event.about})
    if people:
        await linking.persons(people)


followers = {"roster_links": Follower(link)}
