"""The doors of letters to several: whom and what, those that wait and that went, another moment, not at all."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, pages
from community.cohorts.queries import Cohort, Seat
from community.discussion.rules import LONGEST
from community.errors import Conflict, Invalid
from community.evidence.rules import State
from community.jobs import Job
from community.limits import spend
from community.meetings.rules import instant
from community.overview import queries as standing
from community.overview.entering import around, leads
from community.overview.letters import actions, queries, rules
from community.overview.letters.queries import Letter
from community.pages import Keep, _

TO = "to_"  # and a seat: the box that says that it goes to them


class LetterForm(BaseModel):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
    when: Literal["now", "then"] = "now"
    on: date | None = None
    at: time | None = None


class NewLetter(LetterForm):
    post_key: UUID


class ChangedLetter(LetterForm):
    version: int = Field(ge=1, le=2_000_000_000)


async def show_letters(request: Request) -> Response:
    """GET /cohorts/7/letters: one's own, what is still to go first."""
    seat, cohort = await leads(request)
    return pages.page(
        request,
        "overview/letters.html",
        letters=await queries.letters(seat),
        done=request.query_params.get("done", ""),
        **await around(request, seat, cohort),
    )


async def show_new(request: Request) -> Response:
    """GET /cohorts/7/letters/new?state=drafting&key=talk_plan: to all who have something, or that, in this state."""
    seat, cohort = await leads(request)
    return await _form(request, seat, cohort)


async def plan(request: Request) -> Response:
    """POST /cohorts/7/letters: now, or at a moment that is to come."""
    seat, cohort = await leads(request)
    try:
        said = await pages.form(request, NewLetter)
        goes_at, seats = await _chosen(request, seat, cohort, said)
        await spend("post", f"person {seat.person_id}")
        await actions.plan(seat, said.text, goes_at, seats, said.post_key)
    except Invalid as wrong:
        return await _form(request, seat, cohort, wrong=wrong)
    return pages.redirect(request, f"/cohorts/{cohort.id}/letters?done={'planned' if said.when == 'then' else 'sent'}")


async def show_letter(request: Request) -> Response:
    """GET /cohorts/7/letters/3: how it stands, to be changed while it waits."""
    seat, cohort = await leads(request)
    letter = await queries.letter(seat, request.path_params["letter_id"])
    return await _form(request, seat, cohort, letter)


async def change(request: Request) -> Response:
    """POST /cohorts/7/letters/3/versions: other words, another moment, other readers."""
    seat, cohort = await leads(request)
    letter = await queries.letter(seat, request.path_params["letter_id"])
    try:
        said = await pages.form(request, ChangedLetter)
        goes_at, seats = await _chosen(request, seat, cohort, said)
        await actions.change(seat, letter, said.version, said.text, goes_at, seats)
    except Invalid as wrong:
        return await _form(request, seat, cohort, letter, wrong)
    except Conflict as late:
        again = Invalid({"": late.why}, await pages.typed_form(request))
        letter = await queries.letter(seat, letter.id)
        return await _form(request, seat, cohort, letter, again, 409)
    return pages.redirect(request, f"/cohorts/{cohort.id}/letters?done=changed")


async def cancel(request: Request) -> Response:
    """POST /cohorts/7/letters/3/cancellation: it does not go."""
    seat, cohort = await leads(request)
    letter = await queries.letter(seat, request.path_params["letter_id"])
    await actions.cancel(seat, letter)
    return pages.redirect(request, f"/cohorts/{cohort.id}/letters?done=cancelled")


async def _chosen(request: Request, seat: Seat, cohort: Cohort, said: LetterForm) -> tuple[datetime, tuple[int, ...]]:
    """When it goes and to which seats; Invalid with a sentence at the field."""
    typed, now = await pages.typed_form(request), clock.now()
    here = {one.seat_id for one in await standing.standings(seat, cohort)}
    seats = tuple(sorted(seat_id for seat_id in here if f"{TO}{seat_id}" in typed))
    goes_at, wrong = now, {}
    if not seats:
        wrong["to"] = _("Choose at least one person.")
    if said.when == "then":
        if said.on is None or said.at is None:
            wrong["on" if said.on is None else "at"] = _("Say the day and the hour.")
        else:
            local = datetime.combine(said.on, said.at.replace(second=0, microsecond=0, tzinfo=None))
            try:
                goes_at = instant(local, cohort.time_zone)
            except OverflowError:
                goes_at = datetime.max.replace(tzinfo=now.tzinfo)
            if not rules.may_go(goes_at, now):
                wrong["on"] = _("Choose a moment that is to come, within two months.")
    if wrong:
        raise Invalid(wrong, typed)
    return goes_at, seats


async def _form(
    request: Request, seat: Seat, cohort: Cohort, letter: Letter | None = None, wrong: Invalid | None = None,
    status: int = 422,
) -> Response:  # fmt: skip
    """A new letter, or this one; refused with what was typed."""
    everyone = await standing.standings(seat, cohort)
    given, key = request.query_params.get("state", ""), request.query_params.get("key", "")
    state = State(given) if given in list(State) else None
    typed = wrong.typed if wrong else {}
    if typed:
        chosen = {one.seat_id for one in everyone if f"{TO}{one.seat_id}" in typed}
    elif letter:
        chosen = set(letter.seats)
    else:
        chosen = {one.seat_id for one in everyone if state and rules.is_in(one, state, key)}
    local = (letter.goes_at if letter else request.state.now).astimezone(ZoneInfo(cohort.time_zone))
    shown: dict[str, Any] = {
        "letter": letter,
        "can_change": letter is None or rules.can_change(letter),
        "everyone": sorted(everyone, key=lambda one: (one.seat_id not in chosen, one.row.name.casefold())),
        "chosen": chosen,
        "states": list(State),
        "state": state,
        "key": key,
        "on": local.date().isoformat(),
        "at": f"{local:%H:%M}" if letter else "",
    }
    return pages.page(
        request,
        "overview/letter_to_several.html",
        status if wrong else 200,
        most=LONGEST,
        errors=wrong.fields if wrong else {},
        typed=typed,
        **shown,
        **await around(request, seat, cohort),
    )


HERE = "/cohorts/{cohort_id:int}/letters"
routes = [
    Route(HERE, show_letters, methods=["GET"]),
    Route(HERE, plan, methods=["POST"]),
    Route(HERE + "/new", show_new, methods=["GET"]),
    Route(HERE + "/{letter_id:int}", show_letter, methods=["GET"]),
    Route(HERE + "/{letter_id:int}/versions", change, methods=["POST"]),
    Route(HERE + "/{letter_id:int}/cancellation", cancel, methods=["POST"]),
]
jobs = {actions.JOB: Job(actions.send, within=240, at_once=1)}
keeps = {"letter": Keep(person="person_id")}
