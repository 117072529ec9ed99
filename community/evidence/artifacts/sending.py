"""A file goes out, to its owner as it was sent, to others its copy. Slices above call `copy`."""

from starlette.requests import Request
from starlette.responses import Response

from community import files, streams
from community.errors import NotFound
from community.evidence.artifacts.queries import Artifact, Page
from community.evidence.artifacts.rules import Group, State
from community.files import Opened


async def original(request: Request, artifact: Artifact) -> Response:
    """As it was sent, for its owner only, and always as a download. NotFound while it is not whole."""
    if not artifact.file:
        raise NotFound
    return await _send(request, artifact, artifact.file, artifact.size, artifact.of_kind.media_type, inline=False)


async def copy(request: Request, artifact: Artifact) -> Response:
    """As others see it: a picture drawn anew, sound and moving pictures as they are, documents as a download."""
    if artifact.state != State.READY:
        raise NotFound
    name, size = (artifact.copy, artifact.copy_size) if artifact.copy else (artifact.file, artifact.size)
    is_document = artifact.group is Group.DOCUMENT
    media_type = "image/webp" if artifact.copy and artifact.group is Group.PICTURE else artifact.of_kind.media_type
    return await _send(request, artifact, name, size, media_type, inline=not is_document)


async def page(request: Request, artifact: Artifact, pages: list[Page]) -> Response:
    """The picture of the page that the address names."""
    found = [page for page in pages if page.number == request.path_params["page"]]
    if artifact.state != State.READY or not found:
        raise NotFound
    opened = await files.open(found[0].file)
    return await _send(request, artifact, found[0].file, opened.size, "image/webp", inline=True)


async def _send(request: Request, artifact: Artifact, name: str, size: int, media_type: str, inline: bool) -> Response:
    async def open_(start: int, end: int) -> Opened:
        return await files.open(name, start, end)

    return await streams.answer(request, size, media_type, artifact.name, inline, open_)
