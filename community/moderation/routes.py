"""The doors of moderation: report a message, look after what was reported; and the slice's face."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Seat
from community.discussion import queries as discussion
from community.discussion.queries import Message
from community.errors import Conflict, Invalid, permit
from community.limits import spend
from community.moderation import actions, queries, rules
from community.moderation.rules import Outcome, Reason
from community.pages import ByMail, Keep, Notice, _, signed_in

Words = Annotated[str, StringConstraints(strip_whitespace=True)]


class Reported(BaseModel):
    reason: Reason
    words: Annotated[Words, Field(max_length=rules.MOST_WORDS)] = ""


class Settlement(BaseModel):
    outcome: Outcome
    sentence: Annotated[Words, Field(min_length=1, max_length=rules.LONGEST_SENTENCE)]


async def show_report(request: Request) -> Response:
    """GET /cohorts/7/messages/55/report: report it, or what came of one's report."""
    return await _report(request)


async def report(request: Request) -> Response:
    """POST /cohorts/7/messages/55/report"""
    seat, cohort = await _sit(request)
    message = await _message(request, seat, cohort)
    permit(rules.can_report(seat, message), _("You can report what others wrote, while it stands."))
    try:
        said = await pages.form(request, Reported)
    except Invalid as wrong:
        return await _report(request, 422, wrong)
    await spend("post", f"person {seat.person_id}")
    await actions.report(seat, message, said.reason, said.words)
    return pages.redirect(request, f"/cohorts/{cohort.id}/messages/{message.id}/report")


async def show_reports(request: Request) -> Response:
    """GET /cohorts/7/reports: for its facilitators."""
    return await _reports(request)


async def settle(request: Request) -> Response:
    """POST /cohorts/7/reports/12/settlement"""
    seat = (await _lead(request))[0]
    found = await queries.report(seat, request.path_params["report_id"])
    try:
        said = await pages.form(request, Settlement)
        await actions.settle(seat, found, said.outcome, said.sentence)
    except Invalid as wrong:
        return await _reports(request, 422, wrong, found.id)
    except Conflict as wrong:
        return await _reports(request, 409, Invalid({"sentence": wrong.why}, {}), found.id)
    return pages.redirect(request, found.desk)


async def _sit(request: Request) -> tuple[Seat, Cohort]:
    seat = await cohorts.seat(signed_in(request), request.path_params["cohort_id"])
    return seat, await cohorts.cohort(seat)


async def _lead(request: Request) -> tuple[Seat, Cohort]:
    seat, cohort = await _sit(request)
    permit(rules.can_look_after(seat), _("What was reported is for the facilitators."))
    return seat, cohort


async def _message(request: Request, seat: Seat, cohort: Cohort) -> Message:
    return await discussion.message(seat, cohort, request.path_params["message_id"])


async def _report(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    seat, cohort = await _sit(request)
    made = await queries.own_report(seat, request.path_params["message_id"])
    message = None if made else await _message(request, seat, cohort)
    if message:
        permit(rules.can_report(seat, message), _("You can report what others wrote, while it stands."))
    return _page(request, "moderation/report.html", status, wrong, seat, cohort, made=made, message=message)


async def _reports(request: Request, status: int = 200, wrong: Invalid | None = None, at: int = 0) -> Response:
    seat, cohort = await _lead(request)
    found = await queries.reports(seat)
    return _page(request, "moderation/reports.html", status, wrong, seat, cohort, reports=found, at=at)


def _page(
    request: Request, template: str, status: int, wrong: Invalid | None, seat: Seat, cohort: Cohort, **more: Any
) -> Response:
    around: dict[str, Any] = {"nav": "cohort", "seat": seat, "cohort": cohort, "rules": rules}
    said = {"errors": wrong.fields if wrong else {}, "typed": wrong.typed if wrong else {}}
    return pages.page(request, template, status, **around, **said, **more)


HERE = "/cohorts/{cohort_id:int}"
routes = [
    Route(HERE + "/messages/{message_id:int}/report", show_report, methods=["GET"]),
    Route(HERE + "/messages/{message_id:int}/report", report, methods=["POST"]),
    Route(HERE + "/reports", show_reports, methods=["GET"]),
    Route(HERE + "/reports/{report_id:int}/settlement", settle, methods=["POST"]),
]
notices = {
    "report.made": Notice(
        *(queries.leaders_by_id, "moderation/reported", queries.reports_by_id, lambda report: report.desk),
        called=lambda: _("A message is reported in a cohort that I lead"),
        mail=ByMail(thread=lambda report: f"reports {report.cohort_id}"),
    ),
    "report.settled": Notice(
        *(queries.reporters_by_id, "moderation/settled", queries.reports_by_id, lambda report: report.address),
        called=lambda: _("What I reported is settled"),
    ),
}
keeps = {"report": Keep(person="person_id")}
