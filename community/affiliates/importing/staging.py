"""Lines of files as a staging table, and what the database says to them."""

from collections.abc import Iterable
from dataclasses import dataclass

from community import db

COLUMNS = ("file", "line", "kind", "state_code", "name", "short", "slug", "town", "time_zone", "state_slug")
TABLE = """
create temporary table affiliate_line (
    file integer, line integer, kind text, state_code text, name text, short text, slug text, town text,
    time_zone text, state_slug text, parent_id bigint
) on commit drop
"""
# One import at a time, so that two cannot make the same affiliate.
LOCK = "select 1 from pg_advisory_xact_lock(hashtextextended('import-affiliates', 0))"
SAME_SLUG = """
select file, line, 'slug' as field, 'twice' as why from (
    select file, line, row_number() over (partition by slug order by file, line) as place from affiliate_line
) as numbered where place > 1 order by file, line limit :most
"""
STANDS_ELSEWHERE = """
select file, line, 'slug' as field, 'elsewhere' as why from affiliate_line as given
join affiliate on affiliate.slug = given.slug
where given.kind = :kind and (affiliate.kind <> given.kind or affiliate.parent_id is distinct from given.parent_id)
order by file, line limit :most
"""
NO_STATE = """
select file, line, case state_slug when '' then 'state_code' else 'state_slug' end as field,
       case (select count(*) from affiliate where kind = 'state' and state_code = given.state_code)
            when 0 then 'no state' else 'which state' end as why
from affiliate_line as given where kind = 'local' and parent_id is null order by file, line limit :most
"""
UNDER_NATION = "update affiliate_line set parent_id = :nation_id where kind = 'state'"
UNDER_STATES = """
with state as (
    select id, slug, state_code, time_zone, count(*) over (partition by state_code) as alike
    from affiliate where kind = 'state'
)
update affiliate_line as given
set parent_id = state.id, time_zone = coalesce(nullif(given.time_zone, ''), state.time_zone)
from state
where given.kind = 'local' and state.state_code = given.state_code
  and (given.state_slug = state.slug or given.state_slug = '' and state.alike = 1)
"""
TAKE_IN = """
with given as (select kind, parent_id, name, short, slug, state_code, town, time_zone from affiliate_line
               where kind = :kind order by file, line),
done as (
    insert into affiliate (kind, parent_id, name, short, slug, state_code, town, time_zone)
    select kind, parent_id, name, short, slug, state_code, town, time_zone from given
    on conflict (slug) do update
    set name = excluded.name, short = excluded.short, state_code = excluded.state_code, town = excluded.town,
        time_zone = excluded.time_zone
    where (affiliate.name, affiliate.short, affiliate.state_code, affiliate.town, affiliate.time_zone) is distinct from
          (excluded.name, excluded.short, excluded.state_code, excluded.town, excluded.time_zone)
    returning xmax = 0 as made
)
select (select count(*) from given) as lines, (select count(*) from done where made) as made,
       (select count(*) from done where not made) as changed
"""


@dataclass(frozen=True)
class Wrong:
    """A line that cannot stand: in which file, and why in a word."""

    file: int
    line: int
    field: str
    why: str


@dataclass(frozen=True)
class Outcome:
    """What became of the lines of one kind; the rest of them was so already."""

    lines: int = 0
    made: int = 0
    changed: int = 0


async def begin() -> None:
    """The empty table, in the transaction at hand; it is gone at its end."""
    await db.one(dict, LOCK)
    async with db.connection() as held:
        await held.raw_connection.execute(TABLE)


async def copy(rows: Iterable[tuple]) -> None:
    """Put these rows in as they come: memory does not grow with their number."""
    async with db.connection() as held:
        await held.raw_connection.copy_records_to_table("affiliate_line", records=rows, columns=COLUMNS)


async def nations(slug: str = "") -> list[int]:
    """The national affiliates that are here; only the one with this slug, if one is asked for."""
    where = "where kind = 'national' and (:slug = '' or slug = :slug)"
    rows = await db.many(dict, f"select id from affiliate {where} order by id limit 100", slug=slug)  # noqa: S608
    return [row["id"] for row in rows]


async def states(nation_id: int, most: int) -> tuple[Outcome, list[Wrong]]:
    """Take in the states under the national affiliate; or what hinders it."""
    await _count()
    await db.run(UNDER_NATION, nation_id=nation_id)
    wrong = await db.many(Wrong, SAME_SLUG, most=most)
    return await _take_in("state", wrong, most)


async def locals_(most: int) -> tuple[Outcome, list[Wrong]]:
    """Take in the locals, once their states are here; or what hinders it."""
    await db.run(UNDER_STATES)
    return await _take_in("local", await db.many(Wrong, NO_STATE, most=most), most)


async def _count() -> None:
    """Tell the planner how many lines there are."""
    async with db.connection() as held:
        await held.raw_connection.execute("analyze affiliate_line")


async def _take_in(kind: str, wrong: list[Wrong], most: int) -> tuple[Outcome, list[Wrong]]:
    wrong = wrong or await db.many(Wrong, STANDS_ELSEWHERE, kind=kind, most=most)
    outcome = None if wrong else await db.one(Outcome, TAKE_IN, kind=kind)
    return outcome or Outcome(), wrong
