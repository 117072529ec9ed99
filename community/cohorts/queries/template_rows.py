"""What an affiliate keeps for its next cohorts, and the stacks that a cohort may work on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import db
from community.affiliates.queries import Desk
from community.cohorts.queries.place_rows import Place
from community.people.queries import Person


@dataclass(frozen=True)
class Template:
    """Settings under a name; `settings` are opening.rules.Terms, `plan` is the key of the plan they began with."""

    id: int
    affiliate_id: int
    affiliate: str
    name: str
    plan: str
    settings: dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """A template as its affiliate's desk has it."""

    id: int
    name: str
    plan: str
    created_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True)
class StackChoice:
    """A stack, and the newest published version of the first micro-credential in it."""

    id: int
    code: str
    title: str
    definition_version_id: int


async def templates(person: Person) -> list[Template]:
    """Those of the affiliates that this person organizes, of those below, and of those above: by name."""
    return await db.many(
        Template,
        """
        with recursive mine (id) as (
            select affiliate_id from desk where person_id = :person_id and kind = 'organizer' and ended_at is null
        ), downwards (id) as (
            select id from mine
            union
            select affiliate.id from affiliate join downwards on affiliate.parent_id = downwards.id
        ), upwards (id, parent_id) as (
            select affiliate.id, affiliate.parent_id from affiliate join mine on mine.id = affiliate.id
            union
            select affiliate.id, affiliate.parent_id from affiliate join upwards on affiliate.id = upwards.parent_id
        )
        select cohort_template.id, affiliate_id, affiliate.name as affiliate, cohort_template.name, plan, settings
        from cohort_template join affiliate on affiliate.id = affiliate_id
        where retired_at is null and affiliate_id in (select id from downwards union select id from upwards)
        order by cohort_template.name, cohort_template.id limit 100
        """,
        person_id=person.id,
    )


KEPT = "select id, name, plan, created_at, retired_at from cohort_template where affiliate_id = :affiliate_id "


async def templates_at(desk: Desk) -> list[Kept]:
    """Those of this very affiliate: in use, then retired, each by name."""
    return await db.many(
        Kept,
        KEPT + "order by retired_at is not null, name, id limit 300",
        affiliate_id=desk.affiliate_id,
    )


async def template_at(desk: Desk, template_id: int) -> Kept | None:
    """One of this very affiliate."""
    return await db.one(Kept, KEPT + "and id = :id", affiliate_id=desk.affiliate_id, id=template_id)


async def set_retired(desk: Desk, template_id: int, at: datetime | None) -> bool:
    """Retired since then, or in use again; whether it was otherwise."""
    changed = await db.run(
        """
        update cohort_template set retired_at = :at
        where id = :id and affiliate_id = :affiliate_id
              and (retired_at is null) <> (cast(:at as timestamptz) is null)
        """,
        at=at,
        id=template_id,
        affiliate_id=desk.affiliate_id,
    )
    return changed == 1


async def add_template(place: Place, name: str, plan: str, settings: dict[str, Any], at: datetime) -> int:
    """Keep these settings, made from this place's cohort, for its affiliate."""
    return await db.value(
        """
        insert into cohort_template (affiliate_id, name, plan, settings, made_from, created_by, created_at)
        values (:affiliate_id, :name, :plan, :settings, :cohort_id, :person_id, :at) returning id
        """,
        affiliate_id=place.cohort.affiliate_id,
        name=name,
        plan=plan,
        settings=settings,
        cohort_id=place.cohort.id,
        person_id=place.person_id,
        at=at,
    )


async def stack_choices(place: Place) -> list[tuple[int, str]]:
    """(version, title) of what stands in this cohort's stack, in its order: the newest of each, or the one at hand."""
    rows = await db.many(
        dict,
        """
        select chosen.id, chosen.title
        from cohort
        join stack_place on stack_place.stack_id = cohort.stack_id
        join lateral (
            select id, title from definition_version
            where definition_version.micro_credential_id = stack_place.micro_credential_id and published_at is not null
            order by id = cohort.definition_version_id desc, version desc limit 1
        ) as chosen on true
        where cohort.id = :cohort_id order by stack_place.place, chosen.id limit 100
        """,
        cohort_id=place.cohort.id,
    )
    return [(row["id"], row["title"]) for row in rows]


async def public_stack(code: str) -> StackChoice | None:
    """The stack with this code, if anything in it is published."""
    return await db.one(
        StackChoice,
        """
        select stack.id, stack.code, stack.title, newest.id as definition_version_id
        from stack
        join stack_place on stack_place.stack_id = stack.id
        join micro_credential on micro_credential.id = stack_place.micro_credential_id and retired_at is null
        join lateral (
            select id from definition_version
            where micro_credential_id = micro_credential.id and published_at is not null order by version desc limit 1
        ) as newest on true
        where stack.code = :code order by stack_place.place, micro_credential.id limit 1
        """,
        code=code,
    )
