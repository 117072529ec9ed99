"""The doors of quotations: from one's own draft into the requirement's channel, and from the message back to it."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.cohorts import queries as cohorts
from community.cohorts.queries import Cohort, Seat
from community.discussion import rules as talk
from community.discussion.entering import sit
from community.discussion.pointing.targets import targets
from community.discussion.queries import message as the_message
from community.discussion.quoting import actions, queries, rules
from community.discussion.rules import Kind
from community.errors import Conflict, Invalid, NotFound, permit
from community.evidence import anchors
from community.evidence import queries as evidence
from community.evidence.queries import Standing
from community.jobs import Job
from community.limits import spend
from community.pages import _, signed_in


class Marked(BaseModel):
    """`quote` is what was marked in the text or typed, `start` about where; else the number of a paragraph."""

    quote: Annotated[str, StringConstraints(max_length=20_000)] = ""
    start: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    paragraph: Annotated[str, StringConstraints(max_length=10)] = ""


async def show(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/quotation: choose a passage of one's draft to ask about."""
    return await _page(request)


async def mark(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/quotation: on to the channel, where one writes beside it; with nothing to choosing."""
    standing, seat, cohort = await _where(request)
    key = request.path_params["key"]
    try:
        marked = await pages.form(request, Marked)
        if not marked.quote.strip() and not marked.paragraph:
            return pages.redirect(request, request.url.path)
        await spend("post", f"person {seat.person_id}")
        work = standing.work(key)
        draft = work.text
        if marked.quote.strip():
            anchor = rules.passage(draft, marked.quote, marked.start)
        else:
            anchor = rules.paragraph(draft, marked.paragraph)
        if anchor is None:
            why = _("These words do not stand so in your draft as it is saved, or are over %(most)s characters.")
            raise Invalid({"quote": why % {"most": rules.LONGEST_QUOTE}}, marked.model_dump(mode="json"))
        quotation_id = await actions.mark(signed_in(request), seat, cohort, work, key, anchor)
    except Invalid as wrong:
        return await _page(request, 422, wrong)
    except Conflict as names:
        return await _page(request, 409, Invalid({}, marked.model_dump(mode="json")), names.why)
    return pages.redirect(request, f"/cohorts/{cohort.id}/requirements/{key}/channel?quotation={quotation_id}")


async def show_passage(request: Request) -> Response:
    """GET /cohorts/7/messages/55/passage: for its author, on to the passage in the draft."""
    here = await sit(request)
    message = await the_message(here.seat, here.cohort, request.path_params["message_id"])
    found = await queries.of_message(here.seat, message.id)
    if found is None:
        raise NotFound
    standings = [one for one in await evidence.standings(here.person) if one.cohort_id == here.cohort.id]
    work = standings[0].works.get(found.requirement_key) if standings else None
    if work is None:
        raise NotFound
    place = rules.where(found.anchor, work.text)
    there = f"?from={place[0]}&to={place[1]}" if place else ""
    return pages.redirect(request, f"/work/{standings[0].definition.code}/{found.requirement_key}{there}#text")


async def _where(request: Request) -> tuple[Standing, Seat, Cohort]:
    """404 for who works on nothing of the kind, or in no cohort; 403 for who does not write there."""
    person = signed_in(request)
    standing = await evidence.standing(person, request.path_params["code"])
    key = standing.requirement(request.path_params["key"]).key
    if not standing.cohort_id:
        raise NotFound
    seat = await cohorts.seat(person, standing.cohort_id)
    cohort = await cohorts.cohort(seat)
    permit(talk.can_post(seat, cohort, Kind.REQUIREMENT), talk.why_not_post(seat, cohort, Kind.REQUIREMENT))
    if key not in {one.name for one in await targets(cohort.definition_version_id)}:
        raise NotFound
    why = _("This is met. What was met is shown to nobody who still works on it.")
    permit(rules.can_quote(standing.work(key).state), why)
    return standing, seat, cohort


async def _page(request: Request, status: int = 200, wrong: Invalid | None = None, names: str = "") -> Response:
    standing, seat, cohort = await _where(request)
    requirement = standing.requirement(request.path_params["key"])
    around: dict[str, Any] = {"seat": seat, "cohort": cohort, "nav": "cohort", "longest": rules.LONGEST_QUOTE}
    return pages.page(
        request,
        "discussion/quotation.html",
        status,
        requirement=requirement,
        address=f"/work/{standing.definition.code}/{requirement.key}",
        paragraphs=anchors.paragraphs(standing.work(requirement.key).text)[:300],
        names=names,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **around,
    )


HERE = "/work/{code}/{key}/quotation"
routes = [
    Route(HERE, show, methods=["GET"]),
    Route(HERE, mark, methods=["POST"]),
    Route("/cohorts/{cohort_id:int}/messages/{message_id:int}/passage", show_passage, methods=["GET"]),
]
jobs = {"discussion.quotations": Job(actions.forget, every=timedelta(hours=6), within=60, at_once=1)}
