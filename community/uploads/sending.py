"""A file goes out, to its owner as it was sent, to others its copy. Slices above call `copy`."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from community import files, streams
from community.errors import NotFound
from community.files import Opened
from community.uploads.kinds import Group, State
from community.uploads.queries import Page, Upload


async def original(request: Request, upload: Upload) -> Response:
    """As it was sent, for its owner only, and always as a download. NotFound while it is not whole."""
    if not upload.file:
        raise NotFound
    return await _send(request, upload, upload.file, upload.size, upload.of_kind.media_type, inline=False)


@dataclass(frozen=True)
class Shown:
    """What others see of a file: its name in the store, bytes, hash ("" where none was noted), media type, ending."""

    name: str
    size: int
    sha256: str
    media_type: str
    ending: str


def shown(upload: Upload) -> Shown:
    """Its copy where there is one: a picture drawn anew is another kind of picture."""
    if not upload.copy:
        return Shown(upload.file, upload.size, upload.sha256, upload.of_kind.media_type, upload.kind)
    is_picture = upload.group is Group.PICTURE
    media_type, ending = ("image/webp", "webp") if is_picture else (upload.of_kind.media_type, upload.kind)
    return Shown(upload.copy, upload.copy_size, upload.copy_sha256, media_type, ending)


async def copy(request: Request, upload: Upload) -> Response:
    """As others see it: a picture drawn anew, sound and moving pictures as they are, documents as a download."""
    if upload.state != State.READY:
        raise NotFound
    what = shown(upload)
    is_document = upload.group is Group.DOCUMENT
    return await _send(request, upload, what.name, what.size, what.media_type, inline=not is_document)


async def page(request: Request, upload: Upload, pages: list[Page]) -> Response:
    """The picture of the page that the address names."""
    found = [page for page in pages if page.number == request.path_params["page"]]
    if upload.state != State.READY or not found:
        raise NotFound
    opened = await files.open(found[0].file)
    return await _send(request, upload, found[0].file, opened.size, "image/webp", inline=True)


async def _send(request: Request, upload: Upload, name: str, size: int, media_type: str, inline: bool) -> Response:
    async def open_(start: int, end: int) -> Opened:
        return await files.open(name, start, end)

    return await streams.answer(request, size, media_type, upload.name, inline, open_)
