"""Issuers, and who sits with them."""

from dataclasses import dataclass

from community import db
from community.affiliates.queries.desk_rows import pairs_as_columns

ISSUER = "select id, slug, name, fee_cents, window_months, free_again_months, rework_days from issuer "


@dataclass(frozen=True)
class Terms:
    """What an issuer asks for a Start (R8), for how many months after an expiry a new one costs nothing (R9), and how
    many its window is open; None: it opens no window (R23). `rework_days`: how long it is open at least after a result
    that leaves something to do (R26)."""

    fee_cents: int
    free_again_months: int
    window_months: int | None
    rework_days: int


@dataclass(frozen=True)
class Issuer:
    """The body that awards, and its terms."""

    id: int
    slug: str
    name: str
    fee_cents: int
    window_months: int | None
    free_again_months: int
    rework_days: int

    @property
    def terms(self) -> Terms:
        return Terms(self.fee_cents, self.free_again_months, self.window_months, self.rework_days)

    @property
    def topic(self) -> str:
        return f"issuer:{self.id}"


async def public_issuer(slug: str) -> Issuer | None:
    return await db.one(Issuer, ISSUER + "where slug = :slug", slug=slug)


async def set_terms_by_id(issuer_id: int, was: Terms, became: Terms) -> bool:
    """Whether they are these now; False where they were not as they `was`."""
    done = await db.value(
        """
        update issuer set fee_cents = :fee_cents, free_again_months = :free_again_months,
                          window_months = :window_months, rework_days = :rework_days
        where id = :id and fee_cents = :was_fee and free_again_months = :was_free
          and window_months is not distinct from cast(:was_window as integer) and rework_days = :was_rework
        returning id
        """,
        id=issuer_id,
        fee_cents=became.fee_cents,
        free_again_months=became.free_again_months,
        window_months=became.window_months,
        rework_days=became.rework_days,
        was_fee=was.fee_cents,
        was_free=was.free_again_months,
        was_window=was.window_months,
        was_rework=was.rework_days,
    )
    return done is not None


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
