"""The door of what a reader says of each criterion while they write."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.errors import Invalid, NotFound
from community.feedback import door
from community.feedback.outlooks import actions, rules
from community.feedback.readings import queries as readings
from community.feedback.readings.routes import reading


async def keep(request: Request) -> Response:
    """POST /feedback/12/outlooks: kept while one writes, for nobody else; only where its author asks for it (R41)."""
    at, given = await door.while_saving(request)
    if not at.request.asks_outlook:
        raise NotFound
    typed = await pages.typed_form(request)
    if given.is_sent:
        said = rules.typed(typed, at.request.criteria)
        missing = "\n".join(one["missing"] for one in said.values() if one["missing"])
        return door.late(request, missing, said == given.outlooks, "outlooks-kept")
    await limits.spend("save", f"person {at.person.id}")
    try:
        await actions.keep(at.person, given, rules.typed(typed, at.request.criteria))
    except Invalid as wrong:
        return await reading(request, at, given, 422, Invalid(wrong.fields, typed))
    if request.headers.get("hx-request"):
        kept = await readings.given(at.person, at.request)
        return pages.fragment(request, "feedback/_kept.html", kept=kept, kept_id="outlooks-kept")
    return pages.redirect(request, at.request.address + "#sending")


routes = [Route("/feedback/{request_id:int}/outlooks", keep, methods=["POST"])]
