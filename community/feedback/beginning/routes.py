"""The door at which a reflection is begun; its section is a part of the reflection's workspace, too."""

from starlette.requests import Request as HTTP
from starlette.responses import Response
from starlette.routing import Route

from community import markdown, pages
from community.errors import Conflict, NotFound
from community.evidence import desk
from community.evidence.queries import Standing, Work
from community.feedback.beginning import actions
from community.pages import signed_in


async def show_beginning(http: HTTP) -> Response:
    """GET /work/EL-02/reflection/beginning: how it could begin (R47)."""
    return await _page(http)


async def begin(http: HTTP) -> Response:
    """POST /work/EL-02/reflection/beginning: it begins so, if nothing is written yet."""
    standing, _work = await _at_a_reflection(http)
    try:
        await actions.begin(signed_in(http), standing, desk.requirement(http, standing), desk.device(http))
    except Conflict as wrong:
        return await _page(http, 409, str(wrong))
    return pages.redirect(http, desk.address(http))


async def _page(http: HTTP, status: int = 200, problem: str = "") -> Response:
    standing, work = await _at_a_reflection(http)
    begun = await actions.begun(signed_in(http), standing)
    return pages.page(
        http,
        "feedback/beginning/beginning.html",
        status,
        standing=standing,
        requirement=desk.requirement(http, standing),
        work=work,
        begun=markdown.html(begun) if begun else "",
        problem=problem,
        is_part="hx-request" in http.headers,
        **await desk.cohort_around(http, standing),
    )


async def _at_a_reflection(http: HTTP) -> tuple[Standing, Work]:
    standing, work = await desk.standing_and_work(http)
    if not desk.requirement(http, standing).is_reflection:
        raise NotFound
    return standing, work


HERE = "/work/{code}/{key}/beginning"
routes = [Route(HERE, show_beginning, methods=["GET"]), Route(HERE, begin, methods=["POST"])]
