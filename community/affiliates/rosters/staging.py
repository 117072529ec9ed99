"""The lines of a roster as a staging table, and what they would change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from community import db
from community.affiliates.queries import DOWNWARDS

COLUMNS = (
    "line", "local", "number", "family_name", "given_name", "addresses", "status", "starts_on", "ends_on", "building",
)  # fmt: skip
TABLE = """
create temporary table roster_line (
    line integer, local text, number text, family_name text, given_name text, addresses text[], status text,
    starts_on date, ends_on date, building text, affiliate_id bigint
) on commit drop
"""
# One import of an affiliate's roster at a time: what was looked at is what is taken in.
LOCK = "select 1 from pg_advisory_xact_lock(hashtextextended('roster', :affiliate_id))"
PLACE_LINES = (
    DOWNWARDS  # noqa: S608
    + """
update roster_line as given set affiliate_id = affiliate.id from affiliate
where affiliate.id in (select id from downwards)
  and case given.local when '' then affiliate.id = :affiliate_id else affiliate.slug = given.local end
"""
)
WRONG = """
select line, 'local' as field from roster_line where affiliate_id is null
union all
select line, 'number' from (
    select line, row_number() over (partition by affiliate_id, number order by line) as place from roster_line
    where affiliate_id is not null
) as numbered where place > 1
order by line limit :most
"""
# What each line means: a null of the file keeps what is there; an end is kept, or is today, where it says only "ended".
PLANNED = """
with meant as (
    select given.line, given.affiliate_id, given.number, given.family_name, here.id as row_id, here.person_id,
           coalesce(given.given_name, here.given_name, '') as given_name,
           coalesce(given.addresses, here.addresses, '{}') as addresses,
           coalesce(given.status, here.status, 'active') as status,
           coalesce(given.starts_on, here.starts_on, least(:today, given.ends_on)) as starts_on,
           given.ends_on as given_end, here.ends_on as end_here,
           coalesce(given.building, here.building, '') as building,
           here.family_name as was_family_name, here.given_name as was_given_name, here.addresses as was_addresses,
           here.status as was_status, here.starts_on as was_starts_on, here.building as was_building
    from roster_line as given
    left join roster_row as here on here.affiliate_id = given.affiliate_id and here.number = given.number
), dated as (
    select meant.*, case
        when given_end <> 'infinity' then greatest(given_end, starts_on)
        when status = 'ended' then coalesce(case was_status when 'ended' then end_here end, greatest(:today, starts_on))
        when given_end is null and was_status <> 'ended' then end_here
    end as ends_on from meant
), planned as (
    select dated.*, case
        when row_id is null then 'new'
        when (family_name, given_name, addresses, status, starts_on, ends_on, building) is not distinct from
             (was_family_name, was_given_name, was_addresses, was_status, was_starts_on, end_here, was_building)
            then 'unchanged'
        when status = 'ended' and was_status <> 'ended' then 'ended'
        else 'changed'
    end as what from dated
)
"""
# Who stands on the rosters that the file names, but not in the file.
MISSING = """
missing as (
    select here.id, here.affiliate_id, here.number, here.family_name, here.given_name from roster_row as here
    where here.status <> 'ended' and here.affiliate_id in (select affiliate_id from roster_line)
      and not exists (select 1 from roster_line as given
                      where given.affiliate_id = here.affiliate_id and given.number = here.number)
)
"""
COUNTS = (
    PLANNED  # noqa: S608
    + ","
    + MISSING
    + """
select count(*) filter (where what = 'new') as new, count(*) filter (where what = 'changed') as changed,
       count(*) filter (where what = 'ended') as ended, count(*) filter (where what = 'unchanged') as unchanged,
       (select count(*) from missing) as missing,
       md5(coalesce(string_agg(line || what || coalesce(row_id, 0), ' ' order by line), '')
           || (select coalesce(string_agg(cast(id as text), ' ' order by id), '') from missing)) as mark
from planned
"""
)
SHOWN = (
    PLANNED
    + """
select line, number, given_name, family_name, what, affiliate.name as affiliate, person_id is not null as linked,
       addresses, status, starts_on, ends_on, building, was_family_name, was_given_name, was_addresses, was_status,
       was_starts_on, end_here as was_ends_on, was_building
from planned join affiliate on affiliate.id = planned.affiliate_id
where what <> 'unchanged' order by line limit :most
"""
)
TAKE_IN = (
    PLANNED  # noqa: S608
    + """
, changed as (
    select affiliate_id, number, given_name, family_name, addresses, status, starts_on, ends_on, building
    from planned where what <> 'unchanged'
), taken as (
    insert into roster_row (affiliate_id, number, given_name, family_name, addresses, status, starts_on, ends_on,
                            building)
    select affiliate_id, number, given_name, family_name, addresses, status, starts_on, ends_on, building from changed
    order by affiliate_id, number
    on conflict (affiliate_id, number) do update
    set given_name = excluded.given_name, family_name = excluded.family_name, addresses = excluded.addresses,
        status = excluded.status, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
        building = excluded.building
    returning id
)
select count(*) from taken
"""
)
END_MISSING = (
    "with "
    + MISSING
    + """
update roster_row as here set status = 'ended',
       ends_on = greatest(here.starts_on, least(coalesce(here.ends_on, :today), cast(:today as date)))
from missing where here.id = missing.id
"""
)


@dataclass(frozen=True)
class Counts:
    """How many lines would do what; `missing` are those who stand on the roster and not in the file."""

    new: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0
    missing: int = 0
    mark: str = ""

    @property
    def lines(self) -> int:
        return self.new + self.changed + self.ended + self.unchanged


@dataclass(frozen=True)
class Planned:
    """What one line would do: new, changed or ended. `was_…` is what stands there now, None for a new one."""

    line: int
    number: str
    given_name: str
    family_name: str
    what: str
    affiliate: str
    linked: bool
    addresses: list[str]
    status: str
    starts_on: date
    ends_on: date | None
    building: str
    was_family_name: str | None
    was_given_name: str | None
    was_addresses: list[str] | None
    was_status: str | None
    was_starts_on: date | None
    was_ends_on: date | None
    was_building: str | None

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def differs(self) -> list[str]:
        """The fields that change."""
        fields = ("family_name", "given_name", "addresses", "status", "starts_on", "ends_on", "building")
        return [name for name in fields if getattr(self, name) != getattr(self, f"was_{name}")]


async def begin() -> None:
    """The empty table, in the transaction at hand; it is gone at its end."""
    async with db.connection() as held:
        await held.raw_connection.execute(TABLE)


async def lock(affiliate_id: int) -> None:
    """Until the transaction at hand ends, nobody else takes in this affiliate's roster."""
    await db.one(dict, LOCK, affiliate_id=affiliate_id)


async def copy(rows: Iterable[tuple], affiliate_id: int) -> None:
    """Put these rows in as they come, each at its affiliate: the one given, or one below it that the line names."""
    async with db.connection() as held:
        await held.raw_connection.copy_records_to_table("roster_line", records=rows, columns=COLUMNS)
        await held.raw_connection.execute("analyze roster_line")
    await db.run(PLACE_LINES, affiliate_id=affiliate_id)


async def wrong(most: int) -> list[tuple[int, str]]:
    """(line, field) of lines that name no affiliate of this desk, or a number that stands in the file already."""
    return [(row["line"], row["field"]) for row in await db.many(dict, WRONG, most=most)]


async def counts(today: date) -> Counts:
    return await db.one(Counts, COUNTS, today=today) or Counts()


async def shown(today: date, most: int) -> list[Planned]:
    """What would change, in the order of the file."""
    return await db.many(Planned, SHOWN, today=today, most=most)


async def missing(most: int) -> list[str]:
    """The names of those who stand on the roster and not in the file, by name."""
    rows = await db.many(
        dict,
        "with " + MISSING + "select given_name, family_name from missing order by 2, 1, id limit :most",  # noqa: S608
        most=most,
    )
    return [f"{row['given_name']} {row['family_name']}".strip() for row in rows]


async def affiliates() -> list[int]:
    """Whose rosters the lines belong to."""
    rows = await db.many(
        dict, "select distinct affiliate_id from roster_line where affiliate_id is not null order by 1 limit 100000"
    )
    return [row["affiliate_id"] for row in rows]


async def take_in(today: date) -> None:
    """Write what is planned."""
    await db.value(TAKE_IN, today=today)


async def end_missing(today: date) -> None:
    """End those who stand on the roster and not in the file, from today on."""
    await db.run(END_MISSING, today=today)
