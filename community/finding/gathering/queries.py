"""Gatherings and the names in them. Counts are for everybody, names for the organizers' desk."""

from dataclasses import dataclass
from datetime import datetime

from community import clock, db
from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.errors import NotFound
from community.finding.gathering.rules import LASTS

GATHERING = """
select gathering.id, gathering.affiliate_id, affiliate.name as affiliate, affiliate.slug as affiliate_slug,
       micro_credential.code, listing.title, gathering.state, gathering.cohort_id, gathering.ends_at,
       (select count(*) from gathered_name
        where gathering_id = gathering.id and confirmed_at is not null) as confirmed
from gathering
join affiliate on affiliate.id = gathering.affiliate_id
join micro_credential on micro_credential.id = gathering.micro_credential_id
join listing on listing.micro_credential_id = micro_credential.id
"""
NAME = """
select gathered_name.id, gathered_name.gathering_id, gathered_name.name, gathered_name.address,
       gathered_name.language, gathered_name.asked_at, gathered_name.confirmed_at
from gathered_name
"""


@dataclass(frozen=True)
class Gathering:
    """Names that come together for a micro-credential in an affiliate; `confirmed` of them count."""

    id: int
    affiliate_id: int
    affiliate: str
    affiliate_slug: str
    code: str
    title: str
    state: str
    cohort_id: int | None
    ends_at: datetime
    confirmed: int


@dataclass(frozen=True)
class Name:
    """Somebody who wants it. Private: the organizers' and the person's own."""

    id: int
    gathering_id: int
    name: str
    address: str
    language: str
    asked_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True)
class Choice:
    """A micro-credential for which names can be gathered: its definition is here whole."""

    code: str
    title: str


async def public_gatherings(affiliate_id: int) -> list[Gathering]:
    """Where at least one name stands, the one that lacks least first."""
    return await db.many(
        Gathering,
        GATHERING  # noqa: S608
        + """
        where gathering.affiliate_id = :id and gathering.state = 'open'
          and exists (select 1 from gathered_name where gathering_id = gathering.id and confirmed_at is not null)
        order by confirmed desc, gathering.ends_at, gathering.id limit 30
        """,
        id=affiliate_id,
    )


async def public_choices() -> list[Choice]:
    """What names can be gathered for, by title."""
    return await db.many(
        Choice,
        """
        select micro_credential.code, listing.title from listing
        join micro_credential on micro_credential.id = listing.micro_credential_id
        where listing.definition_version_id is not null and micro_credential.retired_at is null
        order by listing.title, micro_credential.code limit 600
        """,
    )


async def gathering(desk: Desk, gathering_id: int) -> tuple[Gathering, list[Name]]:
    """One of the desk's affiliate with its confirmed names; NotFound for another's."""
    found = (await gatherings_by_id([gathering_id])).get(gathering_id)
    if found is None or found.affiliate_id != desk.affiliate_id:
        raise NotFound
    return found, await names_by_id(gathering_id)


async def public_place(gathering_id: int) -> int:
    """The affiliate whose gathering this is: whose desk one must hold to read it. 0 for none."""
    return await db.value("select affiliate_id from gathering where id = :id", id=gathering_id) or 0


async def gatherings_by_id(ids: list[int]) -> dict[int, Gathering]:
    found = await db.many(Gathering, GATHERING + "where gathering.id = any(:ids) order by gathering.id", ids=ids)
    return {one.id: one for one in found}


async def name_by_id(name_id: int) -> Name | None:
    """The one that a mailed link is about."""
    return await db.one(Name, NAME + "where id = :id", id=name_id)


async def names_by_id(gathering_id: int) -> list[Name]:
    """The confirmed ones, in the order they came."""
    return await db.many(
        Name,
        NAME + "where gathering_id = :id and confirmed_at is not null order by confirmed_at, id limit 500",
        id=gathering_id,
    )


async def begin_by_id(affiliate_id: int, micro_credential_id: int) -> int:
    """The open gathering, begun if there is none; one by one until the transaction ends."""
    at = clock.now()
    await db.run(
        """
        insert into gathering (affiliate_id, micro_credential_id, begun_at, ends_at)
        values (:affiliate_id, :micro_credential_id, :at, :ends_at)
        on conflict (affiliate_id, micro_credential_id) where state = 'open' do nothing
        """,
        affiliate_id=affiliate_id,
        micro_credential_id=micro_credential_id,
        at=at,
        ends_at=at + LASTS,
    )
    return await db.value(
        """
        select id from gathering
        where affiliate_id = :affiliate_id and micro_credential_id = :micro_credential_id and state = 'open'
        for no key update
        """,
        affiliate_id=affiliate_id,
        micro_credential_id=micro_credential_id,
    )


async def lock_by_id(gathering_id: int) -> Gathering:
    """As it is once everybody before is done with it."""
    await db.value("select id from gathering where id = :id for no key update", id=gathering_id)
    return (await gatherings_by_id([gathering_id]))[gathering_id]


async def put_name_by_id(gathering_id: int, name: str, address: str, language: str, person_id: int | None) -> Name:
    """The row of this address; asked for again it keeps its confirmation."""
    found = await db.one(
        Name,
        """
        insert into gathered_name (gathering_id, name, address, language, person_id, asked_at)
        values (:gathering_id, :name, :address, :language, :person_id, :at)
        on conflict (gathering_id, address) do update
        set asked_at = excluded.asked_at, person_id = coalesce(excluded.person_id, gathered_name.person_id),
            name = case when gathered_name.confirmed_at is null then excluded.name else gathered_name.name end
        returning id, gathering_id, name, address, language, asked_at, confirmed_at
        """,
        gathering_id=gathering_id,
        name=name,
        address=address,
        language=language,
        person_id=person_id,
        at=clock.now(),
    )
    assert found is not None
    return found


async def confirm_by_id(name_id: int) -> bool:
    """Whether it was not confirmed before. With the first one the time begins."""
    at = clock.now()
    confirmed = await db.run(
        "update gathered_name set confirmed_at = :at where id = :id and confirmed_at is null", id=name_id, at=at
    )
    if confirmed:
        await db.run(
            """
            update gathering set ends_at = :ends_at
            where id = (select gathering_id from gathered_name where id = :id) and state = 'open'
              and (select count(*) from gathered_name as fellow
                   where fellow.gathering_id = gathering.id and fellow.confirmed_at is not null) = 1
            """,
            id=name_id,
            ends_at=at + LASTS,
        )
    return bool(confirmed)


async def forget_name_by_id(name_id: int) -> None:
    await db.run("delete from gathered_name where id = :id", id=name_id)


async def set_made_by_id(gathering_id: int, cohort_id: int) -> None:
    """A draft stands; its organizers have the names for as long again."""
    await db.run(
        "update gathering set state = 'made', cohort_id = :cohort_id, ends_at = :ends_at where id = :id",
        id=gathering_id,
        cohort_id=cohort_id,
        ends_at=clock.now() + LASTS,
    )


async def end_by_id(gathering_id: int) -> None:
    """Nothing of anybody stays."""
    await db.run("delete from gathered_name where gathering_id = :id", id=gathering_id)
    await db.run("update gathering set state = 'ended' where id = :id", id=gathering_id)


async def due_by_id(at: datetime, wanted: int, after: int, most: int) -> list[int]:
    """For the job: those whose time is over, and those with names enough for which no organizer was there."""
    rows = await db.many(
        dict,
        """
        select id from gathering
        where state <> 'ended' and id > :after
          and (ends_at <= :at or (state = 'open' and (
              select count(*) from gathered_name where gathering_id = gathering.id and confirmed_at is not null
          ) >= :wanted))
        order by id limit :most
        """,
        at=at,
        wanted=wanted,
        after=after,
        most=most,
    )
    return [row["id"] for row in rows]


async def organizers_by_id(gathering_ids: list[int]) -> dict[int, list[int]]:
    """{gathering: who looks after it}"""
    return await affiliates.organizers_for_by_id(await gatherings_by_id(gathering_ids))
