"""Invitations as rows: by address for who leads, by link or confirmed address for who is invited."""

from dataclasses import dataclass
from datetime import date, datetime

from community import db
from community.cohorts.queries import Place
from community.people.queries import Person

INVITATION = """
select invitation.id, invitation.cohort_id, invitation.address, invitation.role, invitation.seed, invitation.invited_by,
       coalesce(person.name, '') as by_name, invitation.invited_at, invitation.sent_at, invitation.times_sent,
       invitation.ends_at, invitation.answered_at, invitation.answer
from invitation left join person on person.id = invitation.invited_by
"""
MINE = """
select invitation.id, invitation.cohort_id, cohort.name, definition_version.title, affiliate.name as affiliate,
       invitation.role, coalesce(inviter.name, '') as by_name, cohort.starts_on
from invitation
join cohort on cohort.id = invitation.cohort_id
join affiliate on affiliate.id = cohort.affiliate_id
join definition_version on definition_version.id = cohort.definition_version_id
left join person as inviter on inviter.id = invitation.invited_by
"""


@dataclass(frozen=True)
class Invitation:
    """An address that is invited. `by_name`: who did it; `answer`: accepted, declined, withdrawn, or ""."""

    id: int
    cohort_id: int
    address: str
    role: str
    seed: bytes
    invited_by: int | None
    by_name: str
    invited_at: datetime
    sent_at: datetime
    times_sent: int
    ends_at: datetime
    answered_at: datetime | None
    answer: str

    def is_open(self, at: datetime) -> bool:
        return self.answered_at is None and at < self.ends_at


@dataclass(frozen=True)
class Mine:
    """An open invitation, for whose confirmed address it was sent to."""

    id: int
    cohort_id: int
    name: str
    title: str
    affiliate: str
    role: str
    by_name: str
    starts_on: date


async def pending(place: Place, at: datetime) -> list[Invitation]:
    """Whose answer is awaited here, and whose invitation ran out without one: the newest first."""
    return await db.many(
        Invitation,
        INVITATION
        + """
        where invitation.cohort_id = :cohort_id and invitation.answered_at is null
              and invitation.ends_at > cast(:at as timestamptz) - interval '60 days'
        order by invitation.sent_at desc, invitation.id desc limit 500
        """,
        cohort_id=place.cohort.id,
        at=at,
    )


async def invitation(place: Place, invitation_id: int) -> Invitation | None:
    """One of this place's cohort."""
    return await db.one(
        Invitation,
        INVITATION + "where invitation.id = :id and invitation.cohort_id = :cohort_id",
        id=invitation_id,
        cohort_id=place.cohort.id,
    )


async def public_of_link(link_hash: bytes) -> Invitation | None:
    """The one behind a link, whatever became of it."""
    return await db.one(Invitation, INVITATION + "where invitation.link_hash = :hash", hash=link_hash)


async def invitations_by_id(ids: list[int]) -> dict[int, Invitation]:
    """For worker and notices only."""
    found = await db.many(Invitation, INVITATION + "where invitation.id = any(:ids) order by 1 limit 2000", ids=ids)
    return {one.id: one for one in found}


async def mine(person: Person, at: datetime) -> list[Mine]:
    """Open invitations to any of this person's confirmed addresses, where they have no seat; the newest first.

    One from before they were removed there is none.
    """
    return await db.many(
        Mine,
        f"""
        {MINE}
        join email on email.address = invitation.address
        where email.person_id = :person_id and email.confirmed_at is not null and invitation.answered_at is null
          and invitation.ends_at > :at and cohort.state <> 'closed'
          and not exists (select 1 from seat where seat.cohort_id = invitation.cohort_id
                          and seat.person_id = email.person_id
                          and (seat.state in ('active', 'paused')
                               or seat.state = 'removed' and seat.ended_at >= invitation.invited_at))
        order by invitation.sent_at desc, invitation.id desc limit 20
        """,  # noqa: S608
        person_id=person.id,
        at=at,
    )


async def owned_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: {invitation: whose confirmed address it is, if anybody's}."""
    rows = await db.many(
        dict,
        """
        select invitation.id, email.person_id from invitation
        join email on email.address = invitation.address and email.confirmed_at is not null
        where invitation.id = any(:ids) order by invitation.id limit 2000
        """,
        ids=ids,
    )
    return {row["id"]: [row["person_id"]] for row in rows}


async def news_by_id(ids: list[int]) -> dict[int, Mine]:
    """For notices: what one is invited to."""
    rows = await db.many(
        Mine,
        MINE + "where invitation.id = any(:ids) order by invitation.id limit 2000",
        ids=ids,
    )
    return {one.id: one for one in rows}


async def seated(place: Place, addresses: list[str]) -> set[str]:
    """Those of these addresses that stand in the roster anyway, where who leads reads them."""
    rows = await db.many(
        dict,
        """
        select email.address from email
        join seat on seat.person_id = email.person_id and seat.cohort_id = :cohort_id and seat.state = 'active'
        where email.is_main and email.address = any(:addresses) order by email.address limit 500
        """,
        cohort_id=place.cohort.id,
        addresses=addresses,
    )
    return {row["address"] for row in rows}


async def awaited(place: Place, addresses: list[str], at: datetime) -> set[str]:
    """Those of these addresses that have an open invitation here."""
    rows = await db.many(
        dict,
        """
        select address from invitation
        where cohort_id = :cohort_id and address = any(:addresses) and answered_at is null and ends_at > :at
        order by address limit 500
        """,
        cohort_id=place.cohort.id,
        addresses=addresses,
        at=at,
    )
    return {row["address"] for row in rows}


async def put(
    place: Place, address: str, role: str, seed: bytes, link_hash: bytes, at: datetime, ends_at: datetime
) -> int | None:
    """Its id: invited, or anew after the former invitation was answered or ran out; None if one is open."""
    return await db.value(
        """
        insert into invitation (cohort_id, address, role, seed, link_hash, invited_by, invited_at, sent_at, ends_at)
        values (:cohort_id, :address, :role, :seed, :link_hash, :by_id, :at, :at, :ends_at)
        on conflict (cohort_id, address) do update
        set role = excluded.role, seed = excluded.seed, link_hash = excluded.link_hash, ends_at = excluded.ends_at,
            invited_by = excluded.invited_by, invited_at = excluded.invited_at, sent_at = excluded.sent_at,
            times_sent = 1, answered_at = null, answer = '', answered_by = null
        where invitation.answered_at is not null or invitation.ends_at <= excluded.invited_at
        returning id
        """,
        cohort_id=place.cohort.id,
        address=address,
        role=role,
        seed=seed,
        link_hash=link_hash,
        by_id=place.person_id,
        at=at,
        ends_at=ends_at,
    )


async def send_again_by_id(invitation_id: int, times_sent: int, at: datetime, ends_at: datetime) -> bool:
    """Whether it was open and sent so often, and is sent once more."""
    sent = await db.run(
        """
        update invitation set times_sent = times_sent + 1, sent_at = :at, ends_at = :ends_at
        where id = :id and times_sent = :times and answered_at is null
        """,
        id=invitation_id,
        times=times_sent,
        at=at,
        ends_at=ends_at,
    )
    return sent == 1


async def answer_by_id(invitation_id: int, answer: str, by_id: int, at: datetime) -> bool:
    """Whether it was open, and is answered or withdrawn now."""
    answered = await db.run(
        """
        update invitation set answer = :answer, answered_at = :at, answered_by = :by_id
        where id = :id and answered_at is null
        """,
        id=invitation_id,
        answer=answer,
        at=at,
        by_id=by_id,
    )
    return answered == 1


async def withdraw_by_id(cohort_id: int, person_id: int, by_id: int, at: datetime) -> dict[int, str]:
    """Withdraw what is open here to any of this person's confirmed addresses; {invitation: for which role}."""
    rows = await db.many(
        dict,
        """
        update invitation set answer = 'withdrawn', answered_at = :at, answered_by = :by_id
        from email
        where invitation.cohort_id = :cohort_id and invitation.answered_at is null
              and email.address = invitation.address and email.person_id = :person_id
              and email.confirmed_at is not null
        returning invitation.id, invitation.role
        """,
        cohort_id=cohort_id,
        person_id=person_id,
        by_id=by_id,
        at=at,
    )
    return {row["id"]: row["role"] for row in rows}


async def sent_lately_by_id(address: str, since: datetime) -> int:
    """How many invitations, to whatever cohorts, went to this address since then (A51)."""
    return await db.value(
        "select count(*) from invitation where address = :address and sent_at > :since", address=address, since=since
    )
