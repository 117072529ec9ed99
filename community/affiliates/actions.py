"""Affiliates and issuers are made; people become members and take desks."""

from dataclasses import dataclass
from datetime import date

from community import clock, db, events
from community.affiliates import queries, rules
from community.affiliates.queries import Affiliate, Desk, Issuer, Membership, Terms
from community.errors import Conflict, NotFound
from community.pages import _
from community.people.queries import Person
from community.people.sessions import actions as sessions

USUAL_FEE, USUAL_MONTHS = 7500, 6  # cents of a Start, and how long it is open, until its own desk says otherwise


@dataclass(frozen=True)
class Stands:
    """How a membership stands now."""

    person_id: int
    status: str


@dataclass(frozen=True)
class Office:
    """Whose desk, and of which kind."""

    person_id: int
    kind: str


@dataclass(frozen=True)
class Demanded:
    """Whether a second factor is asked for now."""

    asks: bool


@dataclass(frozen=True)
class TermsSet:
    """What an issuer asked for, and what it asks for now."""

    was: Terms
    became: Terms


async def make_affiliate(
    kind: str,
    name: str,
    slug: str,
    under: Affiliate | None = None,
    short: str = "",
    state_code: str = "",
    town: str = "",
    time_zone: str = "America/New_York",
) -> Affiliate:
    """An affiliate under the one above it: a local under a state, a state under the national one."""
    if rules.ABOVE[kind] != (under.kind if under else None):
        raise ValueError(f"a {kind} affiliate stands under a {rules.ABOVE[kind]} one")
    values = {
        "kind": kind,
        "parent_id": under.id if under else None,
        "name": name,
        "short": short,
        "slug": slug,
        "state_code": state_code,
        "town": town,
        "time_zone": time_zone,
    }
    async with db.transaction():
        affiliate_id = await db.value(_insert("affiliate", values), **values)
        events.record("affiliate.made", f"affiliate:{affiliate_id}", about=affiliate_id)
    return (await queries.affiliates_by_id([affiliate_id]))[affiliate_id]


async def make_issuer(
    slug: str, name: str, fee_cents: int = USUAL_FEE, window_months: int | None = USUAL_MONTHS
) -> Issuer:
    """An issuer; one with this slug that is here already stays as it is."""
    async with db.transaction():
        await _add_issuer(slug, name, fee_cents, window_months)
    issuer = await queries.public_issuer(slug)
    if issuer is None:
        raise NotFound
    return issuer


async def enter_issuer(desk: Desk, slug: str, name: str) -> None:
    """The same from an administrator's desk, with the usual terms. Conflict where this slug is taken."""
    async with db.transaction():
        if not await _add_issuer(slug, name, USUAL_FEE, USUAL_MONTHS, desk.person_id):
            raise Conflict(_("Another issuer has this address already."))


async def _add_issuer(slug: str, name: str, fee_cents: int, window_months: int | None, by: int | None = None) -> bool:
    issuer_id = await db.value(
        """
        insert into issuer (slug, name, fee_cents, window_months) values (:slug, :name, :fee_cents, :window_months)
        on conflict (slug) do nothing returning id
        """,
        slug=slug,
        name=name,
        fee_cents=fee_cents,
        window_months=window_months,
    )
    if issuer_id is not None:
        events.record("issuer.made", f"issuer:{issuer_id}", about=issuer_id, by=by)
    return issuer_id is not None


async def set_terms(issuer: Issuer, was: Terms, became: Terms, by: int | None = None) -> None:
    """What each Start from now on costs, and how long it is open. Conflict when they are not any more as they `was`."""
    async with db.transaction():
        if not await queries.set_terms_by_id(issuer.id, was, became):
            raise Conflict(_("Somebody else has set these a moment ago. What you typed is still here."))
        if was != became:
            events.record("issuer.terms_set", issuer.topic, about=issuer.id, by=by, detail=TermsSet(was, became))


async def ask_factor(desk: Desk, asks: bool) -> None:
    """Of everybody who holds a desk there: from their next page on they show a second factor, or set it up (A57)."""
    async with db.transaction():
        if await queries.set_asks_factor(desk, asks):
            place = f"issuer:{desk.issuer_id}" if desk.issuer_id else f"affiliate:{desk.affiliate_id}"
            about = desk.issuer_id or desk.affiliate_id
            events.record("factor.demanded", place, about=about, by=desk.person_id, detail=Demanded(asks))


async def enrol(
    person: Person,
    affiliate: Affiliate,
    starts_on: date,
    status: str = "active",
    number: str = "",
    ends_on: date | None = None,
) -> Membership:
    """Make this person a member, or change the membership that is there; `pending` waits for the affiliate's answer."""
    async with db.transaction():
        membership_id = await db.value(
            """
            insert into membership (person_id, affiliate_id, number, status, starts_on, ends_on)
            values (:person_id, :affiliate_id, :number, :status, :starts_on, :ends_on)
            on conflict (person_id, affiliate_id) do update
            set number = excluded.number, status = excluded.status,
                starts_on = excluded.starts_on, ends_on = excluded.ends_on
            returning id
            """,
            person_id=person.id,
            affiliate_id=affiliate.id,
            number=number,
            status=status,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        events.record("membership.changed", affiliate.topic, about=membership_id, detail=Stands(person.id, status))
    return next(one for one in await queries.memberships(person) if one.id == membership_id)


async def give_desk(
    person: Person, kind: str, where: Affiliate | Issuer | None = None, by: Person | None = None
) -> Desk:
    """Let this person hold an office from now on. Raises Conflict if they hold it already."""
    place = {Affiliate: "affiliate", Issuer: "issuer", type(None): "platform"}[type(where)]
    if rules.place_of(kind) != place:
        raise ValueError(f"a {kind} sits with {rules.place_of(kind)}, not with {place}")
    values = {
        "person_id": person.id,
        "kind": kind,
        "affiliate_id": where.id if place == "affiliate" and where else None,
        "issuer_id": where.id if place == "issuer" and where else None,
        "since": clock.now(),
    }
    async with db.transaction():
        desk_id = await db.value(_insert("desk", values, "on conflict do nothing"), **values)
        if desk_id is None:
            raise Conflict(_("They hold this desk already."))
        await sessions.office(person.id, True)
        events.record(
            "desk.given",
            *((where.topic,) if where else ()),
            person.topic,
            about=desk_id,
            by=by.id if by else None,
            detail=Office(person.id, kind),
        )
    return next(one for one in await queries.desks(person) if one.id == desk_id)


async def end_desk(person: Person, desk: Desk, by: Person | None = None) -> None:
    """Take this person's office back. Raises Conflict if it has ended already."""
    async with db.transaction():
        if not await queries.end_desk(person, desk.id, clock.now()):
            raise Conflict(_("This desk has been given back already."))
        await sessions.office(person.id, bool(await queries.desks(person)))
        where = f"affiliate:{desk.held_at}" if desk.held_at else f"issuer:{desk.issuer_id}" if desk.issuer_id else None
        events.record(
            "desk.ended",
            *((where,) if where else ()),
            person.topic,  # a gate: their sockets let go of what the desk opened
            about=desk.id,
            by=by.id if by else None,
            detail=Office(person.id, desk.kind),
        )


def _insert(table: str, values: dict, conflict: str = "") -> str:
    """An insert of these columns; the names are ours, never given from outside."""
    names = ", ".join(values)
    return f"insert into {table} ({names}) values ({', '.join(':' + name for name in values)}) {conflict} returning id"  # noqa: S608
