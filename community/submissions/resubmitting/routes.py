"""Beside the draft of one requirement: what came back on it, and what its author has changed since."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.errors import NotFound
from community.evidence import comparing
from community.evidence.comparing import Where
from community.evidence.desk import cohort_around, requirement, standing_and_work
from community.pages import signed_in
from community.submissions import queries as submissions
from community.submissions.resubmitting import actions, queries
from community.submissions.results import queries as results
from community.submissions.results.reading import reading


async def show_changes(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/changes: what the readers said of it, and the judged text beside the draft (R37).

    404 where nothing has come back.
    """
    person = signed_in(request)
    standing, work = await standing_and_work(request)
    before = await queries.base(person, standing.application) if standing.application else None
    if before is None:
        raise NotFound
    frozen = {one.requirement_key: one for one in await submissions.frozen_works(person, before)}
    text = frozen[work.requirement_key].text if work.requirement_key in frozen else ""
    changed = await actions.changed(person, before, [work])
    pieces = comparing.compare(text, work.text)
    found = reading(standing.definition.content, standing.requirements, await results.result(person, before))
    return pages.page(
        request, "submissions/resubmitting/changes.html",
        standing=standing,
        requirement=requirement(request, standing),
        work=work,
        submission=before,
        change=changed[work.requirement_key],
        found=[one for one in found.open if one.criterion.requirement_key == work.requirement_key],
        missing=[one for one in found.missing if one.key == work.requirement_key],
        firsts=comparing.side(pieces, Where.FIRST),
        seconds=comparing.side(pieces, Where.SECOND),
        **await cohort_around(request, standing),
    )  # fmt: skip


routes = [Route("/work/{code}/{key}/changes", show_changes)]
