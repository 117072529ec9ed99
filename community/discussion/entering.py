"""What each page of the discussion begins with: the seat, its cohort, all channels and what is unread there."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from community import pages
from community.catalogue import queries as catalogue
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Member, Seat
from community.discussion import queries, rules
from community.discussion.pointing.targets import targets
from community.discussion.queries import Channel
from community.discussion.settings import rules as settings
from community.errors import NotFound
from community.pages import signed_in
from community.people.queries import Person

MOST_FACES = 40
COHORT = "/cohorts/{cohort_id:int}"
CHANNELS = (COHORT + "/channels/{channel_id:int}", COHORT + "/channels/{kind}", COHORT + "/requirements/{key}/channel")


@dataclass(frozen=True)
class Seated:
    """Who asks, and where they sit."""

    person: Person
    seat: Seat
    cohort: Cohort


@dataclass(frozen=True)
class Entered(Seated):
    """And what stands in the side list; the marks of the topics that the page follows."""

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

    @property
    def last_used(self) -> Channel:
        """Where somebody spoke last and one may answer; General while nobody has."""
        general = self.channel({"kind": rules.Kind.GENERAL})
        aside = (rules.Kind.ANNOUNCEMENTS, rules.Kind.PRIVATE)
        talks = [one for one in self.channels if one.kind not in aside and one.involvement != settings.Level.HIDDEN]
        return max([general, *talks], key=lambda one: one.newest)

    @property
    def announcements(self) -> Channel:
        return self.channel({"kind": rules.Kind.ANNOUNCEMENTS})

    @property
    def unread(self) -> int:
        return sum(one.unread for one in self.channels)


async def sit(request: Request) -> Seated:
    """Through a seat of the cohort in the address; 404 without one."""
    person = signed_in(request)
    seat = await cohorts.seat(person, request.path_params["cohort_id"])
    return Seated(person, seat, await cohorts.cohort(seat))


async def enter(request: Request, watch: bool = True) -> Entered:
    """For a page. The topics are noted before anything is counted, so that nothing falls between."""
    here = await sit(request)
    marks: list[str] = []
    if watch:
        room = here.seat.roster_topic if here.seat.role == "observer" else here.seat.cohort_topic
        marks = await pages.watch(request, here.seat.topic, room, *await queries.topics(here.seat))
    channels = await queries.channels(here.seat, here.cohort)
    return Entered(here.person, here.seat, here.cohort, channels, marks)


async def named_channel(request: Request, here: Seated) -> Channel:
    """The channel of the address, without what is unread there: for who writes. NotFound if there can be none."""
    named = request.path_params
    if "channel_id" in named:
        return await queries.channel(here.seat, named["channel_id"])
    kind, key = named.get("kind", rules.Kind.REQUIREMENT), named.get("key")
    if key is None and kind not in (rules.Kind.GENERAL, rules.Kind.ANNOUNCEMENTS):
        raise NotFound
    made = await queries.channel_at(here.seat, kind, key)
    if made is None and key is not None:
        requirements = await catalogue.public_requirements(here.cohort.definition_version_id)
        if key not in {requirement.key for requirement in requirements}:
            raise NotFound
    return made or Channel(None, here.cohort.id, kind, key)


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
        "settings": settings,
        "faces": members[:MOST_FACES],
        "here": set(request.state.realtime.here(here.seat.cohort_topic)),
        "audience": rules.EVERYONE,
        "unread": here.unread,
        "targets": await targets(here.cohort.definition_version_id),
    }
