"""The doors of a cohort's public page: look, take a seat, wait in line, ask."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import cards, limits, pages
from community.affiliates import queries as affiliates
from community.cards import Card
from community.cohorts.queries import Offered
from community.cohorts.requests.rules import Words
from community.cohorts.waiting.rules import OFFER
from community.cohorts.welcoming.routes import arrived
from community.config import settings
from community.discussion.asked.rules import LONGEST_QUESTION
from community.errors import Conflict, Invalid
from community.finding.asking.rules import written
from community.finding.groups import door, rules
from community.finding.places import rules as places
from community.meetings import queries as meetings
from community.pages import _
from community.people.profile.rules import filled

Written = Annotated[str, BeforeValidator(written), AfterValidator(filled)]


class Ask(BaseModel):
    words: Words


async def show(request: Request) -> Response:
    """GET /groups/talk-to-learn: what, when, where, who may join, and how; 404 for drafts and what is over."""
    return await _page(request, await door.offered(request.path_params["group"]))


async def show_card(request: Request) -> Response:
    """GET /groups/talk-to-learn/card.png: its picture for other sites."""
    return await cards.answer(request, _card(await door.offered(request.path_params["group"])))


def _card(one: Offered) -> Card:
    words = _("%(title)s, side by side: a cohort of %(affiliate)s.")
    return cards.card(
        f"/groups/{one.slug}", _("Cohort"), one.name, words % {"title": one.title, "affiliate": one.affiliate}
    )


async def sit_down(request: Request) -> Response:
    """POST /groups/talk-to-learn/seats"""
    person, one = pages.signed_in(request), await door.offered(request.path_params["group"])
    await limits.spend("post", str(person.id))
    try:
        seat = await door.sit_down(person, one)
    except Conflict as refused:
        return await _page(request, one, 409, refused=refused)
    return await arrived(request, seat)


async def wait(request: Request) -> Response:
    """POST /groups/talk-to-learn/waiting"""
    person, one = pages.signed_in(request), await door.offered(request.path_params["group"])
    await limits.spend("post", str(person.id))
    try:
        state = await door.wait(person, one)
    except Conflict as refused:
        return await _page(request, one, 409, refused=refused)
    return pages.redirect(request, f"/cohorts/{one.id}" if state == "active" else "/cohorts?done=waiting")


async def ask(request: Request) -> Response:
    """POST /groups/talk-to-learn/requests"""
    person, one = pages.signed_in(request), await door.offered(request.path_params["group"])
    try:
        words = (await pages.form(request, Ask)).words
        await limits.spend("post", str(person.id))
        await door.ask(person, one, words)
    except Invalid as wrong:
        return await _page(request, one, 422, errors=wrong.fields, typed=wrong.typed)
    except Conflict as refused:
        return await _page(request, one, 409, refused=refused)
    return pages.redirect(request, "/cohorts?done=asking")


class Question(BaseModel):
    question: Annotated[Written, Field(max_length=LONGEST_QUESTION)]
    post_key: UUID


async def question(request: Request) -> Response:
    """POST /groups/talk-to-learn/question: ask a facilitator in private; without an account one asks the affiliate."""
    person, one = pages.signed_in(request), await door.offered(request.path_params["group"])
    try:
        asked = await pages.form(request, Question)
        await limits.spend("question", str(person.id))
        thread = await door.question(person, one, asked.question, asked.post_key)
    except Invalid as wrong:
        return await _page(request, one, 422, errors=wrong.fields, typed=wrong.typed, sent="ask")
    except Conflict as wrong:
        typed = {"question": asked.question}
        return await _page(request, one, 409, errors={"question": wrong.why}, typed=typed, sent="ask")
    return pages.redirect(request, f"/asked/{thread}")


async def _page(
    request: Request, one: Offered, status: int = 200, refused: Conflict | None = None, **context: Any
) -> Response:
    found = await meetings.public_next_meetings([one.id])
    offer = places.offer(one, found.get(one.id), request.state.now, pages.language_of(request))
    affiliate = await affiliates.public_affiliate(one.affiliate_slug)
    base = settings().base_url
    address = f"{base}/groups/{one.slug}"
    around: dict[str, Any] = {
        "nav": "find",
        "cohort": one,
        "offer": offer,
        "door": await door.door(request.state.person, one),
        "path": await affiliates.public_path(affiliate) if affiliate else [],
        "card": _card(one),
        "listed": rules.is_offered(one),
        "course": rules.course(one, offer, address, f"{base}/catalogue/{one.code}"),
        "hours": int(OFFER.total_seconds() // 3600),
        "refused": refused,
    }
    return pages.page(request, "finding/group.html", status, **around, **{"sent": "join"} | context)


routes = [
    Route("/groups/{group}", show, methods=["GET"]),
    Route("/groups/{group}/card.png", show_card, methods=["GET"]),
    Route("/groups/{group}/seats", sit_down, methods=["POST"]),
    Route("/groups/{group}/waiting", wait, methods=["POST"]),
    Route("/groups/{group}/requests", ask, methods=["POST"]),
    Route("/groups/{group}/question", question, methods=["POST"]),
]
