"""Feedback as rows: who reads which request, what they have begun, and who opened a draft."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from community import db
from community.feedback.faces import faces_of, giver_of
from community.feedback.outlooks.rules import Outlooks
from community.feedback.requests.queries import Request
from community.people.queries import Person

FEEDBACK = """
select feedback.id, feedback.request_id, feedback.person_id, feedback.state, feedback.protocol, feedback.asked_at,
       feedback.taken_at, feedback.active_at, feedback.sent_at, feedback.begun, feedback.outlooks, feedback.thanks,
       feedback.thanked_at, feedback.as_holder, coalesce(seat.unnamed, not feedback.as_holder) as unnamed,
       seat.id as seat_id
from feedback
join feedback_request on feedback_request.id = feedback.request_id
left join seat on seat.cohort_id = feedback_request.cohort_id and seat.person_id = feedback.person_id
"""

@dataclass(frozen=True)
class Feedback:
    """One reader's feedback on one request. `giver` is None for a former member who wishes no name (R21).

    `as_holder`: asked as a holder of the badge who sits elsewhere (R44).
    """

    id: int
    request_id: int
    person_id: int | None
    state: str
    protocol: str
    asked_at: datetime | None
    taken_at: datetime | None
    active_at: datetime | None
    sent_at: datetime | None
    begun: dict[str, Any]
    outlooks: Outlooks
    thanks: str
    thanked_at: datetime | None
    as_holder: bool
    unnamed: bool
    seat_id: int | None
    giver: Person | None

    @property
    def is_sent(self) -> bool:
        return self.state == "sent"


@dataclass(frozen=True)
class Opening:
    """Somebody opened a draft (R49)."""

    id: int
    request_id: int
    by: Person | None
    opened_at: datetime


async def given(person: Person, request: Request) -> Feedback | None:
    """One's own feedback on this request, whatever its state."""
    found = await _feedback(
        FEEDBACK + "where feedback.request_id = :id and feedback.person_id = :person_id order by feedback.id limit 1",
        id=request.id,
        person_id=person.id,
    )
    return found[0] if found else None


async def given_among(person: Person, requests: list[Request]) -> dict[int, Feedback]:
    """One's own feedback on these requests, by request."""
    found = await _feedback(
        FEEDBACK
        + """
        where feedback.request_id = any(:ids) and feedback.person_id = :person_id order by feedback.id limit 500
        """,
        ids=[request.id for request in requests],
        person_id=person.id,
    )
    return {one.request_id: one for one in found}


async def asked_text(person: Person, request: Request) -> str:
    """The draft as it was asked with. The caller has seen that this person may read it (R40), or is its author."""
    return await db.value(
        """
        select text from revision where work_id = :work_id and number = :number
        and (exists (select from feedback where request_id = :id and person_id = :person_id
                     and state in ('reading', 'sent'))
             or exists (select from work where work.id = :work_id and work.person_id = :person_id))
        """,
        work_id=request.work_id,
        number=request.revision,
        id=request.id,
        person_id=person.id,
    )


async def readers(author: Person, requests: list[Request]) -> list[Feedback]:
    """Who was asked by name, reads, or has answered, of one's own requests."""
    return await _feedback(
        FEEDBACK
        + """
        join work on work.id = feedback_request.work_id and work.person_id = :person_id
        where feedback.request_id = any(:ids) order by feedback.id limit 500
        """,
        ids=[request.id for request in requests],
        person_id=author.id,
    )


async def openings(author: Person, requests: list[Request]) -> list[Opening]:
    """Who opened one's drafts, newest first (R49)."""
    return await _openings(
        OPENING
        + """
        join feedback_request on feedback_request.id = draft_opening.request_id
        join work on work.id = feedback_request.work_id and work.person_id = :person_id
        where draft_opening.request_id = any(:ids) order by draft_opening.id desc limit 200
        """,
        ids=[request.id for request in requests],
        person_id=author.id,
    )


# --- writing ---


async def put(person: Person, request_id: int, protocol: str, at: datetime) -> int | None:
    """This person reads it from now on; the feedback's number, None when they had taken it already."""
    return await db.value(
        """
        insert into feedback (request_id, person_id, state, protocol, taken_at, active_at)
        values (:request_id, :person_id, 'reading', :protocol, :at, :at)
        on conflict (request_id, person_id) do update
        set state = 'reading', protocol = excluded.protocol, taken_at = excluded.taken_at,
            active_at = excluded.active_at
        where feedback.state in ('asked', 'declined', 'returned')
        returning id
        """,
        request_id=request_id,
        person_id=person.id,
        protocol=protocol,
        at=at,
    )


async def ask_by_id(request_id: int, person_id: int, protocol: str, at: datetime) -> int | None:
    """Ask somebody by name; None when they were asked or read it already, or are kept from its author (R42)."""
    return await db.value(
        """
        insert into feedback (request_id, person_id, state, protocol, asked_at)
        select feedback_request.id, :person_id, 'asked', :protocol, :at
        from feedback_request join work on work.id = feedback_request.work_id
        where feedback_request.id = :request_id
          and not exists (select from kept_apart where kept_apart.cohort_id = feedback_request.cohort_id
                          and kept_apart.person_id = :person_id and other_id = work.person_id)
        on conflict (request_id, person_id) do update set state = 'asked', asked_at = excluded.asked_at
        where feedback.state in ('declined', 'returned')
        returning id
        """,
        request_id=request_id,
        person_id=person_id,
        protocol=protocol,
        at=at,
    )


async def lock_request_by_id(request_id: int) -> None:
    """One by one: readers that take it at the same moment are counted."""
    await db.value("select id from feedback_request where id = :id for no key update", id=request_id)


async def set_state(person: Person, feedback: Feedback, became: str, at: datetime) -> int:
    """The guarded write of a move: 0 when it is no longer where it was."""
    return await db.run(
        """
        update feedback set state = :became, active_at = :at,
                            sent_at = case when :became = 'sent' then :at else sent_at end
        where id = :id and person_id = :person_id and state = :was
        """,
        id=feedback.id,
        person_id=person.id,
        was=feedback.state,
        became=became,
        at=at,
    )


async def set_begun(person: Person, feedback: Feedback, begun: dict[str, Any], at: datetime) -> int:
    """What this person is about to write, for nobody else (R43)."""
    return await db.run(
        """
        update feedback set begun = :begun, active_at = :at
        where id = :id and person_id = :person_id and state = 'reading'
        """,
        id=feedback.id,
        person_id=person.id,
        begun=begun,
        at=at,
    )


async def has_opened(person: Person, request: Request, since: datetime) -> bool:
    """Whether an opening of the draft by this person stands since then."""
    return await db.value(
        """
        select exists (select from draft_opening where request_id = :request_id and person_id = :person_id
                       and opened_at > :since)
        """,
        request_id=request.id,
        person_id=person.id,
        since=since,
    )


async def add_opening(person: Person, request: Request, at: datetime, lasts: timedelta) -> int | None:
    """This person opened the draft; None when that is still the opening of a while ago."""
    return await db.value(
        """
        insert into draft_opening (request_id, person_id, opened_at)
        select :request_id, :person_id, :at
        where not exists (select from draft_opening where request_id = :request_id and person_id = :person_id
                          and opened_at > :since)
        returning id
        """,
        request_id=request.id,
        person_id=person.id,
        at=at,
        since=at - lasts,
    )


# --- for the feed and notices ---


async def feedback_by_id(ids: list[int]) -> dict[int, Feedback]:
    found = await _feedback(FEEDBACK + "where feedback.id = any(:ids) order by feedback.id limit 1000", ids=ids)
    return {one.id: one for one in found}


async def resting_by_id(since: datetime) -> list[int]:
    """For the job: taken, and nothing done since then."""
    rows = await db.many(
        dict,
        """
        select id from feedback where state = 'reading' and active_at <= :since and person_id is not null
        order by id limit 500
        """,
        since=since,
    )
    return [row["id"] for row in rows]


async def set_returned_by_id(given: Feedback, since: datetime) -> int:
    """The guarded write: 0 when they have gone on meanwhile."""
    return await db.run(
        "update feedback set state = 'returned' where id = :id and state = 'reading' and active_at <= :since",
        id=given.id,
        since=since,
    )


async def readers_by_id(request_ids: list[int]) -> list[Feedback]:
    """Who was asked by name, reads, or has answered."""
    return await _feedback(
        FEEDBACK + "where feedback.request_id = any(:ids) order by feedback.id limit 2000", ids=request_ids
    )


async def openings_by_id(request_ids: list[int]) -> list[Opening]:
    return await _openings(
        OPENING + "where draft_opening.request_id = any(:ids) order by draft_opening.id desc limit 500",
        ids=request_ids,
    )


OPENING = """
select draft_opening.id, draft_opening.request_id, draft_opening.person_id, draft_opening.opened_at from draft_opening
"""


async def _feedback(sql: str, **values: Any) -> list[Feedback]:
    rows = await db.many(dict, sql, **values)
    faces = await faces_of(rows)
    return [Feedback(**row, giver=giver_of(row, faces)) for row in rows]


async def _openings(sql: str, **values: Any) -> list[Opening]:
    rows = await db.many(dict, sql, **values)
    faces = await faces_of(rows)
    return [Opening(row["id"], row["request_id"], faces.get(row["person_id"]), row["opened_at"]) for row in rows]
