"""Issuers, and who sits with them."""

from dataclasses import dataclass

from community import db
from community.affiliates.queries.desk_rows import pairs_as_columns

ISSUER = "select id, slug, name, fee_cents, window_months from issuer "


@dataclass(frozen=True)
class Issuer:
    """The body that awards; `window_months` None opens no window at Start (R23)."""

    id: int
    slug: str
    name: str
    fee_cents: int
    window_months: int | None

    @property
    def topic(self) -> str:
        return f"issuer:{self.id}"


async def public_issuer(slug: str) -> Issuer | None:
    return await db.one(Issuer, ISSUER + "where slug = :slug", slug=slug)


async def issuer_audiences_by_id(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Who may follow issuer:ID: those who hold a desk with it; {(person, issuer): audience}."""
    rows = await db.many(
        dict,
        """
        select distinct desk.person_id, desk.issuer_id from desk
        join unnest(cast(:people as bigint[]), cast(:ids as bigint[])) as wanted (person_id, id)
            on desk.person_id = wanted.person_id and desk.issuer_id = wanted.id
        where desk.ended_at is null order by desk.person_id, desk.issuer_id limit 100000
        """,
        **pairs_as_columns(pairs),
    )
    return {(row["person_id"], row["issuer_id"]): "desk" for row in rows}
