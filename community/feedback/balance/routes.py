"""The page of what one gave and was given; for who facilitates also that of each member, by name."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, pages
from community.cohorts import queries as cohorts
from community.errors import permit
from community.feedback import reasons
from community.feedback.balance import queries
from community.feedback.requests.rules import may_know
from community.pages import signed_in


async def show_balance(request: Request) -> Response:
    """GET /cohorts/7/feedback/balance: given, received and waiting, in readers (R45); ?part=1 without its frame."""
    seat = await cohorts.seat(signed_in(request), request.path_params["cohort_id"])
    permit(may_know(seat), reasons.only_look_on())
    await pages.watch(request, seat.cohort_topic, seat.topic)
    found = await queries.balances(seat, clock.now())
    return pages.page(
        request,
        "feedback/balance/_balance.html" if "part" in request.query_params else "feedback/balance/balance.html",
        cohort=await cohorts.cohort(seat),
        seat=seat,
        own=next((one for one in found if one.seat_id == seat.id), None),
        everybody=found if seat.is_facilitator else [],
        lines=await queries.own_lines(seat, clock.now()),
        nav="cohort",
    )


routes = [Route("/cohorts/{cohort_id:int}/feedback/balance", show_balance, methods=["GET"])]
