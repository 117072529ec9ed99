"""A message is reported; who looks after the cohort settles it: it is hidden, or it stands, each with a sentence."""

from dataclasses import dataclass

from community import clock, db
from community.affiliates.queries import Desk
from community.cohorts.queries import Seat
from community.discussion import actions as discussion
from community.discussion.queries import Message
from community.discussion.rules import Moderator, Writer
from community.errors import Conflict, permit
from community.events import record
from community.moderation import queries, rules
from community.moderation.queries import Report
from community.moderation.rules import AtDesk, Outcome, Reason
from community.pages import _


@dataclass(frozen=True)
class Settled:
    """Detail of `report.settled`."""

    outcome: str


async def report(seat: Writer, message: Message, reason: Reason, words: str) -> None:
    """Tell the facilitators of one message, or where there is no other, the desk. Again, it changes nothing."""
    permit(rules.can_report(seat, message), _("You can report what others wrote, while it stands."))
    async with db.transaction():
        report_id = await queries.add(seat, message, reason, words, clock.now())
        if report_id:
            record("report.made", *await _topics(report_id), about=report_id, by=seat.person_id)


async def settle(seat: Seat, found: Report, outcome: Outcome, sentence: str) -> None:
    """Hide the message, or let it stand; who reported it is told, and where it is hidden its author and all readers."""
    permit(rules.can_settle(seat, found), _("Facilitators settle what was reported, but not of themselves."))
    await _settle(seat, found, outcome, sentence)


async def settle_at(desk: Desk, found: Report, outcome: Outcome, sentence: str) -> None:
    """The same at the affiliate's desk, which looks after what is reported of a cohort's only facilitator."""
    permit(rules.can_settle_at(desk, found), _("Another facilitator settles this now."))
    await _settle(AtDesk(desk.person_id, found.cohort_id), found, outcome, sentence)


async def restore(seat: Seat, found: Report, sentence: str) -> None:
    """Show again what was hidden; who wrote it and who reported it are told. Conflict where it is shown already."""
    permit(rules.can_settle(seat, found), _("Facilitators settle what was reported, but not of themselves."))
    await _restore(seat, found, sentence)


async def restore_at(desk: Desk, found: Report, sentence: str) -> None:
    """The same at the desk."""
    permit(rules.can_settle_at(desk, found), _("Another facilitator settles this now."))
    await _restore(AtDesk(desk.person_id, found.cohort_id), found, sentence)


async def _settle(by: Moderator, found: Report, outcome: Outcome, sentence: str) -> None:
    async with db.transaction():
        if not await queries.settle_by_id(by.person_id, found, outcome, sentence, clock.now()):
            raise Conflict(_("A colleague has settled this a moment ago."))
        if outcome is Outcome.HIDDEN:
            await discussion.hide(by, found.message_id, sentence)
        await _tell(by, found, "report.settled", Settled(outcome))


async def _restore(by: Moderator, found: Report, sentence: str) -> None:
    async with db.transaction():
        shown = await discussion.restore(by, found.message_id)
        if not shown or not await queries.restore_by_id(by.person_id, found, sentence, clock.now()):
            raise Conflict(_("This message is shown already."))
        await _tell(by, found, "report.restored")


async def _tell(by: Moderator, found: Report, kind: str, detail: Settled | None = None) -> None:
    record(kind, *await _topics(found.id), about=found.id, by=by.person_id, detail=detail)


async def _topics(report_id: int) -> list[str]:
    """Who reported it, and who looks at its list: the facilitators, or the desks at and above. Nobody else hears."""
    found = (await queries.reports_by_id([report_id]))[report_id]
    leading = await queries.leading_by_id(found.cohort_id, found.author_id)
    look = await queries.desks_by_id(found) if found.is_for_desk else leading
    people = {*look, *([found.person_id] if found.person_id else [])}
    return [f"person:{person_id}" for person_id in sorted(people)]
