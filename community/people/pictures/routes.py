"""The doors of one's picture, and of everybody's."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import files, limits, pages
from community.errors import NotFound
from community.pages import _
from community.people import answers
from community.people.pictures import actions, making, queries


async def show_choice(request: Request) -> Response:
    """GET /profile/picture"""
    pages.signed_in(request)
    return pages.page(request, "people/picture.html")


async def take_in(request: Request) -> Response:
    """POST /profile/picture: a file named `picture`."""
    person = pages.signed_in(request)

    async def handle() -> Response:
        async with request.form(max_files=1, max_fields=10) as form:
            sent = form.get("picture")
            content = await sent.read() if isinstance(sent, UploadFile) else b""
        if not content:
            await answers.refuse(request, "picture", _("Choose a picture first."))
        await limits.spend("post", f"person {person.id}")
        try:
            await actions.take_in(person, content)
        except making.NotAPicture as wrong:
            await answers.refuse(request, "picture", str(wrong))
        return pages.redirect(request, "/profile?done=picture")

    return await answers.answer(request, "people/picture.html", handle)


async def take_away(request: Request) -> Response:
    """POST /profile/picture/removal"""
    await actions.take_away(pages.signed_in(request))
    return pages.redirect(request, "/profile?done=picture")


async def show(request: Request) -> Response:
    """GET /people/12/picture/MARK: for who is signed in and was shown the address; another picture has another one."""
    person, place = pages.signed_in(request), request.path_params
    file = await queries.picture_file(person, place["person_id"], place["mark"])
    if file is None:
        raise NotFound
    found = await files.open(file)
    content = b"".join([piece async for piece in found.chunks])
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return Response(content, media_type="image/webp", headers=headers)


routes = [
    Route("/profile/picture", show_choice, methods=["GET"]),
    Route("/profile/picture", take_in, methods=["POST"]),
    Route("/profile/picture/removal", take_away, methods=["POST"]),
    Route("/people/{person_id:int}/picture/{mark}", show, methods=["GET"]),
]
