"""The doors of the questions at joining: what is asked, one's own answers, and the facilitator's page of goals."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, field_validator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.cohorts import queries as cohorts
from community.cohorts import reasons
from community.cohorts import rules as cohort_rules
from community.cohorts.queries import Cohort, Place, Seat
from community.cohorts.questions import actions, queries, rules
from community.cohorts.questions.queries import Answered
from community.errors import Conflict, Invalid, NotFound, permit
from community.pages import _
from community.people.profile.rules import LineOrNothing

Asking = Annotated[LineOrNothing, Field(max_length=300)]


class Questions(BaseModel):
    question_1: Asking = ""
    question_2: Asking = ""
    question_3: Asking = ""
    question_4: Asking = ""
    question_5: Asking = ""

    @field_validator("*")
    @classmethod
    def _a_question(cls, typed: str) -> str:
        if 0 < len(typed) < 3:
            raise ValueError(_("Write at least 3 characters."))
        return typed

    @property
    def texts(self) -> dict[int, str]:
        return {number: getattr(self, f"question_{number}") for number in rules.PLACES}


class Met(BaseModel):
    question: int = Field(ge=1, lt=2**63)
    met: Literal["yes", "partly", "not_yet"]


async def show_questions(request: Request) -> Response:
    return await _questions_page(request, await _led(request))


async def ask(request: Request) -> Response:
    place = await _led(request)
    try:
        wanted = await pages.form(request, Questions)
    except Invalid as wrong:
        return await _questions_page(request, place, 422, errors=wrong.fields, typed=wrong.typed)
    await actions.ask(place, wanted.texts)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/questions?done=asked")


async def show_answers(request: Request) -> Response:
    seat, cohort = await _asked(request)
    return await _answers_page(request, seat, cohort)


async def answer(request: Request) -> Response:
    """Of each question its answer; at the end of each goal whether it was met."""
    seat, cohort = await _asked(request)
    typed, mine = await pages.typed_form(request), await queries.own(seat)
    wrong = _too_long(typed, mine)
    if wrong:
        return await _answers_page(request, seat, cohort, 422, errors=wrong, typed=typed)
    await limits.spend("post", str(seat.person_id))
    names = {one.question_id: f"answer_{one.question_id}" for one in mine}
    texts = {number: typed[name].strip() for number, name in names.items() if name in typed}
    met = {one.question_id: typed.get(f"met_{one.question_id}", "") for one in mine if one.kind == "goal"}
    said = {question_id: one for question_id, one in met.items() if one in rules.MET}
    await actions.answer(seat, cohort, texts)
    if said:
        await actions.say_met(seat, cohort, said)
    return pages.redirect(request, f"/cohorts/{cohort.id}/answers?done=answered")


async def show_goals(request: Request) -> Response:
    place = await _place(request)
    permit(rules.reads(place), reasons.facilitators_only())
    return pages.page(
        request,
        "cohorts/goals.html",
        nav="cohort",
        cohort=place.cohort,
        seat=place.seat,
        answered=await queries.of_members(_seat(place)),
        at_end=rules.asks_whether_met(place.cohort.state),
        done=request.query_params.get("done", ""),
    )


async def read_goals(request: Request) -> Response:
    place = await _place(request)
    permit(rules.reads(place), reasons.facilitators_only())
    await actions.read(_seat(place))
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/goals?done=read")


async def say_met(request: Request) -> Response:
    place = await _place(request)
    permit(rules.reads(place), reasons.facilitators_only())
    member = await cohorts.member_at(place, request.path_params["seat_id"])
    said = await pages.form(request, Met)
    await actions.say_met_for(_seat(place), place.cohort, member.seat_id, said.question, said.met)
    return pages.redirect(request, f"/cohorts/{place.cohort.id}/goals?done=met")


async def waits_for_answers(place: Place) -> list[Answered]:
    """What this member has not answered yet, to be asked on the cohort's page."""
    seat = place.seat
    if seat is None or not rules.answers(seat) or not rules.takes_answers(place.cohort.state):
        return []
    mine = await queries.own(seat)
    return mine if mine and not any(one.text for one in mine) else []


def _too_long(typed: dict[str, str], mine: list[Answered]) -> dict[str, str]:
    names = [f"answer_{one.question_id}" for one in mine]
    said = _("Shorten this to %(most)s characters.") % {"most": rules.MOST_ANSWER}
    return {name: said for name in names if len(typed.get(name, "")) > rules.MOST_ANSWER}


async def _questions_page(request: Request, place: Place, status: int = 200, **context: Any) -> Response:
    asked = {question.place: question.text for question in await queries.questions(place)}
    around = {
        "cohort": place.cohort,
        "seat": place.seat,
        "asked": asked,
        "places": rules.PLACES,
        "done": request.query_params.get("done", ""),
    }
    return pages.page(request, "cohorts/questions.html", status, None, nav="cohort", **around, **context)


async def _answers_page(request: Request, seat: Seat, cohort: Cohort, status: int = 200, **context: Any) -> Response:
    around = {
        "cohort": cohort,
        "seat": seat,
        "mine": await queries.own(seat),
        "at_end": rules.asks_whether_met(cohort.state),
        "done": request.query_params.get("done", ""),
    }
    return pages.page(request, "cohorts/answers.html", status, None, nav="cohort", **around, **context)


async def _place(request: Request) -> Place:
    return await cohorts.place(pages.signed_in(request), request.path_params["cohort_id"])


async def _led(request: Request) -> Place:
    place = await _place(request)
    permit(cohort_rules.leads(place), reasons.leaders_only())
    if place.cohort.is_closed and request.method == "POST":
        raise Conflict(reasons.closed())
    return place


async def _asked(request: Request) -> tuple[Seat, Cohort]:
    """One's own seat as a member."""
    seat = await cohorts.seat(pages.signed_in(request), request.path_params["cohort_id"])
    permit(rules.answers(seat), reasons.members_only())
    return seat, await cohorts.cohort(seat)


def _seat(place: Place) -> Seat:
    if place.seat is None:
        raise NotFound
    return place.seat


HERE = "/cohorts/{cohort_id:int}"
routes = [
    Route(f"{HERE}/questions", show_questions, methods=["GET"]),
    Route(f"{HERE}/questions", ask, methods=["POST"]),
    Route(f"{HERE}/answers", show_answers, methods=["GET"]),
    Route(f"{HERE}/answers", answer, methods=["POST"]),
    Route(f"{HERE}/goals", show_goals, methods=["GET"]),
    Route(f"{HERE}/goals/readings", read_goals, methods=["POST"]),
    Route(f"{HERE}/goals/{{seat_id:int}}", say_met, methods=["POST"]),
]
