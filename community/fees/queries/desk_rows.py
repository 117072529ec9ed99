"""Fees as a desk sees them: an issuer's own, or what goes through an affiliate and those below it (R11)."""

from community import db
from community.affiliates.queries import DOWNWARDS, Desk
from community.errors import NotFound
from community.fees.queries.fee_rows import FEE, Fee
from community.people.queries import Person


async def issuer_desk(person: Person, slug: str) -> Desk:
    """One's desk with this issuer, an administrator's at any; to everybody else there is none.

    Of several the one at which one judges: who keeps the catalogue and reviews does not read who paid either.
    """
    found = await db.one(
        Desk,
        """
        select desk.id, desk.person_id, desk.kind, null::bigint as affiliate_id, '' as affiliate,
               null::bigint as held_at, issuer.id as issuer_id, issuer.name as issuer, desk.since
        from issuer
        join desk on desk.issuer_id = issuer.id or desk.kind = 'administrator'
        where issuer.slug = :slug and desk.person_id = :person_id and desk.ended_at is null
        order by desk.kind = 'administrator' desc, desk.kind = 'catalogue_editor', desk.id limit 1
        """,
        slug=slug,
        person_id=person.id,
    )
    if found is None:
        raise NotFound
    return found


def scope(desk: Desk) -> dict[str, int | None]:
    """The two numbers of `of_desk`."""
    return {"issuer_id": desk.issuer_id, "affiliate_id": desk.affiliate_id}


def of_desk(table: str) -> str:
    """The condition that a row of this table belongs to the desk: to its issuer, or to its affiliate or one below."""
    issuers = f"{table}.issuer_id = :issuer_id and cast(:affiliate_id as bigint) is null"
    return f"({issuers} or {table}.affiliate_id in (select id from downwards))"  # noqa: S608


async def fees_at(desk: Desk, state: str = "", before: int | None = None, most: int = 100) -> list[Fee]:
    """What belongs to this desk, newest first, older than the one with the id `before`.

    `state` keeps one of the states, "wished" what its people would like back, "" all.
    """
    return await db.many(
        Fee,
        DOWNWARDS
        + FEE
        + f"where {of_desk('fee')}"
        + """
          and (:state = '' or fee.state = :state
               or :state = 'wished' and fee.wished_at is not null and fee.state = 'paid')
          and (cast(:before as bigint) is null or fee.id < :before)
        order by fee.id desc limit :most
        """,
        **scope(desk),
        state=state,
        before=before,
        most=most,
    )


async def fee_at(desk: Desk, number: str) -> Fee:
    """The one with this number, of this desk; else NotFound."""
    found = await db.one(
        Fee, DOWNWARDS + FEE + f"where {of_desk('fee')} and fee.number = :number", **scope(desk), number=number
    )
    if found is None:
        raise NotFound
    return found
