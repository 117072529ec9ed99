"""The doors of the desk and of the committee: the cases of their issuers, one case file, votes."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import numbers, pages
from community.cases import dropping, queries, rules, voting
from community.cases.queries import Case, Office
from community.cases.rules import IN_HER_PART
from community.errors import Conflict, Invalid, permit
from community.limits import spend
from community.once import once
from community.pages import _, signed_in
from community.people.factors import asking

Words = Annotated[str, StringConstraints(strip_whitespace=True)]


async def show_all(request: Request) -> Response:
    """GET /committee: the cases of one's issuers, what is open before all."""
    desk = await _office(request)
    return pages.page(
        request, "cases/committee.html", desk=desk, cases=await queries.cases_at(desk), nav="committee",
        number=numbers.plain(request.query_params.get("number", "")[:40]),
    )  # fmt: skip


async def show_one(request: Request) -> Response:
    """GET /committee/K7QM2XWD93HF: the case file; of whom it concerns nothing that is not needed."""
    desk = await _office(request)
    return await _page(request, desk, await _case(request, desk))


class Attached(BaseModel):
    post_key: UUID
    title: Annotated[Words, Field(min_length=1, max_length=rules.MOST_TITLE)]
    text: Annotated[Words, Field(min_length=1, max_length=rules.MOST_ATTACHMENT)]


async def attach(request: Request) -> Response:
    """POST /committee/…/attachments: a text that the person it concerns does not read."""
    desk = await _office(request)
    case = await _case(request, desk)
    permit(desk.runs(case.issuer_id), _("The desk of the issuer keeps the file."))
    try:
        posted = await pages.form(request, Attached)
        await spend("post", f"person {desk.person_id}")

        async def make() -> str:
            await voting.attach(desk, case, posted.title, posted.text)
            return ""

        await once("step of a case", desk.person_id, posted.post_key, make)
    except (Invalid, Conflict) as wrong:
        return await _page(request, desk, case, wrong)
    return pages.redirect(request, f"{case.desk_address}?done=attached")


async def state_conflict(request: Request) -> Response:
    """POST /committee/…/conflict: I know this person, and do not vote."""
    desk = await _office(request)
    case = await _case(request, desk)
    _sits(desk, case)
    try:
        await voting.state_conflict(desk, case)
    except Conflict as late:
        return await _page(request, desk, case, late)
    return pages.redirect(request, f"{case.desk_address}?done=conflict")


class Dropped(BaseModel):
    because: Annotated[Words, Field(min_length=1, max_length=rules.MOST_REASONS)]


async def drop(request: Request) -> Response:
    """POST /committee/…/end: it was opened in error; the second factor is asked for anew."""
    desk = await _office(request)
    case = await _case(request, desk)
    permit(desk.runs(case.issuer_id), _("The desk of the issuer keeps the file."))
    asking.shown_lately(request)
    try:
        posted = await pages.form(request, Dropped)
        await dropping.drop(desk, case, posted.because)
    except (Invalid, Conflict) as wrong:
        return await _page(request, desk, case, wrong)
    return pages.redirect(request, f"{case.desk_address}?done=dropped")


class Voted(BaseModel):
    vote: Literal["yes", "no"]
    reasons: Annotated[Words, Field(min_length=1, max_length=rules.MOST_REASONS)]


async def vote(request: Request) -> Response:
    """POST /committee/…/votes: yes or no, with reasons; the second factor is asked for anew."""
    desk = await _office(request)
    case = await _case(request, desk)
    _sits(desk, case)
    asking.shown_lately(request)
    try:
        posted = await pages.form(request, Voted)
        await voting.vote(desk, case, posted.vote == "yes", posted.reasons)
    except (Invalid, Conflict) as wrong:
        return await _page(request, desk, case, wrong)
    return pages.redirect(request, f"{case.desk_address}?done=voted")


def _sits(desk: Office, case: Case) -> None:
    sits = any(held.issuer_id == case.issuer_id for held in desk.votes)
    permit(sits, _("The committee of the issuer votes."))


async def _office(request: Request) -> Office:
    desk = await queries.office(signed_in(request))
    asking.shown(request)
    return desk


async def _case(request: Request, desk: Office) -> Case:
    return await queries.one_at(desk, request.path_params["case"])


async def _page(request: Request, desk: Office, case: Case, wrong: Invalid | Conflict | None = None) -> Response:
    status = 422 if isinstance(wrong, Invalid) else 409 if wrong else 200
    errors = wrong.fields if isinstance(wrong, Invalid) else {"": wrong.why} if wrong else {}
    typed = wrong.typed if isinstance(wrong, Invalid) else await pages.typed_form(request) if wrong else {}
    fresh = await queries.case_by_id(case.id)
    entitled = await queries.entitled_by_id(case.id)
    votes = await queries.votes_by_id(case.id)
    found: dict[str, Any] = {
        "case": fresh,
        "entitled": entitled,
        "given": [one for one in votes if one.person_id in entitled],
        "votes": [one for one in votes if one.counted],
        "own_vote": next((one for one in votes if one.person_id == desk.person_id), None),
        "answers": await queries.answers_by_id(case.id),
        "attachments": await queries.attachments_by_id(case.id),
        "lines": await queries.lines_by_id(case.id),
        "appeal": await queries.appeal_of_by_id(case.id),
        "former": await queries.case_by_id(case.appeal_of) if case.appeal_of else None,
        "in_her_part": IN_HER_PART,
    }
    return pages.page(
        request, "cases/file.html", status, desk=desk, runs=desk.runs(case.issuer_id), nav="committee",
        can_drop=desk.runs(case.issuer_id) and rules.can_drop(fresh.kind, fresh.state),
        may_vote=rules.can_vote(fresh.state, desk.person_id, entitled), me=desk.person_id, rules=rules,
        errors=errors, typed=typed, done=request.query_params.get("done", ""), **found,
    )  # fmt: skip


ONE = "/committee/{case}"
routes = [
    Route("/committee", show_all, methods=["GET"]),
    Route(ONE, show_one, methods=["GET"]),
    Route(ONE + "/attachments", attach, methods=["POST"]),
    Route(ONE + "/conflict", state_conflict, methods=["POST"]),
    Route(ONE + "/votes", vote, methods=["POST"]),
    Route(ONE + "/end", drop, methods=["POST"]),
]
