"""A letter that asks for credit before one starts, to print and sign. It never says that credit is granted (R62)."""

from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.catalogue import queries
from community.catalogue.credit.seen import credit
from community.config import settings
from community.errors import NotFound


async def show_letter(request: Request) -> Response:
    """GET /catalogue/EL-02/credit/letter?rule=KEY: to the place of that rule, or with room for its name."""
    person = pages.signed_in(request)
    definition = await queries.public_definition(request.path_params["code"])
    if definition is None:
        raise NotFound
    now, key = request.state.now, request.query_params.get("rule", "")
    found = await credit(person, definition, now)
    chosen = next((one for one in found.shown if one.rule.key == key), None)
    if key and chosen is None:
        raise NotFound
    return pages.page(
        request,
        "catalogue/letter.html",
        nav="catalogue",
        definition=definition,
        rule=chosen.rule if chosen else None,
        today=now.astimezone(ZoneInfo(person.time_zone)).date(),
        base=settings().base_url,
    )


routes = [Route("/catalogue/{code}/credit/letter", show_letter)]
