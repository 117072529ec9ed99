"""The database as large as the union: what signs in by the ordinary actions, the rest by COPY, and then the checks."""

from collections.abc import Awaitable, Callable, Iterable
from time import monotonic
from typing import TypeVar

import asyncpg

from community import clock, db
from community.affiliates import actions as affiliates
from community.catalogue import actions as definitions
from community.catalogue import commands as catalogue
from community.catalogue import queries
from community.catalogue.importing import reading
from community.catalogue.queries import Definition
from community.config import settings
from community.demo import invariants
from community.demo.places import PASSWORD
from community.demo.scale import attempts, log, people
from community.demo.scale.copying import go_on_behind
from community.demo.scale.rules import BEGUN, Size
from community.demo.scale.world import Offsets, World
from community.insights.counting import queries as counting
from community.people.accounts import actions as accounts
from community.people.queries import Person

T = TypeVar("T")
ADDRESS = "organizer@sample.example"
NUMBERED = (
    *("affiliate", "person", "membership", "cohort", "channel", "seat", "meeting", "attendance", "application"),
    *("submission", "status_list", "award", "work", "event"),
)


async def make(size: Size, followers: Iterable[str], say: Callable[[str], None]) -> dict:
    """Fill the empty database at hand. {"address", "accounts", "counts"}; ValueError where an invariant does not hold.

    `followers` of the log begin behind what was written: it was counted here, and nobody is to be told of it.
    """
    begun = monotonic()
    world = await _begin(size)
    raw = await asyncpg.connect(settings().database_url)
    try:
        for what, write in (("people and cohorts", people.write), ("attempts", attempts.write), ("the log", log.write)):
            async with raw.transaction():
                await write(raw, world)
            say(f"{what}: written after {monotonic() - begun:.0f} s")
        await go_on_behind(raw, *NUMBERED)
        await raw.execute("analyze")
    finally:
        await raw.close()
    await _count(followers)
    say(f"first attempts: counted after {monotonic() - begun:.0f} s")
    wrong = await _whole(invariants.broken)
    if wrong:
        raise ValueError("\n".join(wrong))
    say(f"{len(invariants.ALL)} invariants: hold, after {monotonic() - begun:.0f} s")
    return {
        "address": settings().base_url,
        "accounts": [{"role": "organizer", "email": ADDRESS, "password": PASSWORD}],
        "insights": f"{settings().base_url}/affiliates/{world.national.id}/insights",
    }


async def _begin(size: Size) -> World:
    """Definitions, the national affiliate and its organizer, who can sign in."""
    for slug, name in catalogue.sample_issuers().items():
        await affiliates.make_issuer(slug, name)
    read = [reading.read(file) for file in sorted(catalogue.EXAMPLES.glob("*.yaml"))]
    await definitions.take_in(read, publish=True)
    national = await affiliates.make_affiliate("national", "United Educators", "united-educators", short="UE")
    organizer = await _organizer()
    await affiliates.give_desk(organizer, "organizer", national)
    last = await db.one(
        Offsets,
        "select (select max(id) from affiliate) as affiliate, (select max(id) from person) as person",
    )
    assert last
    return World(size, clock.now(), national, organizer, await _definitions(), last)


async def _definitions() -> list[tuple[Definition, list[str], str]]:
    """All that ask for enough to be begun, each with its requirements' keys and its hash."""
    rows = await db.many(
        dict,
        """
        select micro_credential.code, definition_version.sha256
        from definition_version join micro_credential on micro_credential.id = definition_version.micro_credential_id
        where definition_version.published_at is not null order by micro_credential.code limit 1000
        """,
    )
    found = []
    for row in rows:
        definition = await queries.public_definition(row["code"])
        keys = [one.key for one in await queries.public_requirements(definition.id)] if definition else []
        if definition and len(keys) >= BEGUN:
            found.append((definition, keys, row["sha256"]))
    return found


async def _organizer() -> Person:
    code = await accounts.sign_up("Olive Sample", ADDRESS, PASSWORD, "America/New_York", "en", "/", "sample")
    return await accounts.make(code)


async def _count(followers: Iterable[str]) -> None:
    async def anew() -> None:
        await counting.recount_all_by_id()
        for name in followers:
            await db.run(
                """
                insert into log_mark (name, xact, id)
                select :name, pg_current_xact_id(), coalesce(max(id), 0) from event
                on conflict (name) do update set xact = excluded.xact, id = excluded.id
                """,
                name=name,
            )

    await _whole(anew)


async def _whole(do: Callable[[], Awaitable[T]]) -> T:
    """In one transaction, however long it takes."""
    async with db.transaction():
        await db.value("select set_config('statement_timeout', '0', true)")
        await db.value("select set_config('work_mem', '256MB', true)")
        return await do()
