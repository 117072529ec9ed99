"""The door at which an author says how useful a reader's notes were; what is shown and told of it."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.feedback import own
from community.feedback.readings import queries as given_rows
from community.feedback.telling import asked_by_id, readers_by_id
from community.feedback.usefulness import actions
from community.pages import Belongs, Live, Notice, _, signed_in
from community.people.profile.rules import LineOrNothing


class Said(BaseModel):
    worth: Literal["moved", "confirmed", "not_this_time"]
    words: Annotated[LineOrNothing, Field(max_length=300)] = ""


async def say(request: Request) -> Response:
    """POST /feedback/12/given/3/usefulness: worth=moved, with a sentence if one likes; once."""
    person = signed_in(request)
    asked, given = await own.feedback(request)
    posted = await pages.form(request, Said)
    await limits.spend("post", f"person {person.id}")
    await actions.say(person, asked, given, posted.worth, posted.words)
    return pages.redirect(request, asked.ledger)


routes = [Route("/feedback/{request_id:int}/given/{given_id:int}/usefulness", say, methods=["POST"])]
live = {("feedback.found_useful", "seat"): Live("feedback/_given_news.html", news=given_rows.feedback_by_id)}
notices = {
    "feedback.found_useful": Notice(
        *(readers_by_id, "feedback/found_useful", asked_by_id, lambda asked: f"{asked.request.address}/given"),
        called=lambda: _("Somebody says how useful my feedback was"),
    ),
}
belongs = {("usefulness", "feedback"): Belongs("feedback_id")}
