"""Reports as rows: the one message as it was when it was reported, never what stands around it."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.cohorts.queries import Seat
from community.discussion.queries import Message
from community.errors import NotFound

REPORT = """
select report.id, channel.cohort_id, cohort.name as cohort, report.message_id, report.person_id,
       coalesce(person.name, '') as name, message.person_id as author_id, coalesce(author.name, '') as author,
       channel.kind = 'private' as is_private, message.at as said_at, message.deleted_at, message.hidden_why,
       case when message.version = report.version then message.html else former.html end as html,
       report.reason, report.words, report.at, report.outcome, report.sentence, report.settled_at,
       coalesce(settler.name, '') as settled_by
from report
join message on message.id = report.message_id
join channel on channel.id = message.channel_id
join cohort on cohort.id = channel.cohort_id
left join message_version as former on former.message_id = message.id and former.version = report.version
left join person on person.id = report.person_id
left join person as author on author.id = message.person_id
left join person as settler on settler.id = report.settled_by
"""


@dataclass(frozen=True)
class Report:
    """A message that somebody (`name`) reported; `outcome` is None until it is settled."""

    id: int
    cohort_id: int
    cohort: str
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

    @property
    def address(self) -> str:
        """Where who reported it reads what came of it."""
        return f"/cohorts/{self.cohort_id}/messages/{self.message_id}/report"

    @property
    def desk(self) -> str:
        """Where the facilitators settle it."""
        return f"/cohorts/{self.cohort_id}/reports#report-{self.id}"


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


async def reports_by_id(ids: list[int]) -> dict[int, Report]:
    """For notices."""
    found = await db.many(Report, REPORT + "where report.id = any(:ids) order by report.id limit 1000", ids=ids)
    return {one.id: one for one in found}


async def leaders_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {report: facilitators of its cohort}, without who wrote what was reported."""
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
    return {row["id"]: row["people"] for row in rows}


async def reporters_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {report: who made it}"""
    return {one.id: [one.person_id] for one in (await reports_by_id(ids)).values() if one.person_id}


async def seat_of_reporter(seat: Seat, found: Report) -> int | None:
    """The seat, in this cohort, of who made the report."""
    return await db.value(
        "select id from seat where cohort_id = :cohort_id and person_id = :person_id",
        cohort_id=seat.cohort_id,
        person_id=found.person_id,
    )


async def add(seat: Seat, message: Message, reason: str, words: str, at: datetime) -> int | None:
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


async def settle(seat: Seat, found: Report, outcome: str, sentence: str, at: datetime) -> bool:
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
        by=seat.person_id,
    )
    return settled == 1
