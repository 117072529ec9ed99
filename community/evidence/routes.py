"""One's own work: what one works on, one requirement at a desk of its own, and Start."""

from typing import Annotated, Literal
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, pages
from community.catalogue import queries as catalogue
from community.cohorts import queries as cohorts
from community.cohorts.rules import Shows
from community.errors import Conflict, Invalid, permit
from community.evidence import actions, queries, rules
from community.evidence.queries import Standing, Work
from community.jobs import Job
from community.limits import spend
from community.once import once
from community.pages import Keep, _, signed_in

Number = Annotated[int, Field(ge=0, le=2_000_000_000)]


# --- looking ---


async def show_works(request: Request) -> Response:
    """GET /work: the micro-credentials that one works on."""
    person = signed_in(request)
    return pages.page(request, "evidence/works.html", standings=await queries.standings(person), nav="learning")


async def show_work(request: Request) -> Response:
    """GET /work/EL-02: its parts, where each requirement stands, the next step, the clock."""
    standing = await queries.standing(signed_in(request), request.path_params["code"])
    return pages.page(request, "evidence/work.html", standing=standing, nav="learning")


async def show_workspace(request: Request) -> Response:
    """GET /work/EL-02/talk_plan: prompt and rubric beside the text."""
    return await _workspace(request)


async def show_revisions(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/revisions: what was saved, newest first; ?before=40 shows older ones."""
    standing, work = await _standing_and_work(request)
    before = request.query_params.get("before", "")
    saved = await queries.revisions(signed_in(request), work, int(before) if before.isdecimal() else None)
    return pages.page(
        request, "evidence/revisions.html", standing=standing, requirement=_requirement(request, standing), work=work,
        revisions=saved, nav="learning",
    )


async def show_revision(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/revisions/7: one saved text, and a way back to it."""
    standing, work = await _standing_and_work(request)
    revision = await queries.revision(signed_in(request), work, request.path_params["number"])
    return pages.page(
        request, "evidence/revision.html", standing=standing, requirement=_requirement(request, standing), work=work,
        revision=revision, nav="learning",
    )


async def show_choice(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/choices/7: the draft and the text beside it, side by side (R28)."""
    return await _choice(request, request.path_params["number"])


async def show_start(request: Request) -> Response:
    """GET /work/EL-02/applications/new: what Start would open, before it does."""
    return await _start(request)


# --- doing ---


class Draft(BaseModel):
    """A text as its page has it: upon which revision, and which open page writes."""

    text: str = Field("", max_length=actions.LONGEST + 10_000)  # line ends count twice on the way
    based_on: Number = 0
    writer: str = Field("", max_length=64)
    ready: Literal["yes", "no", ""] = ""


async def save_revision(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/revisions: by itself while one writes, or by a button."""
    try:
        posted, standing, work = await _draft(request)
    except Invalid as wrong:
        return await _workspace(request, 422, wrong)
    waiting = await queries.conflicts(signed_in(request), work)
    if request.headers.get("hx-request"):
        saved = _as_saved(standing, _requirement(request, standing), work, waiting, posted.writer)
        return pages.fragment(request, "evidence/_saved.html", answers=True, **saved)
    return pages.redirect(request, _after_saving(request, waiting, posted.writer))


async def say_ready(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/readiness: its author says that it is ready, or goes on; the text on the page is saved first."""
    person = signed_in(request)
    try:
        posted, _standing, work = await _draft(request)
        waiting = await queries.conflicts(person, work)
        if not waiting:
            await _move(person, work, posted.ready)
    except Invalid as wrong:
        return await _workspace(request, 422, wrong)
    return pages.redirect(request, _after_saving(request, waiting, posted.writer))


class Restoration(BaseModel):
    number: Number
    based_on: Number


async def restore_revision(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/restorations: an older text becomes the draft; nothing after it is lost."""
    person = signed_in(request)
    posted = await pages.form(request, Restoration)
    standing, work = await _standing_and_work(request)
    text = (await queries.revision(person, work, posted.number)).text
    requirement = _requirement(request, standing)
    await actions.draft(person, standing.definition, requirement, text, posted.based_on, _device(request))
    return pages.redirect(request, _address(request))


class Choice(BaseModel):
    """`seen` is the draft's revision as it was shown beside the waiting one."""

    seen: Number
    keep: Literal["draft", "beside", "merged"]
    merged: str = Field("", max_length=actions.LONGEST + 10_000)


async def choose_text(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/choices/7: keep the draft, keep the other, or what one made of both (R28)."""
    person, number = signed_in(request), request.path_params["number"]
    try:
        posted = await pages.form(request, Choice)
        _standing, work = await _standing_and_work(request)
        if work.revision != posted.seen:
            raise Invalid({"merged": _("The draft has changed since. Here are both texts as they are now.")}, await _typed(request))
        if posted.keep == "merged" and not posted.merged.strip():
            raise Invalid({"merged": _("Write here what you made of both.")}, await _typed(request))
        beside = await queries.revision(person, work, number)
        text = {"draft": work.text, "beside": beside.text, "merged": posted.merged}[posted.keep]
        await actions.choose(person, work, number, text, _device(request))
    except Invalid as wrong:
        return await _choice(request, number, 422, wrong)
    return pages.redirect(request, _address(request))


class Start(BaseModel):
    post_key: UUID


async def start(request: Request) -> Response:
    """POST /work/EL-02/applications: the window opens today (R23)."""
    person, code = signed_in(request), request.path_params["code"]
    posted = await pages.form(request, Start)
    standing = await queries.standing(person, code)

    async def make() -> str:
        return str((await actions.start(person, standing.definition)).id)

    try:
        await once(person.id, posted.post_key, make)
    except Conflict as wrong:
        return await _start(request, 409, str(wrong))
    return pages.redirect(request, f"/work/{code}")


class Visibility(BaseModel):
    shows: Shows


async def show_visibility(request: Request) -> Response:
    """GET /cohorts/7/visibility: what colleagues see of one's states."""
    return await _visibility(request)


async def set_visibility(request: Request) -> Response:
    """POST /cohorts/7/visibility: all states, working or done, nothing."""
    person = signed_in(request)
    seat = await cohorts.seat(person, request.path_params["cohort_id"])
    permit(seat.is_participant)
    try:
        posted = await pages.form(request, Visibility)
    except Invalid as wrong:
        return await _visibility(request, 422, wrong)
    cohort = await cohorts.cohort(seat)
    await actions.show(seat, await catalogue.public_requirements(cohort.definition_version_id), posted.shows)
    return pages.redirect(request, f"/cohorts/{seat.cohort_id}/board")


# --- what several of them need ---


async def _visibility(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    seat = await cohorts.seat(signed_in(request), request.path_params["cohort_id"])
    permit(seat.is_participant)
    return pages.page(
        request, "evidence/visibility.html", status, seat=seat, cohort=await cohorts.cohort(seat), nav="cohort",
        errors=wrong.fields if wrong else {}, typed=wrong.typed if wrong else {},
    )


async def _workspace(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    standing, work = await _standing_and_work(request)
    person, typed = signed_in(request), wrong.typed if wrong else {}
    waiting = await queries.conflicts(person, work)
    writer = typed.get("writer") or uuid4().hex
    saved = _as_saved(standing, _requirement(request, standing), work, waiting, writer)
    if typed.get("based_on", "").isdecimal():
        saved["based_on"] = typed["based_on"]
    return pages.page(
        request, "evidence/workspace.html", status, **saved, writer=writer, text=typed.get("text", work.text), answers=False,
        revisions=await queries.revisions(person, work, most=6), pause=rules.PAUSE_SECONDS,
        errors=wrong.fields if wrong else {}, typed=typed, nav="learning",
    )


async def _choice(request: Request, number: int, status: int = 200, wrong: Invalid | None = None) -> Response:
    person = signed_in(request)
    standing, work = await _standing_and_work(request)
    beside = await queries.revision(person, work, number)
    if not beside.waits:
        return pages.redirect(request, _address(request))
    draft = await queries.revision(person, work, work.revision) if work.revision else None
    return pages.page(
        request, "evidence/choice.html", status, standing=standing, requirement=_requirement(request, standing), work=work,
        draft=draft, beside=beside, errors=wrong.fields if wrong else {}, typed=wrong.typed if wrong else {}, nav="learning",
    )


async def _start(request: Request, status: int = 200, problem: str = "") -> Response:
    person = signed_in(request)
    standing = await queries.standing(person, request.path_params["code"])
    bar = await actions.bar_to_start(person, standing.definition)
    return pages.page(
        request, "evidence/start.html", status, standing=standing, bar=bar, problem=problem, nav="learning",
        days=rules.clock(clock.now(), person.time_zone, standing.definition.window_months),
    )


async def _standing_and_work(request: Request) -> tuple[Standing, Work]:
    """404 for a code or requirement that is not there; somebody else's work is at no address."""
    standing = await queries.standing(signed_in(request), request.path_params["code"])
    return standing, standing.work(_requirement(request, standing).key)


def _requirement(request: Request, standing: Standing):
    return standing.requirement(request.path_params["key"])


async def _draft(request: Request) -> tuple[Draft, Standing, Work]:
    person = signed_in(request)
    posted = await pages.form(request, Draft)
    await spend("save", f"person {person.id}")
    standing, _work = await _standing_and_work(request)
    requirement = _requirement(request, standing)
    saved = await actions.draft(
        person, standing.definition, requirement, posted.text, posted.based_on, _device(request), posted.writer
    )
    return posted, standing, saved


async def _move(person, work: Work, ready: str) -> None:
    if ready == "yes" and work.state is rules.State.NOT_STARTED:
        raise Invalid({"text": _("Write something first, then say that it is ready.")})
    if ready == "yes" and work.state is not rules.State.READY:
        await actions.ready(person, work)
    if ready == "no" and work.state is rules.State.READY:
        await actions.reopen(person, work)


def _as_saved(standing: Standing, requirement, work: Work, waiting: list, writer: str) -> dict:
    """What evidence/_saved.html shows. A page goes on from its own text if that waits beside the draft, else from the draft."""
    mine = next((revision for revision in reversed(waiting) if revision.writer == writer), None)
    words = mine.words if mine else work.words
    guide = rules.Guide(words, requirement.min_words, requirement.max_words, requirement.limit_kind == "hard")
    return {
        "standing": standing, "requirement": requirement, "work": work, "waiting": waiting, "mine": mine, "guide": guide,
        "based_on": mine.number if mine else work.revision,
    }


def _after_saving(request: Request, waiting: list, writer: str) -> str:
    mine = [revision.number for revision in waiting if revision.writer == writer]
    return f"{_address(request)}/choices/{mine[-1]}" if mine else _address(request)


def _address(request: Request) -> str:
    return f"/work/{request.path_params['code']}/{request.path_params['key']}"


def _device(request: Request) -> str:
    return request.state.session.device[:200]


async def _typed(request: Request) -> dict[str, str]:
    return await pages.typed_form(request)


HERE = "/work/{code}/{key}"
routes = [
    Route("/cohorts/{cohort_id:int}/visibility", show_visibility),
    Route("/cohorts/{cohort_id:int}/visibility", set_visibility, methods=["POST"]),
    Route("/work", show_works),
    Route("/work/{code}", show_work),
    Route("/work/{code}/applications", start, methods=["POST"]),
    Route("/work/{code}/applications/new", show_start),
    Route(HERE, show_workspace),
    Route(HERE + "/revisions", show_revisions),
    Route(HERE + "/revisions", save_revision, methods=["POST"]),
    Route(HERE + "/revisions/{number:int}", show_revision),
    Route(HERE + "/restorations", restore_revision, methods=["POST"]),
    Route(HERE + "/readiness", say_ready, methods=["POST"]),
    Route(HERE + "/choices/{number:int}", show_choice),
    Route(HERE + "/choices/{number:int}", choose_text, methods=["POST"]),
]
jobs = {"evidence.thin_revisions": Job(actions.thin_revisions, every="17 4 * * *")}
keeps = {
    "work": Keep(person="person_id", export=queries.works),
    "application": Keep(person="person_id", export=queries.applications),
}
