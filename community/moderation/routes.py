"""The doors of moderation: report a message, look after what was reported; and the slice's face."""

from typing import Annotated, Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Seat
from community.discussion import queries as discussion
from community.discussion.queries import Message
from community.errors import Conflict, Invalid, permit
from community.limits import spend
from community.moderation import actions, outside, queries, rules
from community.moderation.hidings import routes as hidings
from community.moderation.queries import Report
from community.moderation.reporting import Reported, Words
from community.moderation.rules import Outcome
from community.pages import ByMail, Keep, Live, Notice, _, signed_in


class Settlement(BaseModel):
    outcome: Outcome
    sentence: Annotated[Words, Field(min_length=1, max_length=rules.LONGEST_SENTENCE)]


class Restoring(BaseModel):
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
    """GET /cohorts/7/reports: for its facilitators; with ?part=1 the list alone."""
    return await _reports(request)


async def settle(request: Request) -> Response:
    """POST /cohorts/7/reports/12/settlement"""
    seat = (await _lead(request))[0]
    found = await queries.report(seat, request.path_params["report_id"])
    try:
        said = await pages.form(request, Settlement)
        await actions.settle(seat, found, said.outcome, said.sentence)
    except (Invalid, Conflict) as wrong:
        return await _reports(request, wrong, found.id)
    return pages.redirect(request, f"/cohorts/{found.cohort_id}/reports#report-{found.id}")


async def restore(request: Request) -> Response:
    """POST /cohorts/7/reports/12/restoring: what was hidden is shown again."""
    seat = (await _lead(request))[0]
    found = await queries.report(seat, request.path_params["report_id"])
    try:
        await actions.restore(seat, found, (await pages.form(request, Restoring)).sentence)
    except (Invalid, Conflict) as wrong:
        return await _reports(request, wrong, found.id)
    return pages.redirect(request, f"/cohorts/{found.cohort_id}/reports#report-{found.id}")


async def show_reports_at(request: Request) -> Response:
    """GET /affiliates/7/reports: what nobody but an organizer can settle; with ?part=1 the list alone."""
    return await _reports_at(request, await _desk(request))


async def settle_at(request: Request) -> Response:
    """POST /affiliates/7/reports/12/settlement"""
    desk = await _desk(request)
    found = await queries.report_at(desk, request.path_params["report_id"])
    try:
        said = await pages.form(request, Settlement)
        await actions.settle_at(desk, found, said.outcome, said.sentence)
    except (Invalid, Conflict) as wrong:
        return await _reports_at(request, desk, wrong, found.id)
    return pages.redirect(request, f"/affiliates/{desk.affiliate_id}/reports#report-{found.id}")


async def restore_at(request: Request) -> Response:
    """POST /affiliates/7/reports/12/restoring"""
    desk = await _desk(request)
    found = await queries.report_at(desk, request.path_params["report_id"])
    try:
        await actions.restore_at(desk, found, (await pages.form(request, Restoring)).sentence)
    except (Invalid, Conflict) as wrong:
        return await _reports_at(request, desk, wrong, found.id)
    return pages.redirect(request, f"/affiliates/{desk.affiliate_id}/reports#report-{found.id}")


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
    by_desk = message and not await queries.leading_by_id(cohort.id, message.person_id)
    around: dict[str, Any] = {"nav": "cohort", "seat": seat, "cohort": cohort, "rules": rules}
    said = {"errors": wrong.fields if wrong else {}, "typed": wrong.typed if wrong else {}}
    found: dict[str, Any] = {"made": made, "message": message, "by_desk": by_desk}
    return pages.page(request, "moderation/report.html", status, **around, **said, **found)


async def _desk(request: Request) -> Desk:
    return await affiliates.desk(signed_in(request), request.path_params["affiliate_id"])


async def _reports(request: Request, wrong: Invalid | Conflict | None = None, at: int = 0) -> Response:
    seat, cohort = await _lead(request)
    await pages.watch(request, f"person:{seat.person_id}")
    around = {"seat": seat, "cohort": cohort, "nav": "cohort", "at_desk": False}
    return _list(request, f"/cohorts/{cohort.id}/reports", await queries.reports(seat), wrong, at, around)


async def _reports_at(request: Request, desk: Desk, wrong: Invalid | Conflict | None = None, at: int = 0) -> Response:
    await pages.watch(request, f"person:{desk.person_id}")
    around = {"desk": desk, "nav": "desk", "at_desk": True}
    return _list(request, f"/affiliates/{desk.affiliate_id}/reports", await queries.reports_at(desk), wrong, at, around)


def _list(
    request: Request, address: str, reports: list[Report], wrong: Invalid | Conflict | None, at: int,
    around: dict[str, Any],
) -> Response:  # fmt: skip
    is_part = "part" in request.query_params and wrong is None
    status = 422 if isinstance(wrong, Invalid) else 409 if wrong else 200
    errors = wrong.fields if isinstance(wrong, Invalid) else {"sentence": wrong.why} if wrong else {}
    return pages.page(
        request,
        "moderation/_list.html" if is_part else "moderation/reports.html",
        status,
        reports=reports,
        list_address=address,
        rules=rules,
        at=at,
        errors=errors,
        typed=wrong.typed if isinstance(wrong, Invalid) else {},
        **around,
    )


HERE = "/cohorts/{cohort_id:int}"
DESK = "/affiliates/{affiliate_id:int}/reports"
routes = [
    Route(HERE + "/messages/{message_id:int}/report", show_report, methods=["GET"]),
    Route(HERE + "/messages/{message_id:int}/report", report, methods=["POST"]),
    Route(HERE + "/reports", show_reports, methods=["GET"]),
    Route(HERE + "/reports/{report_id:int}/settlement", settle, methods=["POST"]),
    Route(HERE + "/reports/{report_id:int}/restoring", restore, methods=["POST"]),
    Route(DESK, show_reports_at, methods=["GET"]),
    Route(DESK + "/{report_id:int}/settlement", settle_at, methods=["POST"]),
    Route(DESK + "/{report_id:int}/restoring", restore_at, methods=["POST"]),
    *outside.routes,
    *hidings.routes,
]
live = {
    (kind, "person"): Live("moderation/_news.html", report=queries.reports_by_id)
    for kind in ("report.made", "report.settled", "report.restored")
}
notices = {
    "report.made": Notice(
        *(queries.settlers_by_id, "moderation/reported", queries.reports_by_id, lambda report: report.desk),
        called=lambda: _("A message is reported in a cohort that I lead"), asks=True,
        mail=ByMail(thread=lambda report: f"reports {report.cohort_id}"),
    ),
    "report.settled": Notice(
        *(queries.reporters_by_id, "moderation/settled", queries.reports_by_id, lambda report: report.address),
        called=lambda: _("What I reported is settled"),
    ),
    "report.restored": Notice(
        *(queries.reporters_by_id, "moderation/shown_again", queries.reports_by_id, lambda report: report.address),
        called=lambda: _("What I reported stands again"),
    ),
    **hidings.notices,
}
keeps = {"report": Keep(person="person_id")}
