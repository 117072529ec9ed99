"""Reports as rows: the one message as it was when it was reported, never what stands around it."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.cohorts.queries import Seat
from community.discussion.queries import Message
from community.discussion.rules import Writer
from community.errors import NotFound
from community.people.queries import Person

# Nobody facilitates the cohort but (perhaps) who wrote what was reported: then the affiliate's desk looks after it.
FOR_DESK = """
not exists (
    select from seat where seat.cohort_id = channel.cohort_id and seat.role = 'facilitator' and seat.state = 'active'
         and seat.person_id is distinct from message.person_id)
"""
REPORT = f"""
select report.id, channel.cohort_id, cohort.name as cohort, cohort.affiliate_id, report.message_id, report.person_id,
       coalesce(person.name, '') as name, message.person_id as author_id, coalesce(author.name, '') as author,
       channel.kind = 'private' as is_private, message.at as said_at, message.deleted_at, message.hidden_why,
       case when message.version = report.version then message.html else former.html end as html,
       report.reason, report.words, report.at, report.outcome, report.sentence, report.settled_at,
       coalesce(settler.name, '') as settled_by, report.settled_by as settled_by_id, report.restored_at,
       coalesce(restorer.name, '') as restored_by, report.restored_why, {FOR_DESK} as is_for_desk,
       case when channel.kind = 'private' then (
           select party.channel_id from party where party.channel_id = channel.id
                and party.person_id = report.person_id and party.asked_at is not null
                and not exists (select from seat where seat.cohort_id = channel.cohort_id
                                and seat.person_id = report.person_id and seat.state = 'active')
       ) end as asked_in
from report
join message on message.id = report.message_id
join channel on channel.id = message.channel_id
join cohort on cohort.id = channel.cohort_id
left join message_version as former on former.message_id = message.id and former.version = report.version
left join person on person.id = report.person_id
left join person as author on author.id = message.person_id
left join person as settler on settler.id = report.settled_by
left join person as restorer on restorer.id = report.restored_by
"""  # noqa: S608


@dataclass(frozen=True)
class Report:
    """A message that somebody (`name`) reported; `outcome` is None until it is settled."""

    id: int
    cohort_id: int
    cohort: str
    affiliate_id: int
    message_id: int
    person_id: int | None
    name: str
    author_id: int | None
    author: str
    is_private: bool
    said_at: datetime
    deleted_at: datetime | None
    hidden_why: str
    html: str | None
    reason: str
    words: str
    at: datetime
    outcome: str | None
    sentence: str
    settled_at: datetime | None
    settled_by: str
    settled_by_id: int | None
    restored_at: datetime | None
    restored_by: str
    restored_why: str
    is_for_desk: bool
    asked_in: int | None  # the thread in which who reported it asked from the public page, and has no seat

    @property
    def address(self) -> str:
        """Where who reported it reads what came of it."""
        place = f"asked/{self.asked_in}" if self.asked_in else f"cohorts/{self.cohort_id}"
        return f"/{place}/messages/{self.message_id}/report"

    @property
    def desk(self) -> str:
        """Where it is settled: by the facilitators, or at the desk."""
        return f"{self.list_address}#report-{self.id}"

    @property
    def list_address(self) -> str:
        place = f"affiliates/{self.affiliate_id}" if self.is_for_desk else f"cohorts/{self.cohort_id}"
        return f"/{place}/reports"


async def reports(seat: Seat, most: int = 100) -> list[Report]:
    """For a facilitator's seat: what waits first, the longest waiting before all; then what was settled last."""
    return await db.many(
        Report,
        REPORT
        + """
        where channel.cohort_id = :cohort_id and message.person_id is distinct from :person_id
        order by report.settled_at desc nulls first, report.id limit :most
        """,
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
        most=most,
    )


async def count_waiting(seat: Seat) -> int:
    """How many wait for a facilitator with this seat."""
    return await db.value(
        """
        select count(*) from report
        join message on message.id = report.message_id
        join channel on channel.id = message.channel_id
        where channel.cohort_id = :cohort_id and report.outcome is null
          and message.person_id is distinct from :person_id
        """,
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
    )


async def reports_at(desk: Desk, most: int = 100) -> list[Report]:
    """For an organizer: what is reported where nobody else can settle it, and what they have settled; in that order."""
    return await db.many(
        Report,
        REPORT
        + f"""
        where cohort.affiliate_id = :affiliate_id and message.person_id is distinct from :person_id
          and ({FOR_DESK} or report.settled_by = :person_id)
        order by report.settled_at desc nulls first, report.id limit :most
        """,
        affiliate_id=desk.affiliate_id,
        person_id=desk.person_id,
        most=most,
    )


async def report_at(desk: Desk, report_id: int) -> Report:
    """One of them; NotFound for any other."""
    for one in await reports_at(desk, most=1000):
        if one.id == report_id:
            return one
    raise NotFound


async def report(seat: Seat, report_id: int) -> Report:
    """One of this cohort; NotFound for any other, and for who wrote what was reported."""
    found = (await reports_by_id([report_id])).get(report_id)
    if found is None or found.cohort_id != seat.cohort_id or found.author_id == seat.person_id:
        raise NotFound
    return found


async def own_report(seat: Seat, message_id: int) -> Report | None:
    """What this seat's person reported of the message, also once they read there no more."""
    return await db.one(
        Report,
        REPORT
        + """
        where report.message_id = :message_id and report.person_id = :person_id and channel.cohort_id = :cohort_id
        """,
        message_id=message_id,
        person_id=seat.person_id,
        cohort_id=seat.cohort_id,
    )


async def report_of(person: Person, channel_id: int, message_id: int) -> Report | None:
    """What who asked from the public page reported in that thread."""
    return await db.one(
        Report,
        REPORT
        + """
        where report.message_id = :message_id and report.person_id = :person_id and message.channel_id = :channel_id
          and exists (select from party where party.channel_id = message.channel_id
                      and party.person_id = :person_id and party.asked_at is not null)
        """,
        message_id=message_id,
        person_id=person.id,
        channel_id=channel_id,
    )


async def reports_by_id(ids: list[int]) -> dict[int, Report]:
    """For notices."""
    found = await db.many(Report, REPORT + "where report.id = any(:ids) order by report.id limit 1000", ids=ids)
    return {one.id: one for one in found}


async def settlers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {report: who settles it}: the cohort's facilitators, else the nearest desk; never its author."""
    rows = await db.many(
        dict,
        """
        select report.id, array_agg(seat.person_id order by seat.person_id) as people from report
        join message on message.id = report.message_id
        join channel on channel.id = message.channel_id
        join seat on seat.cohort_id = channel.cohort_id and seat.role = 'facilitator' and seat.state = 'active'
             and seat.person_id is distinct from message.person_id
        where report.id = any(:ids) group by report.id order by report.id limit 1000
        """,
        ids=ids,
    )
    leading = {row["id"]: row["people"] for row in rows}
    others = {key: one for key, one in (await reports_by_id(ids)).items() if key not in leading}
    authors = {key: one.author_id for key, one in others.items()}
    return leading | await affiliates.organizers_for_by_id(others, without=authors)


async def leading_by_id(cohort_id: int, author_id: int | None) -> list[int]:
    """Who facilitates, and so settles what is reported of this author."""
    rows = await db.many(
        dict,
        """
        select person_id from seat where cohort_id = :cohort_id and role = 'facilitator' and state = 'active'
             and person_id is distinct from cast(:author_id as bigint)
        order by person_id limit 100
        """,
        cohort_id=cohort_id,
        author_id=author_id,
    )
    return [row["person_id"] for row in rows]


async def desks_by_id(found: Report) -> list[int]:
    """Who may settle it at a desk: the organizers of the affiliate and those above, but never its author."""
    over = await affiliates.organizers_over_by_id([found.affiliate_id])
    return [person_id for _far, person_id in over.get(found.affiliate_id, []) if person_id != found.author_id]


async def reporters_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {report: who made it}"""
    return {one.id: [one.person_id] for one in (await reports_by_id(ids)).values() if one.person_id}


async def add(seat: Writer, message: Message, reason: str, words: str, at: datetime) -> int | None:
    """Its id; None where this person has reported the message before."""
    return await db.value(
        """
        insert into report (message_id, version, person_id, reason, words, at)
        values (:message_id, :version, :person_id, :reason, :words, :at)
        on conflict (message_id, person_id) do nothing returning id
        """,
        message_id=message.id,
        version=message.version,
        person_id=seat.person_id,
        reason=reason,
        words=words,
        at=at,
    )


async def settle_by_id(person_id: int, found: Report, outcome: str, sentence: str, at: datetime) -> bool:
    """Whether nobody had settled it before."""
    settled = await db.run(
        """
        update report set outcome = :outcome, sentence = :sentence, settled_at = :at, settled_by = :by
        where id = :id and outcome is null
        """,
        id=found.id,
        outcome=outcome,
        sentence=sentence,
        at=at,
        by=person_id,
    )
    return settled == 1


async def restore_by_id(person_id: int, found: Report, sentence: str, at: datetime) -> bool:
    """Whether what it had hidden was not shown again before."""
    shown = await db.run(
        """
        update report set restored_why = :sentence, restored_at = :at, restored_by = :by
        where id = :id and outcome = 'hidden' and restored_at is null
        """,
        id=found.id,
        sentence=sentence,
        at=at,
        by=person_id,
    )
    return shown == 1
