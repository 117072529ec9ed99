"""The doors of an affiliate's templates, at its desk."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.cohorts import plans, queries
from community.cohorts.templates import actions


async def show_templates(request: Request) -> Response:
    """GET /affiliates/7/templates, for its organizers and those above (R11): those in use, then those retired."""
    desk = await _desk(request)
    return pages.page(
        request,
        "cohorts/templates.html",
        nav="desk",
        desk=desk,
        templates=await queries.templates_at(desk),
        plans={plan.key: plan.name for plan in plans.plans().values()},
        done=request.query_params.get("done", ""),
    )


async def retire(request: Request) -> Response:
    """POST /affiliates/7/templates/12/retirement"""
    desk = await _desk(request)
    await actions.retire(desk, request.path_params["template_id"])
    return pages.redirect(request, f"/affiliates/{desk.affiliate_id}/templates?done=retired")


async def bring_back(request: Request) -> Response:
    """POST /affiliates/7/templates/12/retirement/end"""
    desk = await _desk(request)
    await actions.bring_back(desk, request.path_params["template_id"])
    return pages.redirect(request, f"/affiliates/{desk.affiliate_id}/templates?done=back")


async def _desk(request: Request) -> Desk:
    return await affiliates.desk(pages.signed_in(request), request.path_params["affiliate_id"])


HERE = "/affiliates/{affiliate_id:int}/templates"
routes = [
    Route(HERE, show_templates, methods=["GET"]),
    Route(HERE + "/{template_id:int}/retirement", retire, methods=["POST"]),
    Route(HERE + "/{template_id:int}/retirement/end", bring_back, methods=["POST"]),
]
