"""Desks of one affiliate, and those that are offered to an address."""

from dataclasses import dataclass
from datetime import datetime

from community import db
from community.affiliates.queries.desk_rows import Desk
from community.people.queries import Person

OFFER = """
select offer.id, offer.affiliate_id, affiliate.name as affiliate, offer.kind, offer.address, offer.offered_at,
       offer.ends_at, coalesce(person.name, '') as offered_by
from desk_offer as offer
join affiliate on affiliate.id = offer.affiliate_id
left join person on person.id = offer.offered_by
"""


@dataclass(frozen=True)
class Holder:
    """Who holds a desk at this affiliate."""

    desk_id: int
    person_id: int
    name: str
    kind: str
    since: datetime


@dataclass(frozen=True)
class Offer:
    """A desk that waits for the answer of whoever has this address."""

    id: int
    affiliate_id: int
    affiliate: str
    kind: str
    address: str
    offered_at: datetime
    ends_at: datetime
    offered_by: str


async def holders(desk: Desk, most: int = 200) -> list[Holder]:
    """Who holds a desk at this very affiliate, organizers first, then by name."""
    return await db.many(
        Holder,
        """
        select desk.id as desk_id, desk.person_id, person.name, desk.kind, desk.since
        from desk join person on person.id = desk.person_id
        where desk.affiliate_id = :affiliate_id and desk.ended_at is null
        order by desk.kind <> 'organizer', person.name, desk.id limit :most
        """,
        affiliate_id=desk.affiliate_id,
        most=most,
    )


async def held_at(desk: Desk, desk_id: int) -> Desk | None:
    """A desk that somebody holds at this very affiliate."""
    return await db.one(
        Desk,
        """
        select desk.id, desk.person_id, desk.kind, desk.affiliate_id, affiliate.name as affiliate,
               desk.affiliate_id as held_at, desk.issuer_id, '' as issuer, desk.since
        from desk join affiliate on affiliate.id = desk.affiliate_id
        where desk.id = :desk_id and desk.affiliate_id = :affiliate_id and desk.ended_at is null
        """,
        desk_id=desk_id,
        affiliate_id=desk.affiliate_id,
    )


async def offers_at(desk: Desk, at: datetime, most: int = 200) -> list[Offer]:
    """What this affiliate has offered and nobody has answered, newest first."""
    return await db.many(
        Offer,
        OFFER
        + """
        where offer.affiliate_id = :affiliate_id and offer.state = 'waiting' and offer.ends_at > :at
        order by offer.offered_at desc, offer.id desc limit :most
        """,
        affiliate_id=desk.affiliate_id,
        at=at,
        most=most,
    )


async def add_offer(desk: Desk, kind: str, address: str, at: datetime, ends_at: datetime) -> int:
    """The offer's id; one that waits already for this address is renewed."""
    return await db.value(
        """
        insert into desk_offer (affiliate_id, kind, address, offered_by, offered_at, ends_at)
        values (:affiliate_id, :kind, :address, :by, :at, :ends_at)
        on conflict (affiliate_id, kind, address) where state = 'waiting' do update
        set offered_by = excluded.offered_by, offered_at = excluded.offered_at, ends_at = excluded.ends_at
        returning id
        """,
        affiliate_id=desk.affiliate_id,
        kind=kind,
        address=address,
        by=desk.person_id,
        at=at,
        ends_at=ends_at,
    )


async def offer_at(desk: Desk, offer_id: int) -> Offer | None:
    """An offer of this affiliate, whatever became of it."""
    return await db.one(
        Offer,
        OFFER + "where offer.id = :id and offer.affiliate_id = :affiliate_id",
        id=offer_id,
        affiliate_id=desk.affiliate_id,
    )


async def withdraw_offer(desk: Desk, offer_id: int, at: datetime) -> bool:
    """Whether it waited here until now."""
    withdrawn = await db.run(
        """
        update desk_offer set state = 'withdrawn', answered_at = :at
        where id = :id and affiliate_id = :affiliate_id and state = 'waiting'
        """,
        id=offer_id,
        affiliate_id=desk.affiliate_id,
        at=at,
    )
    return withdrawn == 1


async def offers(person: Person, at: datetime) -> list[Offer]:
    """What is offered to an address that this person has confirmed, newest first."""
    return await db.many(
        Offer,
        OFFER  # noqa: S608
        + """
        where offer.state = 'waiting' and offer.ends_at > :at
          and offer.address in (select address from email
                                where email.person_id = :person_id and confirmed_at is not null)
        order by offer.offered_at desc, offer.id desc limit 50
        """,
        person_id=person.id,
        at=at,
    )


async def answer_offer(person: Person, offer_id: int, state: str, at: datetime) -> Offer | None:
    """The offer, if it was this person's and waited until now."""
    waits = {offer.id: offer for offer in await offers(person, at)}
    answered = offer_id in waits and await db.run(
        "update desk_offer set state = :state, answered_at = :at where id = :id and state = 'waiting'",
        id=offer_id,
        state=state,
        at=at,
    )
    return waits[offer_id] if answered else None


async def offered_by_id(ids: list[int]) -> dict[int, Offer]:
    """For notices: what was offered."""
    found = await db.many(Offer, OFFER + "where offer.id = any(:ids) order by offer.id limit 5000", ids=ids)
    return {offer.id: offer for offer in found}


async def addressees_by_id(ids: list[int]) -> dict[int, list[int]]:
    """{offer: the account that has its address}; for notices, so that nobody at the desk learns of it (A54)."""
    rows = await db.many(
        dict,
        """
        select offer.id, email.person_id from desk_offer as offer
        join email on email.address = offer.address and email.confirmed_at is not null
        where offer.id = any(:ids) order by offer.id limit 5000
        """,
        ids=ids,
    )
    return {row["id"]: [row["person_id"]] for row in rows}


async def desks_by_id(ids: list[int]) -> dict[int, Desk]:
    """For notices: desks, also those that have ended."""
    found = await db.many(
        Desk,
        """
        select desk.id, desk.person_id, desk.kind, desk.affiliate_id, coalesce(affiliate.name, '') as affiliate,
               desk.affiliate_id as held_at, desk.issuer_id, coalesce(issuer.name, '') as issuer, desk.since
        from desk
        left join affiliate on affiliate.id = desk.affiliate_id
        left join issuer on issuer.id = desk.issuer_id
        where desk.id = any(:ids) order by desk.id limit 5000
        """,
        ids=ids,
    )
    return {desk.id: desk for desk in found}
