"""Who asked from a cohort's public page, and has no seat there, reports what was answered."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.discussion.asked import queries as asked
from community.discussion.asked.queries import Asker
from community.discussion.queries import Message
from community.errors import Invalid, permit
from community.limits import spend
from community.moderation import actions, queries, rules
from community.moderation.reporting import Reported
from community.pages import _


async def show_report(request: Request) -> Response:
    """GET /asked/9/messages/55/report: report it, or what came of one's report."""
    return await _report(request)


async def report(request: Request) -> Response:
    """POST /asked/9/messages/55/report"""
    asker, message = await _message(request)
    try:
        said = await pages.form(request, Reported)
    except Invalid as wrong:
        return await _report(request, 422, wrong)
    await spend("post", f"person {asker.person_id}")
    await actions.report(asker, message, said.reason, said.words)
    return pages.redirect(request, f"{asker.address}/messages/{message.id}/report")


async def _message(request: Request) -> tuple[Asker, Message]:
    asker, _cohort = await asked.asker(pages.signed_in(request), request.path_params["asked_id"])
    message = await asked.message(asker, request.path_params["message_id"])
    permit(rules.can_report(asker, message), _("You can report what others wrote, while it stands."))
    return asker, message


async def _report(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    person, channel_id = pages.signed_in(request), request.path_params["asked_id"]
    made = await queries.report_of(person, channel_id, request.path_params["message_id"])
    found: dict[str, Any] = {"made": made, "message": None}
    if made is None:
        asker, found["message"] = await _message(request)
        found["by_desk"] = not await queries.leading_by_id(asker.cohort_id, found["message"].person_id)
    around: dict[str, Any] = {"nav": "find", "rules": rules, "seat": None, "cohort": None}
    around["back_to"] = f"/asked/{channel_id}"
    said = {"errors": wrong.fields if wrong else {}, "typed": wrong.typed if wrong else {}}
    return pages.page(request, "moderation/report.html", status, **around, **said, **found)


HERE = "/asked/{asked_id:int}/messages/{message_id:int}/report"
routes = [Route(HERE, show_report, methods=["GET"]), Route(HERE, report, methods=["POST"])]
