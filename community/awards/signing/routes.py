"""The addresses that verifiers anywhere read: an issuer's keys, its status lists, published credentials, pictures."""

import asyncio
import json
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import cards, pages
from community.affiliates import queries as affiliates
from community.awards import queries as awards
from community.awards.keys import public
from community.awards.keys import queries as keys
from community.awards.signing import actions, picture, queries
from community.awards.signing.queries import Signed
from community.catalogue import queries as catalogue
from community.catalogue.shelves import queries as shelves
from community.config import settings
from community.errors import NotFound
from community.pages import _

# Verifiers run in browsers on other sites: whoever asks may read, and nobody is told who asked.
FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
AN_HOUR, A_MINUTE = "public, max-age=3600", "public, max-age=60"


async def show_did(request: Request) -> Response:
    """GET /issuers/hazelbrook-institute/did.json: who signs for this issuer."""
    issuer = await affiliates.public_issuer(request.path_params["issuer"])
    if issuer is None:
        raise NotFound
    listed = await keys.public_keys(issuer.slug)
    return _json(public.document(settings().base_url, issuer.slug, listed), "application/did+json", AN_HOUR)


async def show_key(request: Request) -> Response:
    """GET /issuers/hazelbrook-institute/keys/NAME: one bare JWK, for the token's RS256."""
    key = await keys.public_key(request.path_params["issuer"], request.path_params["signing_key"])
    if key is None:
        raise NotFound
    return _json(key.jwk | {"alg": "RS256", "use": "sig"}, "application/jwk+json", AN_HOUR)


async def show_list(request: Request) -> Response:
    """GET /issuers/hazelbrook-institute/status/1: which of its awards were revoked, as of now."""
    found = await queries.public_list(request.path_params["issuer"], request.path_params["list"])
    if found is None:
        raise NotFound
    content = await actions.newest(found)
    return Response(content, media_type="application/vc", headers=FOR_ALL | {"Cache-Control": A_MINUTE})


async def show_credential(request: Request) -> Response:
    """GET /awards/K7QM2XWD93HF/credential: the signed bytes, as its earner got them; 404 until published (R60)."""
    signed = await _published_or_own(request)
    wanted = "application/vc" in request.headers.get("accept", "")
    return Response(
        signed.content, media_type="application/vc" if wanted else "application/ld+json", headers=await _told(request)
    )


async def show_token(request: Request) -> Response:
    """GET /awards/K7QM2XWD93HF/credential.jwt: the same as a token."""
    signed = await _published_or_own(request)
    return Response(signed.jwt, media_type="text/plain", headers=await _told(request))


async def show_picture(request: Request) -> Response:
    """GET /awards/K7QM2XWD93HF/badge.png: the badge's picture with the credential in it, for whom it belongs to."""
    person = pages.signed_in(request)
    award = await awards.award(person, request.path_params["award"])
    signed = await queries.own_credential(person, request.path_params["award"])
    if award is None or signed is None:
        raise NotFound
    drawn = await cards.badge(_kind(award.stack_id is not None, award.code), award.title, award.issuer)
    content = await asyncio.to_thread(picture.baked, drawn, signed.content)
    headers = {"Content-Disposition": f'attachment; filename="badge-{award.code}.png"'}
    return Response(content, media_type="image/png", headers=headers)


async def show_badge(request: Request) -> Response:
    """GET /badges/EL-02/1.png: the picture of what can be earned, without anything in it."""
    version = request.path_params["version"]
    definition = await catalogue.public_definition(_code(request), version)
    if definition is None:
        raise NotFound
    return await _badge(request, _kind(False, definition.code), definition.title, definition.issuer)


async def show_stack_badge(request: Request) -> Response:
    """GET /badges/stacks/FA.png"""
    stack = await shelves.public_stack(request.path_params["stack"])
    if stack is None:
        raise NotFound
    return await _badge(request, _kind(True, stack.code), stack.title, "")


async def _published_or_own(request: Request) -> Signed:
    number = request.path_params["award"]
    signed = await queries.public_credential(number)
    if signed is None and request.state.person is not None:
        signed = await queries.own_credential(request.state.person, number)
    if signed is None:
        raise NotFound
    return signed


async def _told(request: Request) -> dict[str, str]:
    """To everybody once it is published; before, to its earner alone, and kept by nobody."""
    published = await awards.public_award(request.path_params["award"]) is not None
    return FOR_ALL | {"Cache-Control": A_MINUTE} if published else {}


async def _badge(request: Request, kind: str, title: str, issuer: str) -> Response:
    content = await cards.badge(kind, title, issuer)
    headers = FOR_ALL | {"Cache-Control": AN_HOUR}
    return Response(content, media_type="image/png", headers=headers)


def _kind(is_stack: bool, code: str) -> str:
    return (_("Stack %(code)s") if is_stack else _("Micro-credential %(code)s")) % {"code": code}


def _code(request: Request) -> str:
    code = request.path_params["code"]
    if not re.fullmatch(r"[A-Z]{2,5}-[0-9]{2,3}", code):
        raise NotFound
    return code


def _json(content: dict[str, Any], media_type: str, kept: str) -> Response:
    return Response(
        json.dumps(content, separators=(",", ":")), media_type=media_type, headers=FOR_ALL | {"Cache-Control": kept}
    )


ISSUER, AWARD = "/issuers/{issuer}", "/awards/{award}"
routes = [
    Route(ISSUER + "/did.json", show_did),
    Route(ISSUER + "/keys/{signing_key}", show_key),
    Route(ISSUER + "/status/{list:int}", show_list),
    Route(AWARD + "/credential", show_credential),
    Route(AWARD + "/credential.jwt", show_token),
    Route(AWARD + "/badge.png", show_picture),
    Route("/badges/stacks/{stack}.png", show_stack_badge),
    Route("/badges/{code}/{version:int}.png", show_badge),
]
