"""The tree of affiliates as everybody may read it: states, their locals, and the way up."""

from community import db
from community.affiliates.queries.affiliate_rows import AFFILIATE, Affiliate
from community.affiliates.queries.desk_rows import UPWARDS


async def public_affiliate(slug: str) -> Affiliate | None:
    return await db.one(Affiliate, AFFILIATE + "where slug = :slug", slug=slug)


async def public_state_affiliates() -> list[Affiliate]:
    """All state affiliates, by name."""
    return await db.many(Affiliate, AFFILIATE + "where affiliate.kind = 'state' order by name, slug limit 500")


async def public_locals(slug: str, after: str = "", most: int = 100, search: str = "") -> list[Affiliate]:
    """The locals of the state affiliate with this slug, by name; those after the local with the slug `after`.

    `search` keeps those whose name or town holds these words, in whatever case; "" keeps all.
    """
    return await db.many(
        Affiliate,
        AFFILIATE  # noqa: S608
        + """
        join affiliate as state on state.id = affiliate.parent_id and state.slug = :slug
        where affiliate.kind = 'local'
          and (:after = '' or (affiliate.name, affiliate.slug) >
               (select last.name, last.slug from affiliate as last where last.slug = :after))
          and strpos(lower(affiliate.name || ' ' || affiliate.town), lower(:search)) > 0
        order by affiliate.name, affiliate.slug limit :most
        """,
        slug=slug,
        after=after,
        most=most,
        search=search,
    )


async def public_path(affiliate: Affiliate) -> list[Affiliate]:
    """From the national affiliate down to this one, itself included."""
    return await db.many(
        Affiliate,
        UPWARDS
        + AFFILIATE
        + """
        join upwards on upwards.id = affiliate.id
        order by array_position(array['national', 'state', 'local'], affiliate.kind) limit 3
        """,
        affiliate_id=affiliate.id,
    )
