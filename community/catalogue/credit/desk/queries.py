"""The credit rules of one affiliate, as its organizers and those above it keep them (R11)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from community import db
from community.affiliates.queries import Desk
from community.affiliates.queries.desk_rows import UPWARDS
from community.catalogue.credit.queries import CreditRule
from community.errors import NotFound

KEPT = """
select credit_rule.key, place_kind, place, gives, applies_to, approval_needed, approval_days, approval_how, proof,
       proof_days, deadline, source, checked_on, note, sample, affiliate.name as affiliate,
       credit_rule.id, micro_credential.code, approved_at, ended_at, credit_rule.version
from credit_rule
join affiliate on affiliate.id = credit_rule.affiliate_id
left join micro_credential on micro_credential.id = micro_credential_id
"""


@dataclass(frozen=True)
class Kept(CreditRule):
    """A rule at the desk. `code`: of the one micro-credential that it is for, None for all; `version` counts texts."""

    id: int
    code: str | None
    approved_at: datetime | None
    ended_at: datetime | None
    version: int


async def kept(desk: Desk, after: int = 0, most: int = 100) -> list[Kept]:
    """The rules of this affiliate, the oldest first, from the one after this id on."""
    return await db.many(
        Kept,
        KEPT + "where affiliate_id = :affiliate_id and credit_rule.id > :after order by credit_rule.id limit :most",
        affiliate_id=desk.affiliate_id,
        after=after,
        most=most,
    )


async def kept_above(desk: Desk) -> list[Kept]:
    """What members here read too: the approved rules of the affiliates above."""
    return await db.many(
        Kept,
        UPWARDS
        + KEPT
        + """
        join upwards on upwards.id = credit_rule.affiliate_id and upwards.id <> :affiliate_id
        where approved_at is not null and ended_at is null order by place, credit_rule.id limit 50
        """,
        affiliate_id=desk.affiliate_id,
    )


async def rule(desk: Desk, rule_id: int) -> Kept:
    """One rule of this affiliate; NotFound for any other."""
    found = await db.one(
        Kept,
        KEPT + "where affiliate_id = :affiliate_id and credit_rule.id = :rule_id",
        affiliate_id=desk.affiliate_id,
        rule_id=rule_id,
    )
    if found is None:
        raise NotFound
    return found


async def add(desk: Desk, key: str, values: dict[str, Any]) -> int:
    """A draft; its id."""
    columns = values | {"key": key, "affiliate_id": desk.affiliate_id}
    return await db.value(
        f"""
        insert into credit_rule ({", ".join(columns)}) values ({", ".join(":" + name for name in columns)})
        returning id
        """,  # noqa: S608 - the names are those of `actions.columns`
        **columns,
    )


async def change(desk: Desk, rule_id: int, was: int, values: dict[str, Any]) -> bool:
    """Whether its text with the number `was` is now this one, a draft again; False where somebody was quicker."""
    changed = await db.value(
        f"""
        update credit_rule
        set {", ".join(f"{name} = :{name}" for name in values)}, version = version + 1, approved_at = null
        where affiliate_id = :affiliate_id and id = :rule_id and version = :was and ended_at is null returning id
        """,  # noqa: S608 - the names are those of `actions.columns`
        affiliate_id=desk.affiliate_id,
        rule_id=rule_id,
        was=was,
        **values,
    )
    return changed is not None


async def approve(desk: Desk, rule_id: int, was: int, source: str | None, checked_on: date, at: datetime) -> bool:
    """Whether the draft with this number of its text is shown from now on."""
    approved = await db.value(
        """
        update credit_rule set source = :source, checked_on = :checked_on, approved_at = :at
        where affiliate_id = :affiliate_id and id = :rule_id and version = :was and approved_at is null
          and ended_at is null returning id
        """,
        affiliate_id=desk.affiliate_id,
        rule_id=rule_id,
        was=was,
        source=source,
        checked_on=checked_on,
        at=at,
    )
    return approved is not None


async def end(desk: Desk, rule_id: int, at: datetime) -> bool:
    """Whether it ended just now."""
    ended = await db.value(
        """
        update credit_rule set ended_at = :at
        where affiliate_id = :affiliate_id and id = :rule_id and ended_at is null returning id
        """,
        affiliate_id=desk.affiliate_id,
        rule_id=rule_id,
        at=at,
    )
    return ended is not None
