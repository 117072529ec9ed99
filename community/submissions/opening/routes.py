"""The doors of opened results: for their earner, and for whom she chose."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, pages
from community.cohorts import queries as cohorts
from community.cohorts.queries import Seat
from community.errors import Conflict, Invalid, NotFound
from community.evidence import queries as evidence
from community.evidence.desk import cohort_around
from community.evidence.queries import Standing
from community.jobs import Job
from community.limits import spend
from community.once import once
from community.pages import Belongs, ByMail, Keep, Live, Notice, _, signed_in
from community.submissions import queries as submissions
from community.submissions.opening import actions, forms, queries, rules
from community.submissions.opening.queries import Opened
from community.submissions.queries import Submission
from community.submissions.results import queries as results
from community.submissions.results.reading import Reading, only
from community.submissions.results.routes import is_earned, read


async def show_new(request: Request) -> Response:
    """GET /submissions/K7QM2XWD93HF/result/openings/new?to=12: which rows, to whom, until when."""
    return await _new(request)


async def open_to(request: Request) -> Response:
    """POST /submissions/K7QM2XWD93HF/result/openings: they read it from now on (R64)."""
    person = signed_in(request)
    submission, reading, _standing, seat = await _mine(request)
    await spend("post", f"person {person.id}")
    try:
        asked = await forms.opening(request, person, seat, reading)

        async def make() -> str:
            return str(await actions.open_to(person, seat, submission, asked.rows, asked.to, asked.until))

        await once("result opened", person.id, asked.post_key, make)
    except Invalid as wrong:
        return await _new(request, 422, wrong)
    except Conflict as wrong:
        return await _new(request, 409, Invalid({"": wrong.why}, await pages.typed_form(request)))
    return pages.redirect(request, f"{submission.address}/result?done=opened#opened")


async def end(request: Request) -> Response:
    """POST /submissions/K7QM2XWD93HF/result/openings/5/ending: nobody reads it any more."""
    person = signed_in(request)
    submission = await submissions.submission(person, request.path_params["submission"])
    await actions.end(person, await queries.own_opened(person, submission, request.path_params["opened_id"]))
    return pages.redirect(request, f"{submission.address}/result#opened")


async def show_opened(request: Request) -> Response:
    """GET /opened-results/5: what its earner opened, to whom she chose; that it was looked at is shown to her (R49)."""
    return await _opened(request)


class Note(BaseModel):
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=rules.LONGEST_NOTE)]
    post_key: UUID


async def write(request: Request) -> Response:
    """POST /opened-results/5/notes: a note that its earner alone reads."""
    person = signed_in(request)
    opened = await queries.opened(person, request.path_params["opened_id"], clock.now())
    await spend("post", f"person {person.id}")
    try:
        said = await pages.form(request, Note)
    except Invalid as wrong:
        return await _opened(request, 422, wrong)

    async def make() -> str:
        return str(await actions.write(person, opened, said.text))

    await once("word on a result", person.id, said.post_key, make)
    return pages.redirect(request, f"{opened.address}?done=sent")


async def show_list(request: Request) -> Response:
    """GET /cohorts/7/opened-results: what colleagues have opened to me here; a part of other pages too."""
    seat = await cohorts.seat(signed_in(request), request.path_params["cohort_id"])
    return pages.page(
        request, "submissions/opening/list.html",
        nav="cohort",
        cohort=await cohorts.cohort(seat),
        seat=seat,
        opened=await queries.opened_in(seat, clock.now()),
    )  # fmt: skip


async def _mine(request: Request) -> tuple[Submission, Reading, Standing, Seat]:
    """One's own result that may be opened, and the seat from which; NotFound else, and for who works alone."""
    person = signed_in(request)
    submission = await submissions.submission(person, request.path_params["submission"])
    found = await results.result(person, submission)
    standing = await evidence.standing(person, submission.code)
    if not standing.cohort_id or not rules.may_open(submission.state, is_earned(standing)):
        raise NotFound
    seat = await cohorts.seat(person, standing.cohort_id)
    return submission, await read(submission, found), standing, seat


async def _new(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    person = signed_in(request)
    submission, reading, standing, seat = await _mine(request)
    return pages.page(
        request, "submissions/opening/new.html", status,
        submission=submission,
        language_of_rows=standing.definition.language,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **await forms.shown(person, seat, reading, request.query_params.get("to", "")),
        **await cohort_around(request, standing),
    )  # fmt: skip


async def _opened(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    person, at = signed_in(request), clock.now()
    opened_id = request.path_params["opened_id"]
    mine = await queries.opened_by(person, opened_id)
    if mine is not None:
        return pages.redirect(request, f"{mine.result}#opened")
    opened = await queries.opened(person, opened_id, at)
    await pages.watch(request, opened.topic)
    submission, found = await queries.shown(person, opened)
    await actions.look(person, opened)
    return pages.page(
        request, "submissions/opening/opened.html", status,
        nav="cohort",
        cohort=await cohorts.cohort(await cohorts.seat(person, opened.cohort_id)),
        opened=opened,
        submission=submission,
        reading=only(await read(submission, found), await queries.rows(person, opened)),
        notes=await queries.notes_of(person, opened),
        longest=rules.LONGEST_NOTE,
        done=request.query_params.get("done", ""),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )  # fmt: skip


async def _audiences(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    return await queries.audiences_by_id(pairs, clock.now())


async def _chosen_by_id(ids: list[int]) -> dict[int, list[int]]:
    """For notices: who may read these now."""
    at = clock.now()
    return {
        number: [one.person_id for one in opened.chosen if rules.can_read(opened, one, at)]
        for number, opened in (await queries.opened_by_id(ids)).items()
    }


async def _earners_by_id(ids: list[int]) -> dict[int, list[int]]:
    return {number: [one.person_id] for number, one in (await queries.opened_by_id(ids)).items()}


def _leads_to_reading(opened: Opened) -> str:
    return opened.address


HERE = "/submissions/{submission}/result/openings"
routes = [
    Route(HERE + "/new", show_new, methods=["GET"]),
    Route(HERE, open_to, methods=["POST"]),
    Route(HERE + "/{opened_id:int}/ending", end, methods=["POST"]),
    Route("/opened-results/{opened_id:int}", show_opened, methods=["GET"]),
    Route("/opened-results/{opened_id:int}/notes", write, methods=["POST"]),
    Route("/cohorts/{cohort_id:int}/opened-results", show_list, methods=["GET"]),
]
STANDS = Live("submissions/opening/_opened.html", opened=queries.opened_by_id)
live = {(f"result.{deed}", "opened"): STANDS for deed in ("read", "answered", "closed")}
topics = {"opened": _audiences}
BY_MAIL = ByMail(thread=lambda opened: f"opened {opened.id}")
notices = {
    "result.opened": Notice(
        *(_chosen_by_id, "submissions/result_opened", queries.opened_by_id, _leads_to_reading),
        called=lambda: _("A colleague opens a result to me"), mail=BY_MAIL,
    ),
    "result.answered": Notice(
        *(_earners_by_id, "submissions/result_answered", queries.opened_by_id),
        leads=lambda opened: f"{opened.result}#opened-{opened.id}",
        called=lambda: _("Somebody writes to me about a result that I opened"), mail=BY_MAIL,
    ),
}  # fmt: skip
jobs = {"results.close": Job(actions.end_what_is_over, every=timedelta(minutes=1), within=300, at_once=1)}
keeps = {
    "opened_to": Keep(person="person_id"),
    "result_look": Keep(person="person_id", on_erase="unname"),
    "result_note": Keep(person="person_id", on_erase="unname"),
}
belongs = {
    ("opened_result", "submission"): Belongs("submission_id"),
    ("opened_row", "opened_result"): Belongs("opened_result_id"),
    ("result_look", "opened_result"): Belongs("opened_result_id"),
    ("result_note", "opened_result"): Belongs("opened_result_id"),
}
