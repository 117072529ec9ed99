"""The doors of a text's links: what was found at each, and the wish to have them looked at again."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.evidence import desk
from community.evidence.artifacts.actions import own_topics
from community.evidence.links import actions, queries
from community.evidence.links.queries import Links
from community.jobs import Job
from community.limits import spend
from community.pages import Live, signed_in


async def show_links(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/links: with ?part=1 only the part of a page."""
    person = signed_in(request)
    standing, work = await desk.standing_and_work(request)
    marks = await pages.marks_of(request, *await own_topics(person.id, standing.definition.micro_credential_id))
    found = await queries.links(person, work) if work.id else []
    around = {
        "standing": standing,
        "requirement": desk.requirement(request, standing),
        "links": Links(work.id, work.requirement_key, standing.definition.code, found),
        "marks": marks,
    }
    if "part" in request.query_params:
        return pages.fragment(request, "evidence/links/_part.html", **around)
    around |= await desk.cohort_around(request, standing)
    return pages.page(request, "evidence/links/links.html", **around)


async def check_again(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/links/checks"""
    person = signed_in(request)
    _standing, work = await desk.standing_and_work(request)
    await spend("link_check", f"person {person.id}")
    await actions.check_again(person, work)
    return pages.redirect(request, f"{desk.address(request)}#links")


HERE = "/work/{code}/{key}/links"
routes = [
    Route(HERE, show_links, methods=["GET"]),
    Route(HERE + "/checks", check_again, methods=["POST"]),
]
live = {
    ("links.changed", topic): Live("evidence/links/_links.html", links=queries.links_by_id)
    for topic in ("seat", "person")
}
jobs = {"evidence.look_at_links": Job(actions.look, within=120)}
