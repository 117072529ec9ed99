"""The doors of whom a case concerns."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import numbers, pages
from community.awards import queries as awards
from community.awards.queries import Award
from community.cases import answering, appealing, opening, queries, rules
from community.cases.appealing import Ground
from community.cases.queries import Case
from community.errors import Conflict, Invalid, NotFound
from community.evidence.rules import last_day
from community.limits import spend
from community.once import once
from community.pages import signed_in
from community.people.queries import Person
from community.submissions import queries as submissions
from community.submissions.queries import Submission

Words = Annotated[str, StringConstraints(strip_whitespace=True)]


async def show_all(request: Request) -> Response:
    """GET /cases: what concerns me."""
    person = signed_in(request)
    await pages.watch(request, f"person:{person.id}")
    return pages.page(request, "cases/mine.html", cases=await queries.own(person), nav="learning")


async def show_one(request: Request) -> Response:
    """GET /cases/K7QM2XWD93HF: what it is about, its steps with their dates, my answers, what was decided and why."""
    return await _page(request, await queries.own_case(signed_in(request), request.path_params["case"]))


class Answered(BaseModel):
    text: Annotated[Words, Field(min_length=1, max_length=rules.MOST_ANSWER)]


async def answer(request: Request) -> Response:
    """POST /cases/…/answer: once in each step, changed until its date."""
    person = signed_in(request)
    case = await queries.own_case(person, request.path_params["case"])
    try:
        posted = await pages.form(request, Answered)
        await spend("post", f"person {person.id}")
        await answering.answer(person, case, posted.text)
    except (Invalid, Conflict) as wrong:
        return await _page(request, case, wrong)
    return pages.redirect(request, f"{case.address}?done=answered")


class Appealed(BaseModel):
    post_key: UUID
    text: Annotated[Words, Field(min_length=1, max_length=rules.MOST_DESCRIPTION)]


async def show_appeal_of_result(request: Request) -> Response:
    """GET /submissions/K7QM2XWD93HF/appeal"""
    return await _appeal(request, *await _result(request))


async def appeal_result(request: Request) -> Response:
    """POST /submissions/…/appeal"""
    submission, ground = await _result(request)
    person = signed_in(request)
    return await _open(request, person, submission, ground, partial(opening.appeal_result, person, submission))


async def show_appeal_of_revocation(request: Request) -> Response:
    """GET /awards/K7QM2XWD93HF/appeal"""
    return await _appeal(request, *await _revocation(request))


async def appeal_revocation(request: Request) -> Response:
    """POST /awards/…/appeal"""
    award, ground = await _revocation(request)
    person = signed_in(request)
    return await _open(request, person, award, ground, partial(opening.appeal_revocation, person, award))


async def _result(request: Request) -> tuple[Submission, Ground]:
    person = signed_in(request)
    submission = await submissions.submission(person, request.path_params["submission"])
    return submission, await appealing.of_result(person, submission)


async def _revocation(request: Request) -> tuple[Award, Ground]:
    person = signed_in(request)
    award = await awards.award(person, request.path_params["award"])
    if award is None:
        raise NotFound
    return award, await appealing.of_revocation(person, award)


async def _open(
    request: Request, person: Person, about: Any, ground: Ground, appeal: Callable[[str], Awaitable[Case]]
) -> Response:
    try:
        posted = await pages.form(request, Appealed)
        await spend("post", f"person {person.id}")

        async def make() -> str:
            return (await appeal(posted.text)).number

        number = await once("case of one's own", person.id, posted.post_key, make)
    except (Invalid, Conflict) as wrong:
        return await _appeal(request, about, ground, wrong)
    return pages.redirect(request, f"/cases/{number}?done=appealed")


async def _appeal(request: Request, about: Any, ground: Ground, wrong: Invalid | Conflict | None = None) -> Response:
    is_result = isinstance(about, Submission)
    return pages.page(
        request, "cases/appeal.html", _status(wrong), about=about, ground=ground, nav="learning",
        is_result=is_result, address=f"{about.address}/appeal", most=rules.MOST_DESCRIPTION,
        is_open=ground.can_be_appealed(request.state.now), appeal=numbers.spoken(ground.appeal),
        last_day=last_day(ground.until, signed_in(request).time_zone) if ground.until else None,
        **await _said(request, wrong),
    )  # fmt: skip


async def _page(request: Request, case: Case, wrong: Invalid | Conflict | None = None) -> Response:
    await pages.watch(request, f"person:{case.person_id}")
    fresh, now = await queries.case_by_id(case.id), request.state.now
    answers = await queries.answers_by_id(case.id)
    step = rules.answers_step(fresh.state, fresh.plan) if fresh.answer_by else None
    ends = (fresh.answer_by if step == 1 else fresh.second_by) if step else None
    said = next((one for one in answers if one.step == step), None)
    lines = [one for one in await queries.lines_by_id(case.id) if one.kind in rules.IN_HER_PART]
    can_answer = ends is not None and (now < ends or said is None)
    reasons = [one.reasons for one in await queries.votes_by_id(case.id) if one.counted and one.yes == fresh.upheld]
    return pages.page(
        request, "cases/mine_one.html", _status(wrong), case=fresh, answers=answers, said=said, lines=lines,
        can_answer=can_answer, is_late=ends is not None and now >= ends, most=rules.MOST_ANSWER,
        reasons=reasons if fresh.decided_at else [], appeal=await queries.appeal_of_by_id(case.id),
        can_appeal=fresh.state is rules.State.DECIDED and fresh.appeal_by is not None and now < fresh.appeal_by,
        done=request.query_params.get("done", ""), nav="learning", **await _said(request, wrong),
    )  # fmt: skip


def _status(wrong: Invalid | Conflict | None) -> int:
    return 422 if isinstance(wrong, Invalid) else 409 if wrong else 200


async def _said(request: Request, wrong: Invalid | Conflict | None) -> dict[str, Any]:
    if isinstance(wrong, Invalid):
        return {"errors": wrong.fields, "typed": wrong.typed}
    if wrong:
        return {"errors": {"": wrong.why}, "typed": await pages.typed_form(request)}
    return {"errors": {}, "typed": {}}


routes = [
    Route("/cases", show_all, methods=["GET"]),
    Route("/cases/{case}", show_one, methods=["GET"]),
    Route("/cases/{case}/answer", answer, methods=["POST"]),
    Route("/submissions/{submission}/appeal", show_appeal_of_result, methods=["GET"]),
    Route("/submissions/{submission}/appeal", appeal_result, methods=["POST"]),
    Route("/awards/{award}/appeal", show_appeal_of_revocation, methods=["GET"]),
    Route("/awards/{award}/appeal", appeal_revocation, methods=["POST"]),
]
