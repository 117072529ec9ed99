"""The files of a draft for who reads it; what is shown and told when they change."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import clock, pages
from community.evidence.artifacts import queries as artifacts
from community.feedback import door
from community.feedback.files import actions, queries
from community.pages import ByMail, Live, Notice, _
from community.uploads import sending


async def show_files(request: Request) -> Response:
    """GET /feedback/12/files: those that may be seen now, as a part of the draft's page, which asks for it anew.

    It is no opening of the draft: a page that stands open asks by itself (R49).
    """
    at, _given = await door.at_the_draft(request)
    shown = await actions.shown(at.request.author, at.request.work_id)
    return pages.fragment(request, "feedback/files/_files.html", asked_for=at.request, files=shown)


async def send_file(request: Request) -> Response:
    """GET /feedback/12/files/7K3/copy/content: a file of the draft, as others see it, while one reads (R32, R40)."""
    at, _given = await door.at_the_draft(request)
    number = request.path_params["shared"]
    return await sending.copy(request, await actions.shown_file(at.request.author, at.request.work_id, number))


async def _audiences(pairs: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    return await queries.audiences_by_id(pairs, clock.now())


async def _numbers(ids: list[int]) -> dict[int, int]:
    """The number is all that is told: the page's part asks for itself anew."""
    return {number: number for number in ids}


HERE = "/feedback/{request_id:int}/files"
routes = [
    Route(HERE, show_files, methods=["GET"]),
    Route(HERE + "/{shared}/copy/content", send_file, methods=["GET"]),
]
NEWS = Live("feedback/files/_news.html", news=_numbers)
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
