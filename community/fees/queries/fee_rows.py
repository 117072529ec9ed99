"""Fees as rows, entered by their person; what was asked for, how it was settled, and which Start used it."""

from dataclasses import dataclass
from datetime import datetime

from community import db, numbers
from community.fees import rules
from community.fees.rules import State
from community.numbers import Numbered
from community.people.queries import Person

FEE = """
select fee.id, fee.number, fee.person_id, coalesce(person.name, '') as name, fee.micro_credential_id,
       micro_credential.code, coalesce(definition.title, micro_credential.title) as title,
       fee.issuer_id, issuer.name as issuer, fee.affiliate_id, coalesce(affiliate.name, '') as affiliate,
       fee.application_id, fee.amount_cents, fee.currency, fee.state, fee.how, fee.voucher_id, fee.district,
       fee.reference, fee.reason, fee.asked_at, fee.settled_at, fee.refunded_at, fee.wished_at, fee.kept_at, fee.used
from fee
join micro_credential on micro_credential.id = fee.micro_credential_id
join issuer on issuer.id = fee.issuer_id
left join affiliate on affiliate.id = fee.affiliate_id
left join person on person.id = fee.person_id
left join lateral (
    select title from definition_version
    where definition_version.micro_credential_id = fee.micro_credential_id and published_at is not null
    order by definition_version.id desc limit 1
) as definition on true
"""


@dataclass(frozen=True)
class Fee(Numbered):
    """What one Start costs one person. `name` is "" once the account is closed; `affiliate`: its desk sees it, too."""

    id: int
    number: str
    person_id: int | None
    name: str
    micro_credential_id: int
    code: str
    title: str
    issuer_id: int
    issuer: str
    affiliate_id: int | None
    affiliate: str
    application_id: int | None
    amount_cents: int
    currency: str
    state: State
    how: str
    voucher_id: int | None
    district: str
    reference: str
    reason: str
    asked_at: datetime
    settled_at: datetime | None
    refunded_at: datetime | None
    wished_at: datetime | None
    kept_at: datetime | None
    used: bool

    @property
    def amount(self) -> str:
        return rules.dollars(self.amount_cents)


@dataclass(frozen=True)
class Terms:
    """What an issuer asks for a Start on this micro-credential."""

    micro_credential_id: int
    issuer_id: int
    fee_cents: int
    free_again_months: int


async def public_terms(micro_credential_id: int) -> Terms:
    found = await db.one(
        Terms,
        """
        select micro_credential.id as micro_credential_id, issuer_id, fee_cents, free_again_months
        from micro_credential join issuer on issuer.id = issuer_id where micro_credential.id = :id
        """,
        id=micro_credential_id,
    )
    assert found is not None, "asked for a micro-credential that is there"
    return found


async def fees(person: Person) -> list[Fee]:
    """All one's own, newest first."""
    return await db.many(
        Fee,
        FEE + "where fee.person_id = :person_id order by fee.asked_at desc, fee.id desc limit 200",
        person_id=person.id,
    )


async def fee(person: Person, number: str) -> Fee | None:
    """One's own with this number."""
    return await db.one(
        Fee, FEE + "where fee.person_id = :person_id and fee.number = :number", person_id=person.id, number=number
    )


async def unused(person: Person, micro_credential_id: int) -> Fee | None:
    """One's own that no Start has used yet; there is at most one for each micro-credential."""
    return await db.one(
        Fee,
        FEE
        + """
        where fee.person_id = :person_id and fee.micro_credential_id = :id and fee.state <> 'refunded' and not fee.used
        """,
        person_id=person.id,
        id=micro_credential_id,
    )


async def used_for(person: Person, application_id: int) -> Fee | None:
    """One's own that this Start has used."""
    return await db.one(
        Fee,
        FEE + "where fee.person_id = :person_id and fee.application_id = :id",
        person_id=person.id,
        id=application_id,
    )


async def add_fee(person: Person, terms: Terms, affiliate_id: int | None, at: datetime) -> int | None:
    """A fee that is due; its id, or None when one is there that no Start has used."""
    return await db.value(
        """
        insert into fee (number, person_id, micro_credential_id, issuer_id, affiliate_id, amount_cents, asked_at)
        values (:number, :person_id, :micro_credential_id, :issuer_id, :affiliate_id, :amount_cents, :at)
        on conflict (person_id, micro_credential_id) where state <> 'refunded' and not used do nothing
        returning id
        """,
        number=numbers.draw(),
        person_id=person.id,
        micro_credential_id=terms.micro_credential_id,
        issuer_id=terms.issuer_id,
        affiliate_id=affiliate_id,
        amount_cents=terms.fee_cents,
        at=at,
    )


async def use(person: Person, fee: Fee, application_id: int) -> bool:
    """Start uses it up; whether it was still settled and unused. A wish to have it back is over with that."""
    used = await db.run(
        """
        update fee set used = true, application_id = :application_id, wished_at = null
        where id = :id and person_id = :person_id and not used and state in ('promised', 'paid', 'waived')
        """,
        application_id=application_id,
        id=fee.id,
        person_id=person.id,
    )
    return used == 1


async def wish(person: Person, fee: Fee, at: datetime) -> bool:
    """Whether it could be wished back: paid, and nothing submitted since."""
    wished = await db.run(
        """
        update fee set wished_at = :at
        where id = :id and person_id = :person_id and state = 'paid' and kept_at is null and wished_at is null
        """,
        at=at,
        id=fee.id,
        person_id=person.id,
    )
    return wished == 1


async def move_by_id(
    fee: Fee,
    became: State,
    at: datetime,
    by: int | None,
    how: str = "",
    voucher_id: int | None = None,
    district: str = "",
    reference: str = "",
    reason: str = "",
) -> bool:
    """Set the state, from the one that was read; whether nobody was quicker.

    What is left empty stays as it was; a reason belongs to this move alone, and what is due again knows no district.
    """
    moved = await db.run(
        """
        update fee set state = :became,
            settled_at = case :became when 'refunded' then settled_at when 'due' then null else :at end,
            settled_by = case :became when 'refunded' then settled_by when 'due' then null else cast(:by as bigint) end,
            refunded_at = case when :became = 'refunded' then cast(:at as timestamptz) end,
            how = coalesce(nullif(:how, ''), how), voucher_id = coalesce(:voucher_id, voucher_id),
            district = case when :became = 'due' then '' else coalesce(nullif(:district, ''), district) end,
            reference = case when :became = 'due' then '' else coalesce(nullif(:reference, ''), reference) end,
            reason = :reason
        where id = :id and state = :was
          and (:became <> 'refunded' or kept_at is null and (not used or wished_at is not null))
        """,
        became=became,
        at=at,
        by=by,
        how=how,
        voucher_id=voucher_id,
        district=district,
        reference=reference,
        reason=reason,
        id=fee.id,
        was=fee.state,
    )
    return moved == 1


async def keep_by_id(person_id: int, micro_credential_id: int, at: datetime) -> None:
    """Something was submitted: what its Start has used is not returned any more (R8)."""
    await db.run(
        """
        update fee set kept_at = :at
        where person_id = :person_id and micro_credential_id = :id and used and kept_at is null and state <> 'refunded'
        """,
        at=at,
        person_id=person_id,
        id=micro_credential_id,
    )


async def fees_by_id(ids: list[int]) -> dict[int, Fee]:
    found = await db.many(Fee, FEE + "where fee.id = any(:ids) order by fee.id limit 5000", ids=ids)
    return {one.id: one for one in found}


async def payers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """Whose fees these are."""
    return {one.id: [one.person_id] for one in (await fees_by_id(ids)).values() if one.person_id is not None}
