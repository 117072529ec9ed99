"""Inviting by mail, reminding, taking back, accepting (F14)."""

from collections.abc import Sequence
from dataclasses import dataclass

from community import chance, clock, db, jobs, retaining
from community.cohorts import queries as cohorts
from community.cohorts import reasons
from community.cohorts.invitations import queries, rules
from community.cohorts.invitations.queries import Invitation
from community.cohorts.invitations.telling import tell
from community.cohorts.queries import Cohort, Place, Seat
from community.cohorts.seats import actions as seats
from community.config import settings
from community.errors import Conflict, NotFound
from community.pages import _
from community.people.codes import rules as codes
from community.people.queries import Person
from community.retaining import Retain

# So long after its end an invitation is remembered, with its address.
KEPT = Retain("invitation", "coalesce(answered_at, ends_at) < :before", 90, lambda: _("Invitations by mail that ended"))


@dataclass(frozen=True)
class Outcome:
    """What became of a list: how many letters go out, who sits here anyway, who has an open invitation already."""

    sent: int
    seated: int
    awaited: int


async def invite(place: Place, addresses: Sequence[str], role: str) -> Outcome:
    """A letter to each of these, all or none; the same deed whether or not an address has an account (A54)."""
    if place.cohort.is_closed:
        raise Conflict(reasons.closed())
    at, wanted = clock.now(), list(addresses)
    seated = await queries.seated(place, wanted)
    awaited = await queries.awaited(place, wanted, at) - seated
    sent = 0
    async with db.transaction():
        for address in (one for one in wanted if one not in seated | awaited):
            seed = chance.octets(16)
            hashed = codes.hashed(codes.token(settings().secret, seed))
            made = await queries.put(place, address, role, seed, hashed, at, at + rules.LIFE)
            if made:
                sent += 1
                await _mail(made, 1)
                tell("invitation.made", place.cohort, made, role, by=place.person_id)
    return Outcome(sent, len(seated), len(awaited))


async def remind(place: Place, invitation: Invitation) -> None:
    """The same letter once more, good for as long again. Conflict too soon, too often, or when it was answered."""
    at = clock.now()
    if not rules.may_send_again(invitation.times_sent, invitation.sent_at, at):
        raise Conflict(reasons.invited_lately())
    async with db.transaction():
        if not await queries.send_again_by_id(invitation.id, invitation.times_sent, at, at + rules.LIFE):
            raise Conflict(reasons.invitation_gone())
        await _mail(invitation.id, invitation.times_sent + 1)
        tell("invitation.reminded", place.cohort, invitation.id, invitation.role, by=place.person_id)


async def withdraw(place: Place, invitation: Invitation) -> None:
    """Its link opens nothing from this commit on."""
    async with db.transaction():
        await _answer(place.cohort, invitation, "withdrawn", by=place.person_id)


async def of_token(token: str) -> Invitation | None:
    """The invitation behind a link, while it can be answered. Looking answers nothing (A22)."""
    found = await queries.public_of_link(codes.hashed(token))
    return found if found and found.is_open(clock.now()) else None


async def of_mine(person: Person, invitation_id: int) -> Invitation:
    """One that was sent to a confirmed address of this person's; NotFound for everybody else."""
    if invitation_id not in {one.id for one in await queries.mine(person, clock.now())}:
        raise NotFound
    return (await queries.invitations_by_id([invitation_id]))[invitation_id]


async def accept(person: Person, invitation: Invitation) -> Seat:
    """Sit down as what one was invited for. Who sits there already keeps that seat. NoSeat where there is no room,
    and for who was removed after it was sent."""
    async with db.transaction():
        await cohorts.lock_by_id(person.id, invitation.cohort_id)
        cohort = (await cohorts.cohorts_by_id([invitation.cohort_id]))[invitation.cohort_id]
        await _answer(cohort, invitation, "accepted", by=person.id)
        return await seats.sit_invited(person, cohort, invitation.role, since=invitation.invited_at)


async def decline(person: Person, invitation: Invitation) -> None:
    """Say no; who invited sees it at the address."""
    cohort = (await cohorts.cohorts_by_id([invitation.cohort_id]))[invitation.cohort_id]
    async with db.transaction():
        await _answer(cohort, invitation, "declined", by=person.id)


async def forget(_payload: dict) -> None:
    """The job: addresses of long ago are nobody's business."""
    await retaining.erase("invitations")


async def _answer(cohort: Cohort, invitation: Invitation, answer: str, by: int) -> None:
    if not await queries.answer_by_id(invitation.id, answer, by, clock.now()):
        raise Conflict(reasons.invitation_gone())
    tell(f"invitation.{answer}", cohort, invitation.id, invitation.role, by=by)


async def _mail(invitation_id: int, times: int) -> None:
    payload = {"id": invitation_id, "times": times}
    await jobs.later("cohorts.invitation", payload, key=f"invitation {invitation_id} {times}")
