"""The doors of a proof pack: its holder's alone, as a page to print and as a PDF."""

from dataclasses import replace

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.awards import queries as awards
from community.awards.packs import queries, saying
from community.awards.packs.saying import Facts, Wished
from community.catalogue import queries as catalogue
from community.catalogue.credit import seen
from community.config import settings
from community.errors import Conflict, NotFound
from community.limits import spend
from community.pages import _, signed_in
from community.papers import writing


async def show_pack(request: Request) -> Response:
    """GET /awards/K7QM2XWD93HF/proof-pack?hours=yes&attempt=yes: to read, to choose what is added, to print."""
    facts = await _facts(request)
    paper = saying.paper(facts)
    return pages.page(
        request,
        "awards/packs/pack.html",
        award=facts.award,
        paper=paper,
        picture=Markup(paper.picture.decode().partition("?>\n")[2]),  # noqa: S704 - drawn here
        wished=facts.wished,
        noted=saying.hours(facts.minutes),
        has_run=facts.run is not None,
        nav="learning",
    )


async def show_pdf(request: Request) -> Response:
    """GET /awards/K7QM2XWD93HF/proof-pack.pdf?hours=yes&attempt=yes: the same as a tagged PDF."""
    facts = await _facts(request)
    await spend("post", f"person {facts.person.id}")
    paper = saying.paper(facts)
    try:
        content = await writing.pdf(paper, facts.award.spoken, facts.now)
    except writing.TooLong:
        content = await writing.pdf(paper.brief(), facts.award.spoken, facts.now)
    except TimeoutError:
        raise Conflict(_("The PDF could not be made just now. Print the page instead, or try again.")) from None
    headers = {"Content-Disposition": f'attachment; filename="proof-pack-{facts.award.code}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


async def _facts(request: Request) -> Facts:
    """Of one's own award; NotFound for anybody else's."""
    person, now = signed_in(request), request.state.now
    award = await awards.award(person, request.path_params["award"])
    if award is None:
        raise NotFound
    asked = request.query_params
    facts = Facts(
        award, person, now, pages.language_of(request), settings().base_url, settings().sample,
        Wished(asked.get("hours") == "yes", asked.get("attempt") == "yes"),
    )  # fmt: skip
    if award.definition_version_id is None:
        return replace(facts, parts=await queries.parts(person, award))
    definition = await catalogue.public_definition_version(award.definition_version_id)
    if definition is None:
        raise NotFound
    asked_for = await catalogue.public_requirements(definition.id)
    return replace(
        facts,
        definition=definition,
        names={one.key: one.full_name for one in asked_for},
        levels=await awards.levels_by_id(award.id),
        run=await queries.run(person, award),
        minutes=await queries.minutes(person, award),
        credit=await seen.credit(person, definition, now),
    )


routes = [
    Route("/awards/{award}/proof-pack", show_pack, methods=["GET"]),
    Route("/awards/{award}/proof-pack.pdf", show_pdf, methods=["GET"]),
]
