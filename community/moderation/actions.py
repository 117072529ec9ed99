"""A message is reported; a facilitator settles it: it is hidden, or it stands, each with a sentence."""

from dataclasses import dataclass

from community import clock, db
from community.cohorts.queries import Seat
from community.discussion import actions as discussion
from community.discussion.queries import Message
from community.errors import Conflict, permit
from community.events import record
from community.moderation import queries, rules
from community.moderation.queries import Report
from community.moderation.rules import Outcome, Reason
from community.pages import _


@dataclass(frozen=True)
class Settled:
    """Detail of `report.settled`."""

    outcome: str


async def report(seat: Seat, message: Message, reason: Reason, words: str) -> None:
    """Tell the facilitators of one message. Again, it changes nothing. Nobody else hears of it."""
    permit(rules.can_report(seat, message), _("You can report what others wrote, while it stands."))
    async with db.transaction():
        report_id = await queries.add(seat, message, reason, words, clock.now())
        if report_id:
            record("report.made", seat.topic, about=report_id, by=seat.person_id)


async def settle(seat: Seat, found: Report, outcome: Outcome, sentence: str) -> None:
    """Hide the message, or let it stand; who reported it is told, and where it is hidden all who read it are."""
    permit(rules.can_settle(seat, found), _("Facilitators settle what was reported, but not of themselves."))
    async with db.transaction():
        if not await queries.settle(seat, found, outcome, sentence, clock.now()):
            raise Conflict(_("A colleague has settled this a moment ago."))
        if outcome is Outcome.HIDDEN:
            await discussion.hide(seat, found.message_id, sentence)
        reporter = await queries.seat_of_reporter(seat, found)
        record(
            "report.settled", f"seat:{reporter or seat.id}", about=found.id, by=seat.person_id, detail=Settled(outcome)
        )
