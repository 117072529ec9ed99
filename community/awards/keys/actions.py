"""Each issuer has a key from the first start on; a new one can be made at any time, and the old ones stay listed."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from community import clock, db
from community.awards.keys import given, public, queries, store
from community.awards.keys.queries import Signer
from community.awards.keys.store import Pair
from community.config import CannotStart, settings


async def pair_of(signer: Signer) -> tuple[Pair, int]:
    """What this issuer signs with now, and the id under which its public half is listed; made if there is none."""
    return await _listed(signer, store.first)


async def rotate(signer: Signer) -> str:
    """From now on a new pair signs. Its name. CannotStart for an issuer whose keys come from the environment."""
    if given.pairs(signer.slug):
        raise CannotStart(
            f"The keys of {signer.slug} come from {given.VARIABLE}: add a newer one there, under a name that sorts "
            "after the others, and start again. The former ones stay listed."
        )
    pair, _id = await _listed(signer, store.another)
    return pair.name


async def make_missing(_payload: dict) -> None:
    """The job: a key for each issuer."""
    for signer in await queries.signers_by_id():
        await pair_of(signer)


async def _listed(signer: Signer, make: Callable[[Path, str, datetime], list[Pair]]) -> tuple[Pair, int]:
    found = given.pairs(signer.slug) or await asyncio.to_thread(make, settings().keys, signer.slug, clock.now())
    keys = [(pair.name, public.multibase(pair), public.jwk(pair)) for pair in found]
    async with db.transaction():
        if await queries.list_by_id(signer.id, keys, clock.now()):
            await queries.lists_grow_stale_by_id(signer.id)
    listed = {key.name: key for key in await queries.public_keys(signer.slug)}
    replaced = await queries.replaced_names_by_id(signer.id)
    signing = next((pair for pair in reversed(found) if pair.name not in replaced), None)
    if signing is None:
        raise CannotStart(f"All keys of {signer.slug} that are here were replaced: make a new one with `rotate-key`.")
    if signing.name not in listed or listed[signing.name].multibase != public.multibase(signing):
        raise CannotStart(f"{signer.slug} has another key listed under the name {signing.name}: give this one another.")
    return signing, listed[signing.name].id
