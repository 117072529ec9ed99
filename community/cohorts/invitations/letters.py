"""The letter of an invitation, the same for every address; its link is worked out only as it goes."""

from datetime import timedelta

from community import clock, jobs, words
from community.cohorts import queries as cohorts
from community.cohorts.invitations import queries
from community.cohorts.invitations.queries import Invitation
from community.config import settings
from community.people import letters
from community.people import queries as people
from community.people.codes import rules as codes

MOST_A_DAY = 5  # invitations to one address, from whatever cohorts (A51); what is more goes out a day later


async def deliver(payload: dict) -> None:
    """The job: sent again it says the same, withdrawn meanwhile it says nothing."""
    invitation, at = (await queries.invitations_by_id([payload["id"]])).get(payload["id"]), clock.now()
    if invitation is None or not invitation.is_open(at):
        return
    if await queries.sent_lately_by_id(invitation.address, at - timedelta(days=1)) > MOST_A_DAY:
        day = payload.get("day", 0) + 1
        key = f"invitation {invitation.id} {payload['times']} {day}"
        await jobs.later("cohorts.invitation", payload | {"day": day}, at=at + timedelta(days=1), key=key)
        return
    owner = await people.public_person(invitation.address)
    await letters.wait(owner)
    cohort = (await cohorts.cohorts_by_id([invitation.cohort_id]))[invitation.cohort_id]
    language = words.known(owner.language if owner else cohort.language)
    letter = letters.compose(
        "mail/invitation.txt",
        invitation.address,
        language,
        f"invitation {invitation.id} {payload['times']}",
        person=invitation.by_name,
        cohort=cohort.name,
        affiliate=cohort.affiliate,
        title=cohort.works_on,
        role=invitation.role,
        code=cohort.code,
        starts=words.day(cohort.starts_on, language),
        until=words.day(invitation.ends_at.date(), language),
        link=link(invitation),
    )
    await letters.send(letter, owner)


def link(invitation: Invitation) -> str:
    """The whole address, from the configuration only (A82)."""
    return f"{settings().base_url}/invitations/link/{codes.token(settings().secret, invitation.seed)}"
