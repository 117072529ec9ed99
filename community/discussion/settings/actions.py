"""A reader says how much of a channel they are told; a facilitator says what latecomers read there."""

from dataclasses import dataclass

from community import db
from community.cohorts.queries import Cohort, Seat
from community.discussion import actions as discussion
from community.discussion.queries import Channel
from community.discussion.settings import queries, rules
from community.discussion.settings.rules import Backlog, Level
from community.errors import Conflict, NotFound, permit
from community.events import record
from community.pages import _


@dataclass(frozen=True)
class BacklogSet:
    """Detail of `channel.backlog_set`: what who joins later reads from now on."""

    backlog: str


async def choose(seat: Seat, channel: Channel, level: Level) -> None:
    """How much of the channel this seat's person is told. No event: it concerns nobody else."""
    possible = rules.levels(channel.kind)
    if not possible:
        raise NotFound
    if level not in possible:
        raise Conflict(_("Announcements are for everybody: choose everything, or mentions only."))
    if channel.id is not None or level is not Level.EVERYTHING:
        async with db.transaction():
            await queries.set_involvement(seat, await discussion.opened(seat, channel), level)


async def set_backlog(seat: Seat, cohort: Cohort, channel: Channel, backlog: Backlog) -> None:
    """Who sits here is asked anew what they may read; what is so already stays so."""
    permit(rules.can_set_backlog(seat, cohort, channel.kind), _("Facilitators say what who joins later reads."))
    async with db.transaction():
        there = await discussion.opened(seat, channel)
        if await queries.set_backlog(seat, there, None if backlog is Backlog.COHORT else backlog):
            record(
                "channel.backlog_set",
                seat.cohort_topic,
                about=there.id,
                by=seat.person_id,
                detail=BacklogSet(backlog),
            )
