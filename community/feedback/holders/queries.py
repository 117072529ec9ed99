"""What holders and cohorts say about reading elsewhere, and who may be asked, as rows."""

from datetime import date, datetime

from community import db
from community.cohorts.queries import Seat
from community.feedback.holders.conditions import MAY_READ
from community.feedback.holders.rules import Candidate
from community.feedback.requests import queries as requests
from community.feedback.requests.queries import Request
from community.people.queries import Person


async def a_month(person: Person) -> int:
    """How many drafts a month this person may be asked to read; 0: none."""
    return await db.value("select a_month from holder_willing where person_id = :id", id=person.id) or 0


async def say(person: Person, number: int, at: datetime) -> int:
    """The guarded write: 0 when it stands so already."""
    if not number:
        return await db.run("delete from holder_willing where person_id = :id", id=person.id)
    return await db.run(
        """
        insert into holder_willing (person_id, a_month, at) values (:id, :number, :at)
        on conflict (person_id) do update set a_month = excluded.a_month, at = excluded.at
        where holder_willing.a_month <> excluded.a_month
        """,
        id=person.id,
        number=number,
        at=at,
    )


async def are_welcome(seat: Seat) -> bool:
    """Whether this cohort lets its members ask holders elsewhere."""
    return await db.value("select exists (select from holders_welcome where cohort_id = :id)", id=seat.cohort_id)


async def set_welcome(seat: Seat, welcome: bool, at: datetime) -> int:
    """The guarded write: 0 when it stands so already."""
    begins = "insert into holders_welcome (cohort_id, at) values (:id, :at) on conflict do nothing"
    ends = "delete from holders_welcome where cohort_id = :id"
    return await (db.run(begins, id=seat.cohort_id, at=at) if welcome else db.run(ends, id=seat.cohort_id))


async def request(person: Person, request_id: int) -> Request | None:
    """One that this person was asked about as a holder, while they may read it."""
    found = await _of(person, "and feedback_request.id = :id", id=request_id)
    return found[0] if found else None


async def asked(person: Person, at: datetime) -> list[Request]:
    """The open ones that this person is asked to read as a holder, or reads."""
    here = "and feedback.state in ('asked', 'reading') and feedback_request.ended_at is null and until_at > :at"
    return await _of(person, here, at=at)


async def _of(person: Person, where: str, **values: object) -> list[Request]:
    rows = await db.many(
        dict,
        f"""
        select feedback_request.id from feedback
        join feedback_request on feedback_request.id = feedback.request_id
        join work on work.id = feedback_request.work_id
        where feedback.person_id = :person_id and {MAY_READ} {where}
        order by feedback_request.id limit 100
        """,  # noqa: S608 - constants
        person_id=person.id,
        **values,
    )
    found = await requests.requests_by_id([row["id"] for row in rows]) if rows else {}
    return list(found.values())


# --- for the job and notices ---


async def waiting_by_id(before: datetime, at: datetime) -> list[Request]:
    """Opened before this, and nobody reads them; their authors and cohorts wish holders to be asked."""
    rows = await db.many(
        dict,
        """
        select id from feedback_request
        where asks_holders and ended_at is null and opened_at <= :before and until_at > :at
          and exists (select from holders_welcome where holders_welcome.cohort_id = feedback_request.cohort_id)
          and not exists (select from feedback where feedback.request_id = feedback_request.id
                          and feedback.state in ('reading', 'sent'))
        order by opened_at, id limit 200
        """,
        before=before,
        at=at,
    )
    return list((await requests.requests_by_id([row["id"] for row in rows])).values()) if rows else []


async def awaited_by_id(request_id: int, since: datetime) -> int:
    """How many holders were asked since then, and may still answer."""
    return await db.value(
        """
        select count(*) from feedback
        where request_id = :id and as_holder and state = 'asked' and asked_at > :since
        """,
        id=request_id,
        since=since,
    )


async def candidates_by_id(request_id: int, since: datetime, today: date) -> list[Candidate]:
    """Who holds the badge in the cohort's state, said how often they may be asked, and were asked less often since.

    Never its author, nobody who has or had a seat in that cohort or is kept from the author, nobody twice.
    """
    return await db.many(
        Candidate,
        """
        with asking as (
            select feedback_request.id, feedback_request.cohort_id, work.person_id as author_id,
                   work.micro_credential_id, case affiliate.kind when 'state' then affiliate.id
                                                                 else affiliate.parent_id end as state_id
            from feedback_request
            join work on work.id = feedback_request.work_id
            join cohort on cohort.id = feedback_request.cohort_id
            join affiliate on affiliate.id = cohort.affiliate_id and affiliate.kind <> 'national'
            where feedback_request.id = :id
        )
        select holder_willing.person_id, count(given.id) as times, max(given.asked_at) as last
        from asking
        join holder_willing on holder_willing.person_id <> asking.author_id
        left join feedback as given on given.person_id = holder_willing.person_id and given.as_holder
        where exists (select from award where award.person_id = holder_willing.person_id
                      and award.micro_credential_id = asking.micro_credential_id and award.revoked_at is null)
          and exists (select from membership join affiliate on affiliate.id = membership.affiliate_id
                      where membership.person_id = holder_willing.person_id and membership.status = 'active'
                        and (membership.ends_on is null or membership.ends_on >= :today)
                        and asking.state_id in (affiliate.id, affiliate.parent_id))
          and not exists (select from seat where seat.cohort_id = asking.cohort_id
                          and seat.person_id = holder_willing.person_id)
          and not exists (select from kept_apart where kept_apart.person_id = holder_willing.person_id
                          and kept_apart.other_id = asking.author_id)
          and not exists (select from feedback where feedback.request_id = asking.id
                          and feedback.person_id = holder_willing.person_id)
        group by holder_willing.person_id, holder_willing.a_month
        having count(given.id) filter (where given.asked_at > :since) < holder_willing.a_month
        order by holder_willing.person_id limit 5000
        """,
        id=request_id,
        since=since,
        today=today,
    )


async def ask_by_id(request_id: int, person_id: int, protocol: str, at: datetime) -> int | None:
    """The feedback's number; None when they were asked already."""
    return await db.value(
        """
        insert into feedback (request_id, person_id, state, protocol, asked_at, as_holder)
        values (:request_id, :person_id, 'asked', :protocol, :at, true) on conflict do nothing returning id
        """,
        request_id=request_id,
        person_id=person_id,
        protocol=protocol,
        at=at,
    )
