"""The door at which anybody checks a badge, without an account."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from community import pages
from community.awards.verifying import checking
from community.awards.verifying.checking import Verdict
from community.errors import Invalid, Unavailable
from community.limits import spend
from community.pages import _
from community.people.answers import origin


async def show_verify(request: Request) -> Response:
    """GET /verify, or /verify?award=K7QM-2XWD-93HF for a published award."""
    number = request.query_params.get("award", "")[:200].strip()
    if not number:
        return pages.page(request, "awards/verify.html", verdict=None)
    return await _answer(request, number.encode(), {"badge": number})


async def verify(request: Request) -> Response:
    """POST /verify: a file, or what was pasted. It is looked at and forgotten."""
    async with request.form(max_files=1, max_fields=10) as form:
        sent, pasted = form.get("file"), form.get("badge")
        content = await sent.read() if isinstance(sent, UploadFile) else b""
    text = pasted.strip() if isinstance(pasted, str) else ""
    if not content and not text:
        wrong = Invalid({"badge": _("Paste a badge, its number or its address, or choose its file.")})
        return pages.page(request, "awards/verify.html", 422, verdict=None, errors=wrong.fields)
    return await _answer(request, content or text.encode("utf-8", "replace"), {"badge": text})


async def _answer(request: Request, handed_in: bytes, typed: dict[str, str]) -> Response:
    await spend("verify", origin(request))
    try:
        verdict: Verdict = await checking.check(handed_in)
    except Unavailable:
        wrong = {"badge": _("Too much is looked at just now. Nothing is said of this badge: try again in a minute.")}
        return pages.page(request, "awards/verify.html", 503, verdict=None, errors=wrong, typed=typed)
    return pages.page(request, "awards/verify.html", verdict=verdict)


routes = [
    Route("/verify", show_verify, methods=["GET"]),
    Route("/verify", verify, methods=["POST"]),
]
