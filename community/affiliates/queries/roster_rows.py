"""Who belongs to an affiliate: the lines of its roster, and members who stand on none."""

from dataclasses import dataclass
from datetime import date

from community import db
from community.affiliates.queries.affiliate_rows import Affiliate
from community.affiliates.queries.desk_rows import Desk

# r12 is a line of the roster, m5 a membership without one; ordered by last name.
MEMBERS = """
with listed as (
    select 'r' || id as key, id as row_id, trim(given_name || ' ' || family_name) as name,
           lower(family_name || ' ' || given_name) as sorting, number, array_to_string(addresses, ', ') as addresses,
           status, starts_on, ends_on, building, person_id,
           case when person_id is null then '' else linked_by end as linked_by
    from roster_row where affiliate_id = :affiliate_id
    union all
    select 'm' || membership.id, null, person.name,
           lower(regexp_replace(person.name, '^(.*) (\\S+)$', '\\2 \\1')), membership.number, '', membership.status,
           membership.starts_on, membership.ends_on, '', membership.person_id, 'desk'
    from membership join person on person.id = membership.person_id
    where membership.affiliate_id = :affiliate_id
      and not exists (select 1 from roster_row as line where line.affiliate_id = membership.affiliate_id
                                                         and line.person_id = membership.person_id)
)
"""


@dataclass(frozen=True)
class Listed:
    """One member in an affiliate's list. `linked_by` is "" where the line is nobody's account yet."""

    key: str
    row_id: int | None
    name: str
    number: str
    addresses: str
    status: str
    starts_on: date
    ends_on: date | None
    building: str
    person_id: int | None
    linked_by: str


@dataclass(frozen=True)
class Row:
    """A line of a roster, as a claim is compared with it."""

    id: int
    affiliate_id: int
    number: str
    given_name: str
    family_name: str
    addresses: list[str]
    status: str
    person_id: int | None


async def listed(desk: Desk, search: str = "", status: str = "", after: str = "", most: int = 50) -> list[Listed]:
    """The affiliate's members by last name, from the one after the key `after` on.

    `search` looks in names and numbers, in whatever case; `status` keeps one of active, pending, ended.
    """
    return await db.many(
        Listed,
        MEMBERS  # noqa: S608
        + """
        select key, row_id, name, number, addresses, status, starts_on, ends_on, building, person_id, linked_by
        from listed
        where (:status = '' or status = :status) and strpos(lower(name || ' ' || number), lower(:search)) > 0
          and (:after = '' or
               (sorting, key) > (select last.sorting, last.key from listed as last where last.key = :after))
        order by sorting, key limit :most
        """,
        affiliate_id=desk.affiliate_id,
        search=search,
        status=status,
        after=after,
        most=most,
    )


async def counted(desk: Desk) -> dict[str, int]:
    """{status: how many}; of the active ones "linked" have an account, "unreached" one without mail."""
    rows = await db.many(
        dict,
        MEMBERS  # noqa: S608
        + """
        select status, count(*) as number, count(*) filter (where person_id is not null) as linked,
               count(*) filter (where exists (
                   select from email
                   where email.person_id = listed.person_id and email.is_main and email.refused_at is not null
               )) as unreached
        from listed group by status order by status limit 10
        """,
        affiliate_id=desk.affiliate_id,
    )
    found = {"active": 0, "pending": 0, "ended": 0, "linked": 0, "unreached": 0}
    for row in rows:
        found[row["status"]] = row["number"]
        if row["status"] == "active":
            found |= {"linked": row["linked"], "unreached": row["unreached"]}
    return found


async def row_for(desk: Desk, number: str) -> Row | None:
    """The line with this number on the roster of the desk's affiliate."""
    return await _row(desk.affiliate_id or 0, number)


async def rows_for(desk: Desk, numbers: list[str]) -> list[Row]:
    """The lines with these numbers, by number."""
    return await db.many(
        Row,
        """
        select id, affiliate_id, number, given_name, family_name, addresses, status, person_id from roster_row
        where affiliate_id = :affiliate_id and number = any(:numbers) order by number limit 1000
        """,
        affiliate_id=desk.affiliate_id,
        numbers=numbers,
    )


async def public_row(affiliate: Affiliate, number: str) -> Row | None:
    """The line with this number; for a claim, which is told nothing of it unless its last name is known as well."""
    return await _row(affiliate.id, number)


async def _row(affiliate_id: int, number: str) -> Row | None:
    return await db.one(
        Row,
        """
        select id, affiliate_id, number, given_name, family_name, addresses, status, person_id from roster_row
        where affiliate_id = :affiliate_id and number = :number
        """,
        affiliate_id=affiliate_id,
        number=number,
    )
