"""Affiliates in their tree."""

from dataclasses import dataclass

from community import db
from community.affiliates.queries.desk_rows import Desk
from community.errors import NotFound

AFFILIATE = """
select affiliate.id, affiliate.kind, affiliate.parent_id, affiliate.name, affiliate.short, affiliate.slug,
       affiliate.state_code,
       affiliate.town, affiliate.time_zone
from affiliate
"""
# An affiliate and all below it (R11), three levels at most: what stands before a question of a desk's own.
DOWNWARDS = """
with downwards (id) as (
    select id from affiliate where id = :affiliate_id
    union all
    select id from affiliate where parent_id = :affiliate_id
    union all
    select below.id from affiliate join affiliate as below on below.parent_id = affiliate.id
    where affiliate.parent_id = :affiliate_id
)
"""


@dataclass(frozen=True)
class Affiliate:
    """National, state or local."""

    id: int
    kind: str
    parent_id: int | None
    name: str
    short: str
    slug: str
    state_code: str
    town: str
    time_zone: str

    @property
    def topic(self) -> str:
        return f"affiliate:{self.id}"


async def affiliate(desk: Desk) -> Affiliate:
    """The affiliate that the desk was asked for."""
    found = await db.one(Affiliate, AFFILIATE + "where id = :id", id=desk.affiliate_id)
    if found is None:
        raise NotFound
    return found


async def affiliates(desk: Desk, after: str = "", most: int = 200, search: str = "") -> list[Affiliate]:
    """The desk's affiliate and all below it, by slug, from the one after this slug on (R11).

    `search` keeps those whose name or town holds these words, in whatever case.
    """
    return await db.many(
        Affiliate,
        DOWNWARDS
        + AFFILIATE
        + """
        join downwards on downwards.id = affiliate.id
        where slug > :after and strpos(lower(name || ' ' || town), lower(:search)) > 0 order by slug limit :most
        """,
        affiliate_id=desk.affiliate_id,
        after=after,
        most=most,
        search=search,
    )


async def affiliates_by_id(ids: list[int]) -> dict[int, Affiliate]:
    """For feed, worker and jobs only."""
    found = await db.many(Affiliate, AFFILIATE + "where id = any(:ids) order by id limit 5000", ids=ids)
    return {one.id: one for one in found}
