"""The door of who asks the desk to withdraw, and what they are answered."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.errors import Conflict, Invalid
from community.evidence import queries as evidence
from community.limits import spend
from community.once import once
from community.pages import Belongs, ByMail, Keep, Notice, _, signed_in
from community.submissions import queries as submissions
from community.submissions.receipt import receipt
from community.submissions.resubmitting import actions as resubmitting
from community.submissions.withdrawing import actions, queries, rules


class Wish(BaseModel):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=rules.LONGEST)]
    post_key: UUID


async def ask_to_withdraw(request: Request) -> Response:
    """POST /submissions/K7QM2XWD93HF/withdrawal-wishes: once somebody reads it, by asking the desk, with a reason."""
    person = signed_in(request)
    submission = await submissions.submission(person, request.path_params["submission"])
    await spend("post", f"person {person.id}")
    try:
        said = await pages.form(request, Wish)
        standing = await evidence.standing(person, submission.code)
        wrong = await resubmitting.names_in(person, standing, {"reason": said.reason})
        if wrong:
            raise Invalid(wrong, await pages.typed_form(request))

        async def make() -> str:
            return str(await actions.ask(person, submission, said.reason))

        await once("withdrawal", person.id, said.post_key, make)
    except Invalid as invalid:
        return await receipt(request, 422, wrong=invalid)
    except Conflict as late:
        return await receipt(request, 409, late.why)
    return pages.redirect(request, submission.address)


def _answered(state: str, called: Callable[[], str]) -> Notice:
    return Notice(
        *(queries.earners_by_id, f"submissions/withdrawal_{state}", queries.wishes_by_id),
        leads=lambda wish: f"/submissions/{wish.number}",
        called=called, mail=ByMail(thread=lambda wish: f"submission {wish.submission_id}"), can_switch_off=False,
    )  # fmt: skip


routes = [Route("/submissions/{submission}/withdrawal-wishes", ask_to_withdraw, methods=["POST"])]
notices = {
    "withdrawal.granted": _answered("granted", lambda: _("An attempt of mine is withdrawn, as I asked")),
    "withdrawal.refused": _answered("refused", lambda: _("An attempt of mine is read on, though I asked otherwise")),
}
keeps = {"withdrawal_wish": Keep(person="answered_by", on_erase="unname")}
belongs = {("withdrawal_wish", "submission"): Belongs("submission_id")}
