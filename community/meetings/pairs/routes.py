"""The doors of pairs: who facilitates proposes, changes and agrees them; one of a pair opens a draft."""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.cohorts.queries import Cohort, Place, Seat
from community.errors import Conflict, Forbidden, Invalid, NotFound
from community.evidence import queries as works
from community.evidence.rules import State
from community.feedback.requests import actions as asking
from community.feedback.requests import rules as requests
from community.meetings import entering, reasons
from community.meetings.pairs import actions, proposals, queries, rules
from community.meetings.queries import Meeting
from community.pages import ByMail, Live, Notice, _, signed_in
from community.people.profile.rules import Line

NAME = "pair_of_"  # and a seat: the field that says in which pair it is


class Version(BaseModel):
    version: int = Field(ge=0, le=2_000_000_000)


class OpenForm(BaseModel):
    key: Annotated[str, Field(max_length=100)]
    focus: Annotated[Line, Field(max_length=300)]


async def show_pairs(request: Request) -> Response:
    """GET /cohorts/7/meetings/12/pairs: as agreed, or proposed; with ?anew=1 proposed anew."""
    place, seat, meeting = await entering.facilitating(request)
    if not rules.can_agree(meeting, request.state.now, place.cohort.is_closed):
        raise Conflict(reasons.over())
    return await _form(request, place, seat, meeting)


async def agree(request: Request) -> Response:
    """POST /cohorts/7/meetings/12/pairs: these are the pairs."""
    place, seat, meeting = await entering.facilitating(request)
    try:
        version = (await pages.form(request, Version)).version
        groups = await chosen(seat, meeting, await pages.typed_form(request))
        await limits.spend("save", str(place.person_id))
        await actions.agree(place, seat, meeting, groups, version)
    except Invalid as wrong:
        return await _form(request, place, seat, meeting, wrong)
    except Conflict as late:
        return await _form(request, place, seat, meeting, Invalid({"": late.why}, await pages.typed_form(request)), 409)
    from_today = (await pages.typed_form(request)).get("from") == "today"
    today = f"/cohorts/{place.cohort.id}/today?done=pairs#meeting-h"
    back = today if from_today else f"{meeting.address}?done=pairs#pairs-h"
    return pages.redirect(request, back)


async def open_draft(request: Request) -> Response:
    """POST /cohorts/7/meetings/12/pairs/opening: one's own draft, to one's own pair, until the meeting ends."""
    place, seat, meeting = await _working(request)
    await limits.spend("post", f"person {seat.person_id}")
    try:
        wanted = await pages.form(request, OpenForm)
        await actions.open_draft(signed_in(request), seat, place.cohort, meeting, wanted.key, wanted.focus)
    except Invalid as wrong:
        return await _opening(request, place, seat, meeting, wrong)
    except Conflict as late:
        typed = await pages.typed_form(request)
        return await _opening(request, place, seat, meeting, Invalid({"": late.why}, typed), 409)
    return pages.redirect(request, f"{meeting.address}#own-pair-h")


async def show_opening(request: Request) -> Response:
    """GET /cohorts/7/meetings/12/pairs/opening: which draft, and what one wants to know of it."""
    return await _opening(request, *await _working(request))


async def chosen(seat: Seat, meeting: Meeting, typed: dict[str, str]) -> set[frozenset[int]]:
    """The pairs as the form names them. Raises Invalid with a sentence at each field that is wrong."""
    candidates = await queries.candidates(seat, meeting)
    numbers = {one.seat_id: typed.get(f"{NAME}{one.seat_id}", "") for one in candidates}
    picked = {seat_id: int(text) for seat_id, text in numbers.items() if re.fullmatch("[0-9]{1,5}", text)}
    alone, many, unfit = rules.wrong(picked, candidates, await queries.apart(seat))
    sentences = ((alone, reasons.alone()), (many, reasons.too_large()), (unfit, reasons.not_together()))
    wrong = {f"{NAME}{seat_id}": sentence for seats, sentence in sentences for seat_id in sorted(seats)}
    if wrong:
        raise Invalid(wrong, typed)
    return rules.grouped(picked)


async def own_pair(seat: Seat, cohort: Cohort, meeting: Meeting, now: datetime) -> dict[str, Any] | None:
    """What one's own pair sees on the meeting's page."""
    pair = await queries.own(seat, meeting)
    if pair is None:
        return None
    can_open = rules.can_open(pair, seat.id, meeting, now, cohort.is_closed)
    has_opened = seat.id in {one.seat_id for one in pair.has_opened}
    return {"pair": pair, "opens": seat.is_participant and can_open and not has_opened}


async def _working(request: Request) -> tuple[Place, Seat, Meeting]:
    """Who has work of their own here."""
    place = await entering.place_of(request)
    meeting = await entering.meeting_of(request, place)
    if place.seat is None or not place.seat.is_participant:
        raise Forbidden(_("Who works here opens a draft."))
    return place, place.seat, meeting


async def _form(
    request: Request, place: Place, seat: Seat, meeting: Meeting, wrong: Invalid | None = None, status: int = 422
) -> Response:
    shown = await proposals.proposal(place, seat, meeting, anew="anew" in request.query_params)
    many = max(len(shown.candidates) // 2, len(shown.pairs), 1)
    return pages.page(
        request,
        "meetings/pairs.html",
        status if wrong else 200,
        meeting=meeting,
        numbers_to_choose=range(1, many + 1),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        proposal=shown,
        **await entering.around(request, place),
    )


async def _opening(
    request: Request, place: Place, seat: Seat, meeting: Meeting, wrong: Invalid | None = None, status: int = 422
) -> Response:
    pair = await queries.own(seat, meeting)
    if pair is None:
        raise NotFound
    if not rules.can_open(pair, seat.id, meeting, request.state.now, place.cohort.is_closed):
        raise Conflict(reasons.no_pair())
    person = signed_in(request)
    standing = await works.standing(person, place.cohort.code)
    able = [one for one in standing.requirements if _can_open(standing.work(one.key))]
    typed = wrong.typed if wrong else {}
    asked = typed.get("key") if typed.get("key") in {one.key for one in able} else None
    findings = await asking.to_answer(person, standing.work(asked), typed.get("focus", "")) if asked else []
    return pages.page(
        request,
        "meetings/opening.html",
        status if wrong else 200,
        meeting=meeting,
        others=pair.others(seat.id),
        requirements=able,
        findings=findings,
        errors=wrong.fields if wrong else {},
        typed=typed,
        **await entering.around(request, place),
    )


def _can_open(work: works.Work) -> bool:
    return requests.can_ask(work.state) and work.state is not State.ASKING and bool(work.text.strip())


HERE = "/cohorts/{cohort_id:int}/meetings/{meeting_id:int}/pairs"
routes = [
    Route(HERE, show_pairs, methods=["GET"]),
    Route(HERE, agree, methods=["POST"]),
    Route(HERE + "/opening", show_opening, methods=["GET"]),
    Route(HERE + "/opening", open_draft, methods=["POST"]),
]
live = {
    ("pairs.agreed", "meeting"): Live("meetings/_pairs.html", paired=queries.lists_by_id),
    ("pairs.ended", "meeting"): Live("meetings/_pairs.html", paired=queries.lists_by_id),
    ("pair.agreed", "seat"): Live("meetings/_pair.html", pair=queries.pairs_by_id),
    ("pair.opened", "seat"): Live("meetings/_pair.html", pair=queries.pairs_by_id),
    ("pair.ended", "seat"): Live("meetings/_pair.html", pair=queries.pairs_by_id),
}
notices = {
    "pair.agreed": Notice(
        *(queries.told_by_id, "meetings/paired", queries.pairs_by_id),
        lambda pair: f"/cohorts/{pair.cohort_id}/meetings/{pair.meeting_id}",
        called=lambda: _("Whom I read with at a meeting"),
        mail=ByMail(thread=lambda pair: f"meeting {pair.meeting_id}"),
    )
}
