"""Inviting by mail, in tests."""

from uuid import uuid4

from community import clock
from community.cohorts import queries
from community.cohorts.invitations import actions as inviting
from community.cohorts.invitations import queries as invitations
from community.cohorts.invitations.queries import Invitation
from community.cohorts.queries import Place
from tests.support.cohorts import Made


async def leads(cohort: Made) -> Place:
    """How its facilitator stands to it."""
    return await queries.place(cohort.facilitator.person, cohort.id)


async def letter_to(cohort: Made, address: str, role: str = "participant") -> Invitation:
    """Invited by the facilitator; the row of it."""
    place = await leads(cohort)
    await inviting.invite(place, [address], role)
    (found,) = [one for one in await invitations.pending(place, clock.now()) if one.address == address]
    return found


def unique(name: str) -> str:
    """An address that nobody else has."""
    return f"{name}.{uuid4().hex[:8]}@example.org"
