"""One requirement at a desk of its own: the text beside what is asked, saved by itself, ready by its author."""

from typing import Any, Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from community import chance, pages
from community.errors import Invalid
from community.evidence import actions, needing, queries, rules
from community.evidence.artifacts import queries as artifacts
from community.evidence.assessing import routes as assessing
from community.evidence.desk import Number, address, cohort_around, device, requirement, standing_and_work
from community.evidence.links import actions as links
from community.evidence.links import rules as link_rules
from community.evidence.queries import Standing, Work
from community.limits import spend
from community.pages import _, signed_in
from community.people.queries import Person


async def show_workspace(request: Request) -> Response:
    """GET /work/EL-02/talk_plan: prompt and rubric beside the text."""
    return await _workspace(request)


class Draft(BaseModel):
    """A text as its page has it: upon which revision, and which open page writes."""

    text: str = ""
    based_on: Number = 0
    writer: str = Field("", max_length=64)
    ready: Literal["yes", "no", ""] = ""
    link: str = Field("", max_length=link_rules.LONGEST + 100)  # one that is asked for, put into the text by a button


async def save_revision(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/revisions: by itself while one writes, or by a button."""
    try:
        posted, standing, work = await _draft(request)
    except Invalid as wrong:
        if request.headers.get("hx-request"):
            raise
        return await _workspace(request, 422, wrong)
    waiting = await queries.conflicts(signed_in(request), work)
    if request.headers.get("hx-request"):
        asked = requirement(request, standing)
        saved = await _as_saved(signed_in(request), standing, asked, work, waiting, posted.writer)
        return pages.fragment(request, "evidence/_saved.html", answers=True, **saved)
    return pages.redirect(request, _after_saving(request, waiting, posted.writer))


async def say_ready(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/readiness: ready, or not yet; the text on the page is saved first.

    A text that had to be put beside the draft of another device is chosen from first (R28).
    """
    person = signed_in(request)
    try:
        posted, _standing, work = await _draft(request)
        waiting = await queries.conflicts(person, work)
        after = _after_saving(request, waiting, posted.writer)
        if after == address(request):
            await _move(person, work, posted.ready)
    except Invalid as wrong:
        return await _workspace(request, 422, wrong)
    return pages.redirect(request, after)


async def take_up(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/taking-up: what is met is revised, and read again (R38)."""
    standing, work = await standing_and_work(request)
    await actions.take_up(signed_in(request), work, standing.application)
    return pages.redirect(request, address(request))


async def _workspace(request: Request, status: int = 200, wrong: Invalid | None = None) -> Response:
    standing, work = await standing_and_work(request)
    around = await cohort_around(request, standing)
    person, typed = signed_in(request), wrong.typed if wrong else {}
    waiting = await queries.conflicts(person, work)
    writer = typed.get("writer") or chance.uuid().hex
    saved = await _as_saved(person, standing, requirement(request, standing), work, waiting, writer)
    assessed = await assessing.own(request, standing, saved["requirement"])
    if typed.get("based_on", "").isdecimal():
        saved["based_on"] = typed["based_on"]
    return pages.page(
        request,
        "evidence/workspace.html",
        status,
        **assessed | saved | around,
        writer=writer,
        text=typed.get("text", work.text),
        answers=False,
        revisions=await queries.revisions(person, work, most=6),
        pause=rules.PAUSE_SECONDS,
        errors=wrong.fields if wrong else {},
        typed=typed,
    )


async def _draft(request: Request) -> tuple[Draft, Standing, Work]:
    person = signed_in(request)
    posted = await pages.form(request, Draft)
    text = _with_link(posted) if not request.headers.get("hx-request") else posted.text
    await spend("save", f"person {person.id}")
    standing, _work = await standing_and_work(request)
    saved = await actions.draft(
        person,
        standing.definition,
        requirement(request, standing),
        text,
        posted.based_on,
        device(request),
        posted.writer,
    )
    await links.note(person, saved)
    return posted, standing, saved


def _with_link(posted: Draft) -> str:
    """A link that is typed while a page saves by itself is not whole yet, and waits for its button."""
    if not posted.link.strip():
        return posted.text
    text = link_rules.put_in(posted.text, posted.link)
    if text is None:
        said = {name: str(value) for name, value in posted.model_dump().items()}
        raise Invalid({"link": _("Write the whole address, from https:// to its end.")}, said)
    return text


async def _move(person: Person, work: Work, ready: str) -> None:
    if ready == "yes" and work.state is rules.State.NOT_STARTED:
        raise Invalid({"text": _("Write something first, then say that it is ready.")})
    if ready == "yes" and work.state is not rules.State.READY:
        await actions.ready(person, work)
    if ready == "no" and work.state is rules.State.READY:
        await actions.reopen(person, work)


async def _as_saved(
    person: Person, standing: Standing, asked: Any, work: Work, waiting: list, writer: str
) -> dict:
    """What evidence/_saved.html shows. A page goes on from its own text, also if that waits beside the draft."""
    mine = next((revision for revision in reversed(waiting) if revision.writer == writer), None)
    words = mine.words if mine else work.words
    sent = await artifacts.artifacts(person, work) if work.id else []
    files = sum(one.state == "ready" for one in sent)
    states = {key: one.state for key, one in standing.works.items()}
    guide = rules.Guide(words, asked.min_words, asked.max_words, asked.limit_kind == "hard")
    return {
        "standing": standing,
        "requirement": asked,
        "work": work,
        "waiting": waiting,
        "mine": mine,
        "guide": guide,
        "slots": link_rules.slots(asked.prompt, mine.text if mine else work.text),
        "needs": needing.checks(asked, mine.text if mine else work.text, files, states),
        "based_on": mine.number if mine else work.revision,
    }


def _after_saving(request: Request, waiting: list, writer: str) -> str:
    mine = [revision.number for revision in waiting if revision.writer == writer]
    return f"{address(request)}/choices/{mine[-1]}" if mine else address(request)
