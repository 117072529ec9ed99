"""Messages with what belongs to them: author, replies, reactions. One query, however many."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from community import db
from community.cohorts.queries import Cohort, Seat
from community.discussion import rules
from community.discussion.attachments.queries import FILES, Attachment
from community.discussion.pointing.targets import Target, knowing, target
from community.discussion.queries.channels import Channel, spot
from community.discussion.queries.faces import Face
from community.discussion.queries.reach import READABLE, asking, begun
from community.errors import NotFound
from community.people.faces import Drawn

PAGE = 50
MESSAGE = f"""
select message.id, message.channel_id, channel.cohort_id, channel.kind, channel.requirement_key, message.thread_id,
       person.id as person_id, coalesce(person.name, '') as name, coalesce(person.called, '') as called,
       coalesce(seat.role, '') as role, message.html, message.version, message.post_key, message.at, message.edited_at,
       message.deleted_at, coalesce(root.at, message.at) as began_at, coalesce(answers.replies, 0) as replies,
       answers.last_reply_id, answers.last_reply_at, coalesce(answers.repliers, '[]') as repliers,
       coalesce(felt.reactions, '{{}}') as reactions, coalesce(person.picture, '') as picture, message.resolved_at,
       solution.id as answer_id, channel.backlog, message.hidden_why,
       coalesce(root.answer_id = message.id, false) and message.deleted_at is null as is_answer,
       coalesce(brought.files, '[]') as files, message.about_key, message.about_criterion,
       cohort.definition_version_id, message.pinned_at, case when channel.kind = 'private' then (
           select party.person_id from party where party.channel_id = channel.id and party.asked_at is not null
       ) end as asked_by, coalesce(quotation.quote, '') as quote
from message
join channel on channel.id = message.channel_id
join cohort on cohort.id = channel.cohort_id
left join message as root on root.id = message.thread_id
left join message as solution on solution.id = message.answer_id and solution.deleted_at is null
left join quotation on quotation.message_id = message.id
left join seat on seat.cohort_id = channel.cohort_id and seat.person_id = message.person_id
left join person on person.id = message.person_id and seat.unnamed is not true
left join lateral (
    select sum(theirs.replies) as replies, max(theirs.last_id) as last_reply_id, max(theirs.last_at) as last_reply_at,
           jsonb_agg(jsonb_build_object('id', theirs.id, 'name', theirs.name) order by theirs.last_id desc) as repliers
    from (
        select person.id as id, coalesce(person.name, '') as name, count(*) as replies, max(reply.id) as last_id,
               max(reply.at) as last_at
        from message as reply
        left join seat as chair on chair.cohort_id = channel.cohort_id and chair.person_id = reply.person_id
        left join person on person.id = reply.person_id and chair.unnamed is not true
        where reply.thread_id = message.id and reply.deleted_at is null
        group by person.id, person.name
    ) as theirs
) as answers on message.thread_id is null
left join lateral (
    select jsonb_object_agg(counted.kind, counted.people) as reactions
    from (select kind, count(*) as people from reaction where message_id = message.id group by kind) as counted
) as felt on true
{FILES}
"""  # noqa: S608


@dataclass(frozen=True)
class Message(Drawn):
    """What somebody said, as everybody sees it. A reply has a `thread_id`; `began_at` is its thread's first instant."""

    id: int
    channel_id: int
    cohort_id: int
    kind: str  # its channel's, as the next one
    requirement_key: str | None
    thread_id: int | None
    person_id: int | None
    name: str
    called: str
    role: str  # the author's in the cohort
    html: str
    version: int
    post_key: UUID
    at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    began_at: datetime
    replies: int
    last_reply_id: int | None
    last_reply_at: datetime | None
    repliers: list[dict]  # id and name of each, who answered last first
    reactions: dict[str, int]
    picture: str = ""  # the author's
    resolved_at: datetime | None = None  # its thread, if it is the first
    answer_id: int | None = None  # the reply that resolved it, while it stands
    is_answer: bool = False  # of its thread
    files: list[dict] = field(default_factory=list)  # as Attachment has them
    backlog: str | None = None  # its channel's own
    hidden_why: str = ""  # what a facilitator said who hid it; it is then as if deleted
    about_key: str | None = None  # the requirement that it is about, in the cohort's version of the definition
    about_criterion: str = ""
    definition_version_id: int = 0
    pinned_at: datetime | None = None  # to the head of its channel
    quote: str = ""  # of its author's own draft
    asked_by: int | None = None  # whose question from the public page its thread is

    @property
    def topic(self) -> str:
        return f"channel:{self.channel_id}"

    @property
    def root_id(self) -> int:
        return self.thread_id or self.id

    @property
    def address(self) -> str:
        return f"/cohorts/{self.cohort_id}/messages/{self.id}"

    @property
    def into(self) -> str:
        """The id of the list it stands in: its thread's, or its channel's."""
        return (
            f"thread-{self.thread_id}"
            if self.thread_id
            else f"messages-{spot(self.kind, self.requirement_key, self.channel_id)}"
        )

    @property
    def newest_id(self) -> int:
        """Of its thread: itself, or the last reply."""
        return self.last_reply_id or self.id

    @property
    def by_facilitator(self) -> bool:
        return self.role == "facilitator"

    @property
    def faces(self) -> list[Face]:
        """Of those who answered, the last three."""
        return [Face(**one) for one in self.repliers[:3]]

    @property
    def attachments(self) -> list[Attachment]:
        """The files that it brings, in their order."""
        return [Attachment(**one) for one in self.files]

    @property
    def about(self) -> Target | None:
        """The requirement or criterion that it says it is about."""
        return target(self)

    def is_for(self, audience: str) -> bool:
        """Whether this audience is shown it."""
        return rules.hears(audience, self.began_at)


async def message(seat: Seat, cohort: Cohort, message_id: int) -> Message:
    """One that this seat may read; NotFound for all others."""
    found = await db.one(
        Message,
        MESSAGE + f"where message.id = :id and channel.cohort_id = :cohort_id and {READABLE}",
        id=message_id,
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
    )
    if found is None or not rules.can_read(seat, cohort, found.began_at, found.backlog):
        raise NotFound
    return (await knowing([found]))[0]


async def messages(
    seat: Seat, cohort: Cohort, channel: Channel, before: int | None = None, most: int = PAGE
) -> list[Message]:
    """The newest of a channel (threads' first messages), or those before an id; in the order of writing."""
    found = await db.many(
        Message,
        MESSAGE
        + f"""
        where message.channel_id = :channel_id and message.thread_id is null and message.id < :before
          and {begun("message.at")}
        order by message.id desc limit :most
        """,
        channel_id=channel.id,
        before=before or 2**62,
        **asking(seat, cohort),
        most=most,
    )
    return await knowing(found[::-1])


async def around(seat: Seat, cohort: Cohort, channel: Channel, message_id: int) -> list[Message]:
    """A page of a channel with this message in its middle; in the order in which they were written."""
    older = await messages(seat, cohort, channel, before=message_id + 1, most=PAGE // 2)
    newer = await db.many(
        Message,
        MESSAGE
        + f"""
        where message.channel_id = :channel_id and message.thread_id is null and message.id > :after
          and {begun("message.at")}
        order by message.id limit :most
        """,
        channel_id=channel.id,
        after=message_id,
        **asking(seat, cohort),
        most=PAGE // 2,
    )
    return [*older, *await knowing(newer)]


async def are_earlier(seat: Seat, cohort: Cohort, first: Message) -> bool:
    """Whether the channel has messages above this one that this seat may read."""
    return await db.value(
        f"""
        select exists (
            select from message join channel on channel.id = message.channel_id
            where message.channel_id = :channel_id and message.thread_id is null and message.id < :before
              and {begun("message.at")}
        )
        """,  # noqa: S608
        channel_id=first.channel_id,
        before=first.id,
        **asking(seat, cohort),
    )


async def messages_by_id(ids: list[int]) -> dict[int, Message]:
    """For the feed, and for the answer to who just wrote."""
    found = await db.many(Message, MESSAGE + "where message.id = any(:ids) order by message.id limit 1000", ids=ids)
    return {one.id: one for one in await knowing(found)}


async def add_message(
    seat: rules.Writer, channel: Channel, thread_id: int | None, text: str, html: str, language: str, key: UUID,
    at: datetime, about: Target | None = None,
) -> int:  # fmt: skip
    """Its id."""
    return await db.value(
        """
        insert into message (channel_id, thread_id, person_id, text, html, language, post_key, at, about_key,
                             about_criterion)
        values (:channel_id, :thread_id, :person_id, :text, :html, :language, :key, :at, :about_key,
                :about_criterion)
        returning id
        """,
        channel_id=channel.id,
        thread_id=thread_id,
        person_id=seat.person_id,
        text=text,
        html=html,
        language=language,
        key=key,
        at=at,
        about_key=about.requirement.key if about else None,
        about_criterion=about.criterion if about else "",
    )


async def add_mentions(seat: Seat, message_id: int, people: frozenset[int]) -> None:
    """These persons, and nobody else, are mentioned in it."""
    await db.run(
        "delete from mention where message_id = :message_id and person_id <> all(:people)",
        message_id=message_id,
        people=list(people),
    )
    await db.run(
        """
        insert into mention (message_id, person_id) select :message_id, person_id
        from unnest(cast(:people as bigint[])) as named (person_id) on conflict do nothing
        """,
        message_id=message_id,
        people=list(people),
    )
