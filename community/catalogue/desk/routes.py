"""The catalogue desk. Its doors are there for the catalogue editors of that issuer alone."""

import re
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.catalogue import actions as catalogue
from community.catalogue.desk import actions, queries
from community.catalogue.desk.queries import Desk
from community.catalogue.importing.reading import MOST_BYTES, Mistake
from community.catalogue.importing.writing import write
from community.errors import Conflict, NotFound
from community.once import once
from community.pages import _

PASTED = "pasted.yaml"


async def show_desk(request: Request) -> Response:
    """GET /issuers/SLUG/catalogue: all its micro-credentials, with what can be done."""
    return await _list(request, await _desk(request))


async def show_new(request: Request) -> Response:
    """GET /issuers/SLUG/versions/new?code=EL-02: an empty field, or the newest text to begin from."""
    desk, code = await _desk(request), request.query_params.get("code", "")
    begun = await queries.text(desk, code) if re.fullmatch(r"[A-Z]{2,5}-[0-9]{2,3}", code) else None
    return _paste(request, desk, write(begun.content) if begun else "")


async def preview(request: Request) -> Response:
    """POST /issuers/SLUG/previews: what this text would change; nothing does."""
    desk = await _desk(request)
    text, name = await _given(request)
    try:
        found = await actions.look(desk, text.encode(), name)
    except catalogue.Refused as refused:
        return _paste(request, desk, text, refused.mistakes, 422)
    return pages.page(request, "catalogue/preview.html", nav="catalogue", desk=desk, preview=found, text=text)


async def publish(request: Request) -> Response:
    """POST /issuers/SLUG/versions: published as it stands; what the import would refuse is refused (422)."""
    desk = await _desk(request)
    text, name = await _given(request)
    key = _key(await pages.typed_form(request))
    if key is None:
        lost = Mistake(name, 0, "", _("This did not come from the page that shows what changes. See that first."))
        return _paste(request, desk, text, [lost], 422)

    async def make() -> str:
        return await actions.publish(desk, text.encode(), name)

    try:
        code = await once("definition", desk.person_id, key, make)
    except catalogue.Refused as refused:
        return _paste(request, desk, text, refused.mistakes, 422)
    return pages.redirect(request, f"/catalogue/{code}/versions")


async def export(request: Request) -> Response:
    """GET /issuers/SLUG/catalogue/EL-02/versions/1: that version as a file that can be imported again."""
    desk, code = await _desk(request), request.path_params["code"]
    found = await queries.text(desk, code, min(request.path_params["number"], 2**31 - 1))
    if found is None:
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="{found.code}-{found.version}.yaml"'}
    return Response(write(found.content), media_type="application/yaml; charset=utf-8", headers=headers)


async def retire(request: Request) -> Response:
    """POST /issuers/SLUG/catalogue/EL-02/retirement"""
    return await _done(request, actions.retire)


async def bring_back(request: Request) -> Response:
    """POST /issuers/SLUG/catalogue/EL-02/retirement/end"""
    return await _done(request, actions.bring_back)


async def _done(request: Request, deed) -> Response:
    desk = await _desk(request)
    try:
        await deed(desk, request.path_params["code"])
    except Conflict as wrong:
        return await _list(request, desk, 409, str(wrong))
    return pages.redirect(request, f"/issuers/{desk.slug}/catalogue#{request.path_params['code']}")


async def _desk(request: Request) -> Desk:
    return await queries.desk(pages.signed_in(request), request.path_params["issuer"])


async def _list(request: Request, desk: Desk, status: int = 200, problem: str = "") -> Response:
    own = await queries.own(desk)
    return pages.page(request, "catalogue/desk.html", status, nav="catalogue", desk=desk, own=own, problem=problem)


def _paste(
    request: Request, desk: Desk, text: str, mistakes: list[Mistake] | None = None, status: int = 200
) -> Response:
    return pages.page(
        request,
        "catalogue/paste.html",
        status,
        nav="catalogue",
        desk=desk,
        text=text,
        mistakes=mistakes or [],
    )


async def _given(request: Request) -> tuple[str, str]:
    """(text, name): an uploaded file, or else what was pasted. What is no UTF-8 shows as such in the preview."""
    async with request.form(max_files=1, max_fields=10) as posted:
        file, text, name = posted.get("file"), str(posted.get("text") or ""), PASTED
        if isinstance(file, UploadFile) and file.filename:
            text = (await file.read(MOST_BYTES + 1)).decode("utf-8-sig", "replace")
            name = re.sub(r"[^\w. -]", "_", file.filename)[-80:]
    return text.replace("\x00", "�"), name


def _key(typed: dict[str, str]) -> UUID | None:
    try:
        return UUID(typed.get("post_key", ""))
    except ValueError:
        return None


HERE = "/issuers/{issuer}"
routes = [
    Route(HERE + "/catalogue", show_desk),
    Route(HERE + "/catalogue/{code}/versions/{number:int}", export),
    Route(HERE + "/catalogue/{code}/retirement", retire, methods=["POST"]),
    Route(HERE + "/catalogue/{code}/retirement/end", bring_back, methods=["POST"]),
    Route(HERE + "/versions/new", show_new),
    Route(HERE + "/previews", preview, methods=["POST"]),
    Route(HERE + "/versions", publish, methods=["POST"]),
]
