"""The files of a draft for who reads it; what is shown and told when they change."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, pages
from community.evidence.artifacts import queries as artifacts
from community.evidence.artifacts.queries import Artifact
from community.feedback import door
from community.feedback.files import actions, queries
from community.feedback.news import numbers_by_id
from community.feedback.readings import actions as readings
from community.feedback.requests import rules as request_rules
from community.pages import ByMail, Live, Notice, _
from community.uploads import sending


async def show_files(request: Request) -> Response:
    """GET /feedback/12/files: those that may be seen now, as a part of the draft's page, which asks for it anew.

    A page that stands open asks by itself, so it is an opening only for who has not opened the draft yet (R49).
    """
    at, _given = await door.at_the_draft(request)
    await readings.opened(at.person, at.request, request_rules.ANY_TIME)
    shown = await actions.shown(at.request.author, at.request.work_id)
    leaves = await artifacts.pages_of(at.person, shown)
    return pages.fragment(request, "feedback/files/_files.html", asked_for=at.request, files=shown, file_pages=leaves)


async def send_file(request: Request) -> Response:
    """GET /feedback/12/files/7K3/copy/content: a file of the draft, as others see it, while one reads (R32, R40)."""
    _at, file = await _open(request)
    return await sending.copy(request, file)


async def send_page(request: Request) -> Response:
    """GET /feedback/12/files/7K3/pages/3/content: one page of a document as a picture, for the same readers."""
    at, file = await _open(request)
    return await sending.page(request, file, await artifacts.pages(at.person, file))


async def _open(request: Request) -> tuple[door.Reader, Artifact]:
    """A file that may be seen now; that it was opened stands where its author sees it (R49)."""
    at, _given = await door.at_the_draft(request)
    file = await actions.shown_file(at.request.author, at.request.work_id, request.path_params["shared"])
    await readings.opened(at.person, at.request)
    return at, file


async def _audiences(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    return await queries.audiences_by_id(pairs, clock.now())


HERE = "/feedback/{request_id:int}/files"
routes = [
    Route(HERE, show_files, methods=["GET"]),
    Route(HERE + "/{shared}/copy/content", send_file, methods=["GET"]),
    Route(HERE + "/{shared}/pages/{page:int}/content", send_page, methods=["GET"]),
]
NEWS = Live("feedback/files/_news.html", news=numbers_by_id)
live = {(kind, "draft"): NEWS for kind in ("file.added", "file.changed", "file.removed")}
live |= {("names.answered", topic): NEWS for topic in ("draft", "seat", "person")}
live |= {("names.watched", topic): NEWS for topic in ("draft", "person")}
topics = {"draft": _audiences}
notices = {
    "file.looked_at": Notice(
        *(actions.to_answer_by_id, "feedback/file_waits", artifacts.artifacts_by_id),
        lambda file: f"/work/{file.code}/{file.requirement_key}/names",
        called=lambda: _("A file of mine may hold a name, so my readers do not see it yet"),
        mail=ByMail(),
    ),
}
