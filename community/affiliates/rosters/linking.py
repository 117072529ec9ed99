"""Lines of rosters and the persons whom they mean; memberships follow them (R8)."""

from dataclasses import dataclass
from datetime import date

from community import clock, db, events

LOCK = "select 1 from pg_advisory_xact_lock(hashtextextended('roster links', 0))"
# Only where it is certain: one person for the line, one line for the person. A family's common address decides nothing,
# and what a desk has said is not theirs does not become theirs again.
BY_ADDRESS = """
with matching as (
    select distinct here.id as row_id, here.affiliate_id, email.person_id
    from roster_row as here
    join email on email.address = any(here.addresses) and email.confirmed_at is not null
    where here.person_id is null and here.status <> 'ended'
      and here.released_person_id is distinct from email.person_id
      and (here.affiliate_id = any(cast(:affiliates as bigint[])) or here.addresses && cast(:addresses as text[]))
      and not exists (select 1 from roster_row as other
                      where other.affiliate_id = here.affiliate_id and other.person_id = email.person_id)
), counted as (
    select row_id, person_id, count(*) over (partition by row_id) as persons,
           count(*) over (partition by affiliate_id, person_id) as lines
    from matching
)
update roster_row as here set person_id = counted.person_id, linked_by = 'address', linked_at = :at
from counted where here.id = counted.row_id and here.person_id is null and persons = 1 and lines = 1
"""
# Whom the desk has confirmed with a number that now stands on the roster.
BY_NUMBER = """
update roster_row as here set person_id = membership.person_id, linked_by = 'desk', linked_at = :at
from membership
where here.affiliate_id = any(cast(:affiliates as bigint[])) and here.person_id is null
  and membership.affiliate_id = here.affiliate_id and membership.number = here.number
  and not exists (select 1 from roster_row as other
                  where other.affiliate_id = here.affiliate_id and other.person_id = membership.person_id)
"""
FOLLOW = """
insert into membership (person_id, affiliate_id, number, status, starts_on, ends_on)
select person_id, affiliate_id, number, status, starts_on, ends_on from roster_row
where person_id is not null and (affiliate_id = any(cast(:affiliates as bigint[])) or id = any(cast(:rows as bigint[])))
order by affiliate_id, person_id
on conflict (person_id, affiliate_id) do update
set number = excluded.number, status = excluded.status, starts_on = excluded.starts_on, ends_on = excluded.ends_on
where (membership.number, membership.status, membership.starts_on, membership.ends_on) is distinct from
      (excluded.number, excluded.status, excluded.starts_on, excluded.ends_on)
returning id, person_id, affiliate_id, status
"""
# Who waited for an answer has it when the roster brings it.
SETTLE = """
update membership_claim as claim set state = 'confirmed', answered_at = :at
from membership
where claim.state = 'waiting' and membership.person_id = claim.person_id and membership.status = 'active'
  and membership.affiliate_id = claim.affiliate_id
  and (claim.affiliate_id = any(cast(:affiliates as bigint[])) or claim.person_id = any(cast(:people as bigint[])))
returning claim.id, claim.affiliate_id, claim.person_id
"""


@dataclass(frozen=True)
class Answered:
    """Whose claim, and what became of it."""

    person_id: int
    became: str


@dataclass(frozen=True)
class Stands:
    """How a membership stands now."""

    person_id: int
    status: str


async def whole(affiliate_ids: list[int]) -> None:
    """Link what can be linked on these affiliates' rosters, and let memberships follow; one event is the caller's."""
    await db.one(dict, LOCK)
    await db.run(BY_ADDRESS, affiliates=affiliate_ids, addresses=[], at=clock.now())
    await db.run(BY_NUMBER, affiliates=affiliate_ids, at=clock.now())
    await db.many(dict, FOLLOW, affiliates=affiliate_ids, rows=[])
    await settle_by_id([], affiliate_ids)


async def persons(person_ids: list[int]) -> None:
    """Link these persons to the lines that bear an address which they have confirmed."""
    await db.one(dict, LOCK)
    addresses = await db.many(
        dict,
        """
        select address from email where person_id = any(:ids) and confirmed_at is not null
        order by address limit 5000
        """,
        ids=person_ids,
    )
    await db.run(BY_ADDRESS, affiliates=[], addresses=[row["address"] for row in addresses], at=clock.now())
    linked = await db.many(
        dict, "select id from roster_row where person_id = any(:ids) order by id limit 5000", ids=person_ids
    )
    await _follow([row["id"] for row in linked])
    await settle_by_id(person_ids)


async def one(row_id: int, person_id: int, by: str) -> bool:
    """Link this line to the person; False when it is somebody's by now, or they stand on another line there.

    What its desk has released from them, the desk alone gives them again.
    """
    await db.one(dict, LOCK)
    linked = await db.run(
        """
        update roster_row as here set person_id = :person_id, linked_by = :by, linked_at = :at,
               released_person_id = nullif(released_person_id, :person_id)
        where id = :row_id and (person_id is null or person_id = :person_id)
          and (:by = 'desk' or released_person_id is distinct from :person_id)
          and not exists (select 1 from roster_row as other
                          where other.affiliate_id = here.affiliate_id and other.person_id = :person_id
                            and other.id <> here.id)
        """,
        row_id=row_id, person_id=person_id, by=by, at=clock.now(),
    )  # fmt: skip
    if linked:
        await _follow([row_id])
    return bool(linked)


async def release(row_id: int, affiliate_id: int, today: date) -> bool:
    """This line is nobody's account again, and who had it is no member by it from today on; False if nobody had it."""
    row = await db.one(
        dict,
        """
        update roster_row as here set person_id = null, linked_by = null, linked_at = null,
               released_person_id = here.person_id
        from roster_row as was
        where here.id = :row_id and here.affiliate_id = :affiliate_id and was.id = here.id
          and here.person_id is not null
        returning was.person_id
        """,
        row_id=row_id,
        affiliate_id=affiliate_id,
    )
    if row is None:
        return False
    membership_id = await db.value(
        """
        update membership set status = 'ended', ends_on = greatest(starts_on, cast(:today as date)), number = ''
        where person_id = :person_id and affiliate_id = :affiliate_id returning id
        """,
        person_id=row["person_id"],
        affiliate_id=affiliate_id,
        today=today,
    )
    _tell(membership_id, affiliate_id, row["person_id"], "ended")
    return True


async def without_a_line(person_id: int, affiliate_id: int, number: str, today: date) -> None:
    """A member by the desk's word alone: on no roster yet."""
    membership_id = await db.value(
        """
        insert into membership (person_id, affiliate_id, number, status, starts_on)
        values (:person_id, :affiliate_id, :number, 'active', :today)
        on conflict (person_id, affiliate_id) do update
        set number = excluded.number, status = 'active', starts_on = least(membership.starts_on, excluded.starts_on),
            ends_on = null
        returning id
        """,
        person_id=person_id, affiliate_id=affiliate_id, number=number, today=today,
    )  # fmt: skip
    _tell(membership_id, affiliate_id, person_id, "active")


async def _follow(row_ids: list[int]) -> None:
    for changed in await db.many(dict, FOLLOW, affiliates=[], rows=row_ids):
        _tell(changed["id"], changed["affiliate_id"], changed["person_id"], changed["status"])


async def settle_by_id(person_ids: list[int], affiliate_ids: list[int] | None = None) -> None:
    """Claims of these persons, or at these affiliates, that a membership has answered by itself."""
    for claim in await db.many(dict, SETTLE, affiliates=affiliate_ids or [], people=person_ids, at=clock.now()):
        events.record(
            "claim.answered",
            f"affiliate:{claim['affiliate_id']}",
            about=claim["id"],
            detail=Answered(claim["person_id"], "confirmed"),
        )


def _tell(membership_id: int, affiliate_id: int, person_id: int, status: str) -> None:
    events.record(
        "membership.changed", f"affiliate:{affiliate_id}", about=membership_id, detail=Stands(person_id, status)
    )
