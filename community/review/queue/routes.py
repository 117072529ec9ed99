"""The reviewer's door: what they hold, what waits, which languages they read."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages, words
from community.errors import Conflict
from community.limits import spend
from community.pages import signed_in
from community.review import entering
from community.review.claims import actions as claims
from community.review.paging import A_PAGE, mark
from community.review.queue import queries
from community.review.rules import MOST_CLAIMS


async def show_queue(request: Request) -> Response:
    """GET /reviews?after=2026-12-01.K7QM2XWD93HF: what I hold, and what waits."""
    return await _queue(request)


async def claim(request: Request) -> Response:
    """POST /reviews/K7QM2XWD93HF/claims (R53)."""
    person, desk = signed_in(request), await entering.reviewer(request)
    await spend("post", f"person {person.id}")
    try:
        made = await claims.claim(person, desk, request.path_params["attempt"])
    except Conflict as late:
        return await _queue(request, 409, late.why)
    return pages.redirect(request, made.address)


async def set_languages(request: Request) -> Response:
    """POST /reviews/languages: what one reads beside the language of one's pages."""
    desk = await entering.reviewer(request)
    typed, choices = await pages.typed_form(request), await queries.written_in(desk)
    await queries.set_languages(signed_in(request), [code for code in choices if f"reads-{code}" in typed])
    return pages.redirect(request, "/reviews?done=languages")


async def _queue(request: Request, status: int = 200, problem: str = "") -> Response:
    desk, at = await entering.reviewer(request), request.state.now
    held, reader_speaks = await queries.held(desk, at), pages.language_of(request)
    behind = mark(request.query_params.get("after", ""))
    waiting = await queries.waiting(desk, at, behind)
    return pages.page(
        request, "review/queue.html", status,
        desk=desk,
        held=held,
        waiting=waiting[:A_PAGE],
        next=waiting[A_PAGE - 1].mark if len(waiting) > A_PAGE else None,
        behind=behind,
        can_claim=len(held) < MOST_CLAIMS,
        today=at.date(),
        languages=[(code, words.language_name(code, reader_speaks)) for code in await queries.written_in(desk)],
        own_language=words.known(signed_in(request).language),
        problem=problem,
        done=request.query_params.get("done", ""),
        nav="review",
    )  # fmt: skip


routes = [
    Route("/reviews", show_queue, methods=["GET"]),
    Route("/reviews/languages", set_languages, methods=["POST"]),
    Route("/reviews/{attempt}/claims", claim, methods=["POST"]),
]
