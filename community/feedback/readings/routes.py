"""The readers' doors: who asks here, one request, the draft with one's notes beside it, sending them."""

from typing import Any, Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, limits, pages
from community.catalogue import queries as catalogue
from community.cohorts import queries as cohorts
from community.cohorts.queries import Seat
from community.errors import Conflict, Invalid, NotFound, permit
from community.evidence import anchors
from community.evidence.artifacts import queries as artifacts
from community.feedback import content, door, reasons
from community.feedback.door import Reader
from community.feedback.files import actions as files
from community.feedback.flags import actions as flags
from community.feedback.holders import queries as holders
from community.feedback.notes import queries as notes
from community.feedback.outlooks import rules as outlooks
from community.feedback.readings import actions, queries, rules
from community.feedback.readings.queries import Feedback
from community.feedback.requests import actions as asking_actions
from community.feedback.requests import queries as requests
from community.feedback.requests import rules as request_rules
from community.feedback.usefulness import queries as usefulness
from community.feedback.willing import forms as willing_forms
from community.feedback.willing import queries as willing
from community.feedback.willing import rules as willing_rules
from community.pages import signed_in
from community.people.queries import Person


async def show_asking(request: Request) -> Response:
    """GET /cohorts/7/feedback: who asks for a reader here, and what one reads; with ?part=1 only the lists."""
    seat = await cohorts.seat(signed_in(request), request.path_params["cohort_id"])
    permit(request_rules.may_know(seat), reasons.only_look_on())
    await pages.watch(request, seat.cohort_topic, seat.topic, seat.roster_topic)
    return await show_list(request, seat)


async def show_list(request: Request, seat: Seat, status: int = 200, wrong: Invalid | None = None) -> Response:
    """The page of who asks here, with what was typed wrong on it."""
    asking = await _asking(signed_in(request), seat)
    part = "part" in request.query_params
    willing_now = await willing.is_willing(seat)
    return pages.page(
        request,
        "feedback/_asking.html" if part else "feedback/asking.html",
        status,
        cohort=await cohorts.cohort(seat),
        seat=seat,
        flags=await flags.to_look_at(seat),
        holders_welcome=await holders.are_welcome(seat),
        asking=[one for one in asking if request_rules.shows(one.request, seat, one.given, clock.now())],
        protocols=content.protocols(),
        minutes=request_rules.minutes,
        willing=willing_now,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        nav="cohort",
        **({} if part else await willing_forms.around(seat)),
    )


async def take_next(request: Request) -> Response:
    """POST /cohorts/7/feedback/next: the one that needs me most (R42); others come first where I have read more."""
    person = signed_in(request)
    seat = await cohorts.seat(person, request.path_params["cohort_id"])
    permit(seat.role in request_rules.READERS, reasons.only_members_take())
    await limits.spend("post", f"person {person.id}")
    if not await willing.is_willing(seat):
        raise Conflict(reasons.not_now())
    found = request_rules.next_for([one for one in await _asking(person, seat) if one.can_take], clock.now())
    if found is None:
        raise Conflict(reasons.nobody_asks())
    loads = await willing.loads(seat, clock.now())
    others = [given for person_id, given in loads.items() if person_id != person.id]
    if not found.by_name and not request_rules.is_turn(loads.get(person.id, 0), others):
        raise Conflict(reasons.others_first())
    await actions.take(person, seat, found.request)
    return pages.redirect(request, found.request.address)


async def _asking(person: Person, seat: Seat) -> list[Reader]:
    found = await requests.asking(seat, clock.now())
    mine = await queries.given_among(person, found)
    apart = await willing.apart_from(seat)
    meets = [one for one in found if willing_rules.may_meet(person.id, one.person_id, apart)]
    return request_rules.by_need([Reader(person, seat, one, mine.get(one.id)) for one in meets], clock.now())


async def show_of_member(request: Request) -> Response:
    """GET /cohorts/7/feedback/12/talk_plan: from a board's cell to the request that it stands for."""
    seat = await cohorts.seat(signed_in(request), request.path_params["cohort_id"])
    found = await requests.open_of_seat(seat, request.path_params["seat_id"], request.path_params["key"])
    if found is None or not request_rules.may_know(seat):
        raise NotFound
    about = await requests.request(signed_in(request), found)
    given = await queries.given(signed_in(request), about) if about else None
    meets = about and willing_rules.may_meet(seat.person_id, about.person_id, await willing.apart_from(seat))
    mine = about is not None and about.person_id == seat.person_id
    open_to_me = about and (meets or mine) and request_rules.shows(about, seat, given, clock.now())
    return pages.redirect(request, f"/feedback/{found}" if open_to_me else f"/cohorts/{seat.cohort_id}/feedback")


async def show_request(request: Request) -> Response:
    """GET /feedback/12: what is asked; for who has taken it the draft, with the rubric and one's notes beside it (R40).

    Its author is led to what came of it.
    """
    own = await requests.own_request(signed_in(request), request.path_params["request_id"])
    if own is not None:
        return pages.redirect(request, own.ledger)
    at = await door.reader(request)
    if at.given and at.given.is_sent and not at.can_read:  # the draft is closed, one's own notes are not
        return pages.redirect(request, f"{at.request.address}/given")
    if at.given and at.given.state in ("reading", "sent"):
        return await _reading(request)
    ending = request_rules.ended(at.request, clock.now())
    permit(ending is None, reasons.over(ending) if ending else "")
    asked = request_rules.is_asked(at.request, at.seat, at.given)
    permit(asked or at.request.asks == request_rules.Asks.COHORT, reasons.not_asked(at.request.author.called))
    return await _offer(request, at, asked)


class Found(BaseModel):
    reader: int = Field(ge=1, le=2**62)  # a seat


async def find_reader(request: Request) -> Response:
    """POST /feedback/12/readers: a facilitator asks somebody by name to read what waits long (R44)."""
    at = await door.reader(request)
    permit(request_rules.can_find_reader(at.request, at.seat, clock.now()), reasons.not_waiting())
    try:
        posted = await pages.form(request, Found)
        await limits.spend("post", f"person {at.person.id}")
        await asking_actions.find_reader(at.person, at.here, at.request, posted.reader)
    except Invalid as wrong:
        asked = request_rules.is_asked(at.request, at.seat, at.given)
        return await _offer(request, at, asked, 422, wrong)
    return pages.redirect(request, f"{at.request.address}?done=asked")


class Taking(BaseModel):
    form: Literal["whole", "one_question"] = "whole"


async def take(request: Request) -> Response:
    """POST /feedback/12/readings: I read it; form=one_question for five minutes (R45)."""
    at = await door.reader(request)
    ending = request_rules.ended(at.request, clock.now())
    permit(ending is None, reasons.over(ending) if ending else "")
    permit(request_rules.is_asked(at.request, at.seat, at.given), reasons.not_asked(at.request.author.called))
    posted = await pages.form(request, Taking)
    await limits.spend("post", f"person {at.person.id}")
    await actions.take(at.person, at.seat, at.request, posted.form == "one_question")
    return pages.redirect(request, at.request.address)


async def decline(request: Request) -> Response:
    """POST /feedback/12/declining: not this time; no reason is asked (R44)."""
    at = await door.reader(request)
    permit(request_rules.is_asked(at.request, at.seat, at.given), reasons.not_asked(at.request.author.called))
    if at.given is None:
        raise NotFound
    await actions.decline(at.person, at.request, at.given)
    return pages.redirect(request, at.list_address)


class Begun(BaseModel):
    """A note while it is written."""

    kind: Literal["warm", "question", "cool", "other"] = "other"
    text: str = Field("", max_length=rules.MOST_TEXT * 2)
    place: str = Field("whole", max_length=200)
    start: int = Field(0, ge=0, le=2_000_000)
    end: int = Field(0, ge=0, le=2_000_000)
    spot: str = Field("", max_length=60)


async def begin(request: Request) -> Response:
    """POST /feedback/12/begun: kept while one writes, for nobody else (R43)."""
    at, given = await door.while_saving(request)
    posted = await pages.form(request, Begun)
    if given.is_sent:
        sent = {note.text for note in await notes.own_notes(at.person, given)}
        return door.late(request, posted.text, posted.text.strip() in sent)
    await limits.spend("save", f"person {at.person.id}")
    await actions.begin(at.person, given, posted.model_dump())
    if request.headers.get("hx-request"):
        return pages.fragment(request, "feedback/_kept.html", kept=await queries.given(at.person, at.request))
    return pages.redirect(request, at.request.address + "#new-note")


async def send(request: Request) -> Response:
    """POST /feedback/12/sending: the author sees them from now on (R45)."""
    at, given = await door.while_writing(request)
    typed = await pages.typed_form(request)
    try:
        await actions.send(at.person, at.request, given, outlooks.typed(typed, at.request.criteria))
    except Invalid as wrong:
        return await _reading(request, 422, Invalid(wrong.fields, typed))
    return pages.redirect(request, at.request.address + "?done=sent")


async def _reading(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    at, given = await door.at_the_draft(request)
    return await reading(request, at, given, status, wrong)


async def reading(
    request: Request, at: Reader, given: Feedback, status: int = 200, wrong: Invalid | None = None
) -> Response:
    """The page of who reads: the draft as it was asked with, the rubric, the notes, what is still missing."""
    if not wrong:
        await actions.opened(at.person, at.request)
    await pages.watch(request, *at.topics)
    text = await queries.asked_text(at.person, at.request)
    pinned = await notes.own_notes(at.person, given)
    found = [(note.id, note.start, note.start + len(note.quote)) for note in pinned if note.place == "passage"]
    shown = await files.shown(at.request.author, at.request.work_id)
    protocol = content.protocols()[given.protocol]
    kinds = [note.kind for note in pinned]
    return await _page(
        request,
        at,
        "feedback/reading.html",
        status,
        given=given,
        useful=await usefulness.heard(at.person, given) if given.is_sent else None,
        protocol=protocol,
        notes=pinned,
        missing=rules.missing(protocol, kinds),
        first_kind=rules.first_kind(protocol, kinds),
        paragraphs=[(one, anchors.pieces(one, found)) for one in anchors.paragraphs(text)],
        files=shown,
        file_pages=await artifacts.pages_of(at.person, shown),
        definition=await catalogue.public_definition_version(at.request.definition_version_id),
        done=request.query_params.get("done", ""),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


async def _offer(
    request: Request, at: Reader, asked: bool, status: int = 200, wrong: Invalid | None = None
) -> Response:
    author_id = at.request.person_id
    may_find = request_rules.can_find_reader(at.request, at.seat, clock.now())
    able = (await asking_actions.able_to_read(at.here, [author_id]))[author_id] if may_find else []
    return await _page(
        request,
        at,
        "feedback/offer.html",
        status,
        asked=asked,
        able=able,
        done=request.query_params.get("done", ""),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


async def _page(request: Request, at: Reader, template: str, status: int = 200, **around: Any) -> Response:
    return pages.page(
        request,
        template,
        status,
        at=at,
        asked_for=at.request,
        cohort=await cohorts.cohort(at.seat) if isinstance(at.seat, Seat) else None,
        seat=at.seat,
        kinds=content.kinds(),
        norms=content.norms(),
        asks=content.protocols()[at.request.protocol],
        one_question=content.protocols()[content.ONE_QUESTION],
        minutes=request_rules.minutes(at.request.words, content.protocols()[at.request.protocol]),
        nav="cohort",
        **around,
    )


HERE = "/feedback/{request_id:int}"
routes = [
    Route("/cohorts/{cohort_id:int}/feedback", show_asking, methods=["GET"]),
    Route("/cohorts/{cohort_id:int}/feedback/next", take_next, methods=["POST"]),
    Route("/cohorts/{cohort_id:int}/feedback/{seat_id:int}/{key}", show_of_member, methods=["GET"]),
    Route(HERE, show_request, methods=["GET"]),
    Route(HERE + "/readings", take, methods=["POST"]),
    Route(HERE + "/readers", find_reader, methods=["POST"]),
    Route(HERE + "/declining", decline, methods=["POST"]),
    Route(HERE + "/begun", begin, methods=["POST"]),
    Route(HERE + "/sending", send, methods=["POST"]),
]
