"""An issuer's register, as its approvers see it."""

from dataclasses import dataclass
from datetime import date, datetime

from community import clock, db
from community.review.certifying.queries.own_rows import CERTIFICATION, Certification, end_over_by_id
from community.review.desks import Desk


@dataclass(frozen=True)
class Offered:
    """A micro-credential of an issuer that reviewers are named for."""

    id: int
    code: str
    title: str


NAMED = "lower(coalesce(nullif(holder.name, ''), certification.address))"


async def register(
    desk: Desk, code: str = "", ended: bool = False, after: int | None = None, most: int = 50
) -> list[Certification]:
    """The issuer's reviewers by name, so that nobody is ranked (R65); those that ended in a list of their own."""
    return await db.many(
        Certification,
        f"""
        with last as (
            select {NAMED} as named, certification.id from certification
            left join person as holder on holder.id = certification.person_id where certification.id = :after
        )
        {CERTIFICATION}
        where micro_credential.issuer_id = :issuer_id
          and (:code = '' or micro_credential.code = :code)
          and (certification.ended_at is not null or coalesce(certification.ends_on < :today, false)) = :ended
          and (cast(:after as bigint) is null or ({NAMED}, certification.id) > (select named, id from last))
        order by {NAMED}, certification.id limit :most
        """,  # noqa: S608
        issuer_id=desk.issuer_id,
        code=code,
        ended=ended,
        today=clock.now().date(),
        after=after,
        most=most,
    )


async def at_desk(desk: Desk, certification_id: int) -> Certification | None:
    """One of this issuer's."""
    return await db.one(
        Certification,
        CERTIFICATION + "where certification.id = :id and micro_credential.issuer_id = :issuer_id",
        id=certification_id,
        issuer_id=desk.issuer_id,
    )


async def offered(desk: Desk) -> list[Offered]:
    """What this issuer has published and not retired, by title."""
    return await db.many(
        Offered,
        """
        select id, code, title from micro_credential
        where issuer_id = :issuer_id and retired_at is null and exists (
            select 1 from definition_version
            where micro_credential_id = micro_credential.id and published_at is not null
        )
        order by title, id limit 1000
        """,
        issuer_id=desk.issuer_id,
    )


async def add(
    desk: Desk, one: Offered, address: str, ground: str, reason: str, ends_on: date | None, at: datetime
) -> int | None:
    """The id; None where this address stands in the register for it already."""
    await end_over_by_id("address = :who", address, one.id, at)
    return await db.value(
        """
        insert into certification (micro_credential_id, address, ground, reason, ends_on, asked_at, asked_by)
        values (:micro_credential_id, :address, :ground, :reason, :ends_on, :at, :by)
        on conflict do nothing returning id
        """,
        micro_credential_id=one.id,
        address=address,
        ground=ground,
        reason=reason,
        ends_on=ends_on,
        at=at,
        by=desk.person_id,
    )


async def end(desk: Desk, certification_id: int, reason: str, at: datetime) -> bool:
    done = await db.run(
        """
        update certification set ended_at = :at, ended_by = :by, end_reason = :reason
        where id = :id and ended_at is null
        """,
        id=certification_id,
        by=desk.person_id,
        reason=reason,
        at=at,
    )
    return done == 1


async def ask_again(desk: Desk, one: Certification, at: datetime) -> bool:
    """To calibrate again; whether it stands as it was read."""
    done = await db.run(
        """
        update certification set asked_again_at = :at
        where id = :id and ended_at is null and asked_again_at is not distinct from :was
        """,
        id=one.id,
        was=one.asked_again_at,
        at=at,
    )
    return done == 1
