"""Each issuer has a key from the first start on; a new one can be made at any time, and the old ones stay listed."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from community import clock, db
from community.awards.keys import public, queries, store
from community.awards.keys.queries import Signer
from community.awards.keys.store import Pair
from community.config import settings


async def pair_of(signer: Signer) -> tuple[Pair, int]:
    """What this issuer signs with now, and the id under which its public half is listed; made if there is none."""
    return await _listed(signer, store.first)


async def rotate(signer: Signer) -> str:
    """From now on a new pair signs. Its name."""
    pair, _id = await _listed(signer, store.another)
    return pair.name


async def make_missing(_payload: dict) -> None:
    """The job: a key for each issuer."""
    for signer in await queries.signers_by_id():
        await pair_of(signer)


async def _listed(signer: Signer, make: Callable[[Path, str, datetime], list[Pair]]) -> tuple[Pair, int]:
    found = await asyncio.to_thread(make, settings().keys, signer.slug, clock.now())
    keys = [(pair.name, public.multibase(pair), public.jwk(pair)) for pair in found]
    async with db.transaction():
        if await queries.list_by_id(signer.id, keys, clock.now()):
            await queries.lists_grow_stale_by_id(signer.id)
    ids = {key.name: key.id for key in await queries.public_keys(signer.slug)}
    return found[-1], ids[found[-1].name]
