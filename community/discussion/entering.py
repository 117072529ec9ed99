"""What each page of the discussion begins with: the seat, its cohort, all channels and what is unread there."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from community import pages
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Member, Seat
from community.discussion import queries, rules
from community.discussion.queries import Channel
from community.errors import NotFound
from community.pages import signed_in
from community.people.queries import Person

MOST_FACES = 12


@dataclass(frozen=True)
class Entered:
    """Who asks, where they sit, and what stands in the side list."""

    person: Person
    seat: Seat
    cohort: Cohort
    channels: list[Channel]
    marks: list[str]

    def channel(self, named: dict[str, Any]) -> Channel:
        """The one an address names by number, by kind, or by its requirement; NotFound for anything else."""
        for one in self.channels:
            by_number = "channel_id" in named and one.id == named["channel_id"]
            by_kind = named.get("kind") == one.kind and one.kind in (rules.Kind.GENERAL, rules.Kind.ANNOUNCEMENTS)
            by_key = "key" in named and one.requirement_key == named["key"]
            if by_number or by_kind or by_key:
                return one
        raise NotFound

    def channel_of(self, message: Any) -> Channel:
        """The channel that a message stands in."""
        return self.channel({"channel_id": message.channel_id})

    @property
    def last_used(self) -> Channel:
        """Where somebody spoke last; General while nobody has."""
        general = next(one for one in self.channels if one.kind == rules.Kind.GENERAL)
        return max([general, *self.channels], key=lambda one: one.newest)

    @property
    def unread(self) -> int:
        return sum(one.unread for one in self.channels)


async def enter(request: Request, watch: bool = True) -> Entered:
    """Through a seat of the cohort in the address (404 without one). Topics are noted before anything is counted."""
    person = signed_in(request)
    seat = await cohorts.seat(person, request.path_params["cohort_id"])
    cohort = await cohorts.cohort(seat)
    marks: list[str] = []
    if watch:
        own = [seat.topic] if seat.role == "observer" else [seat.topic, seat.cohort_topic]
        marks = await pages.watch(request, *own, *await queries.topics(seat))
    return Entered(person, seat, cohort, await queries.channels(seat, cohort), marks)


async def frame(request: Request, here: Entered) -> dict[str, Any]:
    """What base and side list show on every page of the discussion."""
    members: list[Member] = await cohorts.members(here.seat)
    return {
        "seat": here.seat,
        "cohort": here.cohort,
        "channels": here.channels,
        "marks": here.marks,
        "nav": "cohort",
        "rules": rules,
        "faces": members[:MOST_FACES],
        "here": set(request.state.realtime.here(here.seat.cohort_topic)),
        "audience": rules.EVERYONE,
        "unread": here.unread,
    }
