"""Requests for feedback as rows, each with its author and the requirement it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from community import db
from community.catalogue import queries as catalogue
from community.cohorts.queries import Seat
from community.evidence import rules as evidence
from community.evidence.artifacts import queries as artifacts
from community.evidence.queries import Work
from community.feedback.content import COUNTS_AS
from community.people import queries as people
from community.people.queries import Person

REQUEST = f"""
select feedback_request.id, feedback_request.work_id, feedback_request.cohort_id, feedback_request.revision,
       feedback_request.focus, feedback_request.off_limits, feedback_request.protocol, feedback_request.asks,
       feedback_request.wanted, feedback_request.asks_outlook, feedback_request.asks_holders,
       feedback_request.opened_at, feedback_request.until_at, feedback_request.ended_at, feedback_request.ending,
       work.person_id, work.requirement_key as key, work.state as work_state, micro_credential.code,
       cohort.definition_version_id, cohort.name as cohort, cohort.state as cohort_state,
       seat.id as seat_id, coalesce(seat.state = 'active', false) as author_sits, revision.words,
       work.revision > feedback_request.revision as changed,
       (select cast(coalesce(sum({COUNTS_AS}), 0) as float)
        from feedback
        where feedback.request_id = feedback_request.id and feedback.state in ('reading', 'sent')) as taken,
       (select cast(coalesce(sum({COUNTS_AS}), 0) as float)
        from feedback
        where feedback.request_id = feedback_request.id and feedback.state = 'sent') as answered
from feedback_request
join work on work.id = feedback_request.work_id
join micro_credential on micro_credential.id = work.micro_credential_id
join cohort on cohort.id = feedback_request.cohort_id
join revision on revision.work_id = work.id and revision.number = feedback_request.revision
left join seat on seat.cohort_id = cohort.id and seat.person_id = work.person_id
"""  # noqa: S608


@dataclass(frozen=True)
class Request:
    """One request; `taken` and `answered` are readers, half a one for one good question (R45).

    `changed`: its author has written on since she asked.
    """

    id: int
    work_id: int
    cohort_id: int
    revision: int
    focus: str
    off_limits: str
    protocol: str
    asks: str
    wanted: int
    asks_outlook: bool
    asks_holders: bool
    opened_at: datetime
    until_at: datetime
    ended_at: datetime | None
    ending: str
    person_id: int
    key: str
    work_state: str
    code: str
    definition_version_id: int
    cohort: str
    cohort_state: str
    seat_id: int | None
    author_sits: bool
    words: int
    changed: bool
    taken: float
    answered: float
    author: Person
    requirement: Any  # catalogue.Requirement

    @property
    def topic(self) -> str:
        return f"request:{self.id}"

    @property
    def draft_topic(self) -> str:
        return artifacts.draft_topic(self.work_id)

    @property
    def cohort_topic(self) -> str:
        return f"cohort:{self.cohort_id}"

    @property
    def address(self) -> str:
        """Where its readers go."""
        return f"/feedback/{self.id}"

    @property
    def last_day(self) -> date:
        """On which it is open, to its end where the author is."""
        return evidence.last_day(self.until_at, self.author.time_zone)

    @property
    def ledger(self) -> str:
        """Where its author goes."""
        return f"/work/{self.code}/{self.key}/feedback"

    @property
    def criteria(self) -> list[str]:
        """The keys of what a reviewer looks for in it."""
        return [one["key"] for one in self.requirement.prompt.get("criteria", [])]

    @property
    def name(self) -> str:
        """What it is about: "Artifact 1: Conversation plan"."""
        return self.requirement.full_name


async def requests_of_work(author: Person, work: Work, most: int = 10) -> list[Request]:
    """One's own requests for this work, newest first."""
    return await _requests(
        REQUEST
        + """
        where work.id = :work_id and work.person_id = :person_id order by feedback_request.id desc limit :most
        """,
        work_id=work.id,
        person_id=author.id,
        most=most,
    )


async def own_request(author: Person, request_id: int) -> Request | None:
    """One's own request."""
    found = await _requests(
        REQUEST
        + """
        where feedback_request.id = :id and work.person_id = :person_id order by feedback_request.id limit 1
        """,
        id=request_id,
        person_id=author.id,
    )
    return found[0] if found else None


async def request(person: Person, request_id: int) -> Request | None:
    """A request of a cohort in which this person sits now; what of it they may see the rules say."""
    found = await _requests(
        REQUEST
        + """
        join seat as reader on reader.cohort_id = feedback_request.cohort_id and reader.person_id = :person_id
                           and reader.state = 'active'
        where feedback_request.id = :id order by feedback_request.id limit 1
        """,
        id=request_id,
        person_id=person.id,
    )
    return found[0] if found else None


async def given_request(person: Person, request_id: int) -> Request | None:
    """A request to which this person has sent feedback, wherever they sit now."""
    found = await _requests(
        REQUEST
        + """
        join feedback on feedback.request_id = feedback_request.id and feedback.person_id = :person_id
                     and feedback.state = 'sent'
        where feedback_request.id = :id order by feedback_request.id limit 1
        """,
        id=request_id,
        person_id=person.id,
    )
    return found[0] if found else None


async def asking(seat: Seat, at: datetime, most: int = 100) -> list[Request]:
    """The open requests in this seat's cohort but one's own, the longest wait first."""
    return await _requests(
        REQUEST
        + """
        where feedback_request.cohort_id = :cohort_id and feedback_request.ended_at is null and until_at > :at
          and work.person_id <> :person_id and seat.state = 'active'
        order by feedback_request.opened_at, feedback_request.id limit :most
        """,
        cohort_id=seat.cohort_id,
        person_id=seat.person_id,
        at=at,
        most=most,
    )


async def open_of_seat(seat: Seat, member_seat_id: int, key: str) -> int | None:
    """The number of the open request for a colleague's requirement, for a board's cell."""
    return await db.value(
        """
        select feedback_request.id from feedback_request
        join work on work.id = feedback_request.work_id
        join seat on seat.cohort_id = feedback_request.cohort_id and seat.person_id = work.person_id
        where seat.id = :member_seat_id and seat.cohort_id = :cohort_id and work.requirement_key = :key
          and feedback_request.ended_at is null
        """,
        member_seat_id=member_seat_id,
        cohort_id=seat.cohort_id,
        key=key,
    )


async def waiting_since(seat: Seat) -> dict[int, tuple[int, datetime, str]]:
    """For who facilitates: {member's seat: (request, since when, whom it asks)} of the longest one without a reader."""
    rows = await db.many(
        dict,
        """
        select distinct on (seat.id) seat.id as seat_id, feedback_request.id, feedback_request.opened_at,
               feedback_request.asks
        from feedback_request
        join work on work.id = feedback_request.work_id
        join seat on seat.cohort_id = feedback_request.cohort_id and seat.person_id = work.person_id
        where feedback_request.cohort_id = :cohort_id and feedback_request.ended_at is null and seat.state = 'active'
          and not exists (
              select from feedback
              where feedback.request_id = feedback_request.id and feedback.state in ('reading', 'sent'))
        order by seat.id, feedback_request.opened_at, feedback_request.id limit 1000
        """,
        cohort_id=seat.cohort_id,
    )
    return {row["seat_id"]: (row["id"], row["opened_at"], row["asks"]) for row in rows}


async def set_asks_cohort(author: Person, request: Request) -> bool:
    """Whether it asked a few until now, and goes on."""
    changed = await db.run(
        """
        update feedback_request set asks = 'cohort' from work
        where feedback_request.id = :id and asks in ('named', 'turn') and ended_at is null
          and work.id = feedback_request.work_id and work.person_id = :person_id
        """,
        id=request.id,
        person_id=author.id,
    )
    return changed == 1


async def add(
    author: Person, work: Work, cohort_id: int, asked: Any, opened_at: datetime, until_at: datetime
) -> int | None:
    """Open a request for the present draft; None while one is open. `asked` is what the form says."""
    return await db.value(
        """
        insert into feedback_request
            (work_id, cohort_id, revision, focus, off_limits, protocol, asks, wanted, asks_outlook, asks_holders,
             opened_at, until_at)
        select work.id, :cohort_id, :revision, :focus, :off_limits, :protocol, :asks, :wanted, :asks_outlook,
               :asks_holders, :opened_at, :until_at
        from work where work.id = :work_id and work.person_id = :person_id
        on conflict do nothing returning id
        """,
        work_id=work.id,
        person_id=author.id,
        cohort_id=cohort_id,
        revision=work.revision,
        focus=asked.focus,
        off_limits=asked.off_limits,
        protocol=asked.protocol,
        asks=asked.asks,
        wanted=asked.wanted,
        asks_outlook=asked.asks_outlook,
        asks_holders=asked.asks_holders,
        opened_at=opened_at,
        until_at=until_at,
    )


async def _requests(sql: str, **values: Any) -> list[Request]:
    rows = await db.many(dict, sql, **values)
    faces = await people.people_by_id(sorted({row["person_id"] for row in rows})) if rows else {}
    asked = await _requirements({row["definition_version_id"] for row in rows})
    return [
        Request(**row, author=faces[row["person_id"]], requirement=asked[row["definition_version_id"], row["key"]])
        for row in rows
        if row["person_id"] in faces and (row["definition_version_id"], row["key"]) in asked
    ]


async def _requirements(versions: Iterable[int]) -> dict[tuple[int, str], Any]:
    return {
        (version, one.key): one for version in sorted(versions) for one in await catalogue.public_requirements(version)
    }
