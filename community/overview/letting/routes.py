"""The doors of letting in: a member as her facilitator may know her, the asking, the answer, the draft."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, markdown, pages
from community.catalogue import queries as catalogue
from community.errors import Conflict, Invalid, NotFound
from community.evidence import queries as evidence
from community.evidence.scrub.reasons import may_hold_names
from community.limits import spend
from community.overview import queries as overview
from community.overview.entering import around, leads
from community.overview.letting import actions, queries, rules
from community.overview.letting.rules import MOST_SENTENCE
from community.pages import ByMail, Notice, _, signed_in
from community.people import queries as people

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_SENTENCE)]


async def show_member(request: Request) -> Response:
    """GET /cohorts/7/today/12: where each of her parts stands, and which one may ask to read."""
    return await _member(request)


class Ask(BaseModel):
    key: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    sentence: Sentence
    post_key: UUID


async def ask(request: Request) -> Response:
    """POST /cohorts/7/today/12/askings: ask to be let in, with a sentence (R64)."""
    seat, cohort = await leads(request)
    seat_id = request.path_params["seat_id"]
    try:
        said = await pages.form(request, Ask)
        await spend("post", f"person {seat.person_id}")
        await actions.ask(seat, cohort, seat_id, said.key, said.sentence, said.post_key)
    except Invalid as wrong:
        return await _member(request, 422, wrong)
    except Conflict as wrong:
        typed = {"sentence": said.sentence, "key": said.key}
        return await _member(request, 409, Invalid({"sentence": wrong.why}, typed))
    return pages.redirect(request, f"/cohorts/{cohort.id}/today/{seat_id}?done=asked")


async def show_draft(request: Request) -> Response:
    """GET /cohorts/7/today/12/drafts/talk_plan: while its author lets one in; that it was opened is kept for her."""
    seat, cohort = await leads(request)
    standing = await overview.standing(seat, cohort, request.path_params["seat_id"])
    asking = (await queries.last_askings(seat, standing.seat_id)).get(request.path_params["key"])
    if asking is None or not asking.is_open:
        raise NotFound
    author = (await people.people_by_id([asking.author_id]))[asking.author_id]
    draft = await evidence.work(author, cohort.code, asking.requirement_key)
    withheld = bool(await actions.to_answer(author, asking))
    if not withheld:
        await queries.note_opening(seat, asking, clock.now())
    return pages.page(
        request,
        "overview/draft.html",
        standing=standing,
        asking=asking,
        draft=draft,
        withheld=withheld,
        html="" if withheld else markdown.html(draft.text),
        definition=await catalogue.public_definition(cohort.code),
        **await around(request, seat, cohort),
    )


async def show_askings(request: Request) -> Response:
    """GET /let-in: who asked to read what of mine, and when it was opened."""
    person = signed_in(request)
    return pages.page(request, "overview/askings.html", nav="learning", askings=await queries.askings(person))


async def show_asking(request: Request) -> Response:
    """GET /let-in/5: a sentence, and mine to decide."""
    return await _asking(request)


class Answer(BaseModel):
    answer: Literal["open", "not_now"]
    until: date | None = None


async def answer(request: Request) -> Response:
    """POST /let-in/5/answers: open until a day, or not now; again later, to close it or to move the day."""
    person = signed_in(request)
    asking = await queries.asking(person, request.path_params["asking_id"])
    try:
        given = await pages.form(request, Answer)
        if given.answer == "open":
            await actions.let_in(person, asking, given.until or asking.today + rules.USUAL)
        else:
            await actions.not_now(person, asking)
    except Invalid as wrong:
        return await _asking(request, 422, wrong)
    except Conflict as wrong:
        return await _asking(request, 409, Invalid({"until": wrong.why}, await pages.typed_form(request)))
    return pages.redirect(request, f"{asking.address}?done={given.answer}")


async def _member(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    seat, cohort = await leads(request)
    standing = await overview.standing(seat, cohort, request.path_params["seat_id"])
    askings = await queries.last_askings(seat, standing.seat_id)
    now = clock.now()
    return pages.page(
        request,
        "overview/member.html",
        status,
        standing=standing,
        askings=askings,
        may_ask={
            piece.key
            for piece in standing.begun
            if (last := askings.get(piece.key)) is None or rules.may_ask(last, now, last.today)
        },
        done=request.query_params.get("done", ""),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **await around(request, seat, cohort),
    )


async def _asking(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    person = signed_in(request)
    asking = await queries.asking(person, request.path_params["asking_id"])
    is_to_decide = asking.state in (rules.State.ASKED, rules.State.OPEN)
    return pages.page(
        request,
        "overview/asking.html",
        status,
        nav="learning",
        asking=asking,
        findings=await actions.to_answer(person, asking) if is_to_decide else [],
        may_hold_names=may_hold_names(),
        openings=await queries.openings(person, asking),
        until=(wrong.typed.get("until") if wrong else None) or (asking.today + rules.USUAL).isoformat(),
        first=asking.today,
        last=asking.today + rules.LONGEST,
        done=request.query_params.get("done", ""),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


HERE = "/cohorts/{cohort_id:int}/today/{seat_id:int}"
routes = [
    Route(HERE, show_member, methods=["GET"]),
    Route(HERE + "/askings", ask, methods=["POST"]),
    Route(HERE + "/drafts/{key}", show_draft, methods=["GET"]),
    Route("/let-in", show_askings, methods=["GET"]),
    Route("/let-in/{asking_id:int}", show_asking, methods=["GET"]),
    Route("/let-in/{asking_id:int}/answers", answer, methods=["POST"]),
]
BY_MAIL = ByMail(thread=lambda asking: f"let in {asking.id}")
notices = {
    "draft.asked_for": Notice(
        *(queries.authors_by_id, "overview/asked", queries.askings_by_id, lambda asking: asking.address),
        called=lambda: _("A facilitator asks to read a draft of mine"), asks=True, mail=BY_MAIL,
    ),
    "draft.let_in": Notice(
        *(queries.askers_by_id, "overview/let_in", queries.askings_by_id, lambda asking: asking.draft),
        called=lambda: _("Somebody lets me read a draft"), mail=BY_MAIL,
    ),
    "draft.not_let_in": Notice(
        *(queries.askers_by_id, "overview/not_let_in", queries.askings_by_id),
        lambda asking: f"/cohorts/{asking.cohort_id}/today/{asking.seat_id}",
        called=lambda: _("Somebody does not let me read a draft now"),
    ),
    "draft.closed": Notice(
        *(queries.askers_by_id, "overview/closed", queries.askings_by_id),
        lambda asking: f"/cohorts/{asking.cohort_id}/today/{asking.seat_id}",
        called=lambda: _("A draft that I could read is closed"),
    ),
}
