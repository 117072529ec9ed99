"""The doors of asking about a note, and of the facilitators who look at it: that note alone, never the draft."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request as HTTP
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.cohorts import queries as cohorts
from community.cohorts.queries import Seat
from community.errors import Conflict, Invalid, NotFound
from community.feedback import own, reasons
from community.feedback.flags import actions, queries, rules
from community.feedback.flags.queries import Flagged
from community.feedback.flags.rules import State
from community.feedback.notes.queries import Note
from community.feedback.readings.queries import Feedback
from community.feedback.requests.queries import Request
from community.once import once
from community.pages import ByMail, Keep, Live, Notice, _, signed_in
from community.people.profile.rules import Line


class Raising(BaseModel):
    post_key: UUID
    why: Annotated[Line, Field(max_length=rules.MOST_WHY)]


class Answer(BaseModel):
    done: Literal["settled", "hidden"]
    answer: Annotated[Line, Field(max_length=rules.MOST_ANSWER)]


# --- whose draft it is ---


async def show_new(http: HTTP) -> Response:
    """GET /feedback/12/notes/5/flags/new: who looks at it, and why they should."""
    return await _new(http, *await own.note(http))


async def raise_flag(http: HTTP) -> Response:
    """POST /feedback/12/notes/5/flags: the facilitators are asked to look at this note."""
    person = signed_in(http)
    request, given, note = await own.note(http)
    await limits.spend("post", f"person {person.id}")
    try:
        posted = await pages.form(http, Raising)

        async def make() -> str:
            return str(await actions.raise_flag(person, request, given, note.id, posted.why))

        await once("flag", person.id, posted.post_key, make)
    except Invalid as wrong:
        return await _new(http, request, given, note, 422, Invalid(wrong.fields, await pages.typed_form(http)))
    except Conflict as wrong:
        return await _new(http, request, given, note, 409, problem=wrong.why)
    return pages.redirect(http, f"{request.ledger}#note-{note.id}")


async def _new(
    http: HTTP,
    request: Request,
    given: Feedback,
    note: Note,
    status: int = 200,
    wrong: Invalid | None = None,
    problem: str = "",
) -> Response:
    person = signed_in(http)
    newest = (await queries.own_flags(person, request.work_id)).get(note.id)
    if not problem and not rules.may_raise(note.hidden, newest.state if newest else None):
        problem = reasons.looked_at_already()
    if not problem and not await queries.who_looks(person, request, given):
        problem = reasons.nobody_looks()
    return pages.page(
        http,
        "feedback/flags/new.html",
        status,
        asked_for=request,
        note=note,
        problem=problem,
        most=rules.MOST_WHY,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        nav="work",
    )


# --- who looks ---


async def show_flag(http: HTTP) -> Response:
    """GET /cohorts/7/flags/3: the note, to whom it was given, and why they ask; with ?part=1 only what changes."""
    seat, found = await _looked_at(http)
    await pages.watch(http, seat.topic)
    return await _flag(http, seat, found)


async def answer(http: HTTP) -> Response:
    """POST /cohorts/7/flags/3/answer: settled with a sentence, or the note is hidden from whom it was given to."""
    seat, found = await _looked_at(http)
    await limits.spend("post", f"person {seat.person_id}")
    try:
        posted = await pages.form(http, Answer)
    except Invalid as wrong:
        return await _flag(http, seat, found, 422, Invalid(wrong.fields, await pages.typed_form(http)))
    await actions.answer(seat, found, State(posted.done), posted.answer)
    return pages.redirect(http, found.flag.address)


async def _flag(http: HTTP, seat: Seat, found: Flagged, status: int = 200, wrong: Invalid | None = None) -> Response:
    return pages.page(
        http,
        "feedback/flags/_flag.html" if "part" in http.query_params else "feedback/flags/flag.html",
        status,
        cohort=await cohorts.cohort(seat),
        seat=seat,
        flag=found.flag,
        note=found.note,
        asked_for=found.request,
        requirement=found.request.requirement,
        can_answer=rules.may_answer(found.flag.state),
        most=rules.MOST_ANSWER,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        nav="cohort",
    )


async def _looked_at(http: HTTP) -> tuple[Seat, Flagged]:
    """To all others there is no such thing, the note's giver first of all."""
    seat = await cohorts.seat(signed_in(http), http.path_params["cohort_id"])
    found = await queries.flagged(seat, http.path_params["flag_id"])
    if found is None or not actions.may_look(seat, found.flag):
        raise NotFound
    return seat, found


NOTE = "/feedback/{request_id:int}/notes/{note_id:int}/flags"
HERE = "/cohorts/{cohort_id:int}/flags/{flag_id:int}"
routes = [
    Route(NOTE + "/new", show_new, methods=["GET"]),
    Route(NOTE, raise_flag, methods=["POST"]),
    Route(HERE, show_flag, methods=["GET"]),
    Route(HERE + "/answer", answer, methods=["POST"]),
]
live = {(kind, "seat"): Live("feedback/flags/_news.html", news=queries.flags_by_id)
        for kind in ("flag.raised", "flag.answered")}  # fmt: skip
notices = {
    "flag.raised": Notice(
        *(queries.lookers_by_id, "feedback/flag_raised", queries.flagged_by_id, lambda found: found.flag.address),
        called=lambda: _("A member asks me to look at a note they were given"), asks=True,
        mail=ByMail(thread=lambda found: f"flag {found.flag.id}"),
    ),
    "flag.answered": Notice(
        *(queries.authors_by_id, "feedback/flag_answered", queries.flagged_by_id),
        lambda found: f"{found.request.ledger}#note-{found.note.id}",
        called=lambda: _("A facilitator has looked at a note that I asked about"),
        mail=ByMail(thread=lambda found: f"flag {found.flag.id}"),
    ),
}
keeps = {"note_flag": Keep(person="answered_by", on_erase="unname", hides=("why",))}
