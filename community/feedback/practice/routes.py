"""The doors of practice: the invented drafts, one of them with one's notes beside it, and the comparison (F71, R49)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.catalogue import queries as catalogue
from community.catalogue.queries import Definition, Requirement
from community.errors import Invalid, NotFound
from community.evidence import anchors
from community.feedback import content, reasons
from community.feedback.notes import rules as note_rules
from community.feedback.notes.routes import NewNote
from community.feedback.outlooks import rules as outlooks
from community.feedback.practice import actions, queries, rules
from community.feedback.practice.drafts import Draft, drafts
from community.feedback.readings import rules as reading_rules
from community.once import once
from community.pages import Keep, signed_in
from community.people.queries import Person


@dataclass(frozen=True)
class Desk:
    """Somebody at an invented draft, with the requirement it was written for."""

    person: Person
    draft: Draft
    definition: Definition
    requirement: Requirement

    @property
    def criteria(self) -> list[str]:
        return [one["key"] for one in self.requirement.prompt.get("criteria", [])]


async def show_list(request: Request) -> Response:
    """GET /feedback/practice: the invented drafts whose definition is in this catalogue."""
    person = signed_in(request)
    here = [(draft, found[1]) for draft in drafts().values() if (found := await _asked(draft))]
    return pages.page(
        request, "feedback/practice/list.html", drafts=here, practices=await queries.practices(person), nav="cohort"
    )


async def show_draft(request: Request) -> Response:
    """GET /feedback/practice/exit-tickets: the draft, the rubric and one's notes; once compared, the comparison."""
    at = await _desk(request)
    if await _is_compared(at):
        return pages.redirect(request, f"{at.draft.address}/comparison")
    return await _reading(request, at)


async def pin(request: Request) -> Response:
    """POST /feedback/practice/exit-tickets/notes: pin a note, as on a colleague's draft."""
    at, typed = await _desk(request), await pages.typed_form(request)
    await limits.spend("post", f"person {at.person.id}")
    try:
        posted = await pages.form(request, NewNote)
        await once("practice note", at.person.id, posted.post_key, lambda: _pin(at, posted))
    except Invalid as wrong:
        return await _reading(request, at, 422, Invalid(wrong.fields, typed))
    return pages.redirect(request, f"{at.draft.address}#my-notes")


async def _pin(at: Desk, posted: NewNote) -> str:
    place = note_rules.place(posted.where, at.draft.text, at.criteria, {})
    if place is None:
        raise Invalid({"place": reasons.nothing_to_point_at()})
    return str(await actions.pin(at.person, at.draft, posted.kind, posted.text, place))


async def remove(request: Request) -> Response:
    """POST /feedback/practice/exit-tickets/notes/5/removal: of one's own."""
    at = await _desk(request)
    await actions.remove(at.person, at.draft, request.path_params["note_id"])
    return pages.redirect(request, f"{at.draft.address}#my-notes")


async def compare(request: Request) -> Response:
    """POST /feedback/practice/exit-tickets/comparison: what one has written stands, and the model notes beside it."""
    at, typed = await _desk(request), await pages.typed_form(request)
    await limits.spend("post", f"person {at.person.id}")
    try:
        await actions.compare(at.person, at.draft, outlooks.typed(typed, at.criteria))
    except Invalid as wrong:
        return await _reading(request, at, 422, Invalid(wrong.fields, typed))
    return pages.redirect(request, f"{at.draft.address}/comparison")


async def show_comparison(request: Request) -> Response:
    """GET /feedback/practice/exit-tickets/comparison: in words, without a count; before one compares, the draft."""
    at = await _desk(request)
    if not await _is_compared(at):
        return pages.redirect(request, at.draft.address)
    practice = (await queries.practices(at.person))[at.draft.key]
    models = [(model, at.draft.text.index(model.quote)) for model in at.draft.models]
    pinned = [(model.number, start, start + len(model.quote)) for model, start in models]
    return pages.page(
        request,
        "feedback/practice/comparison.html",
        **_around(at),
        groups=rules.compared(at.draft, await queries.notes(at.person, at.draft.key), at.criteria),
        outlooks=practice.outlooks,
        paragraphs=[(one, anchors.pieces(one, pinned)) for one in anchors.paragraphs(at.draft.text)],
    )


class Anew(BaseModel):
    post_key: UUID


async def begin_anew(request: Request) -> Response:
    """POST /feedback/practice/exit-tickets/beginning: what one wrote goes, and the draft is as it was."""
    at, posted = await _desk(request), await pages.form(request, Anew)

    async def begin() -> str:
        await actions.begin_anew(at.person, at.draft)
        return ""

    await once("practice", at.person.id, posted.post_key, begin)
    return pages.redirect(request, at.draft.address)


async def _reading(request: Request, at: Desk, status: int = 200, wrong: Invalid | None = None) -> Response:
    pinned: list[Any] = await queries.notes(at.person, at.draft.key)
    found = [(note.id, note.start, note.start + len(note.quote)) for note in pinned if note.place == "passage"]
    kinds = [note.kind for note in pinned]
    return pages.page(
        request,
        "feedback/practice/reading.html",
        status,
        **_around(at),
        notes=pinned,
        missing=reading_rules.missing(at.draft.protocol, kinds),
        first_kind=reading_rules.first_kind(at.draft.protocol, kinds),
        paragraphs=[(one, anchors.pieces(one, found)) for one in anchors.paragraphs(at.draft.text)],
        norms=content.norms(),
        errors=wrong.fields if wrong else {},
        typed=wrong.typed if wrong else {},
    )


def _around(at: Desk) -> dict[str, Any]:
    return {
        "practice": at.draft,
        "protocol": at.draft.protocol,
        "definition": at.definition,
        "requirement": at.requirement,
        "nav": "cohort",
    }


async def _desk(request: Request) -> Desk:
    """The draft of this address; there is none where its definition is not in this catalogue."""
    person = signed_in(request)
    draft = drafts().get(request.path_params["draft"])
    found = await _asked(draft) if draft else None
    if draft is None or found is None:
        raise NotFound
    return Desk(person, draft, *found)


async def _asked(draft: Draft) -> tuple[Definition, Requirement] | None:
    definition = await catalogue.public_definition(draft.code, draft.version)
    asked = await catalogue.public_requirements(definition.id) if definition else []
    found = next((one for one in asked if one.key == draft.requirement_key), None)
    return (definition, found) if definition and found else None


async def _is_compared(at: Desk) -> bool:
    mine = (await queries.practices(at.person)).get(at.draft.key)
    return mine is not None and mine.compared_at is not None


HERE = "/feedback/practice"
routes = [
    Route(HERE, show_list, methods=["GET"]),
    Route(HERE + "/{draft}", show_draft, methods=["GET"]),
    Route(HERE + "/{draft}/notes", pin, methods=["POST"]),
    Route(HERE + "/{draft}/notes/{note_id:int}/removal", remove, methods=["POST"]),
    Route(HERE + "/{draft}/comparison", compare, methods=["POST"]),
    Route(HERE + "/{draft}/comparison", show_comparison, methods=["GET"]),
    Route(HERE + "/{draft}/beginning", begin_anew, methods=["POST"]),
]
keeps = {"practice": Keep(person="person_id")}
