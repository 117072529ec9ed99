"""Credit rules as they were read at their source, for the members of an affiliate and of those below it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from community import db
from community.catalogue.queries import Definition
from community.people.queries import Person

# The affiliates of somebody's memberships that count on this day, and all above them.
OWN = """
with recursive own (id, parent_id) as (
    select affiliate.id, affiliate.parent_id from membership
    join affiliate on affiliate.id = membership.affiliate_id
    where membership.person_id = :person_id and membership.status = 'active'
      and membership.starts_on <= :today and (membership.ends_on is null or membership.ends_on >= :today)
    union
    select affiliate.id, affiliate.parent_id from affiliate join own on affiliate.id = own.parent_id
)
"""


@dataclass(frozen=True)
class CreditRule:
    """What a place says that it gives. None means that it is not known; nothing of it is a promise (R62)."""

    key: str
    place_kind: str
    place: str
    gives: str | None
    applies_to: list[str]
    approval_needed: bool | None
    approval_days: int | None
    approval_how: str | None
    proof: str | None
    proof_days: int | None
    deadline: str | None
    source: str | None
    checked_on: date | None
    note: str
    sample: bool
    affiliate: str


@dataclass(frozen=True)
class Adviser:
    """An organizer of one's own affiliate, whom one may ask."""

    name: str
    affiliate: str


async def credit_rules(person: Person, definition: Definition, today: date) -> list[CreditRule]:
    """The rules of this person's own affiliates for a definition, the nearest place first."""
    return await db.many(
        CreditRule,
        OWN  # noqa: S608
        + """
        select credit_rule.key, place_kind, place, gives, applies_to, approval_needed, approval_days, approval_how,
               proof, proof_days, deadline, source, checked_on, note, sample, affiliate.name as affiliate
        from credit_rule
        join own on own.id = credit_rule.affiliate_id
        join affiliate on affiliate.id = own.id
        where (micro_credential_id is null or micro_credential_id = :micro_credential_id)
          and approved_at is not null and ended_at is null
        order by place_kind, place, credit_rule.id limit 20
        """,
        person_id=person.id,
        today=today,
        micro_credential_id=definition.micro_credential_id,
    )


async def advisers(person: Person, today: date) -> list[Adviser]:
    """Whom one may ask: the organizers of one's own locals, by name."""
    return await db.many(
        Adviser,
        """
        select distinct person.name, affiliate.name as affiliate
        from membership
        join affiliate on affiliate.id = membership.affiliate_id
        join desk on desk.affiliate_id = affiliate.id and desk.kind = 'organizer' and desk.ended_at is null
        join person on person.id = desk.person_id
        where membership.person_id = :person_id and membership.status = 'active'
          and membership.starts_on <= :today and (membership.ends_on is null or membership.ends_on >= :today)
        order by affiliate.name, person.name limit 4
        """,
        person_id=person.id,
        today=today,
    )


async def kept_by_id(keys: list[str]) -> dict[str, dict[str, Any]]:
    """The affiliate_id and ended_at of those of these keys that are here, for the import."""
    rows = await db.many(
        dict,
        "select key, affiliate_id, ended_at from credit_rule where key = any(:keys) order by key limit 10000",
        keys=keys,
    )
    return {row["key"]: row for row in rows}


async def put_by_id(affiliate_id: int, rule: dict[str, Any], at: datetime) -> bool | None:
    """Write down what was read at a source: True when it is new, False when it changed one, None when nothing did.

    It counts as approved. An ended rule stays as it is.
    """
    values = rule | {"affiliate_id": affiliate_id, "approved_at": at}
    names = sorted(values)
    told = [name for name in names if name not in ("key", "approved_at")]
    return await db.value(
        f"""
        insert into credit_rule ({", ".join(names)}) values ({", ".join(":" + name for name in names)})
        on conflict (key) do update set {", ".join(f"{name} = excluded.{name}" for name in (*told, "approved_at"))},
                                        version = credit_rule.version + 1
        where credit_rule.ended_at is null and (
            credit_rule.approved_at is null
            or ({", ".join("credit_rule." + name for name in told)})
               is distinct from ({", ".join("excluded." + name for name in told)})
        )
        returning xmax = 0
        """,  # noqa: S608 - the names are those of `reading.rule_of`
        **values,
    )
