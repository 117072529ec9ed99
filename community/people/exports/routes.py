"""Your data: asked for on a page, opened with the password once more, and told when it is there."""

from datetime import timedelta

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import files, pages, streams
from community.errors import NotFound
from community.jobs import Job
from community.limits import spend
from community.pages import ByMail, Live, Notice, _
from community.people import answers
from community.people.exports import actions, packing, queries, rules
from community.people.exports.queries import Export
from community.people.queries import Person
from community.people.sessions import actions as sessions


class Opening(BaseModel):
    password: str


async def show(request: Request) -> Response:
    """GET /profile/data: what one has, and how far what one asked for is."""
    person = pages.signed_in(request)
    await pages.watch(request, person.topic)
    parts = [packing.called(name) for name in packing.SHELVES]
    mine = await queries.export(person)
    return pages.page(request, "people/exports/data.html", export=mine, parts=parts, days=rules.KEPT.days)


async def ask(request: Request) -> Response:
    """POST /profile/data/exports."""
    person = pages.signed_in(request)
    await spend("download", f"person {person.id}")
    await actions.ask(person)
    return pages.redirect(request, "/profile/data")


async def show_export(request: Request) -> Response:
    """GET /profile/data/exports/7: where the password is asked once more."""
    export = await _made(request, pages.signed_in(request))
    return pages.page(request, "people/exports/opening.html", export=export)


async def open_export(request: Request) -> Response:
    """POST /profile/data/exports/7/opening, by one who knows the password (A64); its link holds for five minutes."""
    person = pages.signed_in(request)
    export = await _made(request, person)

    async def handle() -> Response:
        typed = await pages.form(request, Opening)
        await answers.count_attempt(request, person.email)
        if not await sessions.knows_password(person, typed.password):
            await answers.refuse(request, "password", _("This is not your password."))
        return pages.redirect(
            request, f"/profile/data/exports/{export.id}/content?key={files.sign(export.file, person.id)}"
        )

    return await answers.answer(request, "people/exports/opening.html", handle, export=export)


async def send(request: Request) -> Response:
    """GET /profile/data/exports/7/content?key=…: the zip; without a key that holds, the password is asked first."""
    person = pages.signed_in(request)
    export = await _made(request, person)
    try:
        name = files.read_sign(request.query_params.get("key", ""), person.id)
    except NotFound:
        return pages.redirect(request, f"/profile/data/exports/{export.id}")
    if name != export.file:
        raise NotFound
    opened = await files.open(name)
    return streams.flow(opened.chunks, "application/zip", f"roundtable-{export.made_at:%Y-%m-%d}.zip")


async def _made(request: Request, person: Person) -> Export:
    """One's own, whole and still kept; NotFound for any other."""
    found = await queries.export(person)
    if not found or found.id != request.path_params["export_id"] or not found.ends_at:
        raise NotFound
    if found.ends_at <= request.state.now:
        raise NotFound
    return found


ONE = "/profile/data/exports/{export_id:int}"
routes = [
    Route("/profile/data", show, methods=["GET"]),
    Route("/profile/data/exports", ask, methods=["POST"]),
    Route(ONE, show_export, methods=["GET"]),
    Route(ONE + "/opening", open_export, methods=["POST"]),
    Route(ONE + "/content", send, methods=["GET"]),
]
SHOWN = Live("people/exports/_export.html", export=queries.exports_by_id)
live = {(f"export.{what}", "person"): SHOWN for what in ("asked", "moved", "made")}
notices = {
    "export.made": Notice(
        *(queries.owners_by_id, "people/export_made", queries.exports_by_id, lambda export: "/profile/data"),
        called=lambda: _("My data can be downloaded"), mail=ByMail(waits=False),
    ),
}  # fmt: skip
jobs = {
    "export": Job(actions.make, within=3600, at_once=1),
    "export.forget": Job(actions.forget, every=timedelta(hours=1), within=300, at_once=1),
}
