"""The doors of the help pages, open to everybody; and at the foot the slice's face."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.errors import NotFound
from community.help import rules
from community.help.content import LANGUAGE, help_pages


async def show_help(request: Request) -> Response:
    """GET /help?q=take+back: all questions by topic, or those that answer what was typed; for htmx the list alone."""
    typed = " ".join(request.query_params.get("q", "").split())[: rules.LONGEST]
    found = rules.find(typed) if typed else []
    shown: dict[str, Any] = {"q": typed, "found": found, "by_topic": rules.by_topic(), "written": LANGUAGE}
    if request.headers.get("hx-request"):
        return pages.fragment(request, "help/_found.html", **shown)
    return pages.page(request, "help/list.html", **shown)


async def show_answer(request: Request) -> Response:
    """GET /help/take_back: one question and its answer."""
    page = help_pages().get(request.path_params["help_page"])
    if page is None:
        raise NotFound
    others = [help_pages()[key] for key in page.see_also]
    return pages.page(request, "help/answer.html", one=page, others=others, written=LANGUAGE)


# --- the slice's face ---

routes = [
    Route("/help", show_help, methods=["GET"]),
    Route("/help/{help_page}", show_answer, methods=["GET"]),
]
