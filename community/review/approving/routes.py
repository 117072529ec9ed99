"""The approvers' doors: what waits, one attempt with what its readers found, and each deed on it."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.errors import Conflict, FactorFirst, Invalid, NotFound
from community.limits import spend
from community.once import once
from community.pages import Notice, _, signed_in
from community.people.factors import asking
from community.review.approving import actions, begun, queries, words
from community.review.approving.queries import Office
from community.review.deciding import actions as deciding
from community.review.deciding import queries as decisions
from community.review.deciding import rules
from community.review.deciding.rules import Outcome
from community.review.paging import A_PAGE, mark
from community.review.reading import queries as reading
from community.review.reading.queries import Attempt
from community.submissions.withdrawing import queries as wishes

MOST_SENTENCE = 1000


async def show_waiting(request: Request) -> Response:
    """GET /approvals?after=2026-12-01.K7QM2XWD93HF: what wants a sentence, what is late."""
    desk = await queries.office(signed_in(request))
    asking.shown(request)
    today, behind = request.state.now.date(), mark(request.query_params.get("after", ""))
    waiting = await queries.waiting(desk, today, behind)
    return pages.page(
        request, "review/approvals.html", waiting=waiting[:A_PAGE], today=today, behind=behind,
        next=waiting[A_PAGE - 1].mark if len(waiting) > A_PAGE else None,
        readings=await queries.readings(desk),
        done=request.query_params.get("done", ""), nav="approvals",
    )  # fmt: skip


class Readers(BaseModel):
    readers: Literal["1", "2"]


async def set_readers(request: Request) -> Response:
    """POST /issuers/SLUG/readers: whether one or two read each attempt (R56)."""
    desk = await queries.office(signed_in(request))
    found = [one for one in await queries.readings(desk) if one.slug == request.path_params["issuer"]]
    if not found:
        raise NotFound
    asking.shown(request)
    posted = await pages.form(request, Readers)
    await actions.set_readers(desk, found[0], int(posted.readers))
    return pages.redirect(request, "/approvals?done=readers")


async def show_approval(request: Request) -> Response:
    """GET /approvals/K7QM2XWD93HF: what readers found, what contradicts, who does not read it and why."""
    return await show(request)


async def follow(request: Request) -> Response:
    """POST /approvals/…/sentences: which remark to follow (R56)."""
    desk, attempt = await at_attempt(request)
    typed = await pages.typed_form(request)
    wanted = (await deciding.case_of(attempt)).unanswered
    sentences, wrong = {}, {}
    for key in wanted:
        said, agree = typed.get(f"follow-{key}", "").strip(), f"agree-{key}" in typed or typed.get("agree") == "all"
        sentences[key] = "" if agree else said
        if not agree and not said:
            wrong[f"follow-{key}"] = _("Write one sentence, or say that they do not contradict each other.")
        elif len(said) > MOST_SENTENCE:
            wrong[f"follow-{key}"] = _("Shorten this to %(num)s characters.") % {"num": MOST_SENTENCE}
    if wrong:
        return await show(request, 422, Invalid(wrong, typed))
    try:
        await actions.follow(desk, attempt, sentences)
    except Conflict as late:
        return await show(request, 409, Invalid({"": late.why}, typed))
    return pages.redirect(request, "/approvals?done=followed")


class Override(BaseModel):
    outcome: Literal["earned", "not_yet"]
    reason: str = Field(min_length=1, max_length=begun.MOST_REASON)


async def override(request: Request) -> Response:
    """POST /approvals/…/override: another outcome, with the reason (R57).

    The second factor is asked for anew, and what was typed is there again after it.
    """
    desk, attempt = await at_attempt(request)
    try:
        asking.shown_lately(request)
    except FactorFirst:
        await begun.keep(desk, attempt, await pages.typed_form(request), request.state.now)
        raise
    try:
        posted = await pages.form(request, Override)
        if not posted.reason.strip():
            raise Invalid({"reason": _("Fill this in.")}, await pages.typed_form(request))
        await actions.override(desk, attempt, Outcome(posted.outcome), posted.reason.strip())
    except Invalid as wrong:
        return await show(request, 422, wrong)
    except Conflict as late:
        return await show(request, 409, Invalid({"": late.why}, await pages.typed_form(request)))
    return pages.redirect(request, "/approvals?done=overridden")


class Word(BaseModel):
    post_key: UUID
    reader: int = Field(ge=1, le=3)
    text: str = Field(min_length=1, max_length=2000)


async def write(request: Request) -> Response:
    """POST /approvals/…/words: to one reader, under their number (F104)."""
    desk, attempt = await at_attempt(request)
    try:
        posted = await pages.form(request, Word)
        await spend("post", f"person {desk.person_id}")

        async def make() -> str:
            await actions.write(desk, attempt, posted.reader, posted.text)
            return ""

        await once("word to a reader", desk.person_id, posted.post_key, make)
    except Invalid as wrong:
        return await show(request, 422, wrong)
    except Conflict as late:
        return await show(request, 409, Invalid({"": late.why}, await pages.typed_form(request)))
    return pages.redirect(request, f"/approvals/{attempt.number}?done=word#words")


async def at_attempt(request: Request) -> tuple[Office, Attempt]:
    """An approver at one attempt; NotFound for everybody else."""
    desk = await queries.office(signed_in(request))
    asking.shown(request)
    return desk, await queries.attempt(desk, request.path_params["attempt"])


async def show(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    """The page of one attempt, with what was typed wrong on it."""
    desk, attempt = await at_attempt(request)
    case = await deciding.case_of(attempt)
    contradict = case.unanswered if attempt.is_open else []
    kept = await begun.begun(desk, attempt) if attempt.is_open else {}
    return pages.page(
        request, "review/approval.html", status,
        attempt=attempt,
        address=f"/approvals/{attempt.number}",
        case=case,
        contradict=[one for one in case.rubric.criteria if one.key in contradict],
        deciding=[one.reader for one in rules.deciding(case.sent)],
        decision=await decisions.decision_by_id(attempt.id),
        excluded=await queries.excluded(desk, attempt),
        shared=await queries.shared(desk, attempt),
        words=await words.words(desk, attempt),
        readers=await words.readers(desk, attempt),
        wish=await wishes.open_by_id(attempt.id),
        done=request.query_params.get("done", ""),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else kept,
        kept=kept,
        nav="approvals",
    )  # fmt: skip


ONE = "/approvals/{attempt}"
routes = [
    Route("/approvals", show_waiting, methods=["GET"]),
    Route("/issuers/{issuer}/readers", set_readers, methods=["POST"]),
    Route(ONE, show_approval, methods=["GET"]),
    Route(ONE + "/sentences", follow, methods=["POST"]),
    Route(ONE + "/override", override, methods=["POST"]),
    Route(ONE + "/words", write, methods=["POST"]),
]
notices = {
    "review.sentence_wanted": Notice(
        *(queries.approvers_by_id, "review/sentence_wanted", reading.attempts_by_id),
        lambda attempt: f"/approvals/{attempt.number}",
        called=lambda: _("Readers contradict each other, and a sentence of mine is wanted"), asks=True,
    ),
    "review.word_sent": Notice(
        *(words.readers_by_id, "review/word_sent", words.attempts_by_id),
        lambda attempt: attempt.address,
        called=lambda: _("An approver writes to me about what I read"),
    ),
}
