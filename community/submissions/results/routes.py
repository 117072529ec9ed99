"""The page of a result: for its earner alone, from the moment it is told."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.catalogue import queries as catalogue
from community.cohorts import queries as cohorts
from community.cohorts.rules import Role
from community.errors import NotFound
from community.evidence import queries as evidence
from community.evidence.desk import cohort_around
from community.evidence.queries import Standing
from community.pages import signed_in
from community.people.queries import Person
from community.submissions import queries as submissions
from community.submissions.queries import Submission
from community.submissions.results import queries
from community.submissions.results.reading import Reading, reading

TALK_AFTER = 3  # R36: so many Not Yets, and a talk is offered


async def show_newest(request: Request) -> Response:
    """GET /work/EL-02/result: on to the last one that is told."""
    person = signed_in(request)
    standing = await evidence.standing(person, request.path_params["code"])
    number = await queries.newest(person, standing.definition.micro_credential_id)
    if number is None:
        raise NotFound
    return pages.redirect(request, f"/submissions/{number}/result")


async def show_result(request: Request) -> Response:
    """GET /submissions/K7QM2XWD93HF/result: what is met, what is not yet, what would meet it, until when."""
    person = signed_in(request)
    submission = await submissions.submission(person, request.path_params["submission"])
    found = await queries.result(person, submission)
    standing = await evidence.standing(person, submission.code)
    return pages.page(
        request, "submissions/results/result.html",
        submission=submission,
        reading=await read(submission, found),
        standing=standing,
        is_newest=await queries.newest(person, standing.definition.micro_credential_id) == submission.number,
        talk=await _talk(person, standing) if await queries.not_yets(person, submission) >= TALK_AFTER else None,
        **await cohort_around(request, standing),
    )  # fmt: skip


async def _talk(person: Person, standing: Standing) -> str:
    """R36: where a talk with a facilitator begins, or for who works alone with the desk of the own affiliate."""
    if standing.cohort_id is None:
        slug = await queries.own_affiliate(person)
        return f"/affiliates/{slug}#ask" if slug else "/find"
    seat = await cohorts.seat(person, standing.cohort_id)
    leaders = [one for one in await cohorts.members(seat) if one.role == Role.FACILITATOR]
    return f"/cohorts/{seat.cohort_id}/private-threads/new" + (f"?to={leaders[0].seat_id}" if leaders else "")


async def read(submission: Submission, found: queries.Result) -> Reading:
    """Beside the definition it was judged by, which an open application may have left since."""
    definition = await catalogue.public_definition_version(submission.definition_version_id)
    if definition is None:
        raise NotFound
    asked = await catalogue.public_requirements(submission.definition_version_id)
    return reading(definition.content, asked, found)


routes = [
    Route("/work/{code}/result", show_newest),
    Route("/submissions/{submission}/result", show_result),
]
