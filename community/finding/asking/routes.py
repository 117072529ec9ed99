"""The doors of questions: ask one, confirm it by the mailed link, take it back; the desk's list and its answers."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.affiliates import queries as affiliates
from community.affiliates.queries import Desk
from community.errors import Conflict, Invalid, NotFound
from community.finding.asking import actions, queries, rules
from community.finding.places import routes as places
from community.finding.visitors import Visitor
from community.people import answers
from community.people.profile.rules import filled

Written = Annotated[str, BeforeValidator(rules.written), AfterValidator(filled)]


class Asked(BaseModel):
    question: Annotated[Written, Field(max_length=rules.LONGEST_QUESTION)]
    post_key: UUID


class VisitorAsked(Asked, Visitor):
    pass


class Answered(BaseModel):
    answer: Annotated[Written, Field(max_length=rules.LONGEST_ANSWER)]


async def ask(request: Request) -> Response:
    """POST /affiliates/cedar-valley/question: signed in it goes at once, else when the link in the mail is pressed."""
    affiliate = await affiliates.public_affiliate(request.path_params["affiliate"])
    if affiliate is None:
        raise NotFound
    person = request.state.person
    try:
        asked = await pages.form(request, Asked if person else VisitorAsked)
    except Invalid as wrong:
        return await places.affiliate_page(request, affiliate, 422, errors=wrong.fields, typed=wrong.typed, sent="ask")
    if person:
        await limits.spend("question", str(person.id))
        await actions.add(person, affiliate, asked.question, asked.post_key)
    else:
        assert isinstance(asked, VisitorAsked)
        await answers.count_mail(request, asked.email)
        language = pages.language_of(request)
        await actions.ask(affiliate, asked.name, asked.email, language, asked.question, asked.post_key)
    done = "asked" if person else "confirm"
    return pages.redirect(request, f"/affiliates/{affiliate.slug}?done={done}#ask")


async def show_link(request: Request) -> Response:
    """GET /questions/link/…: a button; a program that opens links in mails changes nothing."""
    question = await actions.of_link(request.path_params["question_link"])
    return pages.page(request, "finding/question.html", nav="find", question=question)


async def confirm(request: Request) -> Response:
    await actions.confirm(await actions.of_link(request.path_params["question_link"]))
    return pages.redirect(request, f"/questions/link/{request.path_params['question_link']}")


async def withdraw(request: Request) -> Response:
    question = await actions.of_link(request.path_params["question_link"])
    await actions.withdraw(question)
    return pages.redirect(request, f"/affiliates/{question.affiliate_slug}?done=erased#ask")


async def show_questions(request: Request) -> Response:
    """GET /affiliates/7/questions, for its organizers and those above (R11); nobody else is told of such a page."""
    return await _questions(request, await _desk(request))


async def answer(request: Request) -> Response:
    """POST /affiliates/7/questions/12/answers"""
    desk = await _desk(request)
    question = await queries.question(desk, request.path_params["question_id"])
    try:
        answered = await pages.form(request, Answered)
        await actions.answer(desk, question.id, answered.answer)
    except (Invalid, Conflict) as wrong:
        status, fields = pages.problem(wrong)
        typed = await pages.typed_form(request)
        return await _questions(request, desk, status, errors=fields, typed=typed, wrong=question.id)
    return pages.redirect(request, f"/affiliates/{desk.affiliate_id}/questions?done=answered")


async def _desk(request: Request) -> Desk:
    return await affiliates.desk(pages.signed_in(request), request.path_params["affiliate_id"])


async def _questions(request: Request, desk: Desk, status: int = 200, **context: Any) -> Response:
    around: dict[str, Any] = {
        "nav": "desk",
        "desk": desk,
        "questions": await queries.questions(desk),
        "wrong": None,
        "done": request.query_params.get("done", ""),
        "longest": rules.LONGEST_ANSWER,
    }
    return pages.page(request, "finding/questions.html", status, **around | context)


HERE = "/affiliates/{affiliate_id:int}/questions"
routes = [
    Route("/affiliates/{affiliate}/question", ask, methods=["POST"]),
    Route("/questions/link/{question_link}", show_link, methods=["GET"]),
    Route("/questions/link/{question_link}", confirm, methods=["POST"]),
    Route("/questions/link/{question_link}/withdrawal", withdraw, methods=["POST"]),
    Route(HERE, show_questions, methods=["GET"]),
    Route(f"{HERE}/{{question_id:int}}/answers", answer, methods=["POST"]),
]
