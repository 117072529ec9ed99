"""The reading page and all that it shows: the evidence beside the rubric, files, pages, links that lead outside."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import files, pages, streams
from community.catalogue import queries as catalogue
from community.errors import Invalid, NotFound
from community.evidence.rules import PAUSE_SECONDS
from community.files import Opened
from community.review.deciding import actions as deciding
from community.review.deciding import queries as decisions
from community.review.deciding import rules
from community.review.deciding.rules import Category, Lack
from community.review.judging import bank
from community.review.judging import queries as judging
from community.review.judging.queries import Draft
from community.review.queue import queries as queue
from community.review.reading import door, links, queries
from community.review.reading.door import Reading
from community.review.reading.pieces import pieces
from community.review.rules import LEASE
from community.uploads.kinds import Group


async def show_review(request: Request) -> Response:
    """GET /reviews/K7QM2XWD93HF: the evidence beside the rubric; before a claim what it is, then what came of it."""
    at = await door.reading(request)
    if at.holds:
        answer = await reading_page(request, at)
    elif at.has_sent or (at.claim and not at.attempt.is_open):
        answer = await _came(request, at)
    else:
        answer = await _offer(request, at)
    return answer


async def reading_page(request: Request, at: Reading, status: int = 200, wrong: Invalid | None = None) -> Response:
    """All that a reviewer reads and says, on one page."""
    await pages.watch(request, at.attempt.topic)
    now = request.state.now
    rubric = await deciding.rubric_of(at.attempt)
    draft = await judging.draft(at.person, at.attempt.id)
    found = await pieces(at.attempt, rubric)
    unchecked = at.attempt.complete is None
    return pages.page(
        request, "review/reading.html", status,
        **judged(at, rubric, draft),
        pieces=found,
        before=await queries.said_before_by_id(at.attempt.before_id) if at.attempt.before_id else [],
        definition=await catalogue.public_definition_version(at.attempt.definition_version_id),
        checks_first=unchecked and await judging.first_to_check(at.person, at.attempt.id, now - LEASE),
        words=await judging.words_to_reader(at.person, at.attempt.id),
        kept=await bank.kept(at.person),
        categories=list(Category),
        pause=PAUSE_SECONDS,
        done=request.query_params.get("done", ""),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        nav="review",
    )  # fmt: skip


def judged(at: Reading, rubric: rules.Rubric, draft: Draft) -> dict[str, Any]:
    """How far the judging is: what is said, what is left to do, what the rule makes of it."""
    left = rules.lacks(rubric, draft.said)
    return {
        "at": at,
        "attempt": at.attempt,
        "claim": at.claim,
        "rubric": rubric,
        "draft": draft,
        "left": left,
        "levels_left": [key for key, lack in left if lack is Lack.LEVEL],
        "outcome": rules.outcome(rubric, rules.met_by(rubric, draft.said)),
        "below": [one for one in rubric.to_read if one.key in draft.said and draft.said[one.key].level
                  and not rubric.meets(draft.said[one.key].level)],
    }  # fmt: skip


async def send_file(request: Request) -> Response:
    """GET /reviews/…/files/93HFK7QM2XWD/content: under its neutral name."""
    at = await door.looking(request)
    file = await _file(request, at)
    return await _send(request, file.file, file.size, file.media_type, file.name, file.group is not Group.DOCUMENT)


async def send_page(request: Request) -> Response:
    """GET /reviews/…/files/…/pages/3/content: one page of a document as a picture."""
    at = await door.looking(request)
    file, number = await _file(request, at), request.path_params["page"]
    for page in await queries.pages_by_id(at.attempt.id):
        if (page.submitted_file_id, page.number) == (file.id, number):
            opened = await files.open(page.file)
            return await _send(request, page.file, opened.size, "image/webp", f"{file.name}-{number}.webp", True)
    raise NotFound


async def show_link(request: Request) -> Response:
    """GET /reviews/…/links/talk_plan/2: where a link leads; who follows it comes from nowhere."""
    at = await door.looking(request)
    key, number = request.path_params["key"], request.path_params["link"]
    for text in await queries.texts_by_id(at.attempt.id):
        found = links.links(text.text) if text.requirement_key == key else []
        if 1 <= number <= len(found):
            return pages.page(
                request, "review/link.html", headers={"Referrer-Policy": "no-referrer"},
                attempt=at.attempt, leads=found[number - 1], nav="review",
            )  # fmt: skip
    raise NotFound


async def _file(request: Request, at: Reading) -> queries.File:
    for file in await queries.files_by_id(at.attempt.id):
        if file.number == request.path_params["evidence"]:
            return file
    raise NotFound


async def _send(request: Request, stored: str, size: int, media_type: str, name: str, inline: bool) -> Response:
    async def open_(start: int, end: int) -> Opened:
        return await files.open(stored, start, end)

    return await streams.answer(request, size, media_type, name, inline, open_)


async def _offer(request: Request, at: Reading) -> Response:
    waits = await queue.one_waiting(at.desk, at.attempt.number, request.state.now)
    if waits is None:
        raise NotFound
    draft = await judging.draft(at.person, at.attempt.id)
    return pages.page(request, "review/offer.html", waits=waits, attempt=at.attempt, draft=draft, nav="review")


async def _came(request: Request, at: Reading) -> Response:
    await pages.watch(request, at.attempt.topic)
    case = await deciding.case_of(at.attempt)
    own = at.claim.reader if at.claim and at.has_sent else 0
    return pages.page(
        request, "review/came.html",
        attempt=at.attempt,
        own=own,
        rubric=case.rubric,
        sent=[one for one in case.sent if not at.attempt.is_open or one.reader == own],
        decision=await decisions.decision_by_id(at.attempt.id),
        words=await judging.words_to_reader(at.person, at.attempt.id),
        nav="review",
    )  # fmt: skip


ONE = "/reviews/{attempt}"
routes = [
    Route(ONE, show_review, methods=["GET"]),
    Route(ONE + "/files/{evidence}/content", send_file, methods=["GET"]),
    Route(ONE + "/files/{evidence}/pages/{page:int}/content", send_page, methods=["GET"]),
    Route(ONE + "/links/{key}/{link:int}", show_link, methods=["GET"]),
]
