"""What an administrator looks over: the issuers with what they ask, the credit rules with source and date."""

from dataclasses import dataclass
from datetime import date

from community import db
from community.affiliates.queries import Desk
from community.fees.rules import dollars


@dataclass(frozen=True)
class Issuer:
    """An issuer and its settings. `review_days`: business days, None for 14 calendar days (R58)."""

    slug: str
    name: str
    fee_cents: int
    window_months: int | None
    review_days: int | None
    holidays: int
    vouchers: int

    @property
    def fee(self) -> str:
        return dollars(self.fee_cents)


@dataclass(frozen=True)
class CreditRule:
    """What a district or state gives, whence that is known, and when somebody last looked (F118)."""

    id: int
    affiliate: str
    slug: str
    place_kind: str
    place: str
    code: str
    gives: str
    source: str
    checked_on: date


async def issuers(desk: Desk, most: int = 200) -> list[Issuer]:
    """All of them, by name."""
    return await db.many(
        Issuer,
        """
        select slug, name, fee_cents, window_months, review_business_days as review_days,
               (select count(*) from issuer_holiday where issuer_id = issuer.id) as holidays,
               (select count(*) from voucher where voucher.issuer_id = issuer.id and withdrawn_at is null) as vouchers
        from issuer order by name, id limit :most
        """,
        most=most,
    )


async def credit_rules(desk: Desk, after: tuple[date, int] | None, most: int) -> list[CreditRule]:
    """Those in force, the one that was looked at longest ago first; those after the rule of this day and number."""
    return await db.many(
        CreditRule,
        """
        select rule.id, affiliate.name as affiliate, affiliate.slug, rule.place_kind, rule.place,
               coalesce(micro_credential.code, '') as code, coalesce(rule.gives, '') as gives,
               coalesce(rule.source, '') as source, rule.checked_on
        from credit_rule as rule join affiliate on affiliate.id = rule.affiliate_id
        left join micro_credential on micro_credential.id = rule.micro_credential_id
        where rule.approved_at is not null and rule.ended_at is null
          and (cast(:day as date) is null or (rule.checked_on, rule.id) > (:day, cast(:id as bigint)))
        order by rule.checked_on, rule.id limit :most
        """,
        day=after[0] if after else None,
        id=after[1] if after else 0,
        most=most,
    )
