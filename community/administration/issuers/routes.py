"""The doors at which an administrator enters an issuer; import-catalogue does it for many."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.administration.entering import administrator
from community.affiliates import actions
from community.awards.keys import public
from community.catalogue.importing import checks
from community.config import settings
from community.errors import Conflict, Invalid
from community.once import once
from community.pages import _
from community.people.profile.rules import Line


class Entered(BaseModel):
    name: Annotated[Line, Field(min_length=3, max_length=120)]
    slug: Annotated[Line, Field(max_length=120)]
    post_key: UUID


async def show(request: Request) -> Response:
    """GET /administration/issuers"""
    await administrator(request)
    return _page(request)


async def enter(request: Request) -> Response:
    """POST /administration/issuers: with the usual terms, which its own desks change."""
    desk = await administrator(request)

    async def make() -> str:
        await actions.enter_issuer(desk, said.slug, said.name)
        return said.slug

    try:
        said = await pages.form(request, Entered)
        if not checks.is_slug(said.slug):
            raise Invalid({"slug": _("Small letters, digits and hyphens, with a letter or digit first.")})
        made = await once("issuer", desk.person_id, said.post_key, make)
    except Invalid as wrong:
        return _page(request, 422, errors=wrong.fields, typed=wrong.typed or await pages.typed_form(request))
    except Conflict as taken:
        return _page(request, 409, errors={"slug": taken.why}, typed=await pages.typed_form(request))
    return pages.redirect(request, f"/administration/issuers?done={made}")


def _page(request: Request, status: int = 200, **around: Any) -> Response:
    done = request.query_params.get("done", "")
    shown = {"did": public.did(settings().base_url, done) if checks.is_slug(done) else ""}
    return pages.page(request, "administration/issuers.html", status, nav="desk", **shown | around)


routes = [
    Route("/administration/issuers", show, methods=["GET"]),
    Route("/administration/issuers", enter, methods=["POST"]),
]
