"""Whose desk hears that somebody would like a fee back, and where they see to it."""

from dataclasses import dataclass

from community import db
from community.fees import rules
from community.numbers import Numbered

# Organizers at the fee's affiliate or, where it has none, at the next one above; where there is none at all, or it goes
# through no affiliate, the issuer's catalogue editors. Nobody is told of their own: they do not settle it.
KEEPERS = """
with recursive upwards (fee_id, id, height) as (
    select id, affiliate_id, 0 from fee where id = any(:ids) and affiliate_id is not null
    union
    select upwards.fee_id, affiliate.parent_id, height + 1
    from upwards join affiliate on affiliate.id = upwards.id where affiliate.parent_id is not null
), held as (
    select upwards.fee_id, height, desk.person_id from upwards
    join desk on desk.affiliate_id = upwards.id and desk.kind = 'organizer' and desk.ended_at is null
    union all
    select fee.id, 1000, desk.person_id from fee
    join desk on desk.issuer_id = fee.issuer_id and desk.kind = 'catalogue_editor' and desk.ended_at is null
    where fee.id = any(:ids)
), keeper as (
    select held.fee_id, held.person_id, height, min(height) over (partition by held.fee_id) as nearest
    from held join fee on fee.id = held.fee_id where held.person_id is distinct from fee.person_id
)
"""


@dataclass(frozen=True)
class Wish(Numbered):
    """A fee that is wanted back; `desk` is the address of the desk that is told of it."""

    id: int
    number: str
    name: str
    title: str
    amount_cents: int
    desk: str

    @property
    def amount(self) -> str:
        return rules.dollars(self.amount_cents)


async def keepers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """{fee: who is told that it is wanted back}"""
    rows = await db.many(
        dict,
        KEEPERS  # noqa: S608 - a constant
        + """
        select distinct fee_id, person_id from keeper where height = nearest order by fee_id, person_id limit 10000
        """,
        ids=ids,
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["fee_id"], []).append(row["person_id"])
    return found


async def wishes_by_id(ids: list[int]) -> dict[int, Wish]:
    found = await db.many(
        Wish,
        KEEPERS  # noqa: S608 - a constant
        + """
        select fee.id, fee.number, coalesce(person.name, '') as name, micro_credential.title, fee.amount_cents,
               case when coalesce(told.nearest, 1000) < 1000 then '/affiliates/' || cast(fee.affiliate_id as text)
                    else '/issuers/' || issuer.slug end as desk
        from fee
        join issuer on issuer.id = fee.issuer_id
        join micro_credential on micro_credential.id = fee.micro_credential_id
        left join person on person.id = fee.person_id
        left join (select fee_id, min(nearest) as nearest from keeper group by fee_id) as told on told.fee_id = fee.id
        where fee.id = any(:ids) order by fee.id limit 5000
        """,
        ids=ids,
    )
    return {one.id: one for one in found}
