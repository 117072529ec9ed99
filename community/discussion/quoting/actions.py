"""A passage of one's own draft is marked, and goes with a message."""

from community import clock, db
from community.cohorts.queries import Cohort, Seat
from community.discussion import rules as talk
from community.discussion.pointing.targets import Target, targets
from community.discussion.quoting import queries, rules
from community.discussion.rules import Kind
from community.errors import Conflict, Invalid, permit
from community.evidence.anchors import Anchor
from community.evidence.queries import Work
from community.evidence.scrub import actions as scrub
from community.evidence.scrub.reasons import may_hold_names
from community.pages import _
from community.people.queries import Person


async def mark(person: Person, seat: Seat, cohort: Cohort, work: Work, key: str, anchor: Anchor) -> int:
    """Keep the passage for the message that is about to be written, for its author only; its number.

    Conflict while something in it may be a name: others will read it, as peers read a draft (R31, R32).
    """
    permit(talk.can_post(seat, cohort, Kind.REQUIREMENT), talk.why_not_post(seat, cohort, Kind.REQUIREMENT))
    if await scrub.check(person, work, anchor.quote):
        raise Conflict(may_hold_names())
    async with db.transaction():
        return await queries.put(seat, key, anchor, clock.now())


async def about(seat: Seat, cohort: Cohort, key: str | None, quotation_id: int, text: str) -> Target | None:
    """What a message in the channel of requirement `key` is about that quotes; None where it has gone with another.

    Invalid, with the text, for a quotation that is not there (any more).
    """
    found = await queries.quotation(seat, quotation_id)
    if found is None or found.requirement_key != key:
        raise Invalid({"text": _("The passage is not there any more. Mark it again in your draft.")}, {"text": text})
    whole = [one for one in await targets(cohort.definition_version_id) if one.name == key]
    return whole[0] if whole and found.message_id is None else None


async def forget(_payload: dict) -> None:
    """The job, safe to repeat."""
    async with db.transaction():
        await queries.forget_by_id(clock.now() - rules.WAITS_TO_BE_SENT)
