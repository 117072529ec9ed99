"""Credentials and status lists are signed: by a job, in a thread, within a time; what was signed is kept."""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from community import clock, db, words
from community.awards import queries as awards
from community.awards.keys import actions as keys
from community.awards.keys import public
from community.awards.keys.queries import Signer
from community.awards.keys.store import Pair
from community.awards.queries import Award
from community.awards.signing import lists, proof, queries, tokens
from community.awards.signing.credential import Facts, credential, stamp
from community.awards.signing.queries import StatusList
from community.catalogue import queries as catalogue
from community.config import settings
from community.people import queries as people

WITHIN = 20.0  # seconds; a badge takes some 30 ms
log = logging.getLogger("roundtable.awards")
_one_list = asyncio.Lock()  # of many who ask for a list that has changed, one signs it


async def sign(payload: dict) -> None:
    """The job: the credential of the award with this number. Nothing where it is signed, or its holder is gone."""
    award = await awards.award_by_id(payload["award"])
    if award is not None and award.signed_at is None and award.person_id is not None:
        pair, key_id = await keys.pair_of(Signer(award.issuer_id, award.issuer_slug))
        facts = await _facts(award, award.person_id, clock.now())
        content, jwt = await _in_a_thread(_signed, facts, pair)
        async with db.transaction():
            kept = await queries.keep_by_id(award.id, key_id, content, jwt, facts.signed_at)
        if not kept:
            await sign(payload)  # with the key that signs by now


async def sign_list(payload: dict) -> None:
    """The job: a status list that has changed."""
    found = await queries.list_by_id(payload["list"])
    if found is not None:
        await newest(found)


async def newest(asked: StatusList) -> bytes:
    """The list as it is now; signed here and now if it has changed since it was."""
    async with _one_list:
        found = await queries.list_by_id(asked.id) or asked
        if not found.stale and found.content is not None:
            return found.content
        try:
            return await _sign_list(found)
        except Exception:
            if found.content is None:
                raise
            log.exception("status list %d is told as it was", found.id)
            return found.content


async def _sign_list(found: StatusList) -> bytes:
    """`changes` was read before the bits: what is revoked between the two makes it stale again."""
    pair, key_id = await keys.pair_of(Signer(found.issuer_id, found.issuer_slug))
    changes = (await queries.list_by_id(found.id) or found).changes  # a new key counts as a change
    revoked, at = await queries.revoked_by_id(found.id), clock.now()

    def make() -> bytes:
        document = lists.document(settings().base_url, found.issuer_slug, found.number, revoked, at)
        return _bytes(document | {"proof": _proof(document, found.issuer_slug, pair, at)})

    content = await _in_a_thread(make)
    await queries.keep_list_by_id(found.id, changes, key_id, content, at)
    return content


async def _facts(award: Award, person_id: int, at: datetime) -> Facts:
    person = (await people.people_by_id([person_id]))[person_id]
    version = award.definition_version_id
    return Facts(
        award,
        settings().base_url,
        person.email or "",
        at,
        await catalogue.public_definition_version(version) if version else None,
        tuple(await awards.levels_by_id(award.id)),
        tuple(await awards.parts_by_id(award.id)),
    )


def _signed(facts: Facts, pair: Pair) -> tuple[bytes, str]:
    language = facts.definition.language if facts.definition else settings().language
    with words.speaking(words.known(language)):
        document = credential(facts)
    slug = facts.award.issuer_slug
    kid = public.jwk_address(facts.base_url, slug, pair.name)
    jwt = tokens.signed(document, pair.rsa, kid, facts.signed_at)
    whole = document | {"proof": [_proof(document, slug, pair, facts.signed_at)]}
    return _bytes(whole), jwt


def _proof(document: dict[str, Any], issuer: str, pair: Pair, at: datetime) -> dict[str, Any]:
    method = f"{public.did(settings().base_url, issuer)}#{public.multibase(pair)}"
    return proof.signed(document, pair.ed25519, method, stamp(at))


def _bytes(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


async def _in_a_thread(make: Callable, *given: Any) -> Any:
    async with asyncio.timeout(WITHIN):
        return await asyncio.to_thread(make, *given)
