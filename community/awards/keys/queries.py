"""Issuers' public keys as rows: everybody may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from community import db
from community.awards.keys.public import Key

MOST = 1000  # keys of one issuer
KEY = """
select issuer_key.id, issuer_key.name, multibase, jwk
from issuer_key join issuer on issuer.id = issuer_key.issuer_id where issuer.slug = :issuer
"""


@dataclass(frozen=True)
class Signer:
    """An issuer, by what its keys are found under."""

    id: int
    slug: str


async def public_keys(issuer: str) -> list[Key]:
    """All that count of the issuer with this slug, the oldest first."""
    return await db.many(
        Key, KEY + "and issuer_key.replaced_at is null order by issuer_key.name limit :most", issuer=issuer, most=MOST
    )


async def public_replaced_keys(issuer: str) -> list[Key]:
    """Those that somebody else may have had: nothing that they signed counts any more."""
    return await db.many(
        Key,
        KEY + "and issuer_key.replaced_at is not null order by issuer_key.name limit :most",
        issuer=issuer,
        most=MOST,
    )


async def replaced_names_by_id(issuer_id: int) -> set[str]:
    """Of keys that sign nothing any more."""
    rows = await db.many(
        dict,
        "select name from issuer_key where issuer_id = :id and replaced_at is not null order by name limit :most",
        id=issuer_id,
        most=MOST,
    )
    return {row["name"] for row in rows}


async def public_key(issuer: str, name: str) -> Key | None:
    return next((key for key in await public_keys(issuer) if key.name == name), None)


async def signers_by_id() -> list[Signer]:
    """All issuers, for the job that sees to it that each has a key."""
    return await db.many(Signer, "select id, slug from issuer order by id limit 10000")


async def list_by_id(issuer_id: int, keys: Sequence[tuple[str, str, dict[str, Any]]], at: datetime) -> bool:
    """List these names, multibase keys and JWKs, where they are not listed yet. Whether one was new."""
    new = [
        await db.run(
            """
            insert into issuer_key (issuer_id, name, multibase, jwk, made_at)
            values (:issuer_id, :name, :multibase, cast(:jwk as jsonb), :at) on conflict do nothing
            """,
            issuer_id=issuer_id,
            name=name,
            multibase=multibase,
            jwk=jwk,
            at=at,
        )
        for name, multibase, jwk in keys
    ]
    return any(new)


async def lists_grow_stale_by_id(issuer_id: int) -> None:
    """Status lists are signed with the newest key: all of this issuer's are signed again when they are asked for."""
    await db.run("update status_list set changes = changes + 1 where issuer_id = :issuer_id", issuer_id=issuer_id)
