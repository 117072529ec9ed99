"""From one's own work to an attempt: check and submit, the receipt, what was frozen, taking it back."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import files, pages, streams, words
from community.errors import Conflict, Invalid
from community.evidence import queries as evidence
from community.evidence.desk import cohort_around
from community.evidence.queries import Standing
from community.files import Opened
from community.jobs import Job
from community.limits import spend
from community.once import once
from community.pages import Belongs, ByMail, Live, Notice, _, signed_in
from community.people.queries import Person
from community.submissions import actions, queries, rules, settling
from community.submissions.expecting import queries as expecting_queries
from community.submissions.expecting import routes as expecting
from community.submissions.expecting import rules as expecting_rules
from community.submissions.opening import routes as opening
from community.submissions.queries import Submission
from community.submissions.readiness import Readiness, asked_of, readiness
from community.submissions.receipt import receipt
from community.submissions.resubmitting import actions as resubmitting
from community.submissions.resubmitting import queries as attempts
from community.submissions.resubmitting import routes as changes
from community.submissions.resubmitting.changes import Change
from community.submissions.results import routes as results
from community.submissions.rules import Must, Promise
from community.submissions.withdrawing import routes as withdrawing
from community.uploads.kinds import KINDS, Group

LONGEST_NOTE = 6000  # characters


async def show_check(request: Request) -> Response:
    """GET /work/EL-02/submissions/new: what is missing and where it is mended, the promises, what comes next (F83)."""
    return await _check(request)


class Attempt(BaseModel):
    post_key: UUID
    own: bool = False
    names: bool = False
    ready: bool = False
    at_once: bool = False
    note: str = Field("", max_length=LONGEST_NOTE)  # to who reads it again (R37)
    another: bool = False  # stands in place of what was judged (R39)
    context: str = Field("", max_length=2000)

    def told(self, language: str) -> str:
        """The note as it is kept, in the language of what is judged: that of its author's pages says who they are."""
        if not self.another:
            return self.note
        with words.speaking(words.known(language)):
            begins = _("Another lesson stands in place of the one that was judged. Its context:")
        return f"{self.note}\n\n{begins} {self.context}"


async def submit(request: Request) -> Response:
    """POST /work/EL-02/submissions: all of it at once (R30, R34)."""
    person, code = signed_in(request), request.path_params["code"]
    standing = await evidence.standing(person, code)
    posted = await pages.form(request, Attempt)
    await spend("post", f"person {person.id}")
    promised = [promise for promise in Promise if getattr(posted, promise)]
    missing = {promise.value: _("Tick this promise, if it holds.") for promise in Promise if promise not in promised}
    missing |= await _note_missing(person, standing, posted)
    if missing:
        return await _check(request, 422, Invalid(missing, await pages.typed_form(request)))

    async def make() -> str:
        return await actions.submit(person, code, promised, posted.at_once, posted.told(standing.definition.language))

    try:
        number = await once("submission", person.id, posted.post_key, make)
    except Conflict as wrong:
        return await _check(request, 409, Invalid({"": str(wrong)}, await pages.typed_form(request)))
    return pages.redirect(request, f"/submissions/{number}")


async def _note_missing(person: Person, standing: Standing, posted: Attempt) -> dict[str, str]:
    """What an attempt after an attempt lacks (R37, R39): the note, a context for another lesson; or a name in them."""
    if standing.application is None or await attempts.base(person, standing.application) is None:
        return {}
    if not posted.note.strip():
        return {"note": _("Say to the reviewers what you did with what they wrote.")}
    if posted.another and not posted.context.strip():
        return {"context": _("Say in a few sentences which lesson it is, and with whom.")}
    return await resubmitting.names_in(person, standing, {"note": posted.note, "context": posted.context})


async def show_submissions(request: Request) -> Response:
    """GET /work/EL-02/submissions: one's own attempts for this micro-credential."""
    person = signed_in(request)
    await pages.watch(request, person.topic)
    standing = await evidence.standing(person, request.path_params["code"])
    return pages.page(
        request, "submissions/submissions.html",
        standing=standing,
        submissions=await queries.submissions(person, standing.definition.micro_credential_id),
        **await cohort_around(request, standing),
    )  # fmt: skip


async def show_submission(request: Request) -> Response:
    """GET /submissions/K7QM2XWD93HF: the receipt, and all that was frozen."""
    return await receipt(request)


async def take_back(request: Request) -> Response:
    """POST /submissions/K7QM2XWD93HF/taking-back (R35)."""
    person = signed_in(request)
    submission = await queries.submission(person, request.path_params["submission"])
    try:
        await actions.take_back(person, submission)
    except Conflict as wrong:
        return await receipt(request, 409, str(wrong))
    return pages.redirect(request, f"/work/{submission.code}")


async def withdraw(request: Request) -> Response:
    """POST /submissions/K7QM2XWD93HF/withdrawal: while nobody has begun to read."""
    person = signed_in(request)
    submission = await queries.submission(person, request.path_params["submission"])
    try:
        await actions.withdraw(person, submission)
    except Conflict as wrong:
        return await receipt(request, 409, str(wrong))
    return pages.redirect(request, submission.address)


async def show_file(request: Request) -> Response:
    """GET /submissions/K7QM2XWD93HF/files/93HFK7QM2XWD: a file as its readers get it."""
    person = signed_in(request)
    submission = await queries.submission(person, request.path_params["submission"])
    file = await queries.frozen_file(person, submission, request.path_params["frozen"])

    async def open_(start: int, end: int) -> Opened:
        return await files.open(file.file, start, end)

    inline = KINDS[file.kind].group is not Group.DOCUMENT
    return await streams.answer(request, file.size, file.media_type, file.name, inline, open_)


async def _check(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    person = signed_in(request)
    standing = await evidence.standing(person, request.path_params["code"])
    found = await readiness(person, standing)
    before = await attempts.base(person, standing.application) if standing.application else None
    target = await expecting_queries.public_target(standing.definition.micro_credential_id)
    return pages.page(
        request, "submissions/new.html", status,
        standing=standing,
        ready=found,
        musts=_in_order(found),
        requirements={one.key: one for one in standing.requirements},
        before=before,
        changed=await _changed(person, standing, before) if before else [],
        begun_note=await resubmitting.begun_note(person, standing, before) if before else "",
        longest_note=LONGEST_NOTE,
        can_submit=standing.application is not None and standing.application.state == "open",
        target=target,
        expected=expecting_rules.expected(request.state.now, person.time_zone, target).on,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **await cohort_around(request, standing),
    )  # fmt: skip


async def _changed(person: Person, standing: Standing, before: Submission) -> list[tuple[Any, Change]]:
    """Each requirement that goes along, with what of it is not as it was."""
    asked = asked_of(standing)
    found = await resubmitting.changed(person, before, [standing.work(one.key) for one in asked])
    return [(one, found[one.key]) for one in asked]


def _in_order(found: Readiness) -> list[tuple[Must, list[rules.Point]]]:
    return [(must, found.of(must)) for must in Must]


ONE = "/submissions/{submission}"
routes = [
    Route("/work/{code}/submissions", show_submissions, methods=["GET"]),
    Route("/work/{code}/submissions", submit, methods=["POST"]),
    Route("/work/{code}/submissions/new", show_check),
    Route(ONE, show_submission),
    Route(ONE + "/taking-back", take_back, methods=["POST"]),
    Route(ONE + "/withdrawal", withdraw, methods=["POST"]),
    *withdrawing.routes,
    *expecting.routes,
    Route(ONE + "/files/{frozen}", show_file),
    *results.routes,
    *opening.routes,
    *changes.routes,
]
STANDING = Live("submissions/_standing.html", submission=queries.submissions_by_id)
live = {
    (f"submission.{deed}", "person"): STANDING for deed in ("sent", "taken_back", "withdrawn", "decided")
} | opening.live
topics = opening.topics
jobs = {"submissions.tell": Job(settling.tell_later)} | opening.jobs
keeps = opening.keeps | withdrawing.keeps
notices = {
    "submission.decided": Notice(
        *(queries.earners_by_id, "submissions/decided", queries.submissions_by_id),
        leads=lambda submission: f"{submission.address}/result",
        called=lambda: _("A result of mine is here"), mail=ByMail(own_letter=True), can_switch_off=False,
    ),
    **withdrawing.notices,
    **opening.notices,
}  # fmt: skip
# A result is somebody's from when they are told of it; when others began, held and ended is never theirs (R50).
AS_TOLD = """
case when one.told_at is null and one.state not in ('taken_back', 'withdrawn') then 'submitted' else one.state end
"""
OTHERS_TIMES = ("claimed_at", "held_since", "ended_at")
TOLD = "one.submission_id in (select submission.id from submission where submission.told_at is not null)"
belongs = {
    ("submission", "application"): Belongs("application_id", says={"state": AS_TOLD}, hides=OTHERS_TIMES),
    ("submitted_work", "submission"): Belongs("submission_id"),
    ("submitted_file", "submission"): Belongs("submission_id", file="file", called="name"),
    ("submission_verdict", "submission"): Belongs("submission_id", only=TOLD),
    ("submission_remark", "submission"): Belongs("submission_id", only=TOLD),
    ("submission_missing", "submission"): Belongs("submission_id", only=TOLD),
    **withdrawing.belongs,
    **opening.belongs,
}
