"""An approver answers an earner who asks to withdraw what is being read: yes, and all claims end; or no, and why."""

from typing import Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, db, pages
from community.errors import Conflict, Invalid
from community.events import record
from community.pages import ByMail, Notice, _
from community.review.approving import queries
from community.review.approving.actions import locked
from community.review.approving.queries import Office
from community.review.approving.routes import at_attempt, show
from community.review.claims import queries as claims
from community.review.reading import queries as reading
from community.review.reading.queries import Attempt
from community.submissions.withdrawing import actions as withdrawing
from community.submissions.withdrawing import queries as wishes
from community.submissions.withdrawing import rules


async def answer_wish(desk: Office, attempt: Attempt, grants: bool, sentence: str) -> None:
    """Under the attempt's lock, so that it is decided or withdrawn and never both.

    Raises Conflict where it is decided by now, or nothing is asked any more.
    """
    async with db.transaction():
        at = clock.now()
        fresh = await locked(attempt)
        wish = await wishes.open_by_id(fresh.id)
        if wish is None:
            raise Conflict(_("Nobody asks to withdraw it any more."))
        if grants:
            await claims.settle_by_id(fresh.id, at)
            await withdrawing.grant(wish, desk.person_id, sentence, at)
            record("review.withdrawn", fresh.topic, about=fresh.id, by=desk.person_id)
        else:
            await withdrawing.refuse(wish, desk.person_id, sentence, at)


class Answer(BaseModel):
    answer: Literal["yes", "no"]
    sentence: str = Field("", max_length=rules.LONGEST)


async def answer(request: Request) -> Response:
    """POST /approvals/…/withdrawal: answer=yes or no, and a sentence, which a no needs."""
    desk, attempt = await at_attempt(request)
    try:
        said = await pages.form(request, Answer)
        if said.answer == "no" and not said.sentence.strip():
            raise Invalid({"sentence": _("Say in a sentence why not.")}, await pages.typed_form(request))
        await answer_wish(desk, attempt, said.answer == "yes", said.sentence.strip())
    except Invalid as wrong:
        return await show(request, 422, wrong)
    except Conflict as late:
        return await show(request, 409, Invalid({"": late.why}, await pages.typed_form(request)))
    return pages.redirect(request, "/approvals?done=answered")


async def _approvers_by_id(ids: list[int]) -> dict[int, list[int]]:
    """Whom it is told that an earner asks: the issuer's approvers."""
    found = await wishes.wishes_by_id(ids)
    told = await queries.approvers_by_id(sorted({wish.submission_id for wish in found.values()}))
    return {number: told.get(wish.submission_id, []) for number, wish in found.items()}


routes = [Route("/approvals/{attempt}/withdrawal", answer, methods=["POST"])]
notices = {
    "withdrawal.asked": Notice(
        *(_approvers_by_id, "review/withdrawal_asked", wishes.wishes_by_id, lambda wish: f"/approvals/{wish.number}"),
        called=lambda: _("An author asks to withdraw what is being read"), asks=True,
    ),
    "review.withdrawn": Notice(
        *(claims.ended_by_withdrawal_by_id, "review/withdrawn", reading.attempts_by_id),
        lambda attempt: attempt.address,
        called=lambda: _("An attempt that I read was withdrawn"), mail=ByMail(),
    ),
}  # fmt: skip
