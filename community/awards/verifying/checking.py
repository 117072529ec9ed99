"""Whether a badge is ours, unchanged and in force: the signature says the first two, our own books the third."""

import asyncio
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from community.awards import queries as awards
from community.awards.keys import public
from community.awards.keys import queries as keys
from community.awards.queries import Award
from community.awards.rules import State
from community.awards.signing import proof, tokens
from community.awards.verifying import reading
from community.awards.verifying.reading import Document, Number, OnPaper, Token
from community.config import settings
from community.errors import Unavailable

WITHIN = 3.0  # seconds
_turns = asyncio.Semaphore(2)  # in one process


class Says(StrEnum):
    """The answers that anybody gets (R60, R61)."""

    IN_FORCE = "in_force"
    UNDER_REVIEW = "under_review"
    REVOKED = "revoked"
    ALTERED = "altered"  # it names us, and the signature does not fit
    NOT_OURS = "not_ours"
    UNKNOWN = "unknown"  # a number that we do not know, or that is not published
    REPLACED = "replaced"  # signed with a key that somebody else may have had: there is a new file of what is real
    UNREADABLE = "unreadable"


STANDS = {
    State.IN_FORCE: Says.IN_FORCE,
    State.UNDER_REVIEW: Says.UNDER_REVIEW,
    State.REVOKED: Says.REVOKED,
}


@dataclass(frozen=True)
class Verdict:
    """`award` where we know it; `why` for what cannot be read; `signed`: a signature was checked, and it is good."""

    says: Says
    award: Award | None = None
    why: str = ""
    signed: bool = False


async def check(handed_in: bytes) -> Verdict:
    """A file or text as it was handed in. Raises Unavailable."""
    try:
        found = reading.read(handed_in)
    except reading.Unreadable as problem:
        return Verdict(Says.UNREADABLE, why=str(problem))
    match found:
        case Number():
            award = await awards.public_award(found.number)  # what is not published is not even known (R60)
            return Verdict(STANDS[award.state], award) if award else Verdict(Says.UNKNOWN)
        case OnPaper():
            return await _check_paper(found)
        case Document():
            return await _check_document(found.content)
        case Token():
            return await _check_token(found)


async def _check_paper(found: OnPaper) -> Verdict:
    """Whoever has a paper of it is answered like whoever has its file (R60)."""
    award = await awards.award_by_id(found.number)
    if award is None or not hmac.compare_digest(award.paper_number, found.whole):
        return Verdict(Says.UNKNOWN)
    return Verdict(STANDS[award.state], award)


async def _check_document(content: dict[str, Any]) -> Verdict:
    issuer = content.get("issuer")
    slug = _ours(issuer.get("id") if isinstance(issuer, dict) else issuer)
    if slug is None:
        return Verdict(Says.NOT_OURS)
    document = {name: value for name, value in content.items() if name != "proof"}
    key = _key_of(slug, content, await keys.public_keys(slug))
    if key is None or not await _holds(document, content["proof"][0], key):
        former = _key_of(slug, content, await keys.public_replaced_keys(slug))
        is_former = former is not None and await _holds(document, content["proof"][0], former)
        return Verdict(Says.REPLACED if is_former else Says.ALTERED)
    return await _stands(slug, document)


async def _check_token(token: Token) -> Verdict:
    claims = token.claims
    slug = _ours(claims.get("iss"))
    if slug is None:
        return Verdict(Says.NOT_OURS)
    subject, issuer = claims.get("credentialSubject"), claims.get("issuer")
    fits = (
        isinstance(issuer, dict)
        and isinstance(subject, dict)
        and issuer.get("id") == claims["iss"]
        and subject.get("id") == claims.get("sub")
        and claims.get("id") == claims.get("jti")
    )
    if not fits:
        return Verdict(Says.ALTERED)
    if await _is_signed(slug, token, await keys.public_keys(slug)):
        return await _stands(slug, claims)
    is_former = await _is_signed(slug, token, await keys.public_replaced_keys(slug))
    return Verdict(Says.REPLACED if is_former else Says.ALTERED)


async def _is_signed(slug: str, token: Token, listed: list[public.Key]) -> bool:
    """Whether the token is signed with the one of these keys that it names."""
    kid = token.header.get("kid")
    named = [key for key in listed if public.jwk_address(settings().base_url, slug, key.name) == kid]
    return bool(named) and await _in_a_thread(tokens.is_signed, token.text, named[0].jwk)


async def _stands(slug: str, signed: dict[str, Any]) -> Verdict:
    """What was signed is good: is it an award, and how does it stand?"""
    ours = re.escape(settings().base_url) + r"/awards/(\w{12})/credential(?:#\d+)?"  # signed anew, it says how often
    number = re.fullmatch(ours, str(signed.get("id")))
    award = await awards.award_by_id(number[1]) if number else None
    if award is None or award.issuer_slug != slug:
        return Verdict(Says.UNKNOWN, signed=True)
    return Verdict(STANDS[award.state], award, signed=True)


def _ours(id: Any) -> str | None:
    """The slug of an issuer of ours, by its DID."""
    head = public.did(settings().base_url, "")
    slug = id.removeprefix(head) if isinstance(id, str) and id.startswith(head) else ""
    return slug if re.fullmatch(r"[a-z0-9][a-z0-9-]{0,119}", slug) else None


def _key_of(slug: str, content: dict[str, Any], listed: list[public.Key]) -> public.Key | None:
    """The one of these keys that the one proof names; None for every form that is not ours."""
    proofs = content.get("proof")
    if content.get("@context") != [proof.VC2, proof.OB3] or _names_contexts(content):
        return None
    if not isinstance(proofs, list) or len(proofs) != 1 or not isinstance(proofs[0], dict):
        return None
    one = proofs[0]
    wanted = {"type": "DataIntegrityProof", "cryptosuite": proof.SUITE, "proofPurpose": "assertionMethod"}
    if any(one.get(name) != value for name, value in wanted.items()) or "@context" in one:
        return None
    did = public.did(settings().base_url, slug)
    methods = {f"{did}#{key.multibase}": key for key in listed}
    return methods.get(str(one.get("verificationMethod")))


def _names_contexts(content: dict[str, Any]) -> bool:
    """Whether something inside brings words of its own: nothing of ours does."""
    inside = [value for name, value in content.items() if name != "@context"]
    while inside:
        one = inside.pop()
        if isinstance(one, dict):
            if "@context" in one:
                return True
            inside += one.values()
        elif isinstance(one, list):
            inside += one
    return False


async def _holds(document: dict[str, Any], one: dict[str, Any], key: public.Key) -> bool:
    try:
        return await _in_a_thread(proof.is_signed, document, one, key.ed25519)
    except proof.CannotRead:
        return False


async def _in_a_thread(look: Any, *given: Any) -> Any:
    """Raises Unavailable: what could not be looked at in time is not called altered."""
    try:
        async with asyncio.timeout(WITHIN), _turns:
            return await asyncio.to_thread(look, *given)
    except TimeoutError:
        raise Unavailable from None
