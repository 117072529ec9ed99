"""The page of a result: for its earner alone, from the moment it is told."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.catalogue import queries as catalogue
from community.catalogue.holders.queries import public_holders
from community.cohorts import queries as cohorts
from community.cohorts.rules import Role
from community.errors import NotFound
from community.evidence import queries as evidence
from community.evidence.desk import cohort_around
from community.evidence.queries import Standing
from community.pages import signed_in
from community.people.queries import Person
from community.submissions import queries as submissions
from community.submissions.opening import queries as openings
from community.submissions.opening import rules as opening
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
    opened = await openings.opened_of(person, submission)
    await pages.watch(request, *(one.topic for one in opened[:6]))
    return pages.page(
        request, "submissions/results/result.html",
        submission=submission,
        reading=await read(submission, found),
        standing=standing,
        is_newest=await queries.newest(person, standing.definition.micro_credential_id) == submission.number,
        talk=await _talk(person, standing) if await queries.not_yets(person, submission) >= TALK_AFTER else None,
        holders=await public_holders(standing.definition.micro_credential_id),
        opened=opened,
        open_ids={one.id for one in opened if opening.ending(one, request.state.now) is None},
        can_open=bool(standing.cohort_id) and opening.may_open(submission.state, is_earned(standing)),
        done=request.query_params.get("done", ""),
        **await cohort_around(request, standing),
    )  # fmt: skip


@dataclass(frozen=True)
class Talk:
    """Where a talk begins, and the seat of who would lead it, if one does."""

    address: str
    leader: int | None = None


async def _talk(person: Person, standing: Standing) -> Talk:
    """R36: where a talk with a facilitator begins, or for who works alone with the desk of the own affiliate."""
    if standing.cohort_id is None:
        slug = await queries.own_affiliate(person)
        return Talk(f"/affiliates/{slug}#ask" if slug else "/find")
    seat = await cohorts.seat(person, standing.cohort_id)
    leaders = [one.seat_id for one in await cohorts.members(seat) if one.role == Role.FACILITATOR]
    place = f"/cohorts/{seat.cohort_id}/private-threads/new"
    return Talk(f"{place}?to={leaders[0]}", leaders[0]) if leaders else Talk(place)


def is_earned(standing: Standing) -> bool:
    """Whether the whole is earned by now."""
    return standing.application is not None and standing.application.state == "earned"


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
