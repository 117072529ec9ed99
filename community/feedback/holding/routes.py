"""The door at which a held request is taken back; what is shown and told of it."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.evidence import desk
from community.feedback.holding import actions, queries
from community.feedback.news import numbers_by_id
from community.jobs import Job
from community.pages import ByMail, Live, Notice, _, signed_in


async def take_back(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/held-request/withdrawal: it does not go."""
    _standing, work = await desk.standing_and_work(request)
    await actions.take_back(signed_in(request), work)
    return pages.redirect(request, f"{desk.address(request)}/feedback")


routes = [Route("/work/{code}/{key}/held-request/withdrawal", take_back, methods=["POST"])]
live = {
    (kind, "seat"): Live("feedback/_held_news.html", news=numbers_by_id)
    for kind in ("request.held", "request.stopped", "request.let_go")
}
notices = {
    "request.stopped": Notice(
        *(queries.stopped_by_id, "feedback/stopped", queries.held_by_id, lambda held: held.address),
        called=lambda: _("A request of mine for feedback does not go by itself"),
        mail=ByMail(),
    ),
}
jobs = {"feedback.send_held": Job(actions.send_held, every=timedelta(minutes=1), within=300, at_once=1)}
