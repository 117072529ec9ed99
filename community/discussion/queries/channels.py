"""Channels of a cohort; those that are made when first used stand in the list from the start."""

from dataclasses import dataclass, replace
from datetime import datetime

from community import db
from community.catalogue import queries as catalogue
from community.catalogue.queries import Requirement
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Seat
from community.discussion.queries.reach import BOTH, READABLE, asking, begun
from community.discussion.rules import Kind
from community.discussion.settings.rules import Level
from community.errors import NotFound
from community.pages import _

MOST_UNREAD = 100  # counted no further: "99+"
COLUMNS = """
channel.id, channel.cohort_id, channel.kind, channel.requirement_key, channel.name, channel.backlog,
case when channel.kind = 'private' then (
    select array_agg(person.called order by party.person_id) from party join person on person.id = party.person_id
    where party.channel_id = channel.id) end as parties,
channel.kind = 'private' and exists (
    select from party where party.channel_id = channel.id and party.asked_at is not null) as asked
"""


@dataclass(frozen=True)
class Channel:
    """A place to talk. `id` is None until something was said there.

    The asking person's own: how many are `unread`, and up to which message they have read (None: never here).
    """

    id: int | None
    cohort_id: int
    kind: str
    requirement_key: str | None = None
    name: str = ""  # a topic's own
    backlog: str | None = None  # what who joins later reads, where it is not as in the cohort
    parties: list[str] | None = None  # of a private thread: how its two are called
    standing: str | None = None  # how one stands in it: open, muted
    involvement: str = Level.EVERYTHING  # what of it one is told
    asked: bool = False  # a private thread that began on the cohort's public page
    is_outside: bool = False  # read by who asked there and has no seat
    has_both: bool = True  # False once the other has left it, or the cohort
    unread: int = 0
    read_to: int | None = None
    newest: int = 0
    requirement: Requirement | None = None

    @property
    def topic(self) -> str:
        return f"channel:{self.id}"

    @property
    def title(self) -> str:
        """General · Announcements · Artifact 1: Conversation plan · a topic's own name."""
        names = [*(self.parties or ()), _("a former member"), _("a former member")]
        if self.kind == Kind.GENERAL:
            title = _("General")
        elif self.kind == Kind.ANNOUNCEMENTS:
            title = _("Announcements")
        elif self.kind == Kind.PRIVATE:
            title = _("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}
        elif self.requirement:
            title = self.requirement.full_name
        else:
            title = self.name or self.requirement_key or ""
        return title

    @property
    def short(self) -> str:
        """The same for a narrow list: A1 · Conversation plan."""
        return f"{self.requirement.short} · {self.requirement.title}" if self.requirement else self.title

    @property
    def spot(self) -> str:
        """Its name in the ids of a page, the same before and after it is made."""
        return spot(self.kind, self.requirement_key, self.id)

    @property
    def address(self) -> str:
        """Where it is read; messages are posted to …/messages."""
        if self.is_outside:
            return f"/asked/{self.id}"
        if self.id is not None:
            path = f"channels/{self.id}"
        elif self.kind == Kind.REQUIREMENT:
            path = f"requirements/{self.requirement_key}/channel"
        else:
            path = f"channels/{self.kind}"
        return f"/cohorts/{self.cohort_id}/{path}"


def spot(kind: str, requirement_key: str | None, channel_id: int | None) -> str:
    """general · of-talk_plan · 9 (a topic's, a private thread's)"""
    if kind == Kind.REQUIREMENT:
        name = f"of-{requirement_key}"
    else:
        name = str(channel_id) if kind in (Kind.TOPIC, Kind.PRIVATE) else kind
    return name


async def channels(seat: Seat, cohort: Cohort) -> list[Channel]:
    """All of the cohort in the order of the side list, those without a word so far included, with what is unread."""
    made = await _made(seat, cohort)
    requirements = await catalogue.public_requirements(cohort.definition_version_id)
    by_spot = {one.spot: one for one in made}
    planned = [
        Channel(None, cohort.id, Kind.ANNOUNCEMENTS),
        Channel(None, cohort.id, Kind.GENERAL),
        *(one for one in made if one.kind == Kind.TOPIC),
        *(Channel(None, cohort.id, Kind.REQUIREMENT, need.key) for need in requirements),
        # a requirement that another version of the definition had: what was said stays readable
        *(
            one
            for one in made
            if one.kind == Kind.REQUIREMENT and one.requirement_key not in {need.key for need in requirements}
        ),
        *sorted((one for one in made if one.kind == Kind.PRIVATE), key=lambda one: -one.newest),
    ]
    by_key = {need.key: need for need in requirements}
    return [replace(by_spot.get(one.spot, one), requirement=by_key.get(one.requirement_key or "")) for one in planned]


async def channel(seat: Seat, channel_id: int) -> Channel:
    """One that was made, without what is unread there."""
    found = await db.one(
        Channel,
        f"select {COLUMNS} from channel where id = :id and cohort_id = :cohort_id and {READABLE}",  # noqa: S608
        id=channel_id,
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
    )
    if found is None:
        raise NotFound
    return found


async def channel_at(seat: Seat, purpose: str, key: str | None = None) -> Channel | None:
    """General, announcements, or a requirement's, if it was made."""
    return await db.one(
        Channel,
        """
        select id, cohort_id, kind, requirement_key, name, backlog from channel
        where cohort_id = :cohort_id and kind = :purpose and requirement_key is not distinct from :key
        order by id limit 1
        """,
        cohort_id=seat.cohort_id,
        purpose=purpose,
        key=key,
    )


async def add_channel(seat: Seat, kind: str, key: str | None, name: str, at: datetime) -> tuple[Channel, bool]:
    """The channel, and whether it is new: somebody else may have been quicker."""
    new = await db.one(
        Channel,
        """
        insert into channel (cohort_id, kind, requirement_key, name, created_by, created_at)
        values (:cohort_id, :purpose, :key, :name, :person_id, :at) on conflict do nothing
        returning id, cohort_id, kind, requirement_key, name
        """,
        cohort_id=seat.cohort_id,
        purpose=kind,
        key=key,
        name=name,
        person_id=seat.person_id,
        at=at,
    )
    there = new or await channel_at(seat, kind, key)
    if there is None:
        raise NotFound
    return there, new is not None


async def count_topics(seat: Seat) -> int:
    return await db.value("select count(*) from channel where cohort_id = :id and kind = 'topic'", id=seat.cohort_id)


async def channels_by_id(ids: list[int]) -> dict[int, Channel]:
    """For feed, worker and jobs only."""
    found = await db.many(
        Channel,
        f"select {COLUMNS} from channel where id = any(:ids) order by id limit 1000",  # noqa: S608
        ids=ids,
    )
    theirs = await cohorts.cohorts_by_id(sorted({one.cohort_id for one in found}))
    named = {}
    for one in found:
        needs = await catalogue.public_requirements(theirs[one.cohort_id].definition_version_id)
        named[one.id or 0] = replace(
            one, requirement=next((need for need in needs if need.key == one.requirement_key), None)
        )
    return named


async def _made(seat: Seat, cohort: Cohort) -> list[Channel]:
    return await db.many(
        Channel,
        f"""
        select {COLUMNS}, case when mine.state = 'muted' then 0 else new.unread end as unread,
               read_marker.message_id as read_to, mine.state as standing,
               coalesce(chosen.level, 'everything') as involvement,
               channel.kind <> 'private' or {BOTH} as has_both,
               coalesce((select max(id) from message where message.channel_id = channel.id), 0) as newest
        from channel
        left join read_marker on read_marker.channel_id = channel.id and read_marker.person_id = :person_id
        left join involvement as chosen on chosen.channel_id = channel.id and chosen.person_id = :person_id
        left join party as mine on mine.channel_id = channel.id and mine.person_id = :person_id
        cross join lateral (
            select count(*) as unread from (
                select message.id from message left join message as root on root.id = message.thread_id
                where message.channel_id = channel.id and message.id > coalesce(read_marker.message_id, 0)
                  and message.at >= cast(:joined_at as timestamptz) and message.deleted_at is null
                  and message.person_id is distinct from :person_id
                  and {begun("coalesce(root.at, message.at)")}
                  and (chosen.level is null or chosen.level = 'mentions' and exists (
                      select from mention where mention.message_id = message.id and mention.person_id = :person_id))
                order by message.id limit :most
            ) as counted
        ) as new
        where channel.cohort_id = :cohort_id and {READABLE}
        order by channel.id limit 200
        """,  # noqa: S608
        person_id=seat.person_id,
        cohort_id=seat.cohort_id,
        **asking(seat, cohort),
        most=MOST_UNREAD,
    )
