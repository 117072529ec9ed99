"""What an issuer has set of its review, as rows; its holidays are kept at its desk."""

from dataclasses import dataclass
from datetime import date

from community import db
from community.affiliates.queries import Desk
from community.submissions.expecting.rules import MOST_HOLIDAYS, Target


@dataclass(frozen=True)
class Holiday:
    """A day on which nobody reviews."""

    day: date
    name: str


async def public_target(micro_credential_id: int) -> Target:
    """What holds for whatever is submitted now."""
    row = await db.one(
        dict,
        """
        select issuer.review_business_days as days,
               coalesce(array_agg(issuer_holiday.day order by issuer_holiday.day)
                        filter (where issuer_holiday.day is not null), '{}') as holidays
        from micro_credential join issuer on issuer.id = micro_credential.issuer_id
        left join issuer_holiday on issuer_holiday.issuer_id = issuer.id and issuer.review_business_days is not null
        where micro_credential.id = :id group by issuer.id
        """,
        id=micro_credential_id,
    )
    return Target(row["days"], frozenset(row["holidays"])) if row else Target()


async def public_target_of_version(definition_version_id: int) -> Target:
    """The same, for the micro-credential of this version."""
    id = await db.value(
        "select micro_credential_id from definition_version where id = :id", id=definition_version_id
    )
    return await public_target(id)


async def business_days(desk: Desk) -> int | None:
    """None: 14 calendar days."""
    return await db.value("select review_business_days from issuer where id = :id", id=desk.issuer_id)


async def set_business_days(desk: Desk, was: int | None, became: int | None) -> int:
    """1, or 0 where it is not any more what it was."""
    return await db.run(
        """
        update issuer set review_business_days = cast(:became as smallint)
        where id = :id and review_business_days is not distinct from cast(:was as smallint)
        """,
        id=desk.issuer_id,
        was=was,
        became=became,
    )


async def holidays(desk: Desk) -> list[Holiday]:
    """By day."""
    return await db.many(
        Holiday,
        "select day, name from issuer_holiday where issuer_id = :id order by day limit :most",
        id=desk.issuer_id,
        most=MOST_HOLIDAYS,
    )


async def add_holiday(desk: Desk, day: date, name: str) -> int:
    """1, or 0 where the day stands there already, or the list is full."""
    return await db.run(
        """
        insert into issuer_holiday (issuer_id, day, name)
        select :id, :day, :name where (select count(*) from issuer_holiday where issuer_id = :id) < :most
        on conflict do nothing
        """,
        id=desk.issuer_id,
        day=day,
        name=name,
        most=MOST_HOLIDAYS,
    )


async def remove_holiday(desk: Desk, day: date) -> int:
    return await db.run("delete from issuer_holiday where issuer_id = :id and day = :day", id=desk.issuer_id, day=day)
