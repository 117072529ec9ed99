"""What was saved: looked at, brought back; and two texts of two devices, of which their author makes one (R28)."""

from typing import Any, Literal

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from community import pages
from community.errors import Invalid
from community.evidence import actions, comparing, queries
from community.evidence.comparing import Where
from community.evidence.desk import Number, address, cohort_around, device, requirement, standing_and_work
from community.evidence.queries import Standing, Work
from community.pages import _, signed_in


async def show_revisions(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/revisions: what was saved, newest first; ?before=40 shows older ones."""
    standing, work = await standing_and_work(request)
    before = request.query_params.get("before", "")
    number = int(before) if before.isdecimal() and len(before) < 10 else None
    saved = await queries.revisions(signed_in(request), work, number)
    return await _page(request, "evidence/revisions.html", standing, work, revisions=saved)


async def show_revision(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/revisions/7: one saved text, and a way back to it."""
    standing, work = await standing_and_work(request)
    revision = await queries.revision(signed_in(request), work, request.path_params["number"])
    return await _page(request, "evidence/revision.html", standing, work, revision=revision)


async def show_comparison(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/comparisons/3/7: two saved texts side by side, the older one first."""
    person = signed_in(request)
    standing, work = await standing_and_work(request)
    numbers = sorted((request.path_params["number"], request.path_params["other"]))
    first, second = [await queries.revision(person, work, number) for number in numbers]
    return await _page(
        request,
        "evidence/comparison.html",
        standing,
        work,
        first=first,
        second=second,
        **_pieces(first.text, second.text),
    )


async def _page(
    request: Request, template: str, standing: Standing, work: Work, status: int = 200, **shown: Any
) -> Response:
    """A page about the texts of one requirement."""
    return pages.page(
        request,
        template,
        status,
        standing=standing,
        requirement=requirement(request, standing),
        work=work,
        **await cohort_around(request, standing),
        **shown,
    )


def _pieces(first: str, second: str) -> dict:
    """What evidence/_compared.html shows on each side."""
    pieces = comparing.compare(first, second)
    return {"firsts": comparing.side(pieces, Where.FIRST), "seconds": comparing.side(pieces, Where.SECOND)}


class Restoration(BaseModel):
    number: Number
    based_on: Number


async def restore_revision(request: Request) -> Response:
    """POST /work/EL-02/talk_plan/restorations: an older text becomes the draft; nothing after it is lost."""
    person = signed_in(request)
    standing, work = await standing_and_work(request)
    posted = await pages.form(request, Restoration)
    text = (await queries.revision(person, work, posted.number)).text
    asked = requirement(request, standing)
    await actions.draft(person, standing.definition, asked, text, posted.based_on, device(request))
    return pages.redirect(request, address(request))


async def show_choice(request: Request) -> Response:
    """GET /work/EL-02/talk_plan/choices/7: the draft and the text beside it, side by side (R28)."""
    return await _choice(request, request.path_params["number"])


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
        _standing, work = await standing_and_work(request)
        if work.revision != posted.seen:
            raise Invalid(
                {"merged": _("The draft has changed since. Here are both texts as they are now.")},
                await pages.typed_form(request),
            )
        if posted.keep == "merged" and not posted.merged.strip():
            raise Invalid({"merged": _("Write here what you made of both.")}, await pages.typed_form(request))
        beside = await queries.revision(person, work, number)
        text = {"draft": work.text, "beside": beside.text, "merged": posted.merged}[posted.keep]
        await actions.choose(person, work, number, text, device(request))
    except Invalid as wrong:
        return await _choice(request, number, 422, wrong)
    return pages.redirect(request, address(request))


async def _choice(request: Request, number: int, status: int = 200, wrong: Invalid | None = None) -> Response:
    person = signed_in(request)
    standing, work = await standing_and_work(request)
    beside = await queries.revision(person, work, number)
    if not beside.waits:
        return pages.redirect(request, address(request))
    draft = await queries.revision(person, work, work.revision) if work.revision else None
    return await _page(
        request,
        "evidence/choice.html",
        standing,
        work,
        status,
        draft=draft,
        beside=beside,
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
        **_pieces(work.text, beside.text),
    )
