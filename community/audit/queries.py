"""The log as a desk reads it: what belongs to it, by kinds; a deed stands there once, on however many topics it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import db
from community.affiliates.queries import DOWNWARDS
from community.audit import rules

# Where the log holds what a desk reads: the topics, and how the place of each is called.
TOPICS = {
    "affiliate": "select 'affiliate:' || id, name from affiliate where id in (select id from downwards)",
    "cohort": "select 'cohort:' || id, name from cohort where affiliate_id in (select id from downwards)",
    "line": "select 'line:' || id, name from cohort where affiliate_id in (select id from downwards)",
    "issuer": "select 'issuer:' || id, cast(null as text) from issuer where id = :issuer_id",
    "set": "select 'platform:1', cast(null as text)",
    "news": "select 'news:1', cast(null as text)",
}
# Where a desk has so many topics that its newest deeds are found by their kinds: whether that of one belongs to it.
COHORT_OF = "select name from cohort where id = {number} and affiliate_id in (select id from downwards)"
OWNERS = {
    "affiliate": "select name from affiliate where id = {number} and id in (select id from downwards)",
    "cohort": COHORT_OF,
    "line": COHORT_OF,
    "submission": """
        select cast(null as text) from submission join application on application.id = submission.application_id
        join micro_credential on micro_credential.id = application.micro_credential_id
        where submission.number = {rest} and micro_credential.issuer_id = :issuer_id
    """,
}
SUBJECTS = {
    "fee": """
        select fee.id, cast(null as text) from fee
        where fee.issuer_id = :issuer_id or fee.affiliate_id in (select id from downwards)
    """,
    "report": """
        select report.id, cohort.name from report join message on message.id = report.message_id
        join channel on channel.id = message.channel_id join cohort on cohort.id = channel.cohort_id
        where cohort.affiliate_id in (select id from downwards)
    """,
}
COLUMNS = "event.id, event.kind, event.at, event.subject_id, event.person_id, event.detail"
ROW = COLUMNS + ", {place} as place"
ONCE = """
and not exists (
    select from event as twin where twin.subject_id = event.subject_id and twin.kind = event.kind
    and twin.kind in ({kinds}) and twin.xact = event.xact and twin.id < event.id
)
"""


@dataclass(frozen=True)
class Office:
    """The desks that somebody holds at one place: an affiliate, an issuer, or, with neither, the platform.

    `is_wide`: so many places are below that most of the log is theirs.
    """

    kinds: tuple[str, ...]
    affiliate_id: int | None
    issuer_id: int | None
    name: str
    is_wide: bool = False

    @property
    def affiliate(self) -> str:
        return self.name


@dataclass(frozen=True)
class Entry:
    """One deed. `who` is "" for the house itself, if it `is_unnamed`, and, `gone`, for who has erased their account.

    `whom` is the person it was done to. `thing` is the number or code of what it is about, "" where it has none.
    """

    id: int
    kind: str
    at: datetime
    about: int | None
    who: str
    gone: bool
    whom: str
    place: str
    thing: str
    detail: dict[str, Any] | None

    @property
    def is_unnamed(self) -> bool:
        """Somebody has done it, and the log does not tell who."""
        return not self.who and not self.gone and (self.kind in rules.UNNAMED or self.kind not in rules.BY_ITSELF)


@dataclass(frozen=True)
class Wanted:
    """What of the log: by whom (part of a name), of which kind, from one instant to another, older than an entry."""

    who: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


async def entries(desk: Office, wanted: Wanted, most: int) -> list[Entry]:
    """The newest first. Whoever is not named cannot be looked for either (R50)."""
    parts = [_part(where, kinds, desk.is_wide) for where, kinds in rules.reads(desk.kinds).items()]
    sql = f"""
        {DOWNWARDS}
        select event.id, event.kind, event.at, event.subject_id as about, coalesce(doer.name, '') as who,
               event.doer_id is not null and doer.id is null as gone, coalesce(whom.name, '') as whom,
               coalesce(event.place, '') as place,
               coalesce(fee.number, submission.number, micro_credential.code, '') as thing, event.detail
        from (
            select found.id, found.kind, found.at, found.subject_id, found.detail, found.place,
                   case when found.kind in ({_list(rules.UNNAMED)}) then null else found.person_id end as doer_id
            from ({" union all ".join(parts)}) as found
        ) as event
        left join person as doer on doer.id = event.doer_id
        left join person as whom on whom.id = cast(event.detail ->> 'person_id' as bigint)
             and event.kind not in ({_list(rules.UNNAMED)})
        left join fee on event.kind like 'fee.%' and fee.id = event.subject_id
        left join submission on event.kind like 'review.%' and event.kind not in ('review.claimed', 'review.returned',
             'review.lapsed') and submission.id = event.subject_id
        left join definition_version on event.kind in ('definition.imported', 'definition.published')
             and definition_version.id = event.subject_id
        left join micro_credential on micro_credential.id = definition_version.micro_credential_id
             or event.kind in ('definition.retired', 'definition.returned') and micro_credential.id = event.subject_id
        order by event.id desc limit :most
    """  # noqa: S608 - the names are ours
    place = {"affiliate_id": desk.affiliate_id, "issuer_id": desk.issuer_id}
    asked: dict[str, Any] = {"who": wanted.who, "kind": wanted.kind, "since": wanted.since, "until": wanted.until}
    asked |= {name: number for name, number in place.items() if f":{name}" in sql}
    return await db.many(Entry, sql, **asked, before=wanted.before, most=most)


def _part(where: str, kinds: tuple[str, ...], is_wide: bool) -> str:
    """The newest of one place, as SQL: of its topics, or of its kinds where it is wide, each by its own index."""
    held = f"event.kind in ({_list(kinds)}) {_wanted()}"
    if where == "submission" or (is_wide and where in OWNERS):
        rest = f"case when event.topic like '{where}:%' then split_part(event.topic, ':', 2) end"
        owner = OWNERS[where].format(rest=rest, number=f"cast({rest} as bigint)")
        return f"""
            (select {ROW.format(place="event.place")}
             from unnest(array[{_list(kinds)}]) as one (kind) cross join lateral (
                select {ROW.format(place="place.name")} from event cross join lateral ({owner}) as place (name)
                where event.kind = one.kind and {held} order by event.id desc limit :most) as event
             order by event.id desc limit :most)
        """  # noqa: S608
    if where in TOPICS:
        row = ROW.format(place="place.name")
        return f"""
            (select {row} from ({TOPICS[where]}) as place (topic, name) cross join lateral (
                select {COLUMNS} from event where event.topic = place.topic and {held}
                order by event.seq desc limit :most) as event
             order by event.id desc limit :most)
        """  # noqa: S608
    once = ONCE.format(kinds=_list(kinds))
    if where in SUBJECTS:
        row = ROW.format(place="place.name")
        joined = f"from ({SUBJECTS[where]}) as place (id, name) join event on event.subject_id = place.id"
    else:
        row, joined = ROW.format(place="cast(null as text)"), "from event"
    return f"(select {row} {joined} where {held} {once} order by event.id desc limit :most)"


def _wanted() -> str:
    return f"""
        and (cast(:kind as text) = '' or event.kind = :kind)
        and (cast(:since as timestamptz) is null or event.at >= :since)
        and (cast(:until as timestamptz) is null or event.at < :until)
        and (cast(:before as bigint) is null or event.id < :before)
        and (cast(:who as text) = '' or event.kind not in ({_list(rules.UNNAMED)}) and exists (
             select from person where person.id = event.person_id and strpos(lower(person.name), lower(:who)) > 0))
    """


def _list(kinds: tuple[str, ...] | frozenset[str]) -> str:
    """As SQL writes a list of texts, so that the small indexes over these kinds are known to hold them."""
    return ", ".join(f"'{kind}'" for kind in sorted(kinds))
