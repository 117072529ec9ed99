"""The author's doors: asking, the ledger of what came, ending a request."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, limits, pages
from community.cohorts import queries as cohorts
from community.cohorts.queries import Seat
from community.errors import Conflict, Invalid
from community.evidence import anchors, desk
from community.evidence.artifacts import queries as artifacts
from community.evidence.queries import Standing, Work
from community.evidence.scrub.reasons import may_hold_names
from community.feedback import content, own, reasons
from community.feedback.files import actions as files
from community.feedback.flags import queries as flags
from community.feedback.holders import queries as holders
from community.feedback.holding import actions as holding
from community.feedback.holding import queries as held_requests
from community.feedback.notes import queries as notes
from community.feedback.notes import rules as note_rules
from community.feedback.readings import queries as readings
from community.feedback.requests import actions, forms, queries, rules
from community.feedback.usefulness import queries as usefulness
from community.once import once
from community.pages import signed_in


async def show_new(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/requests/new: what to ask, whom, until when."""
    return await _new(request)


async def ask(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/requests: the draft as it stands is open to those who are asked (R40).

    While a file of it is still looked at, the request waits.
    """
    person = signed_in(request)
    standing, work = await desk.standing_and_work(request)
    seat = await _seat(request, standing)
    await limits.spend("post", f"person {person.id}")
    try:
        if seat is None:
            raise Conflict(reasons.works_alone())
        posted, asking = await forms.asking(request, person, seat)

        async def make() -> str:
            return str(await holding.ask(person, seat, work, standing.definition.code, asking) or "held")

        await once("request", person.id, posted.post_key, make)
    except Invalid as wrong:
        return await _new(request, 422, wrong)
    except Conflict as wrong:
        return await _new(request, 409, Invalid({}, await pages.typed_form(request)), wrong.why)
    return pages.redirect(request, f"{desk.address(request)}/feedback")


async def end(request: Request) -> Response:
    """POST /feedback/12/ending: its author closes the draft again."""
    found = await own.request(request)
    await actions.end(signed_in(request), found)
    return pages.redirect(request, found.ledger)


async def widen(request: Request) -> Response:
    """POST /feedback/12/widening: its author asks the whole cohort (R44)."""
    found = await own.request(request)
    await actions.widen(signed_in(request), found)
    return pages.redirect(request, found.ledger)


async def show_ledger(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/feedback?by=kind: who was asked, who opened it, what came, what became of it.

    With ?part=1 only what changes by itself.
    """
    person = signed_in(request)
    standing, work = await desk.standing_and_work(request)
    requests = await queries.requests_of_work(person, work) if work.id else []
    seat = await _seat(request, standing)
    await pages.watch(request, *(one.topic for one in requests[:6]), *([seat.topic] if seat else []))
    around = await _ledger(request, work, requests)
    part = "part" in request.query_params
    return pages.page(
        request,
        "feedback/_ledger.html" if part else "feedback/ledger.html",
        standing=standing,
        requirement=desk.requirement(request, standing),
        work=work,
        seat=seat,
        done=request.query_params.get("done", ""),
        **await desk.cohort_around(request, standing),
        **around,
    )


async def _ledger(request: Request, work: Work, requests: list[queries.Request]) -> dict[str, Any]:
    person, at = signed_in(request), clock.now()
    received = await notes.received(person, work.id) if work.id else []
    pinned = [(note, anchors.find(anchors.of_note(note), work.text)) for note in received if note.quote]
    found = [(note.id, at, at + len(note.quote)) for note, at in pinned if at is not None]
    by = request.query_params.get("by", "place")
    asked = next((one for one in requests if rules.ended(one, at) is None), None)
    return {
        "requests": requests,
        "held": await held_requests.held(person, work) if work.id else None,
        "open": asked,
        "readers": await readings.readers(person, requests),
        "openings": await readings.openings(person, requests),
        "useful": await usefulness.said(person, requests),
        "notes": received,
        "groups": note_rules.grouped(received, by),
        "by": by if by in note_rules.GROUPINGS else "place",
        "flags": await flags.own_flags(person, work.id) if received else {},
        "found": {note_id for note_id, _start, _end in found},
        "paragraphs": [(one, anchors.pieces(one, found)) for one in anchors.paragraphs(work.text)],
        "waiting_files": await files.waiting(person, work) if asked else [],
        "can_ask": rules.can_ask(work.state),
        "can_widen": {one.id for one in requests if rules.can_widen(one, at)},
        "protocols": content.protocols(),
    }


async def _new(request: Request, status: int = 200, wrong: Invalid | None = None, problem: str = "") -> Response:
    person = signed_in(request)
    standing, work = await desk.standing_and_work(request)
    seat = await _seat(request, standing)
    if not problem and seat is None:
        problem = reasons.works_alone()
    if not problem and (not rules.can_ask(work.state) or not work.text.strip()):
        problem = reasons.cannot_ask(work.state)
    findings = await actions.to_answer(person, work) if work.text.strip() else []
    if not problem and findings:
        problem = may_hold_names()
    held = await held_requests.held(person, work) if work.id else None
    colleagues = await forms.colleagues(seat) if seat else []
    typed = wrong.typed if wrong else forms.as_typed(holding.as_asked(held), colleagues) if held else {}
    return pages.page(
        request,
        "feedback/new.html",
        status,
        standing=standing,
        requirement=desk.requirement(request, standing),
        work=work,
        problem=problem,
        findings=findings,
        held_back=await artifacts.held_back(person, work.id) if work.id else [],
        being_looked_at=await artifacts.are_looked_at(person, work) if work.id else False,
        colleagues=colleagues,
        holders_welcome=await holders.are_welcome(seat) if seat else False,
        errors=wrong.fields if wrong else {},
        typed=typed,
        **await desk.cohort_around(request, standing),
        **forms.shown(person),
    )


async def _seat(request: Request, standing: Standing) -> Seat | None:
    """One's seat in the cohort in which this work is done."""
    return await cohorts.seat(signed_in(request), standing.cohort_id) if standing.cohort_id else None


HERE = "/work/{code}/{key}"
routes = [
    Route(HERE + "/requests/new", show_new, methods=["GET"]),
    Route(HERE + "/requests", ask, methods=["POST"]),
    Route(HERE + "/feedback", show_ledger, methods=["GET"]),
    Route("/feedback/{request_id:int}/ending", end, methods=["POST"]),
    Route("/feedback/{request_id:int}/widening", widen, methods=["POST"]),
]
