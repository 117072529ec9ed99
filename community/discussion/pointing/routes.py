"""The door of what is said about one requirement: opened from a message, and from the board's cell."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.discussion import queries as discussion
from community.discussion.entering import enter, frame
from community.discussion.pointing import queries
from community.discussion.pointing.targets import targets
from community.errors import NotFound


async def show_talk(request: Request) -> Response:
    """GET /cohorts/7/requirements/talk_plan/talk?by=12: open messages about it, all or those of one seat.

    With ?part=1 the list alone, which asks for itself anew; with ?panel=1 what stands beside the board.
    """
    here = await enter(request)
    key, author = request.path_params["key"], pages.row(request, "by")
    about = [one for one in await targets(here.cohort.definition_version_id) if one.requirement.key == key]
    if not about:
        raise NotFound
    messages = await queries.talk_about(here.seat, here.cohort, key, author)
    panel = "panel" in request.query_params
    template = "discussion/_panel.html" if panel else "discussion/talk.html"
    return pages.page(
        request,
        "discussion/_talk.html" if "part" in request.query_params else template,
        **await frame(request, here),
        requirement=about[0].requirement,
        criteria=about[1:],
        messages=messages,
        mine=await discussion.mine(here.seat, messages),
        by=author,
        panel=panel,
    )


routes = [Route("/cohorts/{cohort_id:int}/requirements/{key}/talk", show_talk, methods=["GET"])]
