"""Vouchers as rows: looked up by what their number hashes to, counted where they are used."""

from dataclasses import dataclass
from datetime import date, datetime

from community import db
from community.affiliates.queries import DOWNWARDS, Desk
from community.fees import rules
from community.fees.queries.desk_rows import of_desk, scope

VOUCHER = """
select voucher.id, voucher.tail, voucher.label, voucher.issuer_id, voucher.affiliate_id,
       coalesce(affiliate.name, issuer.name) as giver, voucher.value_cents, voucher.uses, voucher.used,
       voucher.ends_on, voucher.made_at, voucher.withdrawn_at
from voucher
left join affiliate on affiliate.id = voucher.affiliate_id
left join issuer on issuer.id = voucher.issuer_id
"""


@dataclass(frozen=True)
class Voucher:
    """Pays so many fees of at most `value_cents`; `tail` is the end of its number, by which its desk knows it."""

    id: int
    tail: str
    label: str
    issuer_id: int | None
    affiliate_id: int | None
    giver: str
    value_cents: int
    uses: int
    used: int
    ends_on: date
    made_at: datetime
    withdrawn_at: datetime | None

    @property
    def left(self) -> int:
        return 0 if self.withdrawn_at else self.uses - self.used

    @property
    def value(self) -> str:
        return rules.dollars(self.value_cents)


async def public_voucher(hashed: bytes) -> Voucher | None:
    """Whoever has the number has the voucher."""
    return await db.one(Voucher, VOUCHER + "where voucher.hash = :hashed", hashed=hashed)


async def use_by_id(voucher_id: int) -> bool:
    """Count one use; whether one was left (A49)."""
    used = await db.run(
        "update voucher set used = used + 1 where id = :id and used < uses and withdrawn_at is null", id=voucher_id
    )
    return used == 1


async def give_back_by_id(voucher_id: int) -> None:
    """A fee that it paid is refunded: the use is there again."""
    await db.run("update voucher set used = used - 1 where id = :id and used > 0", id=voucher_id)


async def add_voucher(
    desk: Desk, hashed: bytes, tail: str, label: str, value_cents: int, uses: int, ends_on: date, at: datetime
) -> int:
    """Its id. The desk's affiliate or issuer gives it."""
    return await db.value(
        """
        insert into voucher (hash, tail, label, issuer_id, affiliate_id, value_cents, uses, ends_on, made_by, made_at)
        values (:hashed, :tail, :label, :issuer_id, :affiliate_id, :value_cents, :uses, :ends_on, :made_by, :at)
        returning id
        """,
        **scope(desk),
        hashed=hashed,
        tail=tail,
        label=label,
        value_cents=value_cents,
        uses=uses,
        ends_on=ends_on,
        made_by=desk.person_id,
        at=at,
    )


async def vouchers_at(desk: Desk, before: int | None = None, most: int = 100) -> list[Voucher]:
    """What this desk, or one below it, has given, newest first."""
    return await db.many(
        Voucher,
        DOWNWARDS
        + VOUCHER
        + f"where {of_desk('voucher')}"
        + " and (cast(:before as bigint) is null or voucher.id < :before) order by voucher.id desc limit :most",
        **scope(desk),
        before=before,
        most=most,
    )


async def withdraw(desk: Desk, voucher_id: int, at: datetime) -> bool | None:
    """Whether it could still be used until now; None if this desk has none with this number."""
    found = await db.one(
        Voucher, DOWNWARDS + VOUCHER + f"where {of_desk('voucher')} and voucher.id = :id", **scope(desk), id=voucher_id
    )
    if found is None:
        return None
    withdrawn = await db.run(
        "update voucher set withdrawn_at = :at where id = :id and withdrawn_at is null", at=at, id=voucher_id
    )
    return withdrawn == 1
