"""The doors of an approver who makes sets: type or copy the texts, say the right level of each criterion and why."""

from typing import Any

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, numbers, pages
from community.catalogue import queries as catalogue
from community.catalogue.queries import Definition
from community.errors import Conflict, Invalid, NotFound
from community.once import once
from community.pages import _
from community.people.factors import asking
from community.review import desks
from community.review.calibrating import actions, queries, rules, sheets
from community.review.calibrating.actions import Draft
from community.review.calibrating.queries import Reference
from community.review.certifying import queries as certifying
from community.review.desks import Desk
from community.review.keys import post_key
from community.review.paging import A_PAGE


class Percent(BaseModel):
    percent: int = Field(ge=50, le=100)


async def show_sets(request: Request) -> Response:
    """GET /issuers/SLUG/calibration?after=7"""
    return await _sets(request, await _approver(request))


async def set_percent(request: Request) -> Response:
    """POST /issuers/SLUG/calibration/agreement: how much is asked of who finishes from now on."""
    desk = await _approver(request)
    try:
        wanted = await pages.form(request, Percent)
    except Invalid as wrong:
        return await _sets(request, desk, 422, errors=wrong.fields, typed=wrong.typed)
    await actions.set_percent(desk, wanted.percent)
    return pages.redirect(request, f"/issuers/{desk.slug}/calibration?done=set")


async def show_new(request: Request) -> Response:
    """GET /issuers/SLUG/calibration/new?code=EL-02&submission=NUMBER: with a number, its texts are copied."""
    desk, query = await _approver(request), request.query_params
    definition = await _definition(desk, query.get("code", ""))
    if definition is None:
        return pages.redirect(request, f"/issuers/{desk.slug}/calibration")
    number = numbers.plain(query.get("submission", ""))
    typed: dict[str, str] = {}
    problem = ""
    if number:
        copied = None
        if numbers.is_one(number):
            copied = await queries.frozen_texts(desk, number, definition.id)
        if copied is None:
            problem = _("There is no decided submission with this number for this version.")
        else:
            typed = {f"text-{key}": text for key, text in copied.items()}
            typed |= {"source": "consented", "submission": number}
    return _new(request, desk, definition, typed=typed, problem=problem)


async def make(request: Request) -> Response:
    """POST /issuers/SLUG/calibration"""
    desk = await _approver(request)
    typed = await pages.typed_form(request)
    definition = await _definition(desk, typed.get("code", ""))
    if definition is None:
        return await _sets(request, desk, 422, errors={"code": _("Choose one of the answers.")}, typed=typed)
    try:
        draft = _drafted(definition, typed)
        key = post_key(typed)
        await limits.spend("post", str(desk.person_id))

        async def made() -> str:
            return str(await actions.make_set(desk, definition, draft))

        set_id = await once("calibration set", desk.person_id, key, made)
    except Invalid as wrong:
        return _new(request, desk, definition, 422, errors=wrong.fields, typed=typed)
    return pages.redirect(request, f"/issuers/{desk.slug}/calibration/{set_id}?done=made")


async def show_set(request: Request) -> Response:
    """GET /issuers/SLUG/calibration/7?after=9: the set, who has read it, and on which criteria they agreed."""
    return await _set(request, await _approver(request))


async def retire(request: Request) -> Response:
    """POST /issuers/SLUG/calibration/7/retirement"""
    desk = await _approver(request)
    try:
        await actions.retire(desk, request.path_params["set_id"])
    except Conflict as late:
        return await _set(request, desk, 409, problem=late.why)
    return pages.redirect(request, f"/issuers/{desk.slug}/calibration/{request.path_params['set_id']}")


def _drafted(definition: Definition, typed: dict[str, str]) -> Draft:
    """What was typed as a set; Invalid with a sentence for each field."""
    parts, wrong = sheets.parts(definition), {}
    title, source = typed.get("title", "").strip(), typed.get("source", "")
    consent, number = typed.get("consent", "").strip(), numbers.plain(typed.get("submission", ""))
    if not title or len(title) > 120:
        wrong["title"] = _("Give it a name of at most 120 characters.")
    if source not in ("invented", "consented"):
        wrong["source"] = _("Choose one of the answers.")
    if source == "consented" and not 10 <= len(consent) <= 500:
        wrong["consent"] = _("Say in 10 to 500 characters when and how the earner agreed in writing.")
    if number and not numbers.is_one(number):
        wrong["submission"] = _("A submission number has 12 signs.")
    texts = {part.key: typed.get(f"text-{part.key}", "").strip() for part in parts}
    for part in parts:
        if (part.rows and not texts[part.key]) or len(texts[part.key]) > sheets.MOST_TEXT:
            wrong[f"text-{part.key}"] = _("Write the text that is judged here, at most 20,000 characters.")
    reference = []
    for row in sheets.rows(parts):
        level, why = sheets.level_of(typed, row), typed.get(f"why-{row.place}", "").strip()
        if not level:
            wrong[f"level-{row.place}"] = _("Choose a level.")
        if not why or len(why) > sheets.MOST_WHY:
            wrong[f"why-{row.place}"] = _("Say in a sentence why, in at most 500 characters.")
        reference.append(Reference(row.criterion.requirement_key, row.criterion.key, level, why))
    if wrong:
        raise Invalid(wrong, typed)
    consented = source == "consented"
    given = {key: text for key, text in texts.items() if text}
    return Draft(title, source, consent if consented else "", number if consented else "", given, reference)


async def _approver(request: Request) -> Desk:
    desk = await desks.desk(pages.signed_in(request), request.path_params["issuer"], desks.APPROVER)
    asking.shown(request)
    return desk


async def _definition(desk: Desk, code: str) -> Definition | None:
    """The newest published version of something of this issuer's; None for anything else."""
    definition = await catalogue.public_definition(code[:20])
    return definition if definition and definition.issuer_id == desk.issuer_id else None


async def _sets(request: Request, desk: Desk, status: int = 200, **context: Any) -> Response:
    sets = await queries.sets(desk, pages.row(request, "after"))
    around: dict[str, Any] = {
        "nav": "approvals",
        "desk": desk,
        "sets": sets[:A_PAGE],
        "next": sets[A_PAGE - 1].id if len(sets) > A_PAGE else None,
        "offered": await certifying.offered(desk),
        "percent": await queries.percent(desk),
        "done": request.query_params.get("done", ""),
    }
    return pages.page(request, "review/calibrating/sets.html", status, **around | context)


def _new(request: Request, desk: Desk, definition: Definition, status: int = 200, **context: Any) -> Response:
    parts = sheets.parts(definition)
    around: dict[str, Any] = {
        "nav": "approvals",
        "desk": desk,
        "definition": definition,
        "parts": parts,
        "problem": "",
        "labels": _labels(parts),
    }
    return pages.page(request, "review/calibrating/new.html", status, **around | context)


def _labels(parts: list[sheets.Part]) -> dict[str, str]:
    """The fields in the form's order, for the summary of what is wrong."""
    found = {"title": _("Name"), "source": _("Whose texts"), "consent": _("Consent"), "submission": _("Submission")}
    for part in parts:
        found[f"text-{part.key}"] = part.title
        for row in part.rows:
            found[f"level-{row.place}"] = f"{row.criterion.number} {row.criterion.title}"
            found[f"why-{row.place}"] = f"{row.criterion.number} {_('Why')}"
    return found


async def _set(request: Request, desk: Desk, status: int = 200, problem: str = "") -> Response:
    found = await queries.set_at(desk, request.path_params["set_id"])
    if found is None:
        raise NotFound
    definition = await catalogue.public_definition_version(found.definition_version_id)
    assert definition is not None
    readers = await queries.readers(desk, found.id, pages.row(request, "after"))
    return pages.page(
        request,
        "review/calibrating/set.html",
        status,
        nav="approvals",
        desk=desk,
        set=found,
        parts=sheets.parts(definition),
        texts=await queries.texts_by_id(found.id),
        reference=await queries.references_by_id(found.id),
        readers=readers[:A_PAGE],
        next=readers[A_PAGE - 1].reading_id if len(readers) > A_PAGE else None,
        agreed=await queries.agreed(desk, found.id),
        kappa=rules.kappa,
        is_enough=rules.is_enough,
        problem=problem,
        done=request.query_params.get("done", ""),
    )


HERE = "/issuers/{issuer}/calibration"
routes = [
    Route(HERE, show_sets, methods=["GET"]),
    Route(HERE, make, methods=["POST"]),
    Route(HERE + "/agreement", set_percent, methods=["POST"]),
    Route(HERE + "/new", show_new, methods=["GET"]),
    Route(HERE + "/{set_id:int}", show_set, methods=["GET"]),
    Route(HERE + "/{set_id:int}/retirement", retire, methods=["POST"]),
]
