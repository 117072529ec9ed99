"""The doors of a note while it is its writer's: pinned, changed, removed."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import limits, pages
from community.errors import Conflict, Invalid
from community.feedback import door, reasons
from community.feedback.door import Reader
from community.feedback.files import actions as files
from community.feedback.notes import actions, queries, rules
from community.feedback.readings import queries as readings
from community.feedback.readings.queries import Feedback
from community.feedback.readings.routes import reading
from community.feedback.readings.rules import MOST_NOTES, MOST_TEXT
from community.once import once

Kind = Literal["warm", "question", "cool", "other"]


class NoteForm(BaseModel):
    kind: Kind
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_TEXT)]


class NewNote(NoteForm):
    """Where it is pinned: see rules.place."""

    post_key: UUID
    place: str = Field("whole", max_length=200)
    start: int = Field(0, ge=0, le=2_000_000)
    end: int = Field(0, ge=0, le=2_000_000)
    spot: str = Field("", max_length=60)

    @property
    def where(self) -> rules.Typed:
        return rules.Typed(self.place, self.start, self.end, self.spot)


async def pin(request: Request) -> Response:
    """POST /feedback/12/notes: pin a note to a passage, a paragraph, a criterion, a file or the whole draft."""
    at, given = await door.while_writing(request)
    typed = await pages.typed_form(request)
    await limits.spend("post", f"person {at.person.id}")
    try:
        posted = await pages.form(request, NewNote)
        await once("note", at.person.id, posted.post_key, lambda: _pin(at, given, posted))
    except Invalid as wrong:
        return await reading(request, at, given, 422, Invalid(wrong.fields, typed))
    return pages.redirect(request, at.request.address + "#my-notes")


async def _pin(at: Reader, given: Feedback, posted: NewNote) -> str:
    draft = await readings.asked_text(at.person, at.request)
    shown = await files.shown(at.request.author, at.request.work_id) if posted.place.startswith("file:") else []
    place = rules.place(posted.where, draft, at.request.criteria, {file.number: file.name for file in shown})
    if place is None:
        raise Invalid({"place": reasons.nothing_to_point_at()})
    if len(await queries.own_notes(at.person, given)) >= MOST_NOTES:
        raise Conflict(reasons.many_notes())
    return str(await actions.pin(at.person, given, draft, posted.kind, posted.text, place))


async def change(request: Request) -> Response:
    """POST /feedback/12/notes/5: other words or another kind, until the notes are sent."""
    at, given = await door.while_saving(request)
    await limits.spend("save", f"person {at.person.id}")
    try:
        posted = await pages.form(request, NoteForm)
        if given.is_sent:
            sent = [(note.kind, note.text) for note in await queries.own_notes(at.person, given)]
            return door.late(request, posted.text, (posted.kind, posted.text.strip()) in sent)
    except Invalid as wrong:
        return await reading(request, at, given, 422, Invalid({"": " ".join(wrong.fields.values())}))
    await actions.change(at.person, given, request.path_params["note_id"], posted.kind, posted.text)
    if request.headers.get("hx-request"):
        return pages.fragment(request, "feedback/_kept.html", kept=await readings.given(at.person, at.request))
    return pages.redirect(request, at.request.address + "#my-notes")


async def remove(request: Request) -> Response:
    """POST /feedback/12/notes/5/removal: it was begun, and is taken away."""
    at, given = await door.while_writing(request)
    await actions.remove(at.person, given, request.path_params["note_id"])
    return pages.redirect(request, at.request.address + "#my-notes")


HERE = "/feedback/{request_id:int}/notes"
routes = [
    Route(HERE, pin, methods=["POST"]),
    Route(HERE + "/{note_id:int}", change, methods=["POST"]),
    Route(HERE + "/{note_id:int}/removal", remove, methods=["POST"]),
]
